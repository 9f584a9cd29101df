// @vitest-environment jsdom
import { act, screen, within } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ModelState } from '../../classifier/index.ts'
import { CONTENT_SECURITY_POLICY } from '../../offline/policy.ts'
import type { OfflineState } from '../../offline/start.ts'
import { fakeClassification, ready } from '../../photos/test/fake-classifier.ts'
import { findings } from '../test/axe.ts'
import { type FakeBrowser, refusedTest, served } from '../test/fake-site.ts'
import { bringFiles, leaveApp, photoFile, renderApp } from '../test/render-app.tsx'
import { en } from './words/en.ts'
import { ko } from './words/ko.ts'

afterEach(leaveApp)

const updateReady: OfflineState = { status: 'ready', updateReady: true }
const unavailable: OfflineState = { status: 'unavailable', reason: 'unsupported' }

async function renderSite(browser: Partial<FakeBrowser> = {}, model: ModelState = ready, language = 'en') {
  const page = renderApp(model, [language], browser)
  await act(() => page.site.refresh())
  return page
}

async function openPanel(browser: Partial<FakeBrowser> = {}, model?: ModelState, language?: string) {
  const page = await renderSite(browser, model, language)
  const [button] = page.container.querySelectorAll<HTMLButtonElement>('[aria-haspopup=dialog]')
  if (!button) throw new Error('no way to the panel')
  await page.user.click(button)
  const dialog = await screen.findByRole('dialog')
  await act(() => page.site.refresh())
  return { ...page, panel: within(dialog), dialog, button }
}

const footer = () => within(screen.getByRole('contentinfo'))

describe('the offline line', () => {
  it('says that the page is ready when the shell is whole and the model kept', async () => {
    await renderSite()
    expect(footer().getByText('Ready to work offline')).toBeTruthy()
  })

  it('says nothing before anything is known', () => {
    renderApp()
    expect(footer().queryByText(/offline/)).toBeNull()
  })

  it.each<[Partial<FakeBrowser>, ModelState, string]>([
    [{}, { status: 'starting' }, 'Works offline once the model is loaded'],
    [
      { shell: { stored: 19, expected: 20, bytes: 1 } },
      ready,
      'Not available offline yet: 19 of 20 files are stored',
    ],
    [{ shell: undefined }, ready, 'Works offline after the page is reloaded'],
    [{ offline: unavailable }, ready, 'Not available offline in this window'],
    [{ offline: 'development' }, ready, 'Development server: not available offline'],
  ])('tells what is missing, with %j', async (browser, model, text) => {
    await renderSite(browser, model)
    expect(footer().getByText(text)).toBeTruthy()
    expect(footer().queryByText('Ready to work offline')).toBeNull()
  })

  it('is not ready when the model is not kept, and the panel says why', async () => {
    const notKept: ModelState = {
      status: 'ready',
      backend: 'wasm',
      threads: 1,
      model: 'fp16',
      classes: [],
      notes: [],
      notKept: 'QuotaExceeded',
    }
    const { panel } = await openPanel({}, notKept)
    expect(footer().getByText('Not available offline: the model can’t be kept here')).toBeTruthy()
    expect(panel.getByText('QuotaExceeded')).toBeTruthy()
  })
})

describe('a newer version', () => {
  it('is offered, and used when a person wants it', async () => {
    const { user, browser, setOffline } = await renderSite()
    expect(screen.queryByText('Update available')).toBeNull()
    act(() => setOffline(updateReady))
    expect(screen.getByText('Update available')).toBeTruthy()
    expect(browser.happened).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Update' }))
    expect(browser.happened).toEqual(['update'])
    expect(screen.getByText('Updating…')).toBeTruthy()
    expect(screen.queryByText('Updates as soon as your photo is done')).toBeNull()
  })

  it('waits until the photo at hand is done', async () => {
    const { user, browser, classifier } = await renderSite({ offline: updateReady })
    bringFiles('drop', [photoFile()])
    await user.click(screen.getByRole('button', { name: 'Update' }))
    expect(screen.getByText('Updates as soon as your photo is done')).toBeTruthy()
    expect(browser.happened).toEqual([])
    await act(async () => classifier.last().resolve(fakeClassification()))
    expect(browser.happened).toEqual(['update'])
  })
})

