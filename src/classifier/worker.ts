/** The worker's composition: the page's messages to session and pipeline, and what they say to the page. */
import { storedNames } from '../storage/names.ts'
import { engineStarter } from './backends/engine.ts'
import { runtimeStarter } from './backends/onnxruntime.ts'
import { createRememberedBackend } from './backends/remembered.ts'
import { isWebKit } from './backends/webgpu.ts'
import { cropBitmap } from './crop-bitmap.ts'
import { createFileStore } from './files/file-store.ts'
import { loadManifest, loadMissing } from './files/load-manifest.ts'
import { readClasses } from './labels/read-classes.ts'
import { trustOwnScripts } from './own-scripts.ts'
import { Pipeline } from './pipeline.ts'
import { Preparer } from './prepare.ts'
import type { LoadRequest, Request, Response } from './protocol.ts'
import { Requests, type Services } from './requests.ts'
import { Session } from './session.ts'
import { createPhotoOpener } from './source/open-photo.ts'
import { yieldThread } from './yield-thread.ts'

/** Of the worker's global scope, what is used here: the DOM library types `self` as a window. */
interface Scope {
  postMessage(message: Response, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Request>) => void): void
}
declare const self: Scope

/** Again and again. @returns the way to stop it */
function every(milliseconds: number, callback: () => void): () => void {
  const timer = setInterval(callback, milliseconds)
  return () => clearInterval(timer)
}

const now = () => performance.now()

function startSession(request: LoadRequest, send: (response: Response) => void): Session {
  const { site, manifestUrl, backend, exact, metered, except, maxThreads, build } = request
  const names = storedNames(site)
  const { userAgent } = navigator
  const isFirst = !exact && (backend === undefined || backend === 'engine')
  return new Session(
    {
      manifestUrl: manifestUrl === undefined ? undefined : new URL(manifestUrl),
      folder: new URL('./', manifestUrl ?? new URL('model/', site)),
      backend,
      exact,
      metered,
      except,
      offersWebgpu: !isWebKit(userAgent),
    },
    {
      files: createFileStore(() => caches.open(names.files)),
      remembered: createRememberedBackend(() => caches, names.backend, site, userAgent),
      starters: {
        engine: engineStarter(maxThreads, build, isFirst),
        wasm: runtimeStarter('wasm', maxThreads),
        webgpu: runtimeStarter('webgpu', maxThreads),
      },
      loadManifest,
      loadMissing,
      readClasses,
      every,
      onState: (state) => send({ type: 'state', state }),
    },
  )
}

function startServices(
  request: LoadRequest,
  send: (response: Response, transfer?: Transferable[]) => void,
): Services {
  const session = startSession(request, send)
  const preparer = new Preparer(createPhotoOpener(), now)
  const pipeline = new Pipeline({
    prepare: (photo) => preparer.prepare(photo),
    toBitmap: cropBitmap,
    ready: () => session.ready(),
    reportBroken: (serving, reason) => session.reportBroken(serving, reason),
    yieldThread,
    now,
    onPrepared: (id, prepared) =>
      send({ type: 'prepared', id, prepared }, prepared.crop ? [prepared.crop] : []),
    onAnswer(id, classification) {
      const { crop, looks, probabilities, features } = classification
      send({ type: 'answer', id, classification }, [
        ...(crop ? [crop] : []),
        ...[probabilities, features, ...looks.map(({ maps }) => maps?.values)].flatMap((array) =>
          array ? [array.buffer] : [],
        ),
      ])
    },
    onError: (id, { code, message }) => send({ type: 'error', id, code, message }),
    onReplaced: (id) => send({ type: 'replaced', id }),
  })
  return { session, pipeline, preparer }
}

// onnxruntime starts its threads by plain addresses
trustOwnScripts()

const send = (response: Response, transfer: Transferable[] = []) => self.postMessage(response, transfer)
const requests = new Requests((request) => startServices(request, send), send)
self.addEventListener('message', ({ data }) => requests.handle(data))
