import { describe, expect, test } from 'vitest'
import { storedNames } from './names.ts'

const names = storedNames('https://user.github.io/photos/')

const everyName = (site: ReturnType<typeof storedNames>) => [
  site.files,
  site.samples,
  site.backend,
  site.pages,
  site.storing,
  site.stopped,
  site.shell('1a2b'),
  site.openPage('1a2b'),
  site.setting('theme'),
]

describe('names of what is stored', () => {
  test('are each their own', () => {
    expect(new Set(everyName(names)).size).toBe(9)
    expect(everyName(names).every(names.isOurs)).toBe(true)
  })

  test('are the same for the page, with whatever query, and for the scope', () => {
    expect(everyName(storedNames('https://user.github.io/photos/index.html?shared#x'))).toEqual(
      everyName(names),
    )
  })

  test.each([
    'https://user.github.io/',
    'https://user.github.io/photos/old/',
    'https://user.github.io/photos-2/',
    'https://user.github.io/other/',
    'https://user.github.io/photos/%20files/',
  ])('are not those of the site at %s', (site) => {
    const others = everyName(storedNames(site))
    expect(others.some(names.isOurs)).toBe(false)
    expect(everyName(names).some(storedNames(site).isOurs)).toBe(false)
  })

  test.each(['shell-1a2b', 'classifier-files', 'samples', '', 'private-image-classifier'])(
    '%j is nobody’s that we know',
    (name) => expect(names.isOurs(name)).toBe(false),
  )

  test('tell versions of the shell from the rest', () => {
    expect(everyName(names).filter(names.isShell)).toEqual([names.shell('1a2b')])
    expect(everyName(names).filter(names.isOpenPage)).toEqual([names.openPage('1a2b')])
  })
})
