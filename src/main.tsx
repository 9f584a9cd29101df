/** Composition: makes the classifier and mounts the page. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { App } from './app/App.tsx'
import { availableStorage, createSettings } from './app/settings.ts'
import { createStore } from './app/store.ts'
import { createClassifier } from './classifier/index.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const store = createStore(createClassifier())
const settings = createSettings(availableStorage(), navigator.languages)
createRoot(root).render(
  <StrictMode>
    <App store={store} settings={settings} />
  </StrictMode>,
)
