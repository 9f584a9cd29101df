import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { hasReference, REFERENCE_NOTE, referencePhotos } from '../model/reference.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'
import { softmax, topK } from '../src/classifier/labels/softmax.ts'
import { readRecords, runCommand } from './run-command.ts'

const model = inject('realModel')
const note = model.kind === 'missing' ? ' (SKIPPED: the weights are not there)' : REFERENCE_NOTE

describe.skipIf(model.kind === 'missing' || !hasReference)(`the command with the real model${note}`, () => {
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
