/** Composition: makes the classifier and mounts the page. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { App } from './app/App.tsx'
import { availableStorage, createSettings } from './app/settings.ts'
import { createStore } from './app/store.ts'
import { createClassifier } from './classifier/index.ts'
import { startOffline } from './offline/start.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

// The development server sends the headers itself, and a service worker would keep old files in its way.
const offline = import.meta.env.PROD
  ? startOffline({ mayReload: () => store.get().photo.status === 'idle' })
  : undefined
const asked = new URLSearchParams(location.search).get('backend')
const store = createStore(
  createClassifier({
    workerPolicy: offline?.workerPolicy ?? 'served',
    ...(asked === 'webgpu' || asked === 'wasm' ? { backend: asked } : {}),
  }),
)
const settings = createSettings(availableStorage(), navigator.languages)
createRoot(root).render(
  <StrictMode>
    <App store={store} settings={settings} />
  </StrictMode>,
)
