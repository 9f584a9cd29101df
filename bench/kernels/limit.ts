/**
 * What a processor can do in wasm at most, by products that are all in the first cache: AssemblyScript, compiled by
 * the bench. Sixteen independent sums hide each instruction's latency; 128 bits an operand.
 */

// @ts-expect-error: a decorator of AssemblyScript
@inline
function load(at: usize): v128 {
  return v128.load(at)
}

/** 8 relaxed dots a turn: 128 products of int8 with 7-bit numbers. */
export function int8(turns: i32): i32 {
  const a0 = load(1024), a1 = load(1040), a2 = load(1056), a3 = load(1072)
  let c0 = i32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0
  for (let i = 0; i < turns; i++) {
    const at = 2048 + ((i & 63) << 5)
    const x = load(at), y = load(at + 16)
    c0 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a0, x, c0)
    c1 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a1, x, c1)
    c2 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a2, x, c2)
    c3 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a3, x, c3)
    c4 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a0, y, c4)
    c5 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a1, y, c5)
    c6 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a2, y, c6)
    c7 = i32x4.relaxed_dot_i8x16_i7x16_add_s(a3, y, c7)
  }
  const sum = i32x4.add(i32x4.add(i32x4.add(c0, c1), i32x4.add(c2, c3)), i32x4.add(i32x4.add(c4, c5), i32x4.add(c6, c7)))
  return i32x4.extract_lane(sum, 0)
}

/** 8 multiplications and additions a turn: 32 products of float32. */
export function float32(turns: i32): f32 {
  const a0 = load(1024), a1 = load(1040), a2 = load(1056), a3 = load(1072)
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0
  for (let i = 0; i < turns; i++) {
    const at = 2048 + ((i & 63) << 5)
    const x = load(at), y = load(at + 16)
    c0 = f32x4.add(f32x4.mul(a0, x), c0)
    c1 = f32x4.add(f32x4.mul(a1, x), c1)
    c2 = f32x4.add(f32x4.mul(a2, x), c2)
    c3 = f32x4.add(f32x4.mul(a3, x), c3)
    c4 = f32x4.add(f32x4.mul(a0, y), c4)
    c5 = f32x4.add(f32x4.mul(a1, y), c5)
    c6 = f32x4.add(f32x4.mul(a2, y), c6)
    c7 = f32x4.add(f32x4.mul(a3, y), c7)
  }
  const sum = f32x4.add(f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7)))
  return f32x4.extract_lane(sum, 0)
}
