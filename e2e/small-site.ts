import { cp, mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'
import { findManifest } from '../model/published.ts'
import { buildSite } from './build-site.ts'

/** Builds the site with the manifest of a model in its shell, as the build command does once the model is there. */
export async function siteWith(model: string, name: string, plugins: Plugin[] = []): Promise<string> {
  const publicDir = resolve('.cache/e2e', `${name}-public`)
  await rm(publicDir, { recursive: true, force: true })
  await cp('public', publicDir, {
    recursive: true,
    filter: (source) => resolve(source) !== resolve('public/model'),
  })
  await mkdir(join(publicDir, 'model'))
  for (const name of ['manifest.json', findManifest(model) ?? ''])
    await cp(join(model, name), join(publicDir, 'model', name))
  const outDir = resolve('.cache/e2e', name)
  await buildSite({ publicDir, plugins, build: { outDir, emptyOutDir: true } })
  return outDir
}
