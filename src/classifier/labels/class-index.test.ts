import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { CLASS_INDEX } from './class-index.ts'

test("holds the ids and names of Keras' imagenet_class_index.json in the same order", () => {
  const entries = CLASS_INDEX.map(({ id, name }, index) => `"${index}": ["${id}", "${name}"]`)
  const keras = `{${entries.join(', ')}}`
  expect(createHash('sha256').update(keras).digest('hex')).toBe(
    'a1e7a966a1f601d39e4b43e119b3e7dd4a2ad3ea08cf69847cbaf021013767bc',
  )
})
