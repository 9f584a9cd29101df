import type { ObjectUrls } from '../store.ts'

export interface FakeObjectUrls extends ObjectUrls {
  /** Those that are made and not revoked. */
  alive: Set<string>
}

/** Object URLs where there are none, as in jsdom. Revoking one twice throws. */
export function fakeObjectUrls(): FakeObjectUrls {
  const alive = new Set<string>()
  let made = 0
  return {
    alive,
    createObjectURL() {
      made += 1
      const url = `blob:fake/${made}`
      alive.add(url)
      return url
    },
    revokeObjectURL(url) {
      if (!alive.delete(url)) throw new Error(`${url} is not alive`)
    },
  }
}
