// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ClassifierError, type ErrorCode } from '../classifier/index.ts'
import { fakeClassification } from '../photos/test/fake-classifier.ts'
import { en } from '../words/en.ts'
import { announced, bringFiles, leaveApp, photoFile, renderApp } from './test/render-app.tsx'

afterEach(leaveApp)

const headings = () => screen.getAllByRole('heading').map(({ textContent }) => textContent)

type Page = ReturnType<typeof renderApp>

async function answerLast({ classifier }: Page, change = {}) {
  await act(async () => classifier.last().resolve(fakeClassification(change)))
}

const codes: [ErrorCode, retry: boolean][] = [
  ['not-an-image', false],
  ['damaged-image', false],
  ['unsupported-image', false],
  ['image-too-large', false],
  ['model-missing', true],
  ['model-corrupt', true],
  ['network', true],
  ['no-webassembly', false],
  ['unsupported-browser', false],
  ['inference-failed', true],
  ['internal', true],
]

describe('a failure', () => {
  it.each(codes)(
    'of a photo by %s is explained, said aloud, and retried where that can help: %s',
    async (code, retry) => {
      const { classifier } = renderApp()
      bringFiles('drop', [photoFile()])
      await act(async () => classifier.last().reject(new ClassifierError(code, 'the technical reason')))
      const { title, advice } = en.problem.texts[code]
      expect(headings()).toContain(title)
      expect(screen.getByText(advice)).toBeTruthy()
      expect(announced()).toBe(`${title}. ${advice}`)
      expect(screen.getByText('the technical reason')).toBeTruthy()
      expect(screen.queryByRole('button', { name: 'Try again' }) !== null).toBe(retry)
    },
  )

  it.each(codes)('of the model by %s is explained before there is a photo', (code) => {
    renderApp({ status: 'failed', code, message: 'the technical reason' })
    expect(headings()).toContain(en.problem.texts[code].title)
    expect(announced()).toContain(en.problem.texts[code].title)
  })

  it('for want of a model shows what was tried and what to do', () => {
    renderApp({
      status: 'failed',
      code: 'model-missing',
      message: 'The model is not there.',
      missing: {
        tried: [{ source: '../shared/model/', reason: 'no such folder' }],
        remedy: ['Download the weights.', 'Run npm run model.'],
      },
    })
    const [list] = screen.getAllByRole('list')
    const steps = [...(list?.children ?? [])].map(({ textContent }) => textContent)
    expect(steps).toEqual(['Download the weights.', 'Run npm run model.'])
    expect(screen.getByRole('term').textContent).toBe('../shared/model/')
    expect(screen.getByRole('definition').textContent).toBe('no such folder')
  })

  it('of the model keeps the photo, is told once, and is over after trying again', async () => {
    const page = renderApp()
    bringFiles('drop', [photoFile()])
    act(() => page.classifier.setState({ status: 'failed', code: 'network', message: 'gone' }))
    await act(async () => page.classifier.last().reject(new ClassifierError('network', 'gone')))
    expect(headings().filter((text) => text === en.problem.texts.network.title)).toHaveLength(1)
    expect(screen.getByText(/Your photo is kept/)).toBeTruthy()
    await page.user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(page.classifier.retries).toBe(1)
    act(() => page.classifier.setState({ status: 'starting' }))
    expect(headings()).toContain('Waiting for the model')
    await answerLast(page)
    expect(headings()).toContain('Egyptian cat')
  })

  it('of a photo is over with the next photo', async () => {
    const page = renderApp()
    bringFiles('drop', [photoFile()])
    await act(async () => page.classifier.last().reject(new ClassifierError('damaged-image', 'no end')))
    bringFiles('drop', [photoFile('next.jpg')])
    await answerLast(page)
    expect(headings()).not.toContain(en.problem.texts['damaged-image'].title)
    expect(headings()).toContain('Egyptian cat')
  })
})
