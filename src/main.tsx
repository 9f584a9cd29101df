/** Composition: makes the classifier, the store and the site, and mounts the page. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { App } from './app/App.tsx'
import { createSite } from './app/privacy/site.ts'
import { keepSamples } from './app/samples/keep.ts'
import { availableStorage, createSettings, isBackend } from './app/settings/settings.ts'
import { createClassifier, loadHierarchy } from './classifier/index.ts'
import { answerPredictions, receivePhotos } from './offline/arrivals.ts'
import type { ToServiceWorker } from './offline/messages.ts'
import { startOffline } from './offline/start.ts'
import { requestPersistence } from './offline/storage.ts'
import { itemOnShow } from './photos/collection.ts'
import { createModel } from './photos/model.ts'
import { createPhotos } from './photos/store.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root"')

const address = new URL(location.href)
const settings = createSettings(availableStorage(), navigator.languages)
const { backend, exact } = settings.getState()
/** For this visit only. */
const asked = address.searchParams.get('backend')
const showPrivacy = address.searchParams.has('privacy')

// The development server sends the headers itself, and a service worker would keep old files in its way.
const offline = import.meta.env.PROD
  ? startOffline({ mayReload: () => photos.getState().items.length === 0 })
  : undefined
const manifest = document.querySelector<HTMLLinkElement>('#model-manifest')?.href
const classifier = createClassifier({
  ...(manifest === undefined ? {} : { modelUrl: manifest }),
  workerPolicy: offline?.workerPolicy ?? 'served',
  backend: isBackend(asked) ? asked : backend,
  exact,
})
const photos = createPhotos(classifier, URL)
const model = createModel(classifier, loadHierarchy)

/** Resolves when no file of the model is on its way into the cache. A download is paused: it would go on storing. */
function atRest(): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const { status } = classifier.state
      if (status === 'downloading') classifier.pause()
      else if (status !== 'starting' && status !== 'absent') {
        unsubscribe()
        resolve()
      }
    }
    const unsubscribe = classifier.subscribe(look)
    look()
  })
}

/** Settles when the sample pictures are stored, or can't be. */
let keeping = Promise.resolve()

const site = createSite({
  offline,
  async atRest() {
    await Promise.all([atRest(), keeping])
  },
})

/** Keeps what the page says of itself true, and asks once that what is stored may stay. */
function followProgress(): void {
  const present = () => ({
    model: classifier.state.status,
    photo: itemOnShow(photos.getState())?.state.status,
  })
  let seen = present()
  let persistenceAsked = false
  const follow = () => {
    const next = present()
    const changed = next.model !== seen.model || next.photo !== seen.photo
    seen = next
    // Some browsers ask the person then: only after the page has been of use.
    if (next.photo === 'done' && !persistenceAsked) {
      persistenceAsked = true
      if (offline) void requestPersistence().then(() => site.refresh())
      if (offline && site.getState().erasure.status === 'none') keeping = keepSamples()
    }
    const busy = next.model === 'downloading' || next.photo === 'waiting' || next.photo === 'working'
    if (changed && !busy) void site.refresh()
  }
  photos.subscribe(follow)
  model.subscribe(follow)
}

followProgress()
answerPredictions(classifier)
void receivePhotos((files) => photos.choose(files, 'shared'))

window.addEventListener('load', () => {
  const message: ToServiceWorker = { type: 'clean' }
  navigator.serviceWorker?.controller?.postMessage(message)
})

createRoot(root).render(
  <StrictMode>
    <App stores={{ classifier, photos, model, settings, site }} showPrivacy={showPrivacy} />
  </StrictMode>,
)
