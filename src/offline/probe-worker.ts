/** The probes, in a worker that the policy binds like the classifier's. */
import { runProbes } from './probes.ts'

addEventListener('message', ({ data: url }: MessageEvent<string>) => {
  void runProbes(url).then((probes) => postMessage(probes))
})
