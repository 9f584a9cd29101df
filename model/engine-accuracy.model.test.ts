import { describe, expect, inject, it } from 'vitest'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import { type Agreement, agreement, describeSummary, summarize } from './agreement.ts'
import { readCrop } from './photos.ts'
import { readManifest, readUnpacked } from './published.ts'
import { hasReference, REFERENCE_NOTE, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

/** What the engine must reach on photos that nothing was tuned on. */
const SAME_TOP = 0.98
const MEAN_CHANGE = 0.014

describe.skipIf(model.kind === 'missing' || !hasReference)(`the engine's accuracy${note}`, () => {
  it('answers the reference photos nearly as torchvision does', async () => {
    if (model.kind === 'missing') return
    const manifest = await readManifest(model.folder)
    const variant = manifest.variants.find(({ id }) => id === 'int8')
    if (!variant) throw new Error('no variant int8')
    const onnx = await readUnpacked(model.folder, variant.file)
    // Every build gives the same bytes; Node knows the plain one.
    const engine = await createEngine(onnx, manifest.input, {
      threads: 1,
      build: 'plain',
      kernels: compileKernels,
    })
    const agreements: Agreement[] = []
    for (const { name, file, logits: expected } of referencePhotos()) {
      if (!name.startsWith('check/')) continue
      const { logits } = await engine.run(await readCrop(file, manifest.input))
      agreements.push(agreement(logits, expected))
    }
    await engine.release()
    const summary = summarize(agreements)
    console.info(`the engine against torchvision, ${describeSummary(summary)}`)
    expect(summary.photos).toBe(200)
    expect(summary.same).toBeGreaterThanOrEqual(SAME_TOP)
    expect(summary.meanChange).toBeLessThanOrEqual(MEAN_CHANGE)
  })
})
