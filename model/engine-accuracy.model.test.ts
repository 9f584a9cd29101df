import { dirname } from 'node:path'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { readModel } from '../cli/model.ts'
import { toRecord } from '../cli/record.ts'
import { readRecords, runCommand } from '../cli/run-command.ts'
import { toPredictions } from '../src/classifier/answer.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'
import { softmax } from '../src/classifier/labels/softmax.ts'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import { agreement, describeSummary, summarize } from './agreement.ts'
import { readCrop } from './photos.ts'
import { readManifest, readUnpacked } from './published.ts'
import { hasReference, REFERENCE_NOTE, referencePhotos } from './reference.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

/** What the engine must reach on photos that nothing was tuned on. */
const SAME_TOP = 0.98
const MEAN_CHANGE = 0.014

describe.skipIf(model.kind === 'missing' || !hasReference)(`the engine's accuracy${note}`, () => {
  const photos = referencePhotos().filter(({ name }) => name.startsWith('check/'))
  /** The engine's logits of each photo: what both tests compare with takes longer than all else here. */
  const answers: Float32Array[] = []

  beforeAll(async () => {
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
    for (const { file } of photos)
      answers.push((await engine.run(await readCrop(file, manifest.input))).logits)
    await engine.release()
  })

  it('answers the reference photos nearly as torchvision does', () => {
    const summary = summarize(
      photos.map(({ logits }, i) => agreement(answers[i] ?? new Float32Array(), logits)),
    )
    console.info(`the engine against torchvision, ${describeSummary(summary)}`)
    expect(summary.photos).toBe(200)
    expect(summary.same).toBeGreaterThanOrEqual(SAME_TOP)
    expect(summary.meanChange).toBeLessThanOrEqual(MEAN_CHANGE)
  })

  it('is the command’s: it answers as the engine in this process, to the last digit', async () => {
    if (model.kind === 'missing') return
    const [first] = photos
    const { code, stdout } = await runCommand([dirname(first?.file ?? ''), '--model', model.folder])
    expect(code).toBe(0)
    const found = new Map(readRecords(stdout).map((record) => [record.file, record]))
    const { name } = await readModel(model.folder)
    const equal = photos.filter((photo, i) => {
      const record = found.get(photo.name.slice('check/'.length))
      const logits = answers[i]
      if (!record || 'error' in record || !logits) return false
      const predictions = toPredictions(softmax(logits), CLASS_INDEX)
      const { file, width, height } = record
      const expected = toRecord(file, { answer: { predictions, width, height } }, name)
      return JSON.stringify(expected) === JSON.stringify(record)
    })
    console.info(
      `${equal.length} of ${photos.length} check photos: the command's answer is the engine's, all digits`,
    )
    expect([photos.length, equal.length]).toEqual([200, 200])
  })
})
