import { describe, expect, inject, it } from 'vitest'
import { type Agreement, agreement, describeSummary, summarize } from './agreement.ts'
import { maxAbsDifference } from './check.ts'
import { withSession } from './inference.ts'
import { readPhoto } from './photos.ts'
import { readManifest, readModelFile } from './published.ts'
import { hasReference, REFERENCE_NOTE, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

describe.skipIf(model.kind === 'missing' || !hasReference)(`the published model${note}`, () => {
  it("answers the reference photos as torchvision does, from the photo's bytes on", async () => {
    if (model.kind === 'missing') return
    const photos = referencePhotos()
    const manifest = await readManifest(model.folder)
    const variant = manifest.variants.find(({ id }) => id === 'fp16')
    if (!variant) throw new Error('no variant fp16')
    const onnx = await readModelFile(model.folder, variant.file)

    const agreements: (Agreement & { name: string })[] = []
    let largestLogit = 0
    await withSession(onnx, async (run) => {
      for (const { name, file, logits: expected } of photos) {
        const logits = await run(await readPhoto(file, manifest.input))
        agreements.push({ name, ...agreement(logits, expected) })
        largestLogit = Math.max(largestLogit, maxAbsDifference(logits, expected))
      }
    })
    const summary = summarize(agreements)
    console.info(
      [
        'fp16 against torchvision (decoder: @jsquash/jpeg, that is MozJPEG; our own resize and crop),',
        `${describeSummary(summary)}, logits within ${largestLogit.toFixed(4)}`,
      ].join('\n'),
    )
    expect(photos).toHaveLength(203)
    expect(agreements.filter(({ same }) => !same)).toEqual([])
    expect(summary.largestChange).toBeLessThanOrEqual(0.005)
  })
})
