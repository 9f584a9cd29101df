import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { IMAGENET } from '../../network/imagenet.ts'
import { cut } from '../pixels.ts'
import type { View } from '../types.ts'
import { lookRenderer, planLooks } from './looks.ts'
import { cropPixels } from './resize.ts'
import { noise } from './test-noise.ts'

const SPEC = IMAGENET

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** The network's inputs for a photo of noise. */
function inputs(width: number, height: number, view: View): Uint8Array[] {
  const photo = noise(width, height)
  return planLooks(width, height, view, SPEC).map(lookRenderer((source) => cut(photo, source), SPEC.size))
}

const region = (left: number, top: number, right: number, bottom: number): View => ({
  kind: 'region',
  region: { left, top, width: right - left, height: bottom - top },
})

// The hashes of this file were made with Pillow 12.3 from the same noise.

test('the middle is the crop of the tutorial', () => {
  const [middle, ...others] = inputs(301, 200, { kind: 'center' })
  expect(middle).toEqual(cropPixels(noise(301, 200), SPEC))
  expect(others).toEqual([])
})

test.each([
  [301, 200, 0, 0, 200, 200, '36768b9a6fd0f841629b496e517cdd15d3ddaadc63549edd56605842c467387a'],
  [301, 200, 100.5, 17.25, 180.75, 97.5, '422b6d06855ccc94075c52024205909fbf1ca517411f750507f278efa11f158e'],
  [37, 53, 3, 5, 20, 22, 'cee1e5cd105a24be1bfce59d2c31425cb91ed217ff7c12e97b0bfebf73a190eb'],
  [640, 480, 320, 0, 640, 320, '3d7f310da79fb69da03d59b0a425175ca1c2143ef89324763caf47c300bf3ee9'],
  [1000, 751, 249.3, 0.4, 999.9, 751, '7b1b10d0d97f6ff00ca938ab0929997583e23c238e039e3f6669fdd1b2ac789e'],
  [300, 300, 1, 1, 4, 4, '1eed0933faa30ffe2cc14ecc354e38cba2911d4f73702f74e48ca2fd7dc8f3ec'],
  [224, 224, 0, 0, 224, 224, '2a5d2a3ba6a5b7f575959a7c7726117b7e9d14390e224b61b3ae8c00f76668d5'],
  [500, 400, 100, 50, 324, 274, 'afe02528dfe30de543af1c13afdb18e384af54b7d56b64f64d993b3fdc9c833b'],
])('of %i x %i, the part (%f, %f, %f, %f) comes out as by Pillow with its box', (w, h, l, t, r, b, hash) => {
  expect(inputs(w, h, region(l, t, r, b)).map(sha256)).toEqual([hash])
})

test.each([
  ['beyond the left', region(-1, 0, 9, 10)],
  ['beyond the bottom', region(0, 5, 10, 15)],
  ['empty', region(3, 3, 3, 3)],
  ['not a number', region(0, 0, Number.NaN, 5)],
])('a part that is %s is refused', (_, view) => {
  expect(() => planLooks(10, 10, view, SPEC)).toThrow(RangeError)
})

describe('the whole photo', () => {
  test.each([
    [440, 346, '4c8708bb5987f8ca6a27801810e58e90586c160313d71c3db14b65bbaf01244e'],
    [346, 440, '30e663afd4382e02a9e3c787a2c37709b9649894328a10c3f91f4491327162e7'],
    [10, 1000, 'a445a38567cbb660d5bf7522a9399727671b231c5b05369693bed0581878d9cd'],
    [100, 37, '4b5e0d8cffb10bca74a268b3f75fa153472d5e0ada8c6f9cc664fa91bb839400'],
    [1000, 751, '1f6e8b64cc74c619a62931bed6c49300fd28b2feaf5f67d7f9a626091a6947e5'],
  ])('of %i x %i, resized by Pillow, lies in the middle of the mean colour', (width, height, hash) => {
    expect(inputs(width, height, { kind: 'whole' }).map(sha256)).toEqual([hash])
  })

  test('reaches beyond the photo where there is padding', () => {
    const [{ region }] = planLooks(448, 224, { kind: 'whole' }, SPEC)
    expect(region).toEqual({ left: 0, top: -112, width: 448, height: 448 })
  })

  test.each([
    [37, 100, { x: 70, y: 0 }],
    [100, 37, { x: 0, y: 70 }],
  ])('of %i x %i has the odd pixel of padding behind it', (width, height, place) => {
    expect(planLooks(width, height, { kind: 'whole' }, SPEC)[0].place).toEqual(place)
  })
})

describe('an average', () => {
  // The middle, top left, top right, bottom left, bottom right.
  const FIVE: [number, number, string[]][] = [
    [
      440,
      346,
      ['90459048a1aae564', 'd031c626f7a1d066', 'cef4b397a1913da4', '7b459496a0313189', 'b3a2c57ef7e47431'],
    ],
    [
      180,
      180,
      ['566a2b7ca8d69845', '3d842d7e8ecd86c0', '1db0c0c179758363', 'bfc23792d4eac02d', 'b511ff066c90cc22'],
    ],
  ]
  /** The same of the mirrored photo: its middle may lie a pixel aside. */
  const MIRRORED = [
    ['29765a6420d65b7c', 'c4e1b4460d52f63d', 'bfe8e96b17efbe1c', '1c787aedbc49ed9a', '7d18753df9208635'],
    ['5d541d856e045470', '12a98cdc4f566e25', '95863d1be41f512b', 'faca06c8d7cafb32', '3a7a2788ad0fe8c0'],
  ]

  test.each(FIVE)('of 5 crops has those of FiveCrop: %i x %i', (width, height, hashes) => {
    const found = inputs(width, height, { kind: 'average', crops: 5 }).map(sha256)
    expect(found.map((hash) => hash.slice(0, 16))).toEqual(hashes)
  })

  test.each(
    FIVE.map(([width, height, hashes], i) => [width, height, [...hashes, ...(MIRRORED[i] ?? [])]] as const),
  )('of 10 crops has those of TenCrop: %i x %i', (width, height, hashes) => {
    const found = inputs(width, height, { kind: 'average', crops: 10 }).map(sha256)
    expect(found.map((hash) => hash.slice(0, 16))).toEqual(hashes)
  })

  test('reads no part of the photo twice', () => {
    const photo = noise(440, 346)
    let reads = 0
    const render = lookRenderer((source) => {
      reads += 1
      return cut(photo, source)
    }, SPEC.size)
    for (const plan of planLooks(440, 346, { kind: 'average', crops: 10 }, SPEC)) render(plan)
    expect(reads).toBe(5)
  })

  test('begins with the middle and says which crops are mirrored', () => {
    const looks = planLooks(440, 346, { kind: 'average', crops: 10 }, SPEC)
    const [middle] = planLooks(440, 346, { kind: 'center' }, SPEC)
    expect(looks[0].region).toEqual(middle.region)
    expect(looks.map(({ mirrored }) => mirrored)).toEqual([...Array(5).fill(false), ...Array(5).fill(true)])
  })
})
