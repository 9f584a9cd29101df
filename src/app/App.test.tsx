// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ClassifierError, type ModelState } from '../classifier/index.ts'
import { fakeBitmap, fakeClassification, predictions } from '../photos/test/fake-classifier.ts'
import { en } from '../words/en.ts'
import { displayName } from '../words/format.ts'
import { accept, announced, bringFiles, drag, leaveApp, photoFile, renderApp } from './test/render-app.tsx'

afterEach(leaveApp)

/** Another best answer than the usual one. */
const tabby = { index: 281, classId: 'n02123045', className: 'tabby', probability: 0.7 }

const headings = () => screen.getAllByRole('heading').map(({ textContent }) => textContent)

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

describe('before a photo', () => {
  it('says in a sentence what the page does', () => {
    renderApp()
    expect(screen.getByText(en.intro.sentence)).toBeTruthy()
  })

  it('says what the model runs on', () => {
    renderApp()
    expect(screen.getByText('WebAssembly, 2 threads')).toBeTruthy()
  })

  it('speaks of one thread in the singular', () => {
    renderApp({ status: 'ready', backend: 'wasm', threads: 1, model: 'fp16', classes: [], notes: [] })
    expect(screen.getByText('WebAssembly, 1 thread')).toBeTruthy()
  })

  it('gives the picker a name and a hint for those who do not see it', () => {
    renderApp()
    const input = screen.getByLabelText('Choose a photo')
    expect(document.getElementById(input.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'Ctrl+V',
    )
  })
})

describe('while the model loads', () => {
  it('shows megabytes and percent', () => {
    renderApp({ status: 'downloading', loaded: 8_220_000, total: 16_440_000 })
    const bar = screen.getByRole('progressbar', { name: 'Loading the model' })
    expect(bar.getAttribute('aria-valuenow')).toBe('50')
    expect(bar.getAttribute('aria-valuetext')).toBe('8.2 MB of 16.4 MB, 50\u00a0%')
    expect(screen.getByText(/^8\.2 MB of 16\.4 MB, 50\s%$/)).toBeTruthy()
  })

  it.each([
    [{ status: 'downloading', loaded: 0, total: 0 }, 'Loading the model'],
    [{ status: 'starting' }, 'Starting the model'],
  ] satisfies [ModelState, string][])('invents no progress in the state %j', (state, name) => {
    renderApp(state)
    expect(screen.getByRole('progressbar', { name }).hasAttribute('aria-valuenow')).toBe(false)
  })

  it('can be paused and resumed', async () => {
    const { classifier, user } = renderApp({ status: 'downloading', loaded: 1e6, total: 4e6 })
    await user.click(screen.getByRole('button', { name: 'Pause' }))
    act(() => classifier.setState({ status: 'paused', reason: 'person', loaded: 1e6, total: 4e6 }))
    await user.click(screen.getByRole('button', { name: 'Go on' }))
    expect(classifier.downloads).toEqual(['pause', 'resume'])
  })

  it('asks first on a metered connection, with the size of what is left', async () => {
    const { classifier, user } = renderApp({ status: 'paused', reason: 'metered', loaded: 4e6, total: 20e6 })
    expect(screen.getByText(/Loading takes 16\.0 MB/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Load it now' }))
    expect(classifier.downloads).toEqual(['resume'])
  })

  it('keeps a photo waiting, with its preview and its crop, and answers it then', async () => {
    const page = renderApp({ status: 'downloading', loaded: 1e6, total: 4e6 })
    await page.user.upload(page.input(), photoFile())
    const crop = fakeBitmap()
    accept(page.classifier, crop)
    expect(screen.getByRole('img', { name: 'Your photo, cat.jpg' })).toBeTruthy()
    expect(page.drawImage).toHaveBeenLastCalledWith(crop, 0, 0)
    expect(screen.getByText(en.photo.cropNote)).toBeTruthy()
    expect(headings()).toContain('Waiting for the model')
    expect(announced()).toBe('Waiting for the model')
    expect(screen.getByRole('progressbar')).toBeTruthy()
    act(() =>
      page.classifier.setState({
        status: 'ready',
        backend: 'wasm',
        threads: 2,
        model: 'fp16',
        classes: [],
        notes: [],
      }),
    )
    expect(headings()).toContain('Looking at your photo')
    await answerLast(page)
    expect(headings()).toContain('Egyptian cat')
  })
})

describe('a photo', () => {
  it.each(['drop', 'paste'] as const)('comes by %s', async (way) => {
    const page = renderApp()
    expect(bringFiles(way, [photoFile()])).toBe(true)
    expect(page.classifier.requests).toHaveLength(1)
    await answerLast(page)
    expect(headings()).toContain('Egyptian cat')
  })

  it('comes by the button, and the focus stays there', async () => {
    const { classifier, input, user } = renderApp()
    const before = input()
    before.focus()
    await user.upload(before, photoFile())
    expect(classifier.requests).toHaveLength(1)
    expect(screen.getByLabelText('Choose another photo')).toBe(before)
    expect(document.activeElement).toBe(before)
  })

  it('that is the same file again is classified again', async () => {
    const { classifier, input, user } = renderApp()
    const file = photoFile()
    await user.upload(input(), file)
    await user.upload(input(), file)
    expect(classifier.requests).toHaveLength(2)
  })

  it('that is pasted goes by no invented file name', () => {
    const { classifier } = renderApp()
    bringFiles('paste', [photoFile('image.png', 'image/png')])
    accept(classifier)
    expect(screen.getByRole('img', { name: 'Your photo, pasted image' })).toBeTruthy()
  })

  it('takes the place of a running one; the answer that comes late is dropped', async () => {
    const page = renderApp()
    bringFiles('drop', [photoFile('first.jpg')])
    const first = page.classifier.last()
    bringFiles('drop', [photoFile('second.jpg')])
    await act(async () => first.resolve(fakeClassification()))
    expect(headings()).not.toContain('Egyptian cat')
    await answerLast(page, { predictions: [tabby] })
    expect(headings()).toContain('tabby')
    expect(screen.getByRole('img', { name: 'Your photo, second.jpg' })).toBeTruthy()
  })

  it('is shown when it has been accepted, and a file that was refused never', async () => {
    const { classifier, container } = renderApp()
    const images = () => container.querySelectorAll('.preview img, .preview__pixels').length
    bringFiles('drop', [photoFile('drawing.svg', 'image/svg+xml')])
    expect(images()).toBe(0)
    expect(container.querySelector('.preview__photo')).toBeTruthy() // its space is kept
    await act(async () => classifier.last().reject(new ClassifierError('unsupported-image', 'a drawing')))
    expect(container.querySelector('.preview')).toBeNull()
    bringFiles('drop', [photoFile()])
    accept(classifier)
    expect(images()).toBe(1)
    await act(async () => classifier.last().reject(new ClassifierError('inference-failed', 'memory')))
    expect(images()).toBe(1)
  })

  it('without a preview says so and is answered all the same', async () => {
    const page = renderApp()
    page.decodePhoto.mockRejectedValue(new DOMException('', 'InvalidStateError'))
    vi.spyOn(page.classifier, 'thumbnail').mockRejectedValue(new Error('no memory'))
    bringFiles('drop', [photoFile('photo.heic', 'image/heic')])
    accept(page.classifier)
    expect(await screen.findByText('This browser shows no preview of this file.')).toBeTruthy()
    await answerLast(page)
    expect(headings()).toContain('Egyptian cat')
  })
})

describe('a drag', () => {
  it('with files shows that the page takes them, until it leaves the window', () => {
    renderApp()
    expect(drag('dragenter', [photoFile()])).toBe(true)
    expect(screen.getByText(en.pick.drop)).toBeTruthy()
    drag('dragleave', [photoFile()], document.body)
    expect(screen.getByText(en.pick.drop)).toBeTruthy()
    drag('dragleave', [photoFile()])
    expect(screen.queryByText(en.pick.drop)).toBeNull()
  })

  it('without files is left to the browser', () => {
    const { classifier } = renderApp()
    expect(drag('dragover', [])).toBe(false)
    expect(drag('drop', [])).toBe(false)
    expect(screen.queryByText(en.pick.drop)).toBeNull()
    expect(classifier.requests).toHaveLength(0)
  })

  it('ends with the drop', () => {
    renderApp()
    drag('dragover', [photoFile()])
    drag('drop', [photoFile()])
    expect(screen.queryByText(en.pick.drop)).toBeNull()
  })
})

describe('a paste without an image', () => {
  it('says so, until a photo comes', () => {
    renderApp()
    expect(bringFiles('paste', [photoFile('notes.txt', 'text/plain')])).toBe(false)
    expect(announced()).toBe(en.pick.notices['nothing-pasted'])
    bringFiles('paste', [photoFile()])
    expect(screen.queryByText(en.pick.notices['nothing-pasted'])).toBeNull()
  })
})

describe('settings', () => {
  it('put the page into another language, with the class names marked as English', async () => {
    const { user } = await renderAnswer()
    await user.selectOptions(screen.getByRole('combobox', { name: 'Language' }), '한국어')
    expect(document.documentElement.lang).toBe('ko')
    expect(screen.getByRole('button', { name: 'JSON으로 복사' })).toBeTruthy()
    expect(screen.getByRole('heading', { name: 'Egyptian cat' }).lang).toBe('en')
    expect(document.title).toBe('프라이빗 이미지 분류기')
  })

  it("start in the visitor's language", () => {
    renderApp(undefined, ['zh-CN', 'en'])
    expect(document.documentElement.lang).toBe('zh-Hans')
    expect(screen.getByLabelText('选择照片')).toBeTruthy()
  })
})

describe('the keyboard', () => {
  it('goes through the page in reading order, the skip link first', async () => {
    const { input, user } = await renderAnswer()
    await input().blur()
    const visited: string[] = []
    await screen.findByRole('radio', { name: 'Middle' })
    for (let i = 0; i < 17; i++) {
      await user.tab()
      const element = document.activeElement
      const name =
        element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : element?.textContent
      visited.push(element?.tagName === 'SELECT' ? 'language' : (name ?? ''))
    }
    expect(visited).toEqual([
      'Skip to the photo',
      'Privacy',
      'language',
      'Settings',
      '', // the frame
      'Why?',
      ...predictions.map(({ className, classId }) =>
        expect.stringContaining(`${displayName(className)}${classId}`),
      ),
      'Copy as JSON',
      'Copy the best only',
      'Middle',
      'Choose another photo',
      'Groups',
      'How to check this',
    ])
  })
})
