import type { Locks } from '../storing.ts'

interface Waiting {
  name: string
  mode: LockMode
  grant: () => void
}

/** Web Locks as the standard has them: first come, first served; shared ones go together. */
export function fakeLocks() {
  const held: { name: string; mode: LockMode }[] = []
  const queue: Waiting[] = []

  const compatible = (name: string, mode: LockMode) =>
    held.every((lock) => lock.name !== name || (lock.mode === 'shared' && mode === 'shared'))

  function grantable(asked: Waiting): boolean {
    const at = queue.indexOf(asked)
    const before = at < 0 ? queue : queue.slice(0, at)
    return compatible(asked.name, asked.mode) && before.every(({ name }) => name !== asked.name)
  }

  function grantNext(): void {
    for (const waiting of [...queue]) {
      if (!grantable(waiting)) continue
      queue.splice(queue.indexOf(waiting), 1)
      held.push(waiting)
      waiting.grant()
    }
  }

  const locks: Locks = {
    async request(name, { mode = 'exclusive', ifAvailable, signal }, work) {
      signal?.throwIfAborted()
      if (ifAvailable && !grantable({ name, mode, grant: () => {} })) return work(null)
      const asked = { name, mode, grant: () => {} }
      await new Promise<void>((resolve, reject) => {
        asked.grant = resolve
        queue.push(asked)
        signal?.addEventListener('abort', () => {
          if (!queue.includes(asked)) return
          queue.splice(queue.indexOf(asked), 1)
          reject(signal.reason)
          grantNext()
        })
        grantNext()
      })
      try {
        return await work(asked)
      } finally {
        held.splice(held.indexOf(asked), 1)
        grantNext()
      }
    },
    query: async () => ({ held: [...held] }),
  }
  return { locks, held: () => held.map(({ name }) => name) }
}
