import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { findBrowser } from '../../e2e/browser.ts'
import { buildSite } from '../../e2e/build-site.ts'
import { buildTinyModel } from '../../model/tiny.ts'
import { prepareRealModel } from './real-model.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SITE = `${ROOT}.cache/e2e/site`
const TINY_MODEL = `${ROOT}.cache/e2e/tiny-model`

/** The model that the browser tests classify with. */
export interface TestedModel {
  kind: 'real' | 'tiny'
  folder: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the built site, without a model. */
    site: string
    model: TestedModel
  }
}

async function prepareModel(): Promise<TestedModel> {
  const real = await prepareRealModel()
  if (real.kind === 'real') return real
  console.warn('The pretrained weights are not there: the browser tests classify with a tiny model.')
  await buildTinyModel({ out: TINY_MODEL })
  return { kind: 'tiny', folder: TINY_MODEL }
}

/** Before the browser tests: says which browser it is, prepares the model and builds the site. */
export default async function setup(project: TestProject): Promise<void> {
  const { executablePath, origin } = await findBrowser()
  console.log(`Browser: ${executablePath} (${origin})`)
  project.provide('model', await prepareModel())
  await buildSite({ root: ROOT, logLevel: 'warn', build: { outDir: SITE, emptyOutDir: true } })
  project.provide('site', SITE)
}
