import { createEngine, type EngineOptions } from '../../src/engine/index.ts'
import { IMAGENET } from '../../src/network/imagenet.ts'
import { serve } from './serve.ts'

serve(async (start) => {
  if (start.kind !== 'engine') throw new Error(`not for this worker: ${start.kind}`)
  const { threads, build } = start
  const options: EngineOptions = {
    threads,
    chooseThreads: (most) => most,
    ...(build ? { build } : {}),
  }
  const model = new Uint8Array(await (await fetch(start.model)).arrayBuffer())
  const engine = await createEngine(model, IMAGENET, options)
  return {
    threads: engine.threads,
    async run(rgb) {
      return (await engine.run(rgb)).logits
    },
    async create() {
      const begin = performance.now()
      const another = await createEngine(model, IMAGENET, options)
      const milliseconds = performance.now() - begin
      await another.release()
      return milliseconds
    },
  }
})