describe('installing', () => {
  it('is offered where the browser offers it, once', async () => {
    const { user, browser, offerInstall } = await renderSite()
    expect(screen.queryByRole('button', { name: 'Install' })).toBeNull()
    act(() => offerInstall())
    await user.click(screen.getByRole('button', { name: 'Install' }))
    expect(browser.happened).toEqual(['install'])
    expect(screen.queryByRole('button', { name: 'Install' })).toBeNull()
  })
})

describe('the privacy panel', () => {
  it('opens and closes', async () => {
    const { user, panel } = await openPanel()
    await user.click(panel.getByRole('button', { name: 'Close' }))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('shows the policy as it is sent', async () => {
    const { dialog } = await openPanel()
    const shown = dialog.querySelector('pre')?.textContent?.replaceAll(/;\s+/g, '; ')
    expect(shown).toContain(`Content-Security-Policy: ${CONTENT_SECURITY_POLICY}`)
  })

  it('promises only what the page’s own element can, where there is no service worker', async () => {
    const { panel } = await openPanel({ offline: unavailable })
    expect(panel.getByText(en.refused.inherited)).toBeTruthy()
    expect(panel.queryByText(en.refused.frames)).toBeNull()
    expect(panel.getByText(en.requests.uncounted)).toBeTruthy()
    expect(panel.getByText(en.stored.unavailable.unsupported, { exact: false })).toBeTruthy()
    expect(panel.getByText(en.developers.unserved)).toBeTruthy()
  })

  it('says what a policy does not cover, and three steps to check', async () => {
    const { panel } = await openPanel()
    for (const text of [...en.limits.items, ...en.check.steps]) expect(panel.getByText(text)).toBeTruthy()
    expect(en.check.steps).toHaveLength(3)
  })

  it('leads to the licences of what is shipped, in another tab', async () => {
    const { panel } = await openPanel()
    const link = panel.getByRole('link', { name: en.licences })
    expect(link.getAttribute('href')).toBe('licences.txt')
    expect(link.getAttribute('target')).toBe('_blank')
  })

  it('has no licences to show on the development server, which builds none', async () => {
    const { panel } = await openPanel({ offline: 'development' })
    expect(panel.queryByRole('link', { name: en.licences })).toBeNull()
  })

  it('speaks the page’s language', async () => {
    const { panel } = await openPanel({}, ready, 'ko')
    expect(panel.getByRole('heading', { name: ko.title })).toBeTruthy()
  })
})

describe('the self-test', () => {
  const run = async (browser: Partial<FakeBrowser>) => {
    const page = await openPanel(browser)
    await page.user.click(page.panel.getByRole('button', { name: en.selfTest.run }))
    return page
  }
  const withResult = (result: 'sent' | 'unclear') => ({
    selfTest: async () => ({ ...refusedTest, worker: [{ name: 'fetch', result }] }),
  })

  it('shows each way for page and worker, and that all were refused', async () => {
    const { panel } = await run({})
    expect(await panel.findByText(en.selfTest.allRefused)).toBeTruthy()
    const rows = panel.getByRole('row', { name: /fetch/ })
    expect(within(rows).getAllByText('Refused')).toHaveLength(2)
    expect(panel.getByRole('row', { name: /WebTransport/ }).textContent).toContain('Not there')
  })

  it('does not take flight mode for a proof', async () => {
    const { panel } = await run(withResult('unclear'))
    expect(await panel.findByText(en.selfTest.unclear('1'))).toBeTruthy()
    expect(panel.queryByText(en.selfTest.allRefused)).toBeNull()
  })

  it('warns when something got through', async () => {
    const { panel } = await run(withResult('sent'))
    expect(await panel.findByText(en.selfTest.sent)).toBeTruthy()
  })

  it('says why it could not run', async () => {
    const { panel } = await run({ selfTest: () => Promise.reject(new Error('no worker')) })
    expect(await panel.findByText('no worker')).toBeTruthy()
  })

  it('is not offered on the development server, which has no policy', async () => {
    const { panel } = await openPanel({ offline: 'development' })
    expect(panel.queryByRole('button', { name: en.selfTest.run })).toBeNull()
    expect(panel.getAllByText(en.refused.none).length).toBeGreaterThan(0)
  })
})

describe('the list of requests', () => {
  it('shows method, path, bytes and who answered, and what was sent', async () => {
    const { panel } = await openPanel({
      log: [
        {
          time: performance.timeOrigin + 5,
          method: 'POST',
          url: '/site/predict',
          bytes: 1234,
          status: 200,
          from: 'page',
        },
      ],
    })
    const row = panel.getByRole('row', { name: /site.predict/ })
    expect(
      within(row)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['POST', '/site/predict', '1,234', 'This page'])
    expect(panel.getByText(en.requests.photo).parentElement?.textContent).toMatch(/0$/)
  })

  it('remembers what the service worker has forgotten', async () => {
    const request = { method: 'GET', bytes: 1, status: 200, from: 'network' } as const
    const time = performance.timeOrigin + 5
    const { panel, browser, user } = await openPanel({ log: [{ ...request, time, url: '/first' }] })
    browser.log = [{ ...request, time: time + 1, url: '/second' }]
    await user.click(panel.getByRole('button', { name: en.requests.refresh }))
    expect(await panel.findByText('/second')).toBeTruthy()
    expect(panel.getByText('/first')).toBeTruthy()
  })
})

describe('deleting', () => {
  it('asks first, and keeps everything when a person keeps it', async () => {
    const { panel, user, browser } = await openPanel()
    await user.click(panel.getByRole('button', { name: en.stored.erase }))
    expect(document.activeElement).toBe(panel.getByRole('group', { name: en.stored.confirm }))
    await user.click(panel.getByRole('button', { name: en.stored.no }))
    expect(browser.happened).toEqual([])
    expect(document.activeElement).toBe(panel.getByRole('button', { name: en.stored.erase }))
  })

  it('deletes, says so, and writes nothing after', async () => {
    const { panel, user, browser } = await openPanel()
    const write = vi.spyOn(Storage.prototype, 'setItem')
    await user.click(panel.getByRole('button', { name: en.stored.erase }))
    await user.click(panel.getByRole('button', { name: en.stored.yes }))
    expect(await panel.findByText(en.stored.erased)).toBeTruthy()
    expect(browser.happened).toEqual(['erase'])
    expect(footer().getByText('Everything stored has been deleted')).toBeTruthy()
    expect(write).not.toHaveBeenCalled()
  })

  it('says what could not be deleted', async () => {
    const { panel, user } = await openPanel({ failures: ['SecurityError'] })
    await user.click(panel.getByRole('button', { name: en.stored.erase }))
    await user.click(panel.getByRole('button', { name: en.stored.yes }))
    expect(await panel.findByText('SecurityError')).toBeTruthy()
    expect(panel.queryByText(en.stored.erased)).toBeNull()
  })

  it('says that another tab has not stopped, and deletes once more when a person has closed it', async () => {
    const { panel, user, browser } = await openPanel({ unstopped: true })
    await user.click(panel.getByRole('button', { name: en.stored.erase }))
    await user.click(panel.getByRole('button', { name: en.stored.yes }))
    expect(await panel.findByText(en.stored.unstopped)).toBeTruthy()
    expect(panel.queryByText(en.stored.erased)).toBeNull()
    browser.unstopped = false
    await user.click(panel.getByRole('button', { name: en.stored.eraseAgain }))
    expect(await panel.findByText(en.stored.erased)).toBeTruthy()
    expect(browser.happened).toEqual(['erase', 'erase'])
  })

  it('in another tab is said here too', async () => {
    const { panel, eraseElsewhere } = await openPanel()
    act(() => eraseElsewhere())
    expect(panel.getByText(en.stored.erasedElsewhere)).toBeTruthy()
    expect(footer().getByText('Everything stored has been deleted')).toBeTruthy()
  })

  it.each([
    [true, en.stored.persistent],
    [false, en.stored.transient],
    [undefined, en.stored.unknown],
  ])('says how long things are kept, with %s', async (persistent, text) => {
    const { panel } = await openPanel({ storage: { used: 31_000_000, persistent } })
    expect(panel.getByText(text)).toBeTruthy()
    expect(panel.getByText('31.0 MB')).toBeTruthy()
  })
})

describe('axe finds nothing in the panel', () => {
  it.each<[Partial<FakeBrowser>]>([
    [{ offline: served }],
    [{ offline: unavailable }],
    [{ offline: 'development' }],
    [{ offline: updateReady }],
  ])('with %j', async (browser) => {
    await openPanel(browser)
    expect(await findings(screen.getByRole('dialog'))).toEqual([])
  })

  it('with the self-test’s result and the question before deleting', async () => {
    const { panel, user } = await openPanel()
    await user.click(panel.getByRole('button', { name: en.selfTest.run }))
    await panel.findByText(en.selfTest.allRefused)
    await user.click(panel.getByRole('button', { name: en.stored.erase }))
    expect(await findings(screen.getByRole('dialog'))).toEqual([])
  })
})
