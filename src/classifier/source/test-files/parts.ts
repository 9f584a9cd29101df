/** The pieces that files are made of, so that a mutation can lie about one, repeat it or move it. */
import type { ImageFormat } from '../sniff.ts'
import { big, join, latin1, little } from './bytes.ts'
import { segment } from './jpeg.ts'
import { box, riffChunk } from './others.ts'
import { chunk, crc32 } from './png.ts'

export interface Part {
  start: number
  end: number
  /** Where its length is, and in how many bytes. */
  length: { at: number; bytes: number; littleEndian: boolean }
}

interface Grammar {
  /** Where the first part begins. */
  start: number
  /** The part at a place. */
  part(view: DataView, at: number): Part
  /** A part that holds what every decoder is to pass over, or read in vain. */
  stuffing(kind: 'profile' | 'exif', data: Uint8Array): Uint8Array
}

const text = (view: DataView, at: number, length: number) =>
  String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length))

const GRAMMARS: Partial<Record<ImageFormat, Grammar>> = {
  jpeg: {
    start: 2,
    part(view, at) {
      const isScan = view.getUint8(at + 1) === 0xda
      const end = isScan ? view.byteLength : at + 2 + view.getUint16(at + 2)
      return { start: at, end, length: { at: at + 2, bytes: 2, littleEndian: false } }
    },
    stuffing(kind, data) {
      if (kind === 'exif') return segment(0xe1, 'Exif\0\0', data.subarray(0, 65_000))
      const pieces = Array.from({ length: Math.min(255, Math.ceil(data.length / 65_000)) }, (_, i) => i)
      return join(
        ...pieces.map((i) =>
          segment(0xe2, 'ICC_PROFILE\0', [i + 1, pieces.length], data.subarray(i * 65_000, (i + 1) * 65_000)),
        ),
      )
    },
  },
  png: {
    start: 8,
    part: (view, at) => ({
      start: at,
      end: at + 12 + view.getUint32(at),
      length: { at, bytes: 4, littleEndian: false },
    }),
    stuffing: (kind, data) => (kind === 'exif' ? chunk('eXIf', data) : chunk('iCCP', 'a\0\0', data)),
  },
  webp: {
    start: 12,
    part(view, at) {
      const length = view.getUint32(at + 4, true)
      return {
        start: at,
        end: at + 8 + length + (length % 2),
        length: { at: at + 4, bytes: 4, littleEndian: true },
      }
    },
    stuffing: (kind, data) => riffChunk(kind === 'exif' ? 'EXIF' : 'ICCP', data),
  },
  avif: {
    start: 0,
    part(view, at) {
      // what is in these is looked into as well
      const inside: Record<string, number> = { meta: 12, iprp: 8, ipco: 8 }
      const length = inside[text(view, at + 4, 4)] ?? view.getUint32(at)
      return { start: at, end: at + length, length: { at, bytes: 4, littleEndian: false } }
    },
    stuffing: (kind, data) => box(kind === 'exif' ? 'Exif' : 'free', data),
  },
}

/** The parts of a file that is still whole enough to have some. */
export function partsOf(file: Uint8Array, format: ImageFormat): Part[] {
  const grammar = GRAMMARS[format]
  if (!grammar) return []
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const parts: Part[] = []
  for (let at = grammar.start; at + 12 <= file.length && parts.length < 200; ) {
    const part = grammar.part(view, at)
    if (part.end <= at || part.end > file.length) break
    parts.push(part)
    at = part.end
  }
  return parts
}

/** Puts a part in that every decoder passes over, or reads in vain, where one of its kind may be. */
export function stuff(
  file: Uint8Array,
  format: ImageFormat,
  kind: 'profile' | 'exif',
  data: Uint8Array,
): Uint8Array {
  const [first] = partsOf(file, format)
  const grammar = GRAMMARS[format]
  if (!grammar || !first) return file
  // before everything in a JPEG, after the header elsewhere
  const at = format === 'jpeg' ? first.start : first.end
  return join(file.subarray(0, at), grammar.stuffing(kind, data), file.subarray(at))
}

/** The same file with another length in one of its parts. */
export function lie(file: Uint8Array, { length }: Part, value: number): Uint8Array {
  const bytes = (length.littleEndian ? little : big)(value, length.bytes)
  return join(file.subarray(0, length.at), bytes, file.subarray(length.at + length.bytes))
}

/** Makes check sums right again, as whoever forges a PNG does: without that no decoder looks further. */
export function repair(file: Uint8Array, format: ImageFormat): Uint8Array {
  const repaired = Uint8Array.from(file)
  if (format === 'png') {
    for (const { start, end } of partsOf(file, format)) {
      repaired.set(big(crc32(repaired.subarray(start + 4, end - 4)), 4), end - 4)
    }
  }
  if (format === 'webp' && file.length >= 12) repaired.set(little(file.length - 8, 4), 4)
  return repaired
}

export const HTML = latin1('<!doctype html><script>document.title = "run"</script>')
