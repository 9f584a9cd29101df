import { startBoundWorker, type WorkerPolicy } from '../classifier/index.ts'
import probeWorker from './probe-worker.ts?worker&url'
import { type Probe, runProbes } from './probes.ts'

export interface SelfTest {
  page: Probe[]
  worker: Probe[]
}

/** Reserved for examples (RFC 2606): nobody's server. */
const ELSEWHERE = 'https://example.com/'

/**
 * Really tries to send to another origin, from the page and from a worker bound like the classifier's.
 * @param url of another origin
 */
export async function runSelfTest(policy: WorkerPolicy, url = ELSEWHERE): Promise<SelfTest> {
  const page = await runProbes(url)
  const worker = startBoundWorker(probeWorker, policy, 'privacy-self-test')
  try {
    const fromWorker = await new Promise<Probe[]>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Probe[]>) => resolve(data))
      worker.addEventListener('error', ({ message }) =>
        reject(new Error(message || 'the worker did not start')),
      )
      worker.postMessage(url)
    })
    return { page, worker: fromWorker }
  } finally {
    worker.terminate()
  }
}
