import { setFlagsFromString } from 'node:v8'
import { describe, expect, it } from 'vitest'
import { chooseBuild } from './probe.ts'

// Node 20 knows the relaxed instructions behind a flag.
setFlagsFromString('--experimental-wasm-relaxed-simd')

describe('the build', () => {
  it.each([
    ['relaxed', 'bytes with their signs, exactly', 33024],
    ['relaxed', 'one operand without its sign, exactly', -98048],
    ['relaxed', 'pairs that wrap around in 16 bits', -32512],
    ['split', 'pairs that saturate in 16 bits', -65536],
    ['plain', 'nothing, for the browser does not know the instruction', undefined],
  ])('is %s where the dot product gives %s', (build, _, result) => {
    expect(chooseBuild(() => result)).toBe(build)
  })

  it('is one of the relaxed ones here: the probe is valid wasm', () => {
    expect(['relaxed', 'split']).toContain(chooseBuild())
  })
})

/** `i32x4.relaxed_dot_i8x16_i7x16_add_s` of the probe's bytes, as processors compute it: where the numbers above are from. */
describe('the results are told apart because', () => {
  const A = [-128, -128, -128, -128]
  const B = [-128, -128, -1, -1]
  const pairs = (b: number[]) =>
    [0, 2].map((i) => (A[i] ?? 0) * (b[i] ?? 0) + (A[i + 1] ?? 0) * (b[i + 1] ?? 0))
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const unsigned = B.map((byte) => byte & 255)

  it.each([
    ['sdot is exact', sum(pairs(B)), 33024],
    ['vpdpbusd reads B without signs', sum(pairs(unsigned)), -98048],
    ['addp wraps around', sum(pairs(B).map((pair) => (pair << 16) >> 16)), -32512],
    ['pmaddubsw saturates', sum(pairs(unsigned).map((pair) => Math.max(-32768, pair))), -65536],
  ])('%s', (_, found, expected) => {
    expect(found).toBe(expected)
  })
})
