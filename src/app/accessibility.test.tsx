// @vitest-environment jsdom
import { act } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ClassifierError, type ModelState } from '../classifier/index.ts'
import { fakeClassification } from '../photos/test/fake-classifier.ts'
import { findings } from './test/axe.ts'
import { accept, bringFiles, drag, leaveApp, photoFile, renderApp } from './test/render-app.tsx'

afterEach(leaveApp)

const models: ModelState[] = [
  { status: 'downloading', loaded: 0, total: 0 },
  { status: 'downloading', loaded: 1e6, total: 4e6 },
  { status: 'paused', reason: 'person', loaded: 1e6, total: 4e6 },
  { status: 'paused', reason: 'metered', loaded: 0, total: 4e6 },
  { status: 'starting' },
  { status: 'ready', backend: 'webgpu', threads: 1, model: 'fp16', classes: [], notes: [] },
  {
    status: 'failed',
    code: 'model-missing',
    message: 'not there',
    missing: { tried: [{ source: 'a', reason: 'b' }], remedy: ['c'] },
  },
]

describe('axe finds nothing', () => {
  it.each(models)('with the model $status and no photo', async (model) => {
    renderApp(model)
    expect(await findings(document)).toEqual([])
  })

  it.each(models)('with the model $status and a photo', async (model) => {
    const { classifier } = renderApp(model)
    bringFiles('drop', [photoFile()])
    accept(classifier)
    expect(await findings(document)).toEqual([])
  })

  it.each(['en', 'ko', 'zh'])('with an answer in the language %s', async (language) => {
    const { classifier } = renderApp(undefined, [language])
    bringFiles('drop', [photoFile()])
    await act(async () => classifier.last().resolve(fakeClassification()))
    expect(await findings(document)).toEqual([])
  })

  it('with a failed photo', async () => {
    const { classifier } = renderApp()
    bringFiles('drop', [photoFile()])
    await act(async () => classifier.last().reject(new ClassifierError('internal', 'oops')))
    expect(await findings(document)).toEqual([])
  })

  it('during a drag', async () => {
    renderApp()
    drag('dragenter', [photoFile()])
    expect(await findings(document)).toEqual([])
  })
})
