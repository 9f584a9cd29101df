import type { Build } from './kernels.ts'

/** Four times: two products that together leave 16 bits if b is signed, and two that do if it is not. */
const A = Array<number>(16).fill(-128 & 255)
const B = Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? -128 : -1) & 255)

/** wasm with one function, `() => i32`: a lane of `i32x4.relaxed_dot_i8x16_i7x16_add_s(A, B, 0)`. */
const PROBE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7f], // a type: () -> i32
  ...[3, 2, 1, 0], // a function of it
  ...[7, 7, 1, 3, ...new TextEncoder().encode('dot'), 0, 0], // exported
  ...[10, 50, 1, 48, 0], // its body
  ...[0xfd, 12, ...A], // v128.const
  ...[0xfd, 12, ...B],
  ...[0x41, 0, 0xfd, 0x11], // i32.const 0, i32x4.splat
  ...[0xfd, 0x93, 2], // i32x4.relaxed_dot_i8x16_i7x16_add_s
  ...[0xfd, 0x1b, 0], // i32x4.extract_lane 0
  0x0b,
])

/** What {@link PROBE} gives where pairs of products are summed in 16 bits that saturate: x86's `pmaddubsw`. */
const SATURATED = -65536

/** The relaxed dot product of {@link PROBE}; `undefined` where this browser does not know the instruction. */
function relaxedDot(): number | undefined {
  if (!WebAssembly.validate(PROBE)) return undefined
  const { dot } = new WebAssembly.Instance(new WebAssembly.Module(PROBE)).exports
  const value: unknown = typeof dot === 'function' ? dot() : undefined
  return typeof value === 'number' ? value : undefined
}

/**
 * The build for what the browser makes of the relaxed dot product on this processor, as its result outside of the
 * defined range shows; XNNPACK looks in the same way (`src/configs/hardware-config.c`):
 *
 * | result | the instructions | build |
 * |---|---|---|
 * | 33024 | ARM's `sdot`, AVX-VNNI-INT8's `vpdpbssd`: exact | relaxed |
 * | -98048 | AVX-VNNI's `vpdpbusd`: exact, of an unsigned operand | relaxed |
 * | -32512 | ARM without `sdot`: `smull`, `addp` and `saddlp`, pairs wrap around; the split build would need more | relaxed |
 * | -65536 | x86 without AVX-VNNI: `pmaddubsw` and `pmaddwd`, pairs saturate | split |
 */
export function chooseBuild(dot: () => number | undefined = relaxedDot): Build {
  const result = dot()
  if (result === undefined) return 'plain'
  return result === SATURATED ? 'split' : 'relaxed'
}
