import type { TestProject } from 'vitest/node'
import { findBrowser } from '../../e2e/browser.ts'
import { builtSite } from '../../e2e/build-site.ts'
import { tinyModel } from '../../e2e/small-model.ts'
import { prepareRealModel } from './real-model.ts'

/** The model for the tests to which the answers matter. */
export interface TestedModel {
  /** `tiny` where the pretrained weights can't be had. */
  kind: 'real' | 'tiny'
  folder: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the built site. Which model it names does not matter. */
    site: string
    /** Folder of a random network that loads at once. */
    tinyModel: string
    model: TestedModel
  }
}

/** Before the browser tests: says which browser it is, prepares the models and builds the site. */
export default async function setup(project: TestProject): Promise<void> {
  const { executablePath, origin } = await findBrowser()
  console.log(`Browser: ${executablePath} (${origin})`)
  const real = await prepareRealModel()
  const tiny = await tinyModel()
  if (real.kind === 'missing')
    console.warn('The pretrained weights are not there: all browser tests classify with a tiny model.')
  project.provide('model', real.kind === 'real' ? real : { kind: 'tiny', folder: tiny })
  project.provide('tinyModel', tiny)
  project.provide('site', await builtSite())
}
