/** A thread with an engine of its own: reads, crops and classifies the photos it is sent, in their order. */
import { readFile, stat } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { toPredictions } from '../src/classifier/answer.ts'
import { ENGINE_TOLERANCE, selfTestFault } from '../src/classifier/backends/self-test.ts'
import { messageOf, toClassifierError } from '../src/classifier/errors.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'
import { softmax } from '../src/classifier/labels/softmax.ts'
import { createEngine, type Engine } from '../src/engine/index.ts'
import { checkPicture } from '../src/network/check-picture.ts'
import { cropPhoto, isDecoderLost } from './photo.ts'
import type { Outcome } from './record.ts'
import type { FromThread, ThreadData } from './thread.ts'

/** An engine by the first of the builds that gives the recorded answer here. */
async function startEngine({ onnx, input, selfTest, kernels }: ThreadData): Promise<Engine> {
  let fault = 'there are no kernels'
  for (const { build, binary } of kernels) {
    const engine = await createEngine(onnx, input, { threads: 1, build, kernels: async () => binary })
    const { logits } = await engine.run(checkPicture('gradient'))
    const found = selfTestFault(logits, selfTest, ENGINE_TOLERANCE)
    if (found === undefined) return engine
    fault = found
    await engine.release()
  }
  throw new Error(`The engine does not work on this machine: ${fault}.`)
}

type Read = { bytes: Uint8Array<ArrayBuffer> } | { reason: string }

async function readPhoto(path: string): Promise<Read> {
  try {
    // a pipe would never end
    if (!(await stat(path)).isFile()) return { reason: 'it is no file' }
    return { bytes: new Uint8Array(await readFile(path)) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return { reason: typeof code === 'string' ? code : messageOf(error) }
  }
}

async function classify(engine: Engine, read: Read): Promise<FromThread> {
  if ('reason' in read) {
    const message = `The file can't be read: ${read.reason}.`
    return { kind: 'outcome', outcome: { error: { code: 'unreadable-file', message } }, isLost: false }
  }
  try {
    const { rgb, width, height } = await cropPhoto(read.bytes)
    const { logits } = await engine.run(rgb)
    const outcome: Outcome = {
      answer: { predictions: toPredictions(softmax(logits), CLASS_INDEX), width, height },
    }
    return { kind: 'outcome', outcome, isLost: false }
  } catch (error) {
    const { code, message } = toClassifierError(error)
    return { kind: 'outcome', outcome: { error: { code, message } }, isLost: isDecoderLost(error) }
  }
}

const port = parentPort
if (!port) throw new Error('This is a thread of cli/classify.ts; run that.')
const data: ThreadData = workerData
const engine = await startEngine(data)
const say = (message: FromThread) => port.postMessage(message)
let last: Promise<unknown> = Promise.resolve()
port.on('message', (path: string) => {
  // the next file is read while this one is classified
  const reading = readPhoto(path)
  last = last.then(async () => say(await classify(engine, await reading)))
})
say({ kind: 'ready' })
