import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ClassifierError } from '../errors.ts'
import type { Pixels } from '../pixels.ts'
import { inspectFile } from './decode.ts'
import { loadDecoder } from './decoders.ts'
import { readOrientation } from './orientation.ts'
import { readSize } from './size.ts'
import { type ImageFormat, sniffFormat } from './sniff.ts'
import { readWasm } from './test-decoders.ts'
import { mutant } from './test-files/mutations.ts'
import { type Seed, seeds } from './test-files/seeds.ts'

let whole: Seed[]

beforeAll(async () => {
  whole = await seeds()
})

/** What may come of a file before anything decodes it. */
const REFUSALS = ['not-an-image', 'damaged-image', 'unsupported-image', 'image-too-large']
const PARSED: ImageFormat[] = ['jpeg', 'png', 'gif', 'webp', 'bmp', 'avif', 'heic', 'ico', 'tiff', 'jxl']

const seed = process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {}
/** How often, unless `FUZZ_FILES` says so: the decoders are the slow ones. */
const runs = (usual: number) => ({ numRuns: Number(process.env.FUZZ_FILES ?? usual), ...seed })
const changed = fc.nat(2 ** 31).map((number) => mutant(whole, number))
const noise = fc
  .uint8Array({ maxLength: 200 })
  .map((bytes) => ({ name: 'noise', bytes: Uint8Array.from(bytes), format: 'jpeg' as ImageFormat }))
const files = fc.oneof({ weight: 5, arbitrary: changed }, { weight: 1, arbitrary: noise })

test('our own readers say something of every file, and end soon', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.constantFrom(...PARSED), async ({ bytes, format }, another) => {
      sniffFormat(bytes)
      const start = performance.now()
      for (const taken of [format, another]) {
        expect(readOrientation(bytes, taken)).toBeOneOf([1, 2, 3, 4, 5, 6, 7, 8])
        const size = await readSize(new Blob([bytes]), taken).catch((error) => error.code)
        if (typeof size === 'object') {
          expect(Number.isSafeInteger(size.width) && size.width >= 0).toBe(true)
          expect(Number.isSafeInteger(size.height) && size.height >= 0).toBe(true)
        } else expect(size).toBeOneOf([undefined, 'damaged-image'])
      }
      const refusal = await inspectFile(new Blob([bytes])).catch((error) => error)
      if (refusal instanceof ClassifierError) expect(REFUSALS).toContain(refusal.code)
      else expect(refusal).toBeTypeOf('string')
      expect(performance.now() - start).toBeLessThan(5000)
    }),
    runs(500),
  )
})

/** Reads past the end show as bytes that depend on what is behind. */
test('what lies behind a file in memory changes nothing', async () => {
  await fc.assert(
    fc.property(files, fc.constantFrom(...PARSED), ({ bytes, format }, another) => {
      const inside = new Uint8Array(bytes.length + 128).fill(0xff)
      inside.set(bytes, 64)
      const part = inside.subarray(64, 64 + bytes.length)
      for (const taken of [format, another])
        expect(readOrientation(part, taken)).toBe(readOrientation(bytes, taken))
      expect(sniffFormat(part)).toBe(sniffFormat(bytes))
    }),
    runs(300),
  )
})

test.each(['jpeg', 'png', 'webp', 'avif'] as const)(
  'the %s decoder decodes or refuses, and the next good file as ever',
  async (format) => {
    const decode = await loadDecoder(format, readWasm)
    const good = whole.find((seed) => seed.format === format) as Seed
    const decodeGood = async () => {
      const { data, width, height } = await decode(Uint8Array.from(good.bytes).buffer)
      return { data: Uint8Array.from(data), width, height }
    }
    const expected: Pixels = await decodeGood()
    const ours = whole.filter((seed) => seed.format === format)
    await fc.assert(
      fc.asyncProperty(fc.nat(2 ** 31), async (number) => {
        const { bytes } = mutant(ours, number)
        // as in the page: what is no such file, or too large, never comes here
        const isGiven = await inspectFile(new Blob([bytes])).then(
          (found) => found === format,
          () => false,
        )
        if (!isGiven) return
        const decoded = await decode(bytes.buffer).catch(() => undefined)
        if (decoded) expect(decoded.data.length).toBe(decoded.width * decoded.height * 4)
        expect(await decodeGood()).toEqual(expected)
      }),
      runs(100),
    )
  },
)
