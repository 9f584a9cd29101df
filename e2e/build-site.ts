import { build, type InlineConfig } from 'vite'
import { cachedFolder } from './cached-folder.ts'

/** Builds a site as the build command does: Vitest's `NODE_ENV` would give one for development, without service worker. */
export async function buildSite(config: InlineConfig): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({ logLevel: 'error', ...config })
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}

/** All that a built page is made of. */
const INGREDIENTS = ['src', 'public', 'scripts', 'index.html', 'vite.config.ts', 'package-lock.json']

const withFunctions = (_: string, value: unknown) => (typeof value === 'function' ? String(value) : value)

/**
 * The built site. Which model it names does not matter: the tests' server puts in the one that it serves.
 * @param name another one for other `config`
 * @returns its folder
 */
export function builtSite(name = 'site', config: InlineConfig = {}): Promise<string> {
  return cachedFolder({
    name,
    ingredients: INGREDIENTS,
    recipe: JSON.stringify(config, withFunctions),
    make: (folder) => buildSite({ ...config, build: { outDir: folder, emptyOutDir: true } }),
  })
}

/**
 * Builds another page with the site's own configuration.
 * @param root its folder
 * @returns the folder to serve; the page is below it, in a folder of the name
 */
export function builtPage(root: string, name: string): Promise<string> {
  return cachedFolder({
    name,
    ingredients: [...INGREDIENTS, root],
    make: (folder) =>
      buildSite({
        configFile: 'vite.config.ts',
        root,
        publicDir: false,
        build: { outDir: `${folder}/${name}`, emptyOutDir: true },
      }),
  })
}
