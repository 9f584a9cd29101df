// @vitest-environment jsdom
import { waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { findings } from '../test/axe.ts'
import { leaveApp, openView } from '../test/render-app.tsx'

afterEach(leaveApp)

const cat = (probability: number) => ({
  index: 285,
  classId: 'n02124075',
  className: 'Egyptian_cat',
  probability,
})
const dog = (probability: number) => ({
  index: 208,
  classId: 'n02099712',
  className: 'Labrador_retriever',
  probability,
})
const boat = (probability: number) => ({
  index: 814,
  classId: 'n04273569',
  className: 'speedboat',
  probability,
})

async function ask(predictions: ReturnType<typeof cat>[], language = 'en', tab = 'Cat or dog') {
  const { panel } = await openView(tab, fakeClassification({ predictions }), [language])
  await waitFor(() => expect(panel.querySelector('.cat-or-dog')).not.toBeNull())
  return panel.textContent?.replaceAll('\u00a0', ' ') ?? ''
}

describe('the view "cat or dog"', () => {
  it.each([
    ['en', 'Cat or dog', 'This image is 98.71 percent cat and 1.29 percent dog.'],
    ['ko', '고양이 또는 개', '이 이미지는 고양이일 가능성이 98.71%, 개일 가능성이 1.29%입니다.'],
    ['zh', '猫还是狗', '这张图像有 98.71% 是猫，1.29% 是狗。'],
  ])('answers as the tutorial does, in %s', async (language, tab, sentence) => {
    expect(await ask([cat(0.9871), dog(0.0129)], language, tab)).toContain(sentence)
  })

  it('shares what cats and dogs have together, and says how much that is', async () => {
    const text = await ask([dog(0.6), cat(0.2), boat(0.2)])
    expect(text).toContain('This image is 25.00 percent cat and 75.00 percent dog.')
    expect(text).toContain(
      'the five kinds of domestic cats have 20.0 %, the 118 breeds of dogs 60.0 %, and all else 20.0 %',
    )
  })

  it('says neither when both together are small', async () => {
    const text = await ask([boat(0.7), cat(0.2), dog(0.1)])
    expect(text).toContain('This image is neither a cat nor a dog.')
    expect(text).toContain('30.0 % of the probability, less than 50 %')
  })

  it('has no findings of axe', async () => {
    await ask([cat(0.98), dog(0.02)])
    expect(await findings(document.body)).toEqual([])
  })
})
