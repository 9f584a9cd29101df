import { describe, expect, it } from 'vitest'
import type { ModelState } from '../../classifier/index.ts'
import { ready } from '../../photos/test/fake-classifier.ts'
import { offlineStatus } from './offline-status.ts'
import type { SiteState } from './site.ts'

type Known = Pick<SiteState, 'offline' | 'shell' | 'erasure'>

const whole: Known = {
  offline: { status: 'ready', updateReady: false },
  shell: { stored: 3, expected: 3, bytes: 9 },
  erasure: { status: 'none' },
}

const notReady: ModelState[] = [
  { status: 'absent' },
  { status: 'downloading', loaded: 1, total: 2 },
  { status: 'paused', reason: 'person', loaded: 1, total: 2 },
  { status: 'starting' },
  { status: 'failed', code: 'network', message: '' },
]

describe('offlineStatus', () => {
  it('is ready with the whole shell and a model that is kept', () => {
    expect(offlineStatus(whole, ready)).toEqual({ status: 'ready' })
  })

  it.each(notReady)('waits for the model while it is $status', (model) => {
    expect(offlineStatus(whole, model)).toEqual({ status: 'model-awaited' })
  })

  it.each<[change: Partial<Known>, status: string]>([
    [{ offline: 'development' }, 'development'],
    [{ offline: { status: 'starting' } }, 'checking'],
    [{ shell: 'unknown' }, 'checking'],
    [{ shell: 'unserved' }, 'unserved'],
    [{ shell: { stored: 2, expected: 3, bytes: 6 } }, 'incomplete'],
    [{ offline: { status: 'unavailable', reason: 'blocked' } }, 'unavailable'],
    [{ erasure: { status: 'running' } }, 'erased'],
    [{ erasure: { status: 'done', remains: { unstopped: false, things: [] } } }, 'erased'],
    [{ erasure: { status: 'elsewhere' } }, 'erased'],
  ])('with %j is %s, whatever the model', (change, status) => {
    expect(offlineStatus({ ...whole, ...change }, ready).status).toBe(status)
  })

  it('says why the model is not kept', () => {
    const notKept: ModelState = {
      status: 'ready',
      backend: 'wasm',
      threads: 1,
      model: 'fp16',
      classes: [],
      notes: [],
      notKept: 'quota',
    }
    expect(offlineStatus(whole, notKept)).toEqual({
      status: 'not-kept',
      reason: 'quota',
    })
  })
})
