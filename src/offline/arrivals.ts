/** Photos and questions that reach the page by other ways than its own buttons. */
import { type Classifier, ClassifierError, type Prediction } from '../classifier/index.ts'
import { askServiceWorker } from './ask.ts'
import type { PredictAnswer, PredictRequest } from './messages.ts'
import { NOT_READY } from './predict.ts'

/** What of the File Handling API is used here; TypeScript's DOM library does not have it yet. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { files: readonly Pick<FileSystemFileHandle, 'getFile'>[] }) => void): void
}

/** The body of an answer in the form of the REST tutorials. */
export type RestAnswer = (predictions: readonly Prediction[], top: number | undefined) => unknown

/** Never rejects: what goes wrong is in the answer. */
export async function predict(
  classifier: Pick<Classifier, 'state' | 'classify'>,
  restAnswer: RestAnswer,
  { file, top }: PredictRequest,
): Promise<PredictAnswer> {
  const { state } = classifier
  // A model that has failed does not get ready by waiting.
  if (state.status === 'failed') return { ok: false, code: state.code, message: state.message }
  if (state.status !== 'ready')
    return { ok: false, code: NOT_READY, message: `The model is not ready: ${state.status}.` }
  try {
    const { predictions } = await classifier.classify(file, { want: { top: top ?? 1 } })
    return { ok: true, body: restAnswer(predictions, top) }
  } catch (error) {
    const code = error instanceof ClassifierError ? error.code : 'internal'
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) }
  }
}

/** Answers `POST predict`, which the service worker passes on to an open page. */
export function answerPredictions(classifier: Classifier, restAnswer: RestAnswer): void {
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }: MessageEvent<PredictRequest>) => {
    const [port] = ports
    if (data.type === 'predict' && port)
      void predict(classifier, restAnswer, data).then((answer) => port.postMessage(answer))
  })
}

export interface Arrivals {
  onPhotos: (files: File[]) => void
  /** A file was announced and can't be had: it has been moved or deleted, or access to it was refused. */
  onUnreadable: (reason: string) => void
}

/** Takes in files that the system opens with the installed app. */
export function receiveLaunched({ onPhotos, onUnreadable }: Arrivals): void {
  const launchQueue: LaunchQueue | undefined = Reflect.get(globalThis, 'launchQueue')
  launchQueue?.setConsumer(({ files }) => {
    if (files.length === 0) return
    Promise.all(files.map((handle) => handle.getFile())).then(onPhotos, (error: unknown) =>
      onUnreadable(error instanceof Error ? error.message : String(error)),
    )
  })
}

/** Takes in photos shared from a phone's gallery: the service worker keeps them until the page that it opens asks. */
export async function receiveShared({ onPhotos }: Pick<Arrivals, 'onPhotos'>): Promise<void> {
  const url = new URL(location.href)
  if (!url.searchParams.has('shared')) return
  url.searchParams.delete('shared')
  history.replaceState(null, '', url)
  const files = await askServiceWorker('shared')
  if (files && files.length > 0) onPhotos(files)
}
