import { expect, test } from 'vitest'
import { compositeOnWhite } from './composite.ts'

test.each([
  ['opaque pixels stay', [1, 2, 3, 255], [1, 2, 3, 255]],
  ['what can’t be seen is white', [1, 2, 3, 0], [255, 255, 255, 255]],
  ['half of black is grey', [0, 0, 0, 128], [127, 127, 127, 255]],
  ['white stays white', [255, 255, 255, 77], [255, 255, 255, 255]],
  ['colours are rounded, not cut', [100, 150, 0, 3], [253, 254, 252, 255]],
])('%s', (_, straight, expected) => {
  const data = Uint8Array.from([9, 8, 7, 255, ...straight])
  compositeOnWhite({ data, width: 2, height: 1 })
  expect([...data]).toEqual([9, 8, 7, 255, ...expected])
})
