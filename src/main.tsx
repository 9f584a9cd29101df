/** Composition of the page around the classifier, which has been started already. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { App } from './app/App.tsx'
import { createSite } from './app/privacy/site.ts'
import { keepSamples } from './app/samples/keep.ts'
import { createSettings } from './app/settings/settings.ts'
import { availableStorage } from './app/settings/stored-choice.ts'
import { type Classifier, loadHierarchy, ownScript, type WorkerPolicy } from './classifier/index.ts'
import { answerPredictions, type RestAnswer, receiveLaunched, receiveShared } from './offline/arrivals.ts'
import { type EraseTools, eraseEverything } from './offline/erase.ts'
import type { ToServiceWorker } from './offline/messages.ts'
import { type Offline, startOffline } from './offline/start.ts'
import { requestPersistence } from './offline/storage.ts'
import { mayDeleteOld, type Storing, type StoringTools } from './offline/storing.ts'
import { isOpen, itemOnShow } from './photos/collection.ts'
import type { ItemState } from './photos/item.ts'
import { createModel, type Model } from './photos/model.ts'
import { answers, bestAnswer } from './photos/rest.ts'
import { createPhotos, type Photos, type PhotosState } from './photos/store.ts'

/** What is there before the page. */
export interface Started extends StoringTools {
  storing: Storing
  classifier: Classifier
  policy: WorkerPolicy
  /** See `versionName`. */
  version: string
}

/** Resolves when the page has all that it loads at first. */
function pageLoaded(): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'complete') resolve()
    else window.addEventListener('load', () => resolve(), { once: true })
  })
}

function startServiceWorker({ storing }: Started): Offline {
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker
  const loaded = pageLoaded()
  void loaded.then(() => {
    const message: ToServiceWorker = { type: 'loaded' }
    container?.controller?.postMessage(message)
  })
  return startOffline({
    container,
    script: ownScript(new URL('service-worker.js', document.baseURI)),
    loaded,
    store: storing.store,
    reload: () => location.reload(),
  })
}

/** Storage that is written to no more once everything has been deleted. */
function settingsStorage({ storing }: Started) {
  const storage = availableStorage()
  return (
    storage && {
      getItem: (key: string) => storage.getItem(key),
      setItem: (key: string, value: string) => {
        if (!storing.stopped.aborted) storage.setItem(key, value)
      },
    }
  )
}

function eraseTools({ names, locks, storing }: Started): EraseTools {
  return {
    names,
    locks,
    site: document.baseURI,
    caches,
    settings: availableStorage(),
    serviceWorkers: navigator.serviceWorker,
    stopAll: storing.stopAll,
  }
}

/** How far the photo on show is, or while it is none, all of many together. */
function progressOf(state: PhotosState): ItemState['status'] | undefined {
  if (!state.many || state.selected !== undefined) return itemOnShow(state)?.state.status
  if (state.items.some(isOpen)) return 'working'
  return state.items.some(({ brief }) => brief.status === 'answered') ? 'done' : 'failed'
}

/** Calls back after the first answer, and whenever nothing is on its way any more. */
function followProgress(photos: Photos, model: Model, onFirstAnswer: () => void, onRest: () => void): void {
  const present = () => ({ model: model.getState().state.status, photo: progressOf(photos.getState()) })
  let seen = present()
  let answered = false
  const follow = () => {
    const next = present()
    const changed = next.model !== seen.model || next.photo !== seen.photo
    seen = next
    if (next.photo === 'done' && !answered) {
      answered = true
      onFirstAnswer()
    }
    const busy = next.model === 'downloading' || next.photo === 'waiting' || next.photo === 'working'
    if (changed && !busy) onRest()
  }
  photos.subscribe(follow)
  model.subscribe(follow)
}

const restAnswer: RestAnswer = ([best, ...others], top) => {
  if (!best) throw new Error('an answer without predictions')
  return top === undefined ? bestAnswer(best) : answers([best, ...others])
}

export function mountPage(started: Started): void {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no element with the id "root"')
  const { names, storing, classifier, policy, version } = started
  const settings = createSettings(settingsStorage(started), names, navigator.languages)
  const photos = createPhotos(classifier, URL)
  const model = createModel(classifier, loadHierarchy)
  // A service worker would keep old files in the development server's way.
  const offline = import.meta.env.PROD ? startServiceWorker(started) : undefined
  const site = createSite({
    offline,
    policy: offline && policy,
    erase: () => eraseEverything(eraseTools(started)),
    stopped: storing.stopped,
  })

  // Some browsers ask the person whether what is stored may stay: only after the page has been of use.
  function afterFirstAnswer(): void {
    if (!offline) return
    void requestPersistence().then(() => site.refresh())
    const mayDelete = () => mayDeleteOld(started, version, policy === 'served')
    void storing.store((stopped) => keepSamples(names.samples, stopped, mayDelete))
  }
  followProgress(photos, model, afterFirstAnswer, () => void site.refresh())

  answerPredictions(classifier, restAnswer)
  const onPhotos = (files: File[]) => photos.choose(files, 'shared')
  receiveLaunched({ onPhotos, onUnreadable: () => photos.report('not-received') })
  void receiveShared({ onPhotos })

  const showPrivacy = new URL(location.href).searchParams.has('privacy')
  createRoot(root).render(
    <StrictMode>
      <App stores={{ classifier, photos, model, settings, site }} showPrivacy={showPrivacy} />
    </StrictMode>,
  )
}
