import { expect, it } from 'vitest'
import { fieldOffset, layerSource, layerWords, SIZES } from './layer.ts'

/** Names and types of the class's fields, in their order. */
const fields = [...layerSource().matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, name, type]) => ({ name, type }))

it('writes fields where the kernels read them', () => {
  const position = (name: string) => fields.findIndex((field) => field.name === name)
  const words = layerWords({ sources: 11, norm: 22, logitBias: 33 })
  expect(words).toHaveLength(fields.length)
  expect(words[position('sources')]).toBe(11)
  expect(words[position('norm')]).toBe(22)
  expect(words[position('logitBias')]).toBe(33)
  expect(words.filter((word) => word !== 0)).toHaveLength(3)
  expect(fieldOffset('norm')).toBe(4 * position('norm'))
})

it('has fields of 32 bits only', () => {
  for (const { type } of fields) expect(['usize', 'i32']).toContain(type)
})

it('gives the kernels the sizes that the plan uses', () => {
  for (const [name, value] of Object.entries(SIZES))
    expect(layerSource()).toContain(`export const ${name}: i32 = ${value}\n`)
})
