/** From the modules of a build to the list of licences, and to its text. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BESIDE_CODE, INSIDE, type Part } from './parts.ts'

/** What is shipped, with the whole text of its licence. */
export interface Licensed {
  name: string
  version: string
  licence: string
  text: string
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const TEXTS = fileURLToPath(new URL('texts', import.meta.url))

/** By SPDX's names: read, and kept by what the list says. Another one is read before it comes here. */
const KNOWN = [
  ...['Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'CC0-1.0', 'IJG', 'MIT', 'MPL-2.0', 'NCSA'],
  ...['WordNet', 'Zlib'],
  // only for what is a file of its own, which anybody can replace by another build
  'LGPL-3.0',
]

/** Of packages that come without one. */
const TEXT_OF: Readonly<Record<string, string>> = { 'onnxruntime-web': 'onnxruntime.txt' }

/** Who makes the modules that are no files. */
const MAKERS: readonly (readonly [prefix: string, name: string | undefined])[] = [
  ['vite/', 'vite'],
  ['rolldown/', 'rolldown'],
  ['virtual:engine-kernels/', 'assemblyscript'],
  ['virtual:samples', undefined],
]

const MODULES = '/node_modules/'

/**
 * The folder of the package that a module is of; `undefined` for our own.
 * @throws Error for a module that nobody is known to have made
 */
export function packageOf(moduleId: string): string | undefined {
  const id = moduleId.replaceAll('\\', '/')
  const from = id.lastIndexOf(MODULES)
  if (from >= 0) {
    const [scope = '', name = ''] = id.slice(from + MODULES.length).split('/')
    return id.slice(0, from + MODULES.length) + (scope.startsWith('@') ? `${scope}/${name}` : scope)
  }
  if (!id.startsWith('\0')) return undefined
  const maker = MAKERS.find(([prefix]) => id.startsWith(prefix, 1))
  if (!maker) throw new Error(`Licences: nobody is known to have made the module ${id.slice(1)}.`)
  return maker[1] && join(ROOT, 'node_modules', maker[1])
}

/** @throws Error for a licence that is not among the known ones */
function check({ name, version, licence }: Pick<Licensed, 'name' | 'version' | 'licence'>): void {
  const unknown = licence.split(/ AND | OR |[()]/).filter((id) => id !== '' && !KNOWN.includes(id))
  if (licence === '' || unknown.length > 0)
    throw new Error(
      `Licences: ${name} ${version} is under ${unknown.join(', ') || 'no licence'}. Read it, then add it to scripts/licences/list.ts.`,
    )
}

const read = (file: string) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim()

/** The package's own file, with its notice. Of Vite's, the part about what it bundles for itself is not shipped. */
function textOf(folder: string, name: string): string {
  const replaced = TEXT_OF[name]
  if (replaced !== undefined) return read(join(TEXTS, replaced))
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.md|\.txt)?$/i.test(file))
  if (!files.some((file) => /^licen/i.test(file))) throw new Error(`Licences: ${name} has no text of one.`)
  const text = files.map((file) => read(join(folder, file))).join('\n\n')
  return text.split('\n# Licenses of bundled dependencies')[0]?.trim() ?? text
}

function fromPart({ copyright, texts, ...part }: Part, folder: string): Licensed {
  check(part)
  const files = texts.map((text) =>
    text.startsWith('package:') ? join(folder, text.slice('package:'.length)) : join(TEXTS, text),
  )
  return { ...part, text: [...(copyright ? [copyright] : []), ...files.map(read)].join('\n\n') }
}

/** @throws Error when the package's licence is unknown, or nobody has looked at what is in its wasm */
function fromPackage(folder: string, hasWasm: boolean): Licensed[] {
  const { name, version, license = '' } = JSON.parse(read(join(folder, 'package.json')))
  const licensed = { name, version, licence: String(license), text: textOf(folder, name) }
  check(licensed)
  const inside = INSIDE[`${name}@${version}`]
  if (hasWasm && !inside)
    throw new Error(
      `Licences: ${name} ${version} ships wasm. Look at what it has inside, then add it to scripts/licences/parts.ts.`,
    )
  return [licensed, ...(inside ?? []).map((part) => fromPart(part, folder))]
}

/** This project's own code. */
function ours(): Licensed {
  const { name, version, license } = JSON.parse(read(join(ROOT, 'package.json')))
  return { name, version, licence: license, text: read(join(ROOT, 'LICENSE')) }
}

/**
 * @param modules of a whole build, its workers included
 * @throws Error for what has no known licence
 */
export function listLicences(modules: Iterable<string>): Licensed[] {
  const packages = new Map<string, boolean>()
  for (const id of modules) {
    const folder = packageOf(id)
    if (folder === undefined) continue
    packages.set(folder, packages.get(folder) === true || /\.wasm(\?|$)/.test(id))
  }
  const found = [...packages]
    .map(([folder, hasWasm]) => fromPackage(folder, hasWasm))
    .sort(([a], [b]) => ((a?.name ?? '') < (b?.name ?? '') ? -1 : 1))
  return [ours(), ...found.flat(), ...BESIDE_CODE.map((part) => fromPart(part, ROOT))]
}

const RULE = '-'.repeat(80)

/** One line for each, then each text once, under all that it is for. */
export function writeLicences(list: readonly Licensed[]): string {
  const lines = list.map(({ name, version, licence }) => `${name}, ${version}: ${licence}`)
  const byText = new Map<string, Set<string>>()
  for (const { name, version, text } of list)
    byText.set(text, (byText.get(text) ?? new Set()).add(`${name}, ${version}`))
  const texts = [...byText].map(([text, names]) => `${RULE}\n${[...names].join('\n')}\n${RULE}\n\n${text}`)
  return `${['What this site ships, and the licence of each part:', [...new Set(lines)].join('\n'), ...texts].join('\n\n')}\n`
}
