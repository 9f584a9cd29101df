import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import decode, { init } from '@jsquash/jpeg/decode.js'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { cropPixels } from '../src/classifier/image/resize.ts'
import { softmax, topK } from '../src/classifier/labels/softmax.ts'
import { parseManifest } from '../src/classifier/model/manifest.ts'
import { toTensor } from '../src/classifier/model/normalize.ts'
import { maxAbsDifference } from './check.ts'
import { withSession } from './inference.ts'
import { readModelFile } from './published.ts'
import { hasReference, REFERENCE_NOTE, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

/** The decoder makes an `ImageData`, which Node does not have. */
class PlainImageData {
  readonly colorSpace = 'srgb'
  constructor(
    readonly data: Uint8ClampedArray,
    readonly width: number,
    readonly height: number,
  ) {}
}

beforeAll(async () => {
  Object.assign(globalThis, { ImageData: PlainImageData })
  // MozJPEG, a descendant of libjpeg-turbo, which Pillow decodes with: the same pixels.
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm')
  await init({ wasmBinary: await readFile(wasm) })
})

describe.skipIf(model.kind === 'missing' || !hasReference)(`the published model${note}`, () => {
  it("answers the reference photos as torchvision does, from the photo's bytes on", async () => {
    if (model.kind === 'missing') return
    const photos = referencePhotos()
    const manifest = parseManifest(JSON.parse(await readFile(`${model.folder}/manifest.json`, 'utf8')))
    const variant = manifest.variants.find(({ id }) => id === 'fp16')
    if (!variant) throw new Error('no variant fp16')
    const onnx = await readModelFile(model.folder, variant.file)

    const otherTop: string[] = []
    let largestProbability = 0
    let sumProbability = 0
    let largestLogit = 0
    await withSession(onnx, async (run) => {
      for (const { name, file, logits: expected } of photos) {
        const bytes = new Uint8Array(await readFile(file))
        const crop = cropPixels(await decode(bytes.buffer), manifest.input)
        const logits = await run(toTensor(crop, manifest.input))
        const [top = -1] = topK(expected, 1)
        if (topK(logits, 1)[0] !== top) otherTop.push(name)
        const difference = Math.abs((softmax(logits)[top] ?? 0) - (softmax(expected)[top] ?? 0))
        largestProbability = Math.max(largestProbability, difference)
        sumProbability += difference
        largestLogit = Math.max(largestLogit, maxAbsDifference(logits, expected))
      }
    })
    console.info(
      [
        `fp16 against torchvision, ${photos.length} photos (decoder: @jsquash/jpeg, that is MozJPEG; our own resize and crop):`,
        `same top-1 ${photos.length - otherTop.length} of ${photos.length}, top-1 probability within ${largestProbability.toFixed(5)} (mean ${(sumProbability / photos.length).toFixed(5)}), logits within ${largestLogit.toFixed(4)}`,
      ].join('\n'),
    )
    expect(photos).toHaveLength(203)
    expect(otherTop).toEqual([])
    expect(largestProbability).toBeLessThanOrEqual(0.005)
  })
})
