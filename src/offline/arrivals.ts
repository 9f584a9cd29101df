/** Photos and questions that reach the page by other ways than its own buttons. */
import { type Classifier, ClassifierError } from '../classifier/index.ts'
import { askServiceWorker } from './ask.ts'
import type { PredictAnswer, PredictRequest } from './messages.ts'

/** What of the File Handling API is used here; TypeScript's DOM library does not have it yet. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { files: readonly FileSystemFileHandle[] }) => void): void
}

async function predict(classifier: Classifier, { file, topK }: PredictRequest): Promise<PredictAnswer> {
  if (classifier.state.status !== 'ready') {
    return {
      ok: false,
      code: 'model-not-ready',
      message: `The model is not ready: ${classifier.state.status}.`,
    }
  }
  try {
    const { predictions } = await classifier.classify(file, { want: { top: topK } })
    return {
      ok: true,
      predictions: predictions.map(({ classId, className, probability }) => ({
        classId,
        className,
        probability,
      })),
    }
  } catch (error) {
    const code = error instanceof ClassifierError ? error.code : 'internal'
    return { ok: false, code, message: error instanceof Error ? error.message : String(error) }
  }
}

/** Answers `POST predict`, which the service worker passes on to an open page. */
export function answerPredictions(classifier: Classifier): void {
  navigator.serviceWorker?.addEventListener('message', ({ data, ports }: MessageEvent<PredictRequest>) => {
    const [port] = ports
    if (data.type === 'predict' && port)
      void predict(classifier, data).then((answer) => port.postMessage(answer))
  })
}

/** Takes in photos shared from a phone's gallery, and files that the system opens with the installed app. */
export async function receivePhotos(choose: (files: File[]) => void): Promise<void> {
  const launchQueue: LaunchQueue | undefined = Reflect.get(globalThis, 'launchQueue')
  launchQueue?.setConsumer(({ files }) => {
    if (files.length > 0) void Promise.all(files.map((handle) => handle.getFile())).then(choose)
  })
  const url = new URL(location.href)
  if (!url.searchParams.has('shared')) return
  url.searchParams.delete('shared')
  history.replaceState(null, '', url)
  const file = await askServiceWorker('shared')
  if (file) choose([file])
}
