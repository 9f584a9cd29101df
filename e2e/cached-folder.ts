import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

const CACHE = resolve('.cache/e2e')

async function filesBelow(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined)
  if (!found) return []
  if (found.isFile()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** What no folder is made of: unit tests, and of the built model all but its manifest. */
const NO_INGREDIENT = /^src.*\.test\.tsx?$|^public[\\/]model[\\/](?!manifest)/

/** Of a recipe, and of the names and bytes of what it takes. */
async function digest(recipe: string, ingredients: readonly string[]): Promise<string> {
  const files = (await Promise.all(ingredients.map(filesBelow))).flat()
  const hash = createHash('sha256').update(recipe)
  for (const file of files.toSorted()) {
    if (NO_INGREDIENT.test(file)) continue
    hash.update(`\n${file}\n`).update(await readFile(file))
  }
  return hash.digest('hex').slice(0, 16)
}

export interface Recipe {
  /** Of the folder, below `.cache/e2e/`. */
  name: string
  /** Files and folders, relative to the project, whose change asks for a new one. */
  ingredients: readonly string[]
  /** What else decides what comes out. */
  recipe?: string
  make: (folder: string) => Promise<unknown>
}

/**
 * Makes a folder unless it is there, of the same ingredients, from another test file or an earlier run. Two that make it
 * at once don't disturb each other.
 * @returns its path
 */
export async function cachedFolder({ name, ingredients, recipe = '', make }: Recipe): Promise<string> {
  const folder = join(CACHE, name, await digest(recipe, ingredients))
  if (existsSync(folder)) return folder
  await mkdir(dirname(folder), { recursive: true })
  const part = `${folder}.${randomUUID()}`
  await make(part)
  await rename(part, folder).catch(async (error: unknown) => {
    if (!existsSync(folder)) throw error
    await rm(part, { recursive: true })
  })
  for (const other of await readdir(dirname(folder)))
    if (!other.startsWith(basename(folder))) await rm(join(dirname(folder), other), { recursive: true })
  return folder
}
