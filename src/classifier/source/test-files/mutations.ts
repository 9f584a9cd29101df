/** What can be wrong with a file, drawn by a random number: the same seed gives the same file. */
import type { ImageFormat } from '../sniff.ts'
import { big, join, little } from './bytes.ts'
import { exif } from './jpeg.ts'
import { HTML, lie, partsOf, repair, stuff } from './parts.ts'
import type { Seed } from './seeds.ts'

/** Numbers from 0 to 1, always the same for a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws. */
class Dice {
  constructor(readonly random: () => number) {}
  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.random() * end)
  }
  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T
  }
  bytes(length: number): Uint8Array {
    const kind = this.below(3)
    return Uint8Array.from({ length }, () => (kind === 0 ? 0 : kind === 1 ? 255 : this.below(256)))
  }
}

interface Given {
  file: Uint8Array
  format: ImageFormat
  dice: Dice
  seeds: readonly Seed[]
}

type Mutation = (given: Given) => Uint8Array

const EXTREMES = [0, 1, 2, 0x7f, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]

function overwrite(file: Uint8Array, at: number, bytes: Uint8Array | number[]): Uint8Array {
  return join(file.subarray(0, at), bytes, file.subarray(at + bytes.length)).subarray(0, file.length)
}

/** Where a file is cut, by what is lost. */
function cutAt({ file, format, dice }: Given): number {
  const parts = partsOf(file, format)
  return dice.of([
    0,
    1,
    dice.below(12), // in the signature
    12 + dice.below(30), // in the header
    dice.of(parts)?.end ?? 0, // after a part
    (dice.of(parts)?.start ?? 0) + dice.below(12), // in a part's head
    dice.below(file.length), // anywhere: mostly in the pixels
    file.length - 1,
  ])
}

const MUTATIONS: Record<string, Mutation> = {
  bits({ file, dice }) {
    const changed = Uint8Array.from(file)
    for (let left = 1 + dice.below(16); left > 0; left--) {
      const at = dice.below(file.length)
      changed[at] = (changed[at] ?? 0) ^ (1 << dice.below(8))
    }
    return changed
  },
  run: ({ file, dice }) => overwrite(file, dice.below(file.length), dice.bytes(1 + dice.below(64))),
  inserted({ file, dice }) {
    const at = dice.below(file.length)
    return join(file.subarray(0, at), dice.bytes(1 + dice.below(300)), file.subarray(at))
  },
  removed({ file, dice }) {
    const at = dice.below(file.length)
    return join(file.subarray(0, at), file.subarray(at + 1 + dice.below(64)))
  },
  cut: (given) => given.file.subarray(0, cutAt(given)),
  /** An extreme number where the header has sizes. */
  number({ file, dice }) {
    const bytes = dice.of([1, 2, 4])
    const value = dice.of(EXTREMES) % 256 ** bytes
    return overwrite(file, dice.below(64), dice.of([big, little])(value, bytes))
  },
  length({ file, format, dice }) {
    const part = dice.of(partsOf(file, format))
    if (!part) return file
    const near = part.end - part.start + dice.below(5) - 2
    return lie(file, part, dice.of([near, ...EXTREMES]) % 256 ** part.length.bytes)
  },
  repeated({ file, format, dice }) {
    const part = dice.of(partsOf(file, format))
    if (!part) return file
    const times = new Array(dice.of([1, 1, 50])).fill(file.subarray(part.start, part.end))
    return join(file.subarray(0, part.end), ...times, file.subarray(part.end))
  },
  reordered({ file, format, dice }) {
    const parts = partsOf(file, format)
    const [one, two] = [dice.of(parts), dice.of(parts)]
    if (!one || !two || one.end > two.start) return file
    const piece = (from: number, to: number) => file.subarray(from, to)
    return join(
      piece(0, one.start),
      piece(two.start, two.end),
      piece(one.end, two.start),
      piece(one.start, one.end),
      piece(two.end, file.length),
    )
  },
  lost({ file, format, dice }) {
    const part = dice.of(partsOf(file, format))
    return part ? join(file.subarray(0, part.start), file.subarray(part.end)) : file
  },
  profile: ({ file, format, dice }) =>
    stuff(file, format, 'profile', dice.bytes(dice.of([0, 3, 128, 400_000]))),
  exif: ({ file, format, dice }) => stuff(file, format, 'exif', dice.bytes(dice.of([0, 3, 128, 400_000]))),
  orientation: ({ file, format, dice }) =>
    stuff(file, format, 'exif', exif(dice.of([0, 1, 5, 8, 9, 0xffff]))),
  /** Another file behind it, before it, or in its place after the first bytes. */
  polyglot({ file, dice, seeds }) {
    const other = dice.of([HTML, ...seeds.map(({ bytes }) => bytes)])
    return dice.of([
      join(file, other),
      join(other, file),
      join(file.subarray(0, dice.below(64)), other),
      join(file.subarray(0, dice.below(file.length)), other),
    ])
  },
}

export interface Mutant {
  /** Says what was done, for a report. */
  name: string
  format: ImageFormat
  bytes: Uint8Array<ArrayBuffer>
}

/** A file with one to three things wrong. */
export function mutant(seeds: readonly Seed[], seed: number): Mutant {
  const dice = new Dice(randomNumbers(seed))
  const { name, format, bytes } = dice.of(seeds)
  const done: string[] = []
  let file: Uint8Array = bytes
  for (let left = dice.of([1, 1, 2, 3]); left > 0 && file.length > 0; left--) {
    const kind = dice.of(Object.keys(MUTATIONS))
    done.push(kind)
    file = MUTATIONS[kind]?.({ file, format, dice, seeds }) ?? file
  }
  if (dice.below(2) === 0) {
    done.push('repaired')
    file = repair(file, format)
  }
  return { name: `${name} (${done.join(', ')}; ${seed})`, format, bytes: Uint8Array.from(file) }
}
