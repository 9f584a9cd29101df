// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { findings } from '../test/axe.ts'
import { leaveApp, openView } from '../test/render-app.tsx'
import { canvasAddsNoise } from './canvas-noise.ts'
import { en } from './words/en.ts'

vi.mock('./canvas-noise.ts')
// the files of a worker share what is mocked
afterAll(() => vi.doUnmock('./canvas-noise.ts'))

const png = new Blob(['a picture'], { type: 'image/png' })

beforeEach(() => {
  vi.mocked(canvasAddsNoise).mockReturnValue(false)
  // jsdom decodes no images and draws nothing
  HTMLImageElement.prototype.decode = async () => {}
  vi.spyOn(HTMLCanvasElement.prototype, 'toBlob').mockImplementation((give) => give(png))
})

afterEach(() => {
  leaveApp()
  vi.unstubAllGlobals()
  for (const name of ['canShare', 'share']) Reflect.deleteProperty(navigator, name)
})

const open = (classification = fakeClassification()) => openView('Take it along', classification)
const button = (name: string) => screen.getByRole('button', { name })
const press = async (name: string) => act(async () => button(name).click())

/** A clipboard for pictures, which fails with `error` if there is one. */
function pictureClipboard(error?: Error) {
  const written: Record<string, Promise<Blob>>[] = []
  vi.stubGlobal(
    'ClipboardItem',
    class {
      constructor(readonly parts: Record<string, Promise<Blob>>) {}
    },
  )
  vi.spyOn(navigator.clipboard, 'write').mockImplementation(async (items) => {
    if (error) throw error
    for (const item of items) written.push(Reflect.get(item, 'parts'))
  })
  return written
}

function shareWith(share: (data: ShareData) => Promise<void>) {
  Object.assign(navigator, { canShare: ({ files }: ShareData) => files !== undefined, share })
}

describe('taking the answer along', () => {
  it('where the canvas adds noise, goes as text or on paper, and says why', async () => {
    vi.mocked(canvasAddsNoise).mockReturnValue(true)
    vi.stubGlobal('ClipboardItem', class {})
    shareWith(async () => {})
    const { panel } = await open()
    expect(within(panel).getByText(en.noisy)).toBeTruthy()
    expect(panel.querySelector('canvas')).toBeNull()
    const names = within(panel)
      .getAllByRole('button')
      .map((button) => button.textContent)
    expect(names).toEqual([en.text, en.print])
  })

  it('as text: the headline, five answers, the photo, the model and the day', async () => {
    await open()
    await press('Copy as text')
    const text = await navigator.clipboard.readText()
    expect(text.split('\n')).toEqual([
      'Egyptian cat',
      '97.7\u00a0%, almost certain',
      '',
      '1. Egyptian cat (n02124075): 97.7\u00a0%',
      '2. tabby (n02123045): 1.5\u00a0%',
      '3. tiger cat (n02123159): 0.6\u00a0%',
      '4. lynx (n02127052): 0.1\u00a0%',
      '5. window screen (n04589890): <\u00a00.1\u00a0%',
      '',
      expect.stringMatching(/^cat\.jpg, named by DenseNet-121 \(fp16\) in a browser, \w+ \d+, \d{4}$/),
    ])
    expect(screen.getByText('Copied.')).toBeTruthy()
  })

  it('as text by hand, where the browser does not let the page copy', async () => {
    await open()
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
    await press('Copy as text')
    const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'The answer as text' })
    expect(field.value).toContain('Egyptian cat')
    expect(document.activeElement).toBe(field)
  })

  it('as a picture for another program', async () => {
    const written = pictureClipboard()
    await open()
    await press('Copy as picture')
    const file = await written[0]?.['image/png']
    expect(file?.type).toBe('image/png')
    expect(file?.size).toBe(png.size)
    expect(screen.getByText('Copied.')).toBeTruthy()
  })

  it('not as a picture where the clipboard takes none, and says what to do', async () => {
    pictureClipboard(new DOMException('no', 'NotAllowedError'))
    await open()
    await press('Copy as picture')
    expect(screen.getByText(/Save it instead/)).toBeTruthy()
  })

  it('offers no picture to copy where the browser knows none in its clipboard', async () => {
    await open()
    expect(screen.queryByRole('button', { name: 'Copy as picture' })).toBeNull()
  })

  it('as a file, named after the best answer', async () => {
    const saved: string[] = []
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.download)
    })
    await open()
    await press('Save picture')
    expect(saved).toEqual(['egyptian-cat.png'])
    expect(screen.getByText(/Saved/)).toBeTruthy()
  })

  it('to another app', async () => {
    const shared: ShareData[] = []
    shareWith(async (data) => void shared.push(data))
    await open()
    await press('Share…')
    expect(shared[0]?.files?.map(({ name, type }) => [name, type])).toEqual([
      ['egyptian-cat.png', 'image/png'],
    ])
    expect(shared[0]?.text).toContain('Egyptian cat')
    expect(screen.getByText('Handed over.')).toBeTruthy()
  })

  it('to no other app where the browser shares no files', async () => {
    await open()
    expect(screen.queryByRole('button', { name: 'Share…' })).toBeNull()
  })

  it('says nothing when a person breaks sharing off, and says so when it fails', async () => {
    let error = new DOMException('never mind', 'AbortError')
    shareWith(async () => {
      throw error
    })
    const { panel } = await open()
    await press('Share…')
    expect(panel.querySelector('[role=status]')?.textContent).toBe('')
    error = new DOMException('no', 'NotAllowedError')
    await press('Share…')
    expect(panel.querySelector('[role=status]')?.textContent).toMatch(/could not be shared/)
  })

  it('on paper', async () => {
    const print = vi.spyOn(window, 'print').mockReturnValue()
    await open()
    await press('Print')
    expect(print).toHaveBeenCalledOnce()
  })

  it('with the map of the best class where that is wanted', async () => {
    const { drawImage, user } = await open()
    await waitFor(() =>
      expect(drawImage.mock.calls.filter(([image]) => image instanceof HTMLImageElement)).toHaveLength(1),
    )
    const maps = () => drawImage.mock.calls.filter(([image]) => image instanceof HTMLCanvasElement)
    expect(maps()).toHaveLength(0)
    await user.click(screen.getByRole('checkbox', { name: 'With the map of what speaks for Egyptian cat' }))
    await waitFor(() => expect(maps()).toHaveLength(1))
  })

  it('draws the picture anew when the appearance changes', async () => {
    const { drawImage } = await open()
    const photos = () => drawImage.mock.calls.filter(([image]) => image instanceof HTMLImageElement)
    await waitFor(() => expect(photos()).toHaveLength(1))
    act(() => {
      document.documentElement.dataset.theme = 'dark'
    })
    await waitFor(() => expect(photos()).toHaveLength(2))
  })

  it('says so when the picture can’t be made', async () => {
    HTMLImageElement.prototype.decode = async () => {
      throw new DOMException('The source image cannot be decoded.', 'EncodingError')
    }
    await open()
    await screen.findByText(/could not be made/)
    expect(screen.getByText(/cannot be decoded/)).toBeTruthy()
  })

  it('has no findings of axe', async () => {
    const { panel } = await openView('Take it along')
    expect(await findings(panel)).toEqual([])
  })
})
