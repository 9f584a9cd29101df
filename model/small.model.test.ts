import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { softmax, topK } from '../src/classifier/labels/softmax.ts'
import { checkInput } from '../src/classifier/model/check-input.ts'
import { parseManifest } from '../src/classifier/model/manifest.ts'
import { maxAbsDifference } from './check.ts'
import { withSession } from './inference.ts'
import type { Manifest, ModelVariant } from './manifest.ts'
import { readPhoto } from './photos.ts'
import { readUnpacked } from './published.ts'
import { hasReference, REFERENCE_NOTE, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : ''

/** What the small file must reach on photos that nothing was tuned on. */
const SAME_TOP = 0.985
const MEAN_CHANGE = 0.01
const LARGEST_FILE = 7.0e6

/** The page's browser tests expect these of the default variant: index, probability and its tolerance. */
const KNOWN: Record<string, [number, number, number]> = {
  'seed/sample_file.jpeg': [285, 0.977, 0.005],
  'seed/dog_test1.jpg': [208, 0.932, 0.01],
  'seed/cat_image.jpg': [281, 0.686, 0.02],
}

describe.skipIf(model.kind === 'missing')(`the small file${note}`, () => {
  let manifest: Manifest
  let variant: ModelVariant
  let onnx: Uint8Array

  beforeAll(async () => {
    if (model.kind === 'missing') return
    manifest = parseManifest(JSON.parse(await readFile(`${model.folder}/manifest.json`, 'utf8')))
    const found = manifest.variants.find(({ id }) => id === 'int8')
    if (!found) throw new Error('no variant int8')
    variant = found
    onnx = await readUnpacked(model.folder, variant.file)
  })

  it('is small', () => {
    console.info(`int8: ${variant.file.bytes} bytes to download, ${onnx.length} unpacked`)
    expect(variant.file.bytes).toBeLessThanOrEqual(LARGEST_FILE)
  })

  it("gives the self-test's logits that the manifest records", async () => {
    const logits = await withSession(onnx, (run) => run(checkInput('gradient')))
    expect(maxAbsDifference(logits, variant.selfTest.logits)).toBeLessThan(1e-4)
  })

  it.skipIf(!hasReference)(
    `answers the reference photos nearly as torchvision does${REFERENCE_NOTE}`,
    async () => {
      const results = await withSession(onnx, async (run) => {
        const all: { name: string; same: boolean; change: number; top: number; probability: number }[] = []
        for (const { name, file, logits: expected } of referencePhotos()) {
          const logits = await run(await readPhoto(file, manifest.input))
          const [top = -1] = topK(expected, 1)
          const probability = softmax(logits)[top] ?? 0
          const change = Math.abs(probability - (softmax(expected)[top] ?? 0))
          all.push({ name, same: topK(logits, 1)[0] === top, change, top, probability })
        }
        return all
      })
      const check = results.filter(({ name }) => name.startsWith('check/'))
      const same = check.filter((result) => result.same).length / check.length
      const mean = check.reduce((sum, { change }) => sum + change, 0) / check.length
      const largest = check.reduce((most, { change }) => Math.max(most, change), 0)
      const known = results.filter(({ name }) => name in KNOWN)
      console.info(
        [
          `int8 against torchvision, ${check.length} photos: same top-1 ${(100 * same).toFixed(1)} %, change of the top-1 probability ${mean.toFixed(5)} on average, ${largest.toFixed(4)} at most`,
          ...known.map(({ name, top, probability }) => `${name}: class ${top} ${probability.toFixed(4)}`),
        ].join('\n'),
      )
      expect(check).toHaveLength(200)
      expect(same).toBeGreaterThanOrEqual(SAME_TOP)
      expect(mean).toBeLessThanOrEqual(MEAN_CHANGE)
      expect(known).toHaveLength(3)
      for (const { name, same: isSame, top, probability } of known) {
        const [index = -1, expected = 0, tolerance = 0] = KNOWN[name] ?? []
        expect(isSame).toBe(true)
        expect(top).toBe(index)
        expect(Math.abs(probability - expected)).toBeLessThanOrEqual(tolerance)
      }
    },
  )
})
