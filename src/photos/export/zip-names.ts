/** Names in a ZIP that each stay where it is unpacked, and none of which overwrites another. */

/** How a sidecar is named after `a.jpg`: `a.jpg.xmp` (digiKam, darktable) or `a.xmp` (Lightroom). */
export type SidecarNaming = 'full' | 'stem'

/**
 * Names that differ in case or in how an accent is composed are one file on Windows and macOS; Windows leaves dots and
 * spaces at the end out.
 */
const foldedKey = (name: string) =>
  name
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replaceAll(/[. ]+(?=\/|$)/g, '')

/**
 * Parts of a path, none of which leads out of the folder: no root, no drive, no `.` and `..`, no control characters, no
 * backslash, which is a separator on Windows.
 */
export function safeParts(path: string): string[] {
  const parts = path
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    .replaceAll(/[\\\u0000-\u001F\u007F]/g, '_')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (/^[. ]+$/.test(part) ? '_'.repeat(part.length) : part))
  const [first = '_', ...others] = parts
  return [first.replace(/^([A-Za-z]):/, '$1_'), ...others]
}

const stemOf = (name: string) => name.replace(/(?<=.)\.[^.]*$/s, '')

/** Gives each sidecar a name; remembers those that it has given. */
export class SidecarNames {
  readonly #naming: SidecarNaming
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()
  /** By the folded name, the number that was given last: a thousand of one name need no search from the start. */
  readonly #numbers = new Map<string, number>()

  constructor(naming: SidecarNaming) {
    this.#naming = naming
  }

  /**
   * The name of a photo's sidecar, in the photo's folder. Where `a.xmp` has been given, `a.png` gets `a.png.xmp`, and
   * where that is gone too, `a.png (2).xmp`.
   */
  next(path: string): string {
    const parts = safeParts(path)
    const file = parts.pop() ?? '_'
    const folder = parts.reduce((above, part) => `${this.#free(above + part, '')}/`, '')
    const short = `${folder}${stemOf(file)}.xmp`
    const name =
      this.#naming === 'stem' && !this.#isTaken(short) ? short : this.#free(`${folder}${file}`, '.xmp')
    this.#files.add(foldedKey(name))
    for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1))
      this.#folders.add(foldedKey(name.slice(0, at)))
    return name
  }

  /** A folder may be given again and again, a file once, and no name is both. */
  #isTaken(name: string): boolean {
    return this.#files.has(foldedKey(name)) || this.#folders.has(foldedKey(name))
  }

  /** @param ending of a file; empty for a folder */
  #free(name: string, ending: '.xmp' | ''): string {
    const isTaken = (tried: string) =>
      ending === '' ? this.#files.has(foldedKey(tried)) : this.#isTaken(tried)
    if (!isTaken(name + ending)) return name + ending
    const key = foldedKey(name + ending)
    let number = this.#numbers.get(key) ?? 2
    while (isTaken(`${name} (${number})${ending}`)) number++
    this.#numbers.set(key, number)
    return `${name} (${number})${ending}`
  }
}
