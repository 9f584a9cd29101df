import { describe, expect, it } from 'vitest'
import type { Hierarchy } from '../classifier/index.ts'
import { createModel } from './model.ts'
import { classes, createFakeClassifier, ready } from './test/fake-classifier.ts'

const groups: Hierarchy = { groups: [], roots: [], groupOfClass: [], hints: new Map() }

/** Lets promises that are settled run their course. */
const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('the model', () => {
  it('is what the classifier says, from the start and after each change', () => {
    const classifier = createFakeClassifier({ status: 'starting' })
    const model = createModel(classifier, async () => groups)
    expect(model.getState().state).toEqual({ status: 'starting' })
    classifier.setState(ready)
    expect(model.getState().state).toBe(ready)
  })

  it('keeps the classes while it is loaded anew', () => {
    const classifier = createFakeClassifier(ready)
    const model = createModel(classifier, async () => groups)
    classifier.setState({ status: 'absent' })
    expect(model.getState().classes).toBe(classes)
  })
})

describe('the groups of classes', () => {
  it('are loaded when the model is, not before, and once', async () => {
    let loads = 0
    const classifier = createFakeClassifier({ status: 'absent' })
    const model = createModel(classifier, async () => {
      loads += 1
      return groups
    })
    await settle()
    expect(loads).toBe(0)
    classifier.setState({ status: 'downloading', loaded: 0, total: 0 })
    classifier.setState(ready)
    await settle()
    expect(loads).toBe(1)
    expect(model.getState().hierarchy).toBe(groups)
  })

  it('that could not be loaded are tried again later', async () => {
    let loads = 0
    const classifier = createFakeClassifier({ status: 'starting' })
    const model = createModel(classifier, async () => {
      loads += 1
      if (loads === 1) throw new Error('no connection')
      return groups
    })
    await settle()
    expect(model.getState().hierarchy).toBeNull()
    classifier.setState(ready)
    await settle()
    expect(model.getState().hierarchy).toBe(groups)
  })
})
