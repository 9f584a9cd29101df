import { describe, expect, it, vi } from 'vitest'
import { browserInstaller } from './installer.ts'

function offer() {
  const prompt = vi.fn(async () => {})
  return { event: Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt }), prompt }
}

describe('browserInstaller', () => {
  it('has no offer before the browser makes one', () => {
    expect(browserInstaller(new EventTarget()).get()).toBe(false)
  })

  it('keeps the offer in place of the browser’s own bar, and tells', () => {
    const target = new EventTarget()
    const installer = browserInstaller(target)
    const listener = vi.fn()
    installer.subscribe(listener)
    const { event } = offer()
    target.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
    expect(installer.get()).toBe(true)
    expect(listener).toHaveBeenCalledOnce()
  })

  it('uses an offer once', async () => {
    const target = new EventTarget()
    const installer = browserInstaller(target)
    const { event, prompt } = offer()
    target.dispatchEvent(event)
    await installer.install()
    await installer.install()
    expect(prompt).toHaveBeenCalledOnce()
    expect(installer.get()).toBe(false)
  })

  it('drops the offer when the page has been installed by other ways', () => {
    const target = new EventTarget()
    const installer = browserInstaller(target)
    target.dispatchEvent(offer().event)
    target.dispatchEvent(new Event('appinstalled'))
    expect(installer.get()).toBe(false)
  })
})
