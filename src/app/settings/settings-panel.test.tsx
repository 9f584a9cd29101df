// @vitest-environment jsdom

import { readFileSync } from 'node:fs'
import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { ClassifierError, type ModelState } from '../../classifier/index.ts'
import { type FakeClassifier, fakeClassification, ready } from '../../photos/test/fake-classifier.ts'
import { storedNames } from '../../storage/names.ts'
import { agreements, EXACT_DOWNLOAD } from '../answer/accuracy.ts'
import { findings } from '../test/axe.ts'
import { bringFiles, leaveApp, photoFile, renderApp } from '../test/render-app.tsx'

afterEach(leaveApp)

const webgpu = {
  backend: 'webgpu',
  milliseconds: 12,
  agreement: { difference: 0.0021, sameTop: true },
} as const
const engine = { backend: 'engine', milliseconds: 58, agreement: { difference: 0, sameTop: true } } as const

const stored = (key: string) => window.localStorage.getItem(storedNames(document.baseURI).setting(key))

async function openSettings(model?: ModelState, preferred?: string[]) {
  const page = renderApp(model, preferred)
  await page.user.click(screen.getByRole('button', { name: /Settings|설정|设置/ }))
  const panel = await screen.findByRole('dialog')
  return { ...page, panel }
}

const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name })
const exactFile = () => screen.getByRole<HTMLInputElement>('checkbox', { name: 'Use the exact file' })

