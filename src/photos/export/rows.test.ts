import { expect, it } from 'vitest'
import type { Hierarchy } from '../../classifier/index.ts'
import type { Brief, Item } from '../item.ts'
import { exportFile } from './export-file.ts'
import { FORMATS } from './format.ts'
import { rowsOf } from './rows.ts'

const CAT = { index: 0, classId: 'n02124075', className: 'Egyptian_cat', probability: 0.95 }
const DOG = { index: 1, classId: 'n02099712', className: 'Labrador_retriever', probability: 0.02 }

const answered: Brief = {
  status: 'answered',
  answer: {
    predictions: [CAT, DOG],
    headline: { kind: 'class', index: 0, probability: 0.95, confidence: 'certain' },
    ...{ width: 40, height: 30, model: 'int8' },
  },
}
const group: Brief = {
  status: 'answered',
  answer: {
    ...answered.answer,
    headline: { kind: 'group', group: 0, probability: 0.9, best: 0, bestProbability: 0.4 },
  },
}
const failed: Brief = { status: 'failed', problem: { code: 'not-an-image', message: 'no image' } }

const item = (id: number, brief: Brief, path = ''): Item => ({
  ...{ id, origin: 'chosen', url: undefined, state: { status: 'waiting' }, brief },
  source: Object.defineProperty(new File([], `${id}.jpg`), 'webkitRelativePath', { value: path }),
})

/** `cat` is within `animal`; the plants hold the second class. */
const hierarchy: Hierarchy = {
  groups: [
    { id: 'n1', name: 'animal', groups: [1], classes: [], parent: null, mass: false },
    { id: 'n2', name: 'cat', groups: [], classes: [0], parent: 0, mass: false },
    { id: 'n3', name: 'plant', groups: [], classes: [1], parent: null, mass: false },
  ],
  ...{ roots: [0, 2], groupOfClass: [1, 2], hints: new Map() },
}

it('a row has what is known of its photo; one without an answer has none', () => {
  const items = [
    item(1, answered, 'trip/1.jpg'),
    item(2, { status: 'waiting' }),
    item(3, failed),
    item(4, group),
  ]
  const rows = [...rowsOf(items, { hierarchy: null, version: 'v1' })]
  expect(rows).toEqual([
    {
      ...{ name: '1.jpg', path: 'trip/1.jpg', version: 'v1', model: 'int8', width: 40, height: 30 },
      ...{ predictions: [CAT, DOG], groups: [], sure: 'certain' },
    },
    { name: '3.jpg', path: '3.jpg', version: 'v1', model: '', error: failed.problem },
    expect.objectContaining({ path: '4.jpg', sure: 'group' }),
  ])
})

it('the groups are those above the best class, or those that alone are told instead of it', () => {
  const told = (at: number): Brief => ({
    status: 'answered',
    answer: {
      ...answered.answer,
      headline: { kind: 'group', group: at, probability: 0.9, best: 0, bestProbability: 0.4 },
    },
  })
  const items = [item(1, answered), item(2, told(0)), item(3, told(2))]
  const rows = [...rowsOf(items, { hierarchy, version: 'v1' })]
  expect(rows.map((row) => 'groups' in row && row.groups)).toEqual([['animal', 'cat'], ['animal'], ['plant']])
})

it.each(FORMATS)('%s is a file that is not empty, with a name that says its kind', async (format) => {
  const rows = rowsOf([item(1, answered), item(3, failed)], { hierarchy, version: 'v1' })
  const file = await exportFile(format, rows, new Date(2026, 0, 1))
  expect(file.name).toMatch(/^(answers|photos|sidecars)\.(csv|jsonl|json|txt|zip)$/)
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (file.name.endsWith('zip')) expect([...bytes.subarray(0, 2)]).toEqual([0x50, 0x4b])
  else expect(new TextDecoder().decode(bytes)).toContain('1.jpg')
  expect(format === 'csv').toBe(bytes[0] === 0xef)
})
