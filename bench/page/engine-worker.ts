import { createEngine } from '../../src/classifier/engine/index.ts'
import { serve } from './serve.ts'

// torchvision's ImageNet mean and standard deviation
const INPUT = {
  mean: [0.485, 0.456, 0.406] as [number, number, number],
  std: [0.229, 0.224, 0.225] as [number, number, number],
}

serve(async (start) => {
  if (start.kind !== 'engine') throw new Error(`not for this worker: ${start.kind}`)
  const { threads, simd } = start
  const model = new Uint8Array(await (await fetch(start.model)).arrayBuffer())
  const engine = await createEngine(model, INPUT, { threads, simd })
  return {
    threads: engine.threads,
    async run(rgb) {
      return (await engine.run(rgb)).logits
    },
    async create() {
      const begin = performance.now()
      const another = await createEngine(model, INPUT, { threads, simd })
      const milliseconds = performance.now() - begin
      await another.release()
      return milliseconds
    },
  }
})
