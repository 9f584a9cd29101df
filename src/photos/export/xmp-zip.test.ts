import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import type { ExportRow } from './row.ts'
import { answeredRow, anyRow, failedRow, NASTY_NAMES } from './test/rows.ts'
import { xmpSidecar } from './xmp.ts'
import { TooManySidecars, xmpZip } from './xmp-zip.ts'
import { SidecarNames } from './zip-names.ts'

const DATE = new Date(2026, 1, 3, 4, 5, 6)

async function zipOf(rows: readonly ExportRow[]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of xmpZip(rows, 'full', DATE)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function unzipped(rows: readonly ExportRow[]): Promise<[name: string, text: string][]> {
  return Object.entries(unzipSync(await zipOf(rows))).map(([name, bytes]) => [name, strFromU8(bytes)])
}

describe('the ZIP', () => {
  test('has a sidecar in the folder of each answered photo, and none of one that failed', async () => {
    const rows = [
      answeredRow('a/cat.jpg'),
      failedRow('letter.txt'),
      answeredRow('dog.jpg', { sure: 'group' }),
    ]
    const files = await unzipped(rows)
    expect(files.map(([name]) => name)).toEqual(['a/cat.jpg.xmp', 'dog.jpg.xmp'])
    expect(files[0]?.[1]).toBe(xmpSidecar(answeredRow('a/cat.jpg')))
    expect(files[1]?.[1]).not.toContain('Egyptian')
  })

  test('says of each name that it is UTF-8', async () => {
    const zip = Buffer.from(await zipOf([answeredRow('고양이 🐈.jpg')]))
    // APPNOTE 4.4.4: bit 11 of the general purpose flag, in the local header and in the central directory
    expect(zip.readUInt16LE(6) & 0x800).toBe(0x800)
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    expect(zip.readUInt16LE(directory + 8) & 0x800).toBe(0x800)
  })

  test('loses no photo, whatever the names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 8 }), async (rows) => {
        const names = new SidecarNames('full')
        const expected = rows.flatMap((row): [string, string][] =>
          'error' in row ? [] : [[names.next(row.path), xmpSidecar(row)]],
        )
        expect(Object.fromEntries(await unzipped(rows))).toEqual(Object.fromEntries(expected))
        expect(await unzipped(rows)).toHaveLength(expected.length)
      }),
      { numRuns: 50 },
    )
  })

  test('is made bit by bit, and gives the rows back when it is left', async () => {
    let pulled = 0
    let ended = false
    async function* endless() {
      try {
        for (;;) yield answeredRow(`${pulled++}.jpg`)
      } finally {
        ended = true
      }
    }
    let bytes = 0
    for await (const chunk of xmpZip(endless(), 'stem', DATE)) {
      bytes += chunk.length
      if (bytes > 10_000) break
    }
    expect(pulled).toBeLessThan(20)
    expect(ended).toBe(true)
  })

  test('of more photos than a ZIP can count is refused', async () => {
    const rows = ['a', 'b', 'c'].map((path) => answeredRow(path))
    const drain = async (limit?: number) => {
      let bytes = 0
      for await (const chunk of xmpZip(rows, 'full', DATE, limit)) bytes += chunk.length
      return bytes
    }
    expect(await drain()).toBe(await drain(3))
    await expect(drain(2)).rejects.toThrow(TooManySidecars)
  })
})

const exiftool = spawnSync('exiftool', ['-ver']).status === 0

test.skipIf(!exiftool)('exiftool reads each sidecar (skipped where it is not installed)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidecars-'))
  try {
    const groups = ['animal', ...NASTY_NAMES.map((name) => name.trim())]
    const rows = [answeredRow('a/cat.jpg'), answeredRow('🐈 &.jpg', { groups })]
    for (const [name, text] of await unzipped(rows)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    const tags = [
      '-XMP-dc:Subject',
      '-XMP-lr:HierarchicalSubject',
      '-XMP-digiKam:TagsList',
      '-validate',
      '-warning',
    ]
    const printed = execFileSync('exiftool', ['-json', '-sep', '\u0001', ...tags, '-r', '.'], {
      ...{ cwd: folder, encoding: 'utf8', stdio: 'pipe' },
    })
    const read: Record<string, string>[] = JSON.parse(printed)
    const of = (name: string) => read.find(({ SourceFile }) => SourceFile?.endsWith(name))
    expect(of('a/cat.jpg.xmp')).toMatchObject({
      Subject: ['animal', 'carnivore', 'cat', 'Egyptian cat'].join('\u0001'),
      HierarchicalSubject: [
        'animal',
        'animal|carnivore',
        'animal|carnivore|cat',
        'animal|carnivore|cat|Egyptian cat',
      ].join('\u0001'),
      TagsList: [
        'animal',
        'animal/carnivore',
        'animal/carnivore/cat',
        'animal/carnivore/cat/Egyptian cat',
      ].join('\u0001'),
    })
    expect(of('🐈 &.jpg.xmp')?.Subject?.split('\u0001')).toEqual([...groups, 'Egyptian cat'])
    expect(read.flatMap(({ Warning }) => Warning ?? [])).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
