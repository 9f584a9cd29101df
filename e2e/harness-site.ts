import { resolve } from 'node:path'
import { buildSite } from './build-site.ts'

/**
 * Builds the page that is the classifier alone, with the site's own configuration.
 * @returns the folder to serve; the page is below it, in `harness/`
 */
export async function harnessSite(name: string): Promise<string> {
  const folder = resolve('.cache', name)
  await buildSite({
    configFile: 'vite.config.ts',
    root: 'e2e/harness',
    publicDir: false,
    build: { outDir: resolve(folder, 'harness'), emptyOutDir: true },
  })
  return folder
}
