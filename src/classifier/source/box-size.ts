/** The size of pictures in files of ISO base media: AVIF, HEIC. */
import { sequenceSize } from './av1-size.ts'
import { type HeaderBytes, latin1, type Size } from './header-bytes.ts'

/** Bytes of a file, from `begin` to before `end`. */
interface Range {
  begin: number
  end: number
}

/**
 * The largest of all pictures in the file: tiles, thumbnails and masks are parts or copies of it. The boxes can say a
 * smaller one than what has to be decoded, so the pixels' own header is asked as well.
 */
export async function sizeInBoxes(bytes: HeaderBytes): Promise<Size | undefined> {
  let largest: Size | undefined
  const consider = (size: Size | undefined) => {
    if (size && (!largest || size.width * size.height > largest.width * largest.height)) largest = size
  }
  const file = { begin: 0, end: bytes.length }
  for await (const { begin, end } of boxes(bytes, ['meta', 'iprp', 'ipco', 'ispe'], file)) {
    const last = end - begin >= 8 ? await bytes.at(end - 8, 8) : undefined
    consider(last && { width: last.getUint32(0), height: last.getUint32(4) })
  }
  for await (const { begin, end } of boxes(bytes, ['moov', 'trak', 'tkhd'], file)) {
    const last = end - begin >= 8 ? await bytes.at(end - 8, 8) : undefined
    // numbers with 16 bits after the point
    consider(last && { width: last.getUint16(0), height: last.getUint16(4) })
  }
  for (const at of await items(bytes, file)) consider(await sequenceSize(bytes, at))
  return largest
}

/** What is in the boxes at the end of a path of types. */
async function* boxes(
  bytes: HeaderBytes,
  [wanted, ...inside]: string[],
  within: Range,
): AsyncGenerator<Range> {
  for (let at = within.begin; at + 8 <= within.end; ) {
    const header = await bytes.at(at, 8)
    if (!header) return
    let length = header.getUint32(0)
    let begin = at + 8
    if (length === 1) {
      const large = await bytes.at(begin, 8)
      if (!large) return
      length = large.getUint32(0) * 2 ** 32 + large.getUint32(4)
      begin += 8
    }
    const end = length === 0 ? within.end : at + length
    if (end < begin) return // shorter than its own header
    if (latin1(header, 4) === wanted) {
      if (inside.length === 0) yield { begin, end }
      else {
        const version = wanted === 'meta' ? 4 : 0
        yield* boxes(bytes, inside, { begin: begin + version, end: Math.min(end, within.end) })
      }
    }
    at = end
  }
}

/** Where the data of each item begin, in the file's order: it is read from its start to its end. */
async function items(bytes: HeaderBytes, file: Range): Promise<number[]> {
  const found: number[] = []
  let box = Number.NaN // of data that are no part of the file's own (`idat`)
  for await (const { begin } of boxes(bytes, ['meta', 'idat'], file)) box = begin
  for await (const { begin } of boxes(bytes, ['meta', 'iloc'], file)) {
    for await (const { offset, inBox } of places(bytes, begin)) found.push(inBox ? box + offset : offset)
  }
  return found.sort((a, b) => a - b)
}

/** The place of each item, as the box of places (`iloc`) says; it ends where it makes no sense. */
async function* places(
  bytes: HeaderBytes,
  start: number,
): AsyncGenerator<{ offset: number; inBox: boolean }> {
  let at = start
  /** The next number of so many bytes; beyond the end it is NaN, and so is all that is made of it. */
  const next = async (length: number): Promise<number> => {
    const view = await bytes.at(at, length)
    at += length
    let value = view ? 0 : Number.NaN
    for (let i = 0; view && i < length; i++) value = value * 256 + view.getUint8(i)
    return value
  }
  const version = await next(1)
  at += 3
  const [sizes, more] = [await next(1), await next(1)]
  const indexSize = version > 0 ? more & 15 : 0
  for (let left = await next(version < 2 ? 2 : 4); left > 0; left--) {
    at += version < 2 ? 2 : 4 // its number
    const inBox = version > 0 && ((await next(2)) & 15) === 1
    at += 2 // the file: this one
    const base = await next(more >> 4)
    const extents = await next(2)
    at += indexSize
    const offset = base + (await next(sizes >> 4))
    at += (sizes & 15) + (extents - 1) * (indexSize + (sizes >> 4) + (sizes & 15))
    if (Number.isNaN(offset) || Number.isNaN(at)) return
    yield { offset, inBox }
  }
}
