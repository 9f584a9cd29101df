import { act, cleanup, configure, render, screen, waitFor } from '@testing-library/react'
import { PointerEventsCheckLevel, userEvent } from '@testing-library/user-event'
import { expect, vi } from 'vitest'
import { type Classification, loadHierarchy, type ModelState } from '../../classifier/index.ts'
import { createModel } from '../../photos/model.ts'
import { createPhotos } from '../../photos/store.ts'
import { createFakeClassifier, fakeClassification } from '../../photos/test/fake-classifier.ts'
import { fakeObjectUrls } from '../../photos/test/object-urls.ts'
import { storedNames } from '../../storage/names.ts'
import { App } from '../App.tsx'
import { createSettings } from '../settings/settings.ts'
import { bringFiles, photoFile } from './events.ts'
import { createFakeSite, type FakeBrowser } from './fake-site.ts'

export { accept, announced, bringFiles, drag, photoFile } from './events.ts'

// Views come in chunks of their own, and the first one waits for their compiler.
configure({ asyncUtilTimeout: 10_000, defaultHidden: true })

/** The page with a fake classifier, and all that a test needs to drive it. Call `leaveApp` after each test. */
export function renderApp(
  model?: ModelState,
  preferred: string[] = ['en'],
  browser: Partial<FakeBrowser> = {},
) {
  const fake = createFakeSite(browser)
  fakeModalDialogs()
  window.scrollTo = () => {} // jsdom lays nothing out
  // jsdom has no canvas: a context that remembers what was drawn.
  const drawImage = vi.fn()
  const putImageData = vi.fn()
  const context = {
    clearRect: vi.fn(),
    createImageData: (width: number, height: number) => ({ data: new Uint8ClampedArray(width * height * 4) }),
    drawImage,
    fillRect: vi.fn(),
    fillText: vi.fn(),
    measureText: (text: string) => ({ width: text.length }),
    putImageData,
  }
  Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
    configurable: true,
    value: () => context,
  })
  const decodePhoto = vi.fn(async () => ({ close() {} }))
  Object.assign(globalThis, { createImageBitmap: decodePhoto })
  const user = userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never })
  const classifier = createFakeClassifier(model)
  const photos = createPhotos(classifier, fakeObjectUrls())
  const modelStore = createModel(classifier, loadHierarchy)
  const settings = createSettings(window.localStorage, storedNames(document.baseURI), preferred)
  const { container } = render(
    <App stores={{ classifier, photos, model: modelStore, settings, site: fake.site }} />,
  )
  const input = () => {
    const element = container.querySelector('input[type=file]')
    if (!(element instanceof HTMLInputElement)) throw new Error('no file input')
    return element
  }
  return {
    classifier,
    container,
    decodePhoto,
    drawImage,
    input,
    modelStore,
    photos,
    putImageData,
    user,
    ...fake,
  }
}

/** The page with an answer, and below it the view whose tab has that name. */
export async function openView(
  name: string,
  classification: Classification = fakeClassification(),
  preferred: string[] = ['en'],
  model?: ModelState,
) {
  const page = renderApp(model, preferred)
  bringFiles('drop', [photoFile()])
  await act(async () => page.classifier.last().resolve(classification))
  await page.user.click(await screen.findByRole('tab', { name }))
  const panel = await screen.findByRole('tabpanel')
  await waitFor(() => expect(panel.childElementCount).toBeGreaterThan(0)) // the view's chunk is there
  return { ...page, panel }
}

export function leaveApp() {
  cleanup()
  vi.restoreAllMocks()
  window.localStorage.clear()
}

/** jsdom has dialogs but can't open them above the page. */
function fakeModalDialogs() {
  Object.assign(HTMLDialogElement.prototype, {
    showModal(this: HTMLDialogElement) {
      this.open = true
    },
    close(this: HTMLDialogElement) {
      this.open = false
      this.dispatchEvent(new Event('close'))
    },
  })
}
