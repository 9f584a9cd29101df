import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SidecarNames, type SidecarNaming, safeParts } from './zip-names.ts'

const namesOf = (naming: SidecarNaming, paths: readonly string[]) => {
  const names = new SidecarNames(naming)
  return paths.map((path) => names.next(path))
}

test.each([
  ['a/b/c.jpg', 'a/b/c.jpg'],
  ['../../etc/passwd', '__/__/etc/passwd'],
  ['a/../b', 'a/__/b'],
  ['a/.. /b', 'a/___/b'],
  ['/etc/passwd', 'etc/passwd'],
  ['//server/share', 'server/share'],
  ['./a//b/', 'a/b'],
  ['C:/a.jpg', 'C_/a.jpg'],
  ['C:\\a.jpg', 'C__a.jpg'],
  ['..\\a.jpg', '.._a.jpg'],
  ['a\0b\n.jpg', 'a_b_.jpg'],
  ['', '_'],
  ['/', '_'],
  ['half \uD83D.jpg', 'half \uFFFD.jpg'],
])('%j is safe as %j', (path, safe) => {
  expect(safeParts(path).join('/')).toBe(safe)
})

describe('a sidecar is named', () => {
  test.each<[SidecarNaming, string[], string[]]>([
    ['full', ['a/b.jpg'], ['a/b.jpg.xmp']],
    ['stem', ['a/b.jpg'], ['a/b.xmp']],
    ['stem', ['a.b/c', '.hidden', 'a.tar.gz'], ['a.b/c.xmp', '.hidden.xmp', 'a.tar.xmp']],
    ['full', ['a.jpg', 'a.jpg', 'a.jpg'], ['a.jpg.xmp', 'a.jpg (2).xmp', 'a.jpg (3).xmp']],
    ['full', ['a.jpg', 'A.JPG'], ['a.jpg.xmp', 'A.JPG (2).xmp']],
    ['full', ['é.jpg', 'e\u0301.jpg'], ['é.jpg.xmp', 'e\u0301.jpg (2).xmp']],
    ['full', ['ß.jpg', 'SS.jpg'], ['ß.jpg.xmp', 'SS.jpg (2).xmp']],
    ['full', ['A/x.jpg', 'a/x.jpg'], ['A/x.jpg.xmp', 'a/x.jpg (2).xmp']],
    ['stem', ['a.jpg', 'a.png', 'a.png'], ['a.xmp', 'a.png.xmp', 'a.png (2).xmp']],
    ['full', ['a.jpg', 'a.jpg.xmp/b.jpg'], ['a.jpg.xmp', 'a.jpg.xmp (2)/b.jpg.xmp']],
    ['full', ['a.jpg.xmp/b.jpg', 'a.jpg'], ['a.jpg.xmp/b.jpg.xmp', 'a.jpg (2).xmp']],
    ['full', ['a/x.jpg', '/a/x.jpg'], ['a/x.jpg.xmp', 'a/x.jpg (2).xmp']],
  ])('%s: %j', (naming, paths, names) => {
    expect(namesOf(naming, paths)).toEqual(names)
  })

  test('thousands of one name each get their own', () => {
    expect(
      new Set(
        namesOf(
          'stem',
          Array.from({ length: 5000 }, () => 'a.jpg'),
        ),
      ).size,
    ).toBe(5000)
  })

  test('so that none leads out, none is another, and none is a folder of another', () => {
    const part = fc.oneof(
      fc.constantFrom(
        'a',
        'A',
        'a.jpg',
        'a.xmp',
        'a.jpg.xmp',
        'a (2).jpg',
        '..',
        '.',
        '',
        'é',
        'e\u0301',
        ' ',
        'C:',
        'a.',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    )
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'))
    fc.assert(
      fc.property(fc.constantFrom('full', 'stem'), fc.array(path, { maxLength: 20 }), (naming, paths) => {
        const folded = namesOf(naming, paths).map((name) => {
          expect(name).toMatch(/\.xmp$/)
          expect(name).not.toMatch(/^\/|\\|^[A-Za-z]:|\/\/|(^|\/)[. ]+(\/|$)/)
          return name.normalize('NFC').toLowerCase()
        })
        expect(new Set(folded).size).toBe(paths.length)
        for (const name of folded) expect(folded.filter((other) => other.startsWith(`${name}/`))).toEqual([])
      }),
      { numRuns: 100 },
    )
  })
})
