import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { askPage, LOOK_INTERVAL, PAGE_LIMIT, type PageClient } from './ask-page.ts'
import type { PredictAnswer, PredictRequest } from './messages.ts'

const QUESTION: PredictRequest = { type: 'predict', file: new Blob(['photo']), top: 1 }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A port that delivers at once: Node's own needs real time. */
class FakeChannel {
  port1: { onmessage?: (event: { data: unknown }) => void; close: () => void } = { close: () => {} }
  port2 = { postMessage: (data: unknown) => this.port1.onmessage?.({ data }) }
}

beforeEach(() => void vi.stubGlobal('MessageChannel', FakeChannel))
afterEach(() => vi.unstubAllGlobals())

const says = (body: string): PredictAnswer => ({ ok: true, body })

/** @param say what the page answers; nothing for a silent one */
function browser(...pages: { id: string; say?: PredictAnswer }[]) {
  const asked: string[] = []
  const open = new Set(pages.map(({ id }) => id))
  const clients = pages.map(
    ({ id, say }): PageClient => ({
      id,
      postMessage(_, [port]) {
        asked.push(id)
        if (say && port) (port as MessagePort).postMessage(say)
      },
    }),
  )
  return {
    asked,
    close: (id: string) => open.delete(id),
    pages: { matchAll: async () => clients, get: async (id: string) => (open.has(id) ? {} : undefined) },
  }
}

describe('a question', () => {
  test('goes to the page whose script wants to know, and to no other', async () => {
    const { pages, asked } = browser({ id: 'a', say: says('A') }, { id: 'b', say: says('B') })
    expect(await askPage(pages, 'b', QUESTION)).toEqual(says('B'))
    expect(asked).toEqual(['b'])
  })

  test('of somebody else goes to any page', async () => {
    const { pages, asked } = browser({ id: 'a', say: says('A') }, { id: 'b', say: says('B') })
    expect(await askPage(pages, '', QUESTION)).toEqual(says('A'))
    expect(asked).toEqual(['a'])
  })

  test('has no answer without a page', async () => {
    expect(await askPage(browser().pages, '', QUESTION)).toBeUndefined()
  })

  test('has none when the page is silent, after a while, and bothers no other', async () => {
    const { pages, asked } = browser({ id: 'a' }, { id: 'b', say: says('B') })
    const answer = askPage(pages, 'a', QUESTION)
    let ended = false
    void answer.then(() => {
      ended = true
    })
    await vi.advanceTimersByTimeAsync(PAGE_LIMIT - 1)
    expect(ended).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await answer).toBeUndefined()
    expect(asked).toEqual(['a'])
  })

  test('goes to the next page when the first is closed before it has answered', async () => {
    const { pages, asked, close } = browser({ id: 'a' }, { id: 'b', say: says('B') })
    const answer = askPage(pages, 'a', QUESTION)
    await vi.advanceTimersByTimeAsync(LOOK_INTERVAL)
    expect(asked).toEqual(['a'])
    close('a')
    await vi.advanceTimersByTimeAsync(LOOK_INTERVAL)
    expect(await answer).toEqual(says('B'))
    expect(asked).toEqual(['a', 'b'])
  })

  test('leaves no timer behind', async () => {
    const { pages } = browser({ id: 'a', say: says('A') })
    await askPage(pages, 'a', QUESTION)
    expect(vi.getTimerCount()).toBe(0)
  })
})
