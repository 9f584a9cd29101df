import { beforeAll, describe, expect, inject, it } from 'vitest'
import { checkInput } from '../src/network/check-picture.ts'
import type { Manifest, ModelVariant } from '../src/network/manifest.ts'
import { type Agreement, agreement, describeSummary, summarize } from './agreement.ts'
import { maxAbsDifference } from './check.ts'
import { withSession } from './inference.ts'
import { readPhoto } from './photos.ts'
import { readManifest, readUnpacked } from './published.ts'
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
    manifest = await readManifest(model.folder)
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
        const all: (Agreement & { name: string })[] = []
        for (const { name, file, logits } of referencePhotos()) {
          all.push({ name, ...agreement(await run(await readPhoto(file, manifest.input)), logits) })
        }
        return all
      })
      const summary = summarize(results.filter(({ name }) => name.startsWith('check/')))
      const known = results.filter(({ name }) => name in KNOWN)
      console.info(
        [
          `int8 against torchvision, ${describeSummary(summary)}`,
          ...known.map(({ name, top, probability }) => `${name}: class ${top} ${probability.toFixed(4)}`),
        ].join('\n'),
      )
      expect(summary.photos).toBe(200)
      expect(summary.same).toBeGreaterThanOrEqual(SAME_TOP)
      expect(summary.meanChange).toBeLessThanOrEqual(MEAN_CHANGE)
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
