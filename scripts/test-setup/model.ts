import type { TestProject } from 'vitest/node'
import { prepareRealModel, type RealModel } from './real-model.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the model tests work with. */
    realModel: RealModel
  }
}

/** Before the model tests: the model is built from the real weights, or the tests are told that it can't be. */
export default async function setup(project: TestProject): Promise<void> {
  const model = await prepareRealModel()
  if (model.kind === 'missing') {
    console.warn(`MODEL TESTS SKIPPED: the pretrained weights can't be had here.\n${model.report}`)
  }
  project.provide('realModel', model)
}
