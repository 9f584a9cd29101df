import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSharedPhoto, WAIT_LIMIT } from './shared-photo.ts'

const PAGE = 'https://example.org/site/?shared'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function share(body: BodyInit) {
  return new Request('https://example.org/site/share', { method: 'POST', body })
}

function form(name: string, field = 'photo'): FormData {
  const data = new FormData()
  data.append(field, new File(['pixels'], name))
  return data
}

/** A service worker that remembers whether it is kept alive. */
function worker() {
  let kept = 0
  return {
    shared: createSharedPhoto(PAGE),
    extend: (work: Promise<unknown>) => {
      kept++
      void work.then(() => kept--)
    },
    kept: () => kept,
  }
}

test('the photo waits for the page, is given once, and keeps the service worker until then', async () => {
  const { shared, extend, kept } = worker()
  const response = await shared.receive(share(form('cat.jpg')), extend)
  expect([response.status, response.headers.get('Location')]).toEqual([303, PAGE])
  expect(kept()).toBe(1)
  expect(shared.take()[0]?.name).toBe('cat.jpg')
  await vi.advanceTimersByTimeAsync(0)
  expect(kept()).toBe(0)
  expect(shared.take()).toEqual([])
})

test('a page that never asks lets it go', async () => {
  const { shared, extend, kept } = worker()
  await shared.receive(share(form('cat.jpg')), extend)
  await vi.advanceTimersByTimeAsync(WAIT_LIMIT - 1)
  expect(kept()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(kept()).toBe(0)
  expect(shared.take()).toEqual([])
})

test('of two the last waits, for as long as any', async () => {
  const { shared, extend, kept } = worker()
  await shared.receive(share(form('cat.jpg')), extend)
  await vi.advanceTimersByTimeAsync(WAIT_LIMIT / 2)
  await shared.receive(share(form('dog.jpg')), extend)
  await vi.advanceTimersByTimeAsync(WAIT_LIMIT / 2)
  expect(kept()).toBe(1)
  expect(shared.take()[0]?.name).toBe('dog.jpg')
})

test.each<[string, BodyInit]>([
  ['no form', 'text'],
  ['a form without a photo', form('cat.jpg', 'other')],
])('%s leads to the page, which gets nothing', async (_, body) => {
  const { shared, extend, kept } = worker()
  expect((await shared.receive(share(body), extend)).status).toBe(303)
  expect([kept(), shared.take()]).toEqual([0, []])
})

test('several photos wait together; what is no file is left out', async () => {
  const { shared, extend } = worker()
  const data = form('cat.jpg')
  data.append('photo', new File(['pixels'], 'dog.jpg'))
  data.append('photo', 'a text')
  await shared.receive(share(data), extend)
  expect(shared.take().map(({ name }) => name)).toEqual(['cat.jpg', 'dog.jpg'])
})