describe('the settings', () => {
  it('change the appearance', async () => {
    const { user } = await openSettings()
    expect(document.documentElement.dataset.theme).toBe('system')
    await user.click(radio('Dark'))
    expect(document.documentElement.dataset.theme).toBe('dark')
    expect(stored('theme')).toBe('dark')
  })

  it('offer what can compute, automatic at first', async () => {
    await openSettings()
    const choices = screen.getByRole('group', { name: 'Computed by' })
    const names = [...choices.querySelectorAll('label')].map((label) => label.children[1]?.textContent)
    expect(names).toEqual(['Automatic', 'Own engine', 'WebGPU', 'WebAssembly'])
    expect(radio('Automatic').checked).toBe(true)
  })

  it('let another backend compute from now on, on the next visit too', async () => {
    const { classifier, user } = await openSettings()
    await user.click(radio('WebAssembly'))
    expect(classifier.choices).toEqual([{ backend: 'wasm' }])
    expect(radio('WebAssembly').checked).toBe(true)
    expect(stored('backend')).toBe('wasm')
  })

  it('answer the photo on show again', async () => {
    const { classifier, user } = await openSettings()
    bringFiles('drop', [photoFile()])
    await act(async () => classifier.last().resolve(fakeClassification()))
    await user.click(radio('WebGPU'))
    expect(classifier.requests).toHaveLength(2)
    await act(async () => classifier.last().resolve(fakeClassification({ backend: 'webgpu' })))
    expect(screen.getByText(/Computed on this device: WebGPU/)).toBeTruthy()
  })

  it('say what the exact file costs and buys, and fetch it only when it is asked for', async () => {
    const { classifier, user } = await openSettings()
    const id = exactFile().getAttribute('aria-describedby') ?? ''
    expect(document.getElementById(id)?.textContent).toBe(
      'Downloads 16.5 MB more, once, and runs on ONNX Runtime. Its best answer is PyTorch’s on 203 of 203 test photos; the small file’s on 198 of 200.',
    )
    expect(classifier.choices).toEqual([])
    await user.click(exactFile())
    expect(classifier.choices).toEqual([{ exact: true }])
    expect(stored('exact')).toBe('true')
    await user.click(exactFile())
    expect(classifier.choices.at(-1)).toEqual({ exact: false })
    expect(stored('exact')).toBe('false')
  })

  it('show the download that a choice brings about, and let it be paused', async () => {
    const { classifier, panel, user } = await openSettings()
    act(() => classifier.setState({ status: 'downloading', loaded: 1e6, total: 16e6 }))
    expect(panel.querySelector('[role=progressbar]')).toBeTruthy()
    await user.click(
      [...panel.querySelectorAll('button')].filter((b) => b.textContent === 'Pause')[0] ?? panel,
    )
    expect(classifier.downloads).toEqual(['pause'])
  })

  it('leave the engine, which can’t run the exact file, and bar it meanwhile', async () => {
    const { classifier, user } = await openSettings()
    await user.click(radio('Own engine'))
    await user.click(exactFile())
    expect(classifier.choices.at(-1)).toEqual({ exact: true, backend: 'auto' })
    expect(radio('Automatic').checked).toBe(true)
    expect(radio('Own engine').disabled).toBe(true)
    await user.click(exactFile())
    expect(radio('Own engine').disabled).toBe(false)
  })

  it('say the way out when the chosen backend does not run', async () => {
    const { classifier, user } = await openSettings()
    await user.click(radio('WebGPU'))
    act(() => classifier.setState({ status: 'failed', code: 'inference-failed', message: 'no adapter' }))
    expect(screen.getByText(/Choose Automatic to go on/)).toBeTruthy()
    await user.click(radio('Automatic'))
    expect(classifier.choices.at(-1)).toEqual({ backend: 'auto' })
    act(() => classifier.setState(ready))
    expect(screen.queryByText(/Choose Automatic/)).toBeNull()
  })

  it('say why a way to compute is not in use', async () => {
    const notes = [{ backend: 'webgpu' as const, reason: 'no graphics adapter' }]
    await openSettings({ status: 'ready', backend: 'engine', threads: 2, model: 'int8', classes: [], notes })
    expect(screen.getByText(/WebGPU is not in use here/).textContent).toContain('no graphics adapter')
  })

  it('state how right each way is, and the network itself', async () => {
    const { panel } = await openSettings()
    const rows = [...panel.querySelectorAll('tbody tr')].map(({ textContent }) => textContent)
    expect(rows.map((row) => row?.replace(/^\D+/, ''))).toEqual([
      '203 of 2030.02 points',
      '198 of 2000.44 points',
      '199 of 2000.87 points',
    ])
    expect(panel.textContent).toMatch(/best answer for 74\.4\s%, among its best five for 92\.0\s%/)
  })

  it('close and give the focus back', async () => {
    const { user } = await openSettings()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it.each(['en', 'ko', 'zh'])('have no findings of axe in %s, the measurement included', async (language) => {
    const page = await openSettings(undefined, [language])
    page.classifier.measurements = [engine, webgpu, { backend: 'wasm', obstacle: 'no memory' }]
    await page.user.click(page.panel.querySelector('.settings__measure') ?? page.panel)
    await waitFor(() => expect(page.panel.querySelectorAll('table')).toHaveLength(2))
    expect(await findings(page.panel)).toEqual([])
  })
})

describe('measuring', () => {
  const button = (name: string) => screen.getByRole('button', { name })

  async function openWith(change: Partial<FakeClassifier>, model = ready) {
    const page = renderApp(model)
    Object.assign(page.classifier, change)
    await page.user.click(screen.getByRole('button', { name: 'Settings' }))
    const panel = await screen.findByRole('dialog')
    return { ...page, panel }
  }

  it('says first what it will download, and what can’t run here; nothing is measured unasked', async () => {
    let measured = 0
    await openWith({
      measurables: [
        { backend: 'engine', downloadBytes: 0 },
        { backend: 'webgpu', downloadBytes: 27_000_000 },
        { backend: 'wasm', downloadBytes: 0, obstacle: 'not isolated' },
      ],
      measure: async () => {
        measured += 1
        return []
      },
    })
    await screen.findByText('WebGPU has to be downloaded for it, once: 27.0 MB.')
    expect(screen.getByText(/WebAssembly is not in use here/).textContent).toContain('not isolated')
    expect(measured).toBe(0)
  })

  it('shows time and agreement of each, and lets the fastest compute from now on', async () => {
    const page = await openWith({ measurements: [engine, webgpu] })
    await screen.findByText('Nothing has to be downloaded for it.')
    await page.user.click(button('Measure on this device'))
    await screen.findByText('The fastest here is WebGPU.')
    const rows = [...(page.panel.querySelector('tbody')?.rows ?? [])].map(({ textContent }) => textContent)
    expect(rows).toEqual(['Own engine58 ms0.00 points', 'WebGPU12 ms0.21 points'])
    await page.user.click(radio('WebAssembly'))
    await page.user.click(button('Compute by WebGPU'))
    expect(page.classifier.adopted).toEqual(['webgpu'])
    expect(page.classifier.choices.at(-1)).toEqual({ backend: 'auto' })
    expect(stored('backend')).toBe('auto')
    act(() => page.classifier.setState({ ...ready, backend: 'webgpu' }))
    expect(screen.getByText(/It computes from now on/)).toBeTruthy()
  })

  it('offers none that gives another answer, and none that is in use', async () => {
    const wrong = { ...webgpu, agreement: { difference: 0.4, sameTop: false } }
    const page = await openWith({ measurements: [engine, wrong] }, { ...ready, backend: 'engine' })
    await page.user.click(button('Measure on this device'))
    expect(await screen.findByText('Gives another answer')).toBeTruthy()
    expect(screen.getByText(/The fastest here is Own engine/).textContent).toContain('in use already')
    expect(screen.queryByRole('button', { name: /^Compute by/ })).toBeNull()
  })

  it('shows the download, and can be cancelled by the same button', async () => {
    let aborted: AbortSignal | undefined
    const page = await openWith({
      measure: ({ signal, onProgress } = {}) => {
        aborted = signal
        onProgress?.(3_000_000, 12_000_000)
        return new Promise(() => {})
      },
    })
    await page.user.click(button('Measure on this device'))
    const bar = await screen.findByRole('progressbar', { name: 'Downloading what is measured' })
    expect(bar.getAttribute('aria-valuenow')).toBe('25')
    await page.user.click(button('Cancel'))
    expect(aborted?.aborted).toBe(true)
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(document.activeElement).toBe(button('Measure on this device'))
  })

  it('ends with the panel', async () => {
    let aborted: AbortSignal | undefined
    const page = await openWith({
      measure: ({ signal } = {}) => {
        aborted = signal
        return new Promise(() => {})
      },
    })
    await page.user.click(button('Measure on this device'))
    await page.user.click(button('Close'))
    await waitFor(() => expect(aborted?.aborted).toBe(true))
  })

  it('says why it could not be done, and can be tried again', async () => {
    const page = await openWith({
      measure: async () => Promise.reject(new ClassifierError('network', 'gone')),
    })
    await page.user.click(button('Measure on this device'))
    expect((await screen.findByRole('alert')).textContent).toContain('gone')
    expect(button('Measure on this device')).toBeTruthy()
  })

  it('is offered in a quiet line below the answer where it may help, with its size', async () => {
    const page = renderApp({ ...ready, offer: { backend: 'webgpu', downloadBytes: 27_000_000 } })
    expect(screen.queryByText(/may be faster here/)).toBeNull()
    bringFiles('drop', [photoFile()])
    await act(async () => page.classifier.last().resolve(fakeClassification()))
    expect(screen.getByText(/WebGPU may be faster here. Finding out downloads 27\.0 MB/)).toBeTruthy()
    await page.user.click(button('Measure on this device'))
    expect(await screen.findByRole('dialog')).toBeTruthy()
  })
})

describe('the stated accuracy', () => {
  it.each([
    ['fp16', agreements.exact],
    ['int8, in float', agreements.small],
    ['int8, on the engine', agreements.engine],
  ])('is what the model’s notes say of %s', (variant, agreement) => {
    const row = readFileSync('model/README.md', 'utf8')
      .split('\n')
      .find((line) => line.startsWith(`| ${variant} |`))
    expect(row).toContain(`${agreement?.same} of ${agreement?.photos}`)
    expect(row).toContain(` ${agreement?.change} (`)
    if (variant === 'fp16')
      expect(row?.replaceAll(/(?<=\d) (?=\d{3})/g, '')).toContain(String(EXACT_DOWNLOAD))
  })
})
