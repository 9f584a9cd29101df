import { dirname, join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { readCrop } from '../model/photos.ts'
import { hasReference, REFERENCE_NOTE, referencePhotos } from '../model/reference.ts'
import { toPredictions } from '../src/classifier/answer.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'
import { softmax, topK } from '../src/classifier/labels/softmax.ts'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import { readModel } from './model.ts'
import { toRecord } from './record.ts'
import { readRecords, runCommand } from './run-command.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

describe.skipIf(model.kind === 'missing' || !hasReference)(`the command with the real model${note}`, () => {
  it('answers the check photos as the engine does in this process, to the last digit', async () => {
    if (model.kind === 'missing') return
    const photos = referencePhotos().filter(({ name }) => name.startsWith('check/'))
    const [first] = photos
    const { code, stdout } = await runCommand([dirname(first?.file ?? ''), '--model', model.folder])
    expect(code).toBe(0)
    const found = new Map(readRecords(stdout).map((record) => [record.file, record]))
    const { name, onnx, input } = await readModel(model.folder)
    const engine = await createEngine(onnx, input, { threads: 1, build: 'plain', kernels: compileKernels })
    let equal = 0
    for (const photo of photos) {
      const record = found.get(photo.name.slice('check/'.length))
      if (!record || 'error' in record) continue
      const { logits } = await engine.run(await readCrop(photo.file, input))
      const predictions = toPredictions(softmax(logits), CLASS_INDEX)
      const { file, width, height } = record
      const expected = toRecord(file, { answer: { predictions, width, height } }, name)
      if (JSON.stringify(expected) === JSON.stringify(record)) equal++
    }
    await engine.release()
    console.info(
      `${equal} of ${photos.length} check photos: the command's answer is the engine's, all digits`,
    )
    expect([photos.length, equal]).toEqual([200, 200])
  })

  it('answers the seed photos nearly as torchvision does', async () => {
    if (model.kind === 'missing') return
    const photos = referencePhotos().filter(({ name }) => name.startsWith('seed/'))
    const list = photos.map(({ file }) => file).join('\n')
    const { stdout } = await runCommand(['--list', '-', '--model', model.folder], { input: list })
    const records = readRecords(stdout)
    expect(records).toHaveLength(photos.length)
    for (const { file, logits } of photos) {
      const record = records.find((other) => join(other.file) === file)
      if (!record || 'error' in record) throw new Error(`${file} has no answer`)
      const expected = softmax(logits)
      const [best = 0] = topK(expected, 1)
      expect(record.class_id).toBe(CLASS_INDEX[best]?.id)
      expect(Math.abs(record.probability - (expected[best] ?? 0))).toBeLessThan(0.02)
    }
  })
})
