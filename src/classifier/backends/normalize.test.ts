import { expect, test } from 'vitest'
import { toTensor } from './normalize.ts'

const IMAGENET = {
  mean: [0.485, 0.456, 0.406] as [number, number, number],
  std: [0.229, 0.224, 0.225] as [number, number, number],
}

test('channels come first, normalised with their own mean and deviation', () => {
  const tensor = toTensor(Uint8Array.of(0, 128, 255, 255, 0, 0, 0, 0, 0, 0, 0, 255), { size: 2, ...IMAGENET })
  expect(tensor).toHaveLength(12)
  expect(tensor[0]).toBeCloseTo((0 - 0.485) / 0.229, 6)
  expect(tensor[1]).toBeCloseTo((1 - 0.485) / 0.229, 6)
  expect(tensor[4]).toBeCloseTo((128 / 255 - 0.456) / 0.224, 6)
  expect(tensor[8]).toBeCloseTo((1 - 0.406) / 0.225, 6)
  expect(tensor[11]).toBeCloseTo((1 - 0.406) / 0.225, 6)
})
