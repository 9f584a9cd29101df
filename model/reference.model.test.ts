import { readFileSync } from 'node:fs'
import { PNG } from 'pngjs'
import { describe, expect, inject, it } from 'vitest'
import { toTensor } from '../src/classifier/backends/normalize.ts'
import { DENSENET121 } from './architectures.ts'
import { INPUT } from './assemble.ts'
import { readModelWeights } from './build.ts'
import { maxAbsDifference } from './check.ts'
import { densenet } from './densenet.ts'
import { withSession } from './inference.ts'
import { float32Storage } from './onnx-graph.ts'
import { hasReference, REFERENCE_NOTE, referenceCrop, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

/** RGB of a PNG file, `[height, width, 3]`. */
function readRgb(file: string): Uint8Array {
  const { data } = PNG.sync.read(readFileSync(file))
  return new Uint8Array(data.filter((_, index) => index % 4 !== 3))
}

describe.skipIf(model.kind === 'missing' || !hasReference)(`the float32 graph${note}`, () => {
  it("gives torchvision's logits for Pillow's crops", async () => {
    const { tensors } = await readModelWeights()
    const crops = referencePhotos().flatMap((photo) => {
      const crop = referenceCrop(photo)
      return crop ? [{ crop, logits: photo.logits }] : []
    })
    expect(crops).toHaveLength(21)
    const largest = await withSession(
      densenet({ topology: DENSENET121.topology, tensors }, float32Storage),
      async (run) => {
        let difference = 0
        for (const { crop, logits } of crops) {
          const answer = await run(toTensor(readRgb(crop), INPUT))
          difference = Math.max(difference, maxAbsDifference(answer, logits))
        }
        return difference
      },
    )
    console.info(
      `float32 against torchvision, ${crops.length} crops: logits within ${largest.toExponential(1)}`,
    )
    expect(largest).toBeLessThan(1e-4)
  })
})
