/** The worker's composition: the page's messages to session and pipeline, and what they say to the page. */
import { IMAGENET } from '../network/imagenet.ts'
import { storedNames } from '../storage/names.ts'
import { engineStarter } from './backends/engine.ts'
import { runtimeStarter } from './backends/onnxruntime.ts'
import { createRememberedBackend } from './backends/remembered.ts'
import { isWebKit } from './backends/webgpu.ts'
import { createFileStore } from './files/file-store.ts'
import { loadManifest, loadMissing } from './files/load-manifest.ts'
import { readClasses } from './labels/similar.ts'
import { trustOwnScripts } from './own-scripts.ts'
import { Pipeline } from './pipeline.ts'
import { Preparer } from './prepare.ts'
import type { LoadRequest, Request, Response } from './protocol.ts'
import { Requests, type Services } from './requests.ts'
import { Session } from './session.ts'
import { createPhotoOpener } from './source/open-photo.ts'

/** Of the worker's global scope, what is used here: the DOM library types `self` as a window. */
interface Scope {
  name: string
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

/** @param rgb `[224, 224, 3]` */
function cropBitmap(rgb: Uint8Array): Promise<ImageBitmap> {
  const image = new ImageData(IMAGENET.size, IMAGENET.size)
  for (let i = 0, p = 0; p < rgb.length; i += 4, p += 3) {
    image.data.set(rgb.subarray(p, p + 3), i)
    image.data[i + 3] = 255
  }
  return createImageBitmap(image)
}

/** Lets the thread's other messages be handled. A timer would wait 4 ms. */
function yieldThread(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

function startSession(request: LoadRequest, send: (response: Response) => void): Session {
  const { site, manifestUrl, backend, exact, maxThreads } = request
  const names = storedNames(site)
  const folder = new URL('./', manifestUrl ?? new URL('model/', site))
  const { userAgent } = navigator
  const isFirst = !exact && (backend === undefined || backend === 'engine')
  return new Session(
    { ...request, offersWebgpu: !isWebKit(userAgent) },
    {
      files: createFileStore(() => caches.open(names.files), folder),
      remembered: createRememberedBackend(() => caches, names.backend, site, userAgent),
      starters: {
        engine: engineStarter(maxThreads, isFirst),
        wasm: runtimeStarter('wasm', maxThreads),
        webgpu: runtimeStarter('webgpu', maxThreads),
      },
      loadManifest,
      loadMissing: () => loadMissing(folder),
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
      send(
        { type: 'prepared', id, prepared },
        [prepared.crop, prepared.thumbnail].flatMap((bitmap) => bitmap ?? []),
      ),
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
// The first request is the worker's name: a message comes only when the page's thread is free, which is busy at first.
requests.handle(JSON.parse(self.name) as LoadRequest)
self.addEventListener('message', ({ data }) => requests.handle(data))
