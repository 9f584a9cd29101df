/** The size of AV1 pictures, from the header of their sequence (AV1 specification, 5.5). */
import type { HeaderBytes, Size } from './header-bytes.ts'

const SEQUENCE_HEADER = 1

/** More units before the sequence's header than any encoder writes. */
const MAX_UNITS = 16

/** @returns the size, or `undefined` for what is no AV1 */
export async function sequenceSize(bytes: HeaderBytes, start: number): Promise<Size | undefined> {
  let at = start
  for (let left = MAX_UNITS; left > 0; left--) {
    const header = (await bytes.at(at, 1))?.getUint8(0)
    // the first bit is zero; without a length the unit is the last
    if (header === undefined || (header & 0x80) !== 0 || (header & 2) === 0) return undefined
    at += header & 4 ? 2 : 1
    let length = 0
    for (let i = 0, byte = 0x80; byte & 0x80; i++) {
      const read = (await bytes.at(at++, 1))?.getUint8(0)
      if (read === undefined || i === 8) return undefined
      byte = read
      length += (byte & 0x7f) * 128 ** i
    }
    if (((header >> 3) & 15) === SEQUENCE_HEADER) {
      const unit = await bytes.at(at, Math.min(length, 64 * 1024, Math.max(bytes.length - at, 0)))
      return unit && sizeInSequence(unit)
    }
    at += length
  }
  return undefined
}

/** Reads bits, the highest first; those beyond the end are zero. */
function bitReader(view: DataView): (count: number) => number {
  let at = 0
  return (count) => {
    let value = 0
    for (let left = count; left > 0; left--, at++) {
      const byte = at >> 3 < view.byteLength ? view.getUint8(at >> 3) : 0
      value = value * 2 + ((byte >> (7 - (at & 7))) & 1)
    }
    return value
  }
}

function sizeInSequence(unit: DataView): Size {
  const bits = bitReader(unit)
  bits(4) // profile, whether it is a still picture
  if (bits(1)) bits(5)
  else skipOperatingPoints(bits)
  const [widthBits, heightBits] = [bits(4) + 1, bits(4) + 1]
  return { width: bits(widthBits) + 1, height: bits(heightBits) + 1 }
}

/** What a sequence of several frames says before its size: times, and for whom it can be decoded. */
function skipOperatingPoints(bits: (count: number) => number): void {
  let delayBits = 0
  if (bits(1)) {
    bits(64)
    if (bits(1)) skipCode(bits)
    if (bits(1)) {
      delayBits = bits(5) + 1
      bits(42)
    }
  }
  const hasDelays = bits(1)
  for (let left = bits(5) + 1; left > 0; left--) {
    bits(12)
    if (bits(5) > 7) bits(1)
    if (delayBits > 0 && bits(1)) bits(2 * delayBits + 1)
    if (hasDelays && bits(1)) bits(4)
  }
}

/** A number that begins with as many zeros as it has bits after its first one. */
function skipCode(bits: (count: number) => number): void {
  let zeros = 0
  while (zeros < 32 && !bits(1)) zeros++
  if (zeros < 32) bits(zeros)
}
