import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { IMAGENET } from '../../network/imagenet.ts'
import { centerOffset, planCrop, resizedSize } from './crop-plan.ts'
import { cropPixels, resampleCrop } from './resize.ts'
import { noise } from './test-noise.ts'

const SPEC = IMAGENET

// Made with Pillow 9.4 from the same noise: `resize((w, h), BILINEAR)` and `crop`, sizes and offsets as torchvision's.
test.each([
  [224, 224, '8fbd7ca0a881aebdedfd839e11ddc0f48ebbc5f90790113866ce4b6a00544239'],
  [255, 255, 'a8c0698febcbf917ac8d5aad58657b1d61a74c13ed21c8af8ad75f73a3622281'],
  [1, 1, 'dd2b5cfe64d4abaf5dbc6c4df29ad1f9bbc2d40a8a899582419ac8a6bc32408c'],
  [3, 7, '6e3c70ab947a336865edb9b47e5d326895b5ef8fd7dba5b835fe50f4093bb3f7'],
  [37, 53, '85a7f1147644f237e097b23e1547e097cd51601d2ce9f6e6f9d2a746ed9e1d90'],
  [180, 180, '566a2b7ca8d698455846c28cd0d82d521df42f934c3c48d6472bf18edde90e0f'],
  [640, 16, '01ae92f306f7c787f1b1abd26d34d4540f1e36e8b1a0dd6d2802ced181887f62'],
  [16, 640, 'f75799b3ad7549638458e8c495ec9b717c4677ce2b43f83b8f9565c87926d75e'],
  [301, 200, 'b87e826a7d2302e872ee9c5e7f29b2bcbb0ba99d09205dcc4700a2d28c5c71d2'],
  [1000, 751, '0abbcae0814425c93d7dbd396af2c6452dd5acf96e827aa955fcdb781c149538'],
  [256, 255, 'f37d18dade336c962eb4604fea952fee063f68407ed0e7cfb831ec1610e6d67e'],
  [255, 400, 'dab938bac3a6d9091ec7805a44bf42ead707bf517855a67776c5f23dbb0bc9ce'],
])('%i x %i gives the bytes that Pillow gives', (width, height, sha256) => {
  const rgb = cropPixels(noise(width, height), SPEC)
  expect(rgb).toHaveLength(224 * 224 * 3)
  expect(createHash('sha256').update(rgb).digest('hex')).toBe(sha256)
})

test('only the part that the crop depends on is asked for', () => {
  const { source } = planCrop(4000, 3000, SPEC)
  // 224 of 255 rows, and as many columns, with the filter's reach on each side
  expect(source).toEqual({ x: 676, y: 182, width: 2648, height: 2647 })
})

test('pixels of another size than planned are refused', () => {
  expect(() => resampleCrop(noise(10, 10), planCrop(4000, 3000, SPEC))).toThrow(RangeError)
})

test('a photo without pixels is refused', () => {
  expect(() => planCrop(0, 10, SPEC)).toThrow(RangeError)
})

describe('sizes follow torchvision', () => {
  test.each([
    [440, 346, 324, 255],
    [346, 440, 255, 324],
    [500, 375, 340, 255],
    [180, 180, 255, 255],
    [10, 1000, 255, 25500],
  ])('%i x %i is resized to %i x %i', (width, height, w, h) => {
    expect(resizedSize(width, height, 255)).toEqual({ width: w, height: h })
  })

  test.each([
    [255, 16], // 15.5
    [341, 58], // 58.5
    [340, 58],
    [224, 0],
  ])('the crop of %i pixels begins at %i: halves go to the even side', (length, offset) => {
    expect(centerOffset(length, 224)).toBe(offset)
  })
})
