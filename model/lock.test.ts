import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from './lock.ts'

let folder: string
let lock: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
  lock = join(folder, 'new', '.lock')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('withLock', () => {
  it('runs one task after the other', async () => {
    const events: string[] = []
    const task = (name: string) => async () => {
      events.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      events.push(`${name} ends`)
    }
    const waits: number[] = []
    await Promise.all([withLock(lock, task('a')), withLock(lock, task('b'), (pid) => waits.push(pid))])
    const [first = '', second = ''] = events[0]?.startsWith('a') ? 'ab' : 'ba'
    expect(events).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`])
    expect(existsSync(lock)).toBe(false)
  })

  it('gives the lock back when the task fails', async () => {
    const failing = withLock(lock, () => Promise.reject(new Error('disk full')))
    await expect(failing).rejects.toThrow('disk full')
    expect(await withLock(lock, async () => 'done')).toBe('done')
  })

  // Linux' largest process id is 2^22; this one can't be alive.
  it.each(['99999999\n', '', 'no number'])('takes over a dead lock that holds %j', async (content) => {
    await withLock(lock, async () => undefined)
    await writeFile(lock, content)
    expect(await withLock(lock, async () => 'done')).toBe('done')
  })
})
