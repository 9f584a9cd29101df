import { describe, expect, it } from 'vitest'
import type { LoggedRequest } from '../../offline/messages.ts'
import { listRequests, sumRequests } from './request-list.ts'

const page = { origin: 'https://here.example', timeOrigin: 1_000_000 }

function logged(time: number, url: string, change: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    time: page.timeOrigin + time,
    method: 'GET',
    url,
    bytes: 10,
    status: 200,
    from: 'cache',
    ...change,
  }
}

const none = new Map<string, number>()

describe('listRequests', () => {
  it('puts the requests in the order of their time', () => {
    const list = listRequests([logged(20, '/b'), logged(10, '/a')], [], none, page)
    expect(list.map(({ url, time }) => [url, time])).toEqual([
      ['/a', 10],
      ['/b', 20],
    ])
  })

  it('leaves out what was requested before the page opened', () => {
    expect(listRequests([logged(-60_000, '/earlier')], [], none, page)).toEqual([])
  })

  it('lists what both saw once, with the bytes that only the browser knows', () => {
    const timeline = [{ time: 5, url: 'https://here.example/a?x', bytes: 77 }]
    expect(listRequests([logged(10, '/a?x', { bytes: undefined })], timeline, none, page)).toEqual([
      { time: 10, method: 'GET', url: '/a?x', bytes: 77, from: 'cache' },
    ])
  })

  it('lists what only the browser saw, without a method', () => {
    const timeline = [{ time: 5, url: 'https://here.example/early.js', bytes: 77 }]
    expect(listRequests([], timeline, none, page)).toEqual([
      { time: 5, method: undefined, url: '/early.js', bytes: 77, from: 'browser' },
    ])
  })

  it('marks what the policy refused, whether the timeline has it or not', () => {
    const elsewhere = 'https://example.com/?fetch'
    const timeline = [{ time: 5, url: elsewhere, bytes: 0 }]
    const refused = new Map([
      [elsewhere, 5],
      ['wss://example.com/', 4],
    ])
    const list = listRequests([], timeline, refused, page)
    expect(list.map(({ url, from }) => [url, from])).toEqual([
      ['wss://example.com/', 'refused'],
      [elsewhere, 'refused'],
    ])
  })
})

describe('sumRequests', () => {
  it('counts by who answered', () => {
    const log = [
      logged(1, '/a'),
      logged(2, '/predict', { method: 'POST', from: 'page' }),
      logged(3, '/model', { from: 'network' }),
      logged(4, 'https://example.com/', { from: 'refused' }),
    ]
    const timeline = [{ time: 5, url: 'https://here.example/early.js', bytes: 77 }]
    expect(sumRequests(listRequests(log, timeline, none, page))).toEqual({
      device: 2,
      network: 1,
      refused: 1,
      unknown: 1,
      uploads: 0,
    })
  })

  it('counts what could have carried a photo away', () => {
    const row = { time: 0, method: 'POST', url: '/', bytes: 0, from: 'network' } as const
    expect(sumRequests([row, { ...row, method: 'GET' }, { ...row, from: 'page' }]).uploads).toBe(1)
  })
})
