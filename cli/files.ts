/** Which photos there are, and which of them are this shard's. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from './usage-error.ts'

/** Part `number` of `count`, counted from 1. */
export interface Shard {
  number: number
  count: number
}

/** A photo: the name that the answer has, and where it lies. */
export interface PhotoFile {
  name: string
  path: string
}

/** Code units, not a language's order: the same on every machine. */
const byName = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

async function namesIn(folder: string, under: string): Promise<string[]> {
  const entries = await readdir(join(folder, under), { withFileTypes: true })
  const names: string[] = []
  for (const entry of entries.sort((a, b) => byName(a.name, b.name))) {
    if (entry.name.startsWith('.')) continue
    const name = under === '' ? entry.name : `${under}/${entry.name}`
    // a link to a folder may lead back: links to files alone are followed
    if (entry.isDirectory()) names.push(...(await namesIn(folder, name)))
    else names.push(name)
  }
  return names
}

/**
 * All files of a folder and its folders by their relative names, sorted; hidden ones are left out.
 * @throws UsageError where there is no such folder
 */
export async function filesInFolder(folder: string): Promise<PhotoFile[]> {
  try {
    return (await namesIn(folder, '')).map((name) => ({ name, path: join(folder, name) }))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`The folder ${folder} can't be read. Check its name. (${reason})`, { cause })
  }
}

/**
 * Files by a list, in its order, each once.
 * @param text a name a line; where there are NULs, as by `find -print0`, they end the names instead
 */
export function filesOfList(text: string): PhotoFile[] {
  const names = text.includes('\0') ? text.split('\0') : text.split(/\r?\n/)
  return [...new Set(names)].filter((name) => name !== '').map((name) => ({ name, path: name }))
}

/**
 * Reads a list of names.
 * @param list a file, or `-` for the standard input
 * @throws UsageError where it can't be read
 */
export async function readList(list: string, input: AsyncIterable<Uint8Array>): Promise<string> {
  if (list === '-') {
    const chunks: Uint8Array[] = []
    for await (const chunk of input) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }
  try {
    return await readFile(list, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`The list ${list} can't be read. Check its name. (${reason})`, { cause })
  }
}

/** Whether a photo is in a shard: by its name alone, whatever other photos there are and in which order. */
export function isInShard(name: string, { number, count }: Shard): boolean {
  return createHash('sha256').update(name).digest().readUInt32LE(0) % count === number - 1
}
