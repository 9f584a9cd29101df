/** `npx tsx scripts/architecture.ts` draws the house from the real imports, and puts the picture into ARCHITECTURE.md. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isCommand } from './command.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BEGIN = '<!-- the house: scripts/architecture.ts -->'
const END = '<!-- end of the house -->'

/** What all may import is not drawn: it would be a line from everywhere. */
const SHARED = new Set(['network', 'storage'])

/** The room that a file of `src/` is in: its folder, with the classifier's own folders apart. */
export function roomOf(file: string): string {
  const [first = '', second] = posix.relative('src', file).split('/')
  if (!second) return 'main'
  return first === 'classifier' && !second.includes('.') ? `classifier/${second}` : first
}

/** Imports of other files, also those that come later, without what is only asked for by its address. */
export function importsOf(file: string, code: string): string[] {
  const found = code.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^'?]+)(?:\?worker&url)?'/g)
  return Array.from(found, ([, path = '']) => posix.join(posix.dirname(file), path))
}

/** Mermaid's text for the rooms and who imports whom. */
export function drawHouse(files: ReadonlyMap<string, string>): string {
  const lines = new Set<string>()
  for (const [file, code] of files) {
    const from = roomOf(file)
    for (const to of importsOf(file, code).map(roomOf)) {
      if (from !== to && !SHARED.has(to) && !SHARED.has(from)) lines.add(`  ${from} --> ${to}`)
    }
  }
  return ['```mermaid', 'flowchart TD', ...[...lines].sort(), '```'].join('\n')
}

/** The picture's place in the document, filled. @throws Error where the document has none */
export function withHouse(document: string, house: string): string {
  const from = document.indexOf(BEGIN)
  const to = document.indexOf(END)
  if (from < 0 || to < from) throw new Error(`ARCHITECTURE.md has no ${BEGIN}`)
  return `${document.slice(0, from + BEGIN.length)}\n${house}\n${document.slice(to)}`
}

const isDrawn = (file: string) =>
  /\.tsx?$/.test(file) && !/\.test\.|\/test\/|^src\/engine\/kernels\//.test(file)

/** The code of the page by its files, such as `src/main.tsx`; neither tests nor the kernels, which are another language. */
export function readSources(root = ROOT): Map<string, string> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join('src', file.replaceAll('\\', '/')))
    .filter(isDrawn)
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

if (isCommand(import.meta.url)) {
  const file = join(ROOT, 'ARCHITECTURE.md')
  writeFileSync(file, withHouse(readFileSync(file, 'utf8'), drawHouse(readSources())))
}
