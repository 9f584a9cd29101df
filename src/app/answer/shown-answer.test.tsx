// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ModelState } from '../../classifier/index.ts'
import { fakeClassification, predictions } from '../../photos/test/fake-classifier.ts'
import { en } from '../../words/en.ts'
import { announced, bringFiles, leaveApp, photoFile, renderApp } from '../test/render-app.tsx'

afterEach(leaveApp)

type Page = ReturnType<typeof renderApp>

async function answerLast({ classifier }: Page, change = {}) {
  await act(async () => classifier.last().resolve(fakeClassification(change)))
}

async function renderAnswer() {
  const page = renderApp()
  await page.user.upload(page.input(), photoFile())
  await answerLast(page)
  return page
}

describe('an answer', () => {
  it('has the best class as its headline and is said aloud', async () => {
    await renderAnswer()
    expect(screen.getByRole('heading', { level: 2, name: 'Egyptian cat' }).lang).toBe('en')
    expect(announced()).toBe('Best answer: Egyptian cat, 97.7\u00a0%, almost certain.')
  })

  it('lists five classes with WordNet ids and probabilities', async () => {
    await renderAnswer()
    const rows = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(rows).toEqual([
      'Egyptian catn0212407597.7\u00a0%',
      'tabbyn021230451.5\u00a0%',
      'tiger catn021231590.6\u00a0%',
      'lynxn021270520.1\u00a0%',
      'window screenn04589890<\u00a00.1\u00a0%',
    ])
  })

  it('tells what computed it, and in what time', async () => {
    await renderAnswer()
    screen.getByText('Computed on this device: WebAssembly, 2 threads, 117 ms.')
  })

  it('names a backend that broke, and why; not one that is not there or slower', async () => {
    const page = renderApp({
      status: 'ready',
      backend: 'wasm',
      threads: 2,
      model: 'fp16',
      classes: [],
      notes: [
        { backend: 'webgpu', reason: 'no graphics adapter' },
        { backend: 'engine', reason: 'the self-test failed', failed: true },
      ],
    })
    bringFiles('drop', [photoFile()])
    await answerLast(page)
    expect(screen.getByText(/Own engine is not in use here/).textContent).toContain('the self-test failed')
    expect(screen.queryByText(/WebGPU is not in use here/)).toBeNull()
  })

  it('says when the model could not be kept', async () => {
    const model: ModelState = {
      status: 'ready',
      backend: 'wasm',
      threads: 2,
      model: 'fp16',
      classes: [],
      notes: [],
      notKept: 'quota exceeded',
    }
    const page = renderApp(model)
    bringFiles('drop', [photoFile()])
    await answerLast(page)
    expect(screen.getByText(/could not be kept/).textContent).toContain('quota exceeded')
  })

  it('shows the crop', async () => {
    const { drawImage } = await renderAnswer()
    expect(screen.getByRole('img', { name: en.photo.cropAlt })).toBeTruthy()
    expect(drawImage).toHaveBeenCalled()
  })

  it('tells two classes of one name apart', async () => {
    const page = renderApp()
    bringFiles('drop', [photoFile()])
    await answerLast(page, {
      predictions: [
        { index: 134, classId: 'n02012849', className: 'crane', probability: 0.5 },
        { index: 517, classId: 'n03126707', className: 'crane', probability: 0.4 },
      ],
    })
    expect(screen.getByText('n02012849')).toBeTruthy()
    expect(screen.getByText('n03126707')).toBeTruthy()
  })
})

describe('copying', () => {
  it('gives the five answers as JSON', async () => {
    const { user } = await renderAnswer()
    await user.click(screen.getByRole('button', { name: 'Copy as JSON' }))
    const copied: unknown = JSON.parse(await navigator.clipboard.readText())
    expect(copied).toEqual({
      predictions: predictions.map(({ className, probability }) => ({ label: className, probability })),
      success: true,
    })
    expect(screen.getByText('Copied.')).toBeTruthy()
  })

  it('gives the best answer alone', async () => {
    const { user } = await renderAnswer()
    await user.click(screen.getByRole('button', { name: 'Copy the best only' }))
    const copied: unknown = JSON.parse(await navigator.clipboard.readText())
    expect(copied).toEqual({ class_id: 'n02124075', class_name: 'Egyptian_cat' })
  })

  it('shows the text, selected, where the browser refuses', async () => {
    const { user } = await renderAnswer()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    await user.click(screen.getByRole('button', { name: 'Copy the best only' }))
    const field = screen.getByRole('textbox', { name: 'The answer as JSON' })
    if (!(field instanceof HTMLTextAreaElement)) throw new Error('no text area')
    expect(document.activeElement).toBe(field)
    expect(field.selectionEnd - field.selectionStart).toBe(field.value.length)
    expect(field.value).toContain('Egyptian_cat')
    expect(screen.getByText(/press Ctrl\+C/)).toBeTruthy()
  })

  it('is offered afresh for the next photo', async () => {
    const page = await renderAnswer()
    await page.user.click(screen.getByRole('button', { name: 'Copy as JSON' }))
    bringFiles('drop', [photoFile('next.jpg')])
    await answerLast(page)
    expect(screen.queryByText('Copied.')).toBeNull()
  })
})
