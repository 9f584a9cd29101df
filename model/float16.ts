/** Largest finite float16. */
export const FLOAT16_MAX = 65504

const exponentView = new DataView(new ArrayBuffer(8))

/** Floor of the base-2 logarithm of a positive, normal float64, read from its bits: `Math.log2` rounds. */
function exponentOf(value: number): number {
  exponentView.setFloat64(0, value)
  return ((exponentView.getUint16(0) >>> 4) & 0x7ff) - 1023
}

/** Nearest integer of a value >= 0; halves go to the even one. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}

/**
 * Bits of the IEEE 754 binary16 nearest to a number, ties to even. Rounds once, from float64: by way of float32
 * some values would be rounded twice and end one step off.
 */
export function toFloat16Bits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const magnitude = Math.abs(value)
  // Half a step above the largest finite value, and everything beyond, is infinity.
  if (magnitude >= 65520) return sign | 0x7c00
  // Below 2^-14 the step is 2^-24. A fraction that rounds up to 1024 is the bit pattern of 2^-14 itself.
  if (magnitude < 2 ** -14) return sign | roundHalfToEven(magnitude * 2 ** 24)
  const exponent = exponentOf(magnitude)
  // 1024 to 2048; adding instead of or-ing lets 2048 carry into the exponent.
  const significand = roundHalfToEven(magnitude * 2 ** (10 - exponent))
  return sign | (((exponent + 15) << 10) + significand - 1024)
}

/**
 * Little-endian binary16 of many numbers.
 * @throws RangeError when a number is not finite or too large for float16
 */
export function toFloat16Bytes(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2))
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    const bits = toFloat16Bits(value)
    if ((bits & 0x7c00) === 0x7c00) {
      throw new RangeError(`${value} does not fit into float16 (largest: ${FLOAT16_MAX})`)
    }
    view.setUint16(i * 2, bits, true)
  }
  return new Uint8Array(view.buffer)
}
