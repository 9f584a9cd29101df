import { expect, it } from 'vitest'
import { hashOf, placeOf } from './route.ts'

it.each([undefined, 1, 3000])('the address of %s leads there', (place) => {
  expect(placeOf(hashOf(place))).toBe(place)
})

it.each(['', '#', '#photo', '#/photo/', '#/photo/x', '#/photo/1/2', '#/grid/1', '#/photo/99999999999999'])(
  'the address "%s" is not of the grid',
  (hash) => expect(placeOf(hash)).toBeNull(),
)
