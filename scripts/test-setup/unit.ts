/** Before each file of the unit tests. The files of a worker share its modules and globals: what one leaves, it takes away. */
import { afterAll, afterEach, vi } from 'vitest'

// each file starts with modules of its own; those of packages stay
vi.resetModules()

afterEach(async () => {
  if (typeof document === 'undefined' || !document.body) return
  // does so by itself in the file that loads it first, and only there
  const { cleanup } = await import('@testing-library/react')
  cleanup()
})

afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  if (typeof localStorage !== 'undefined') localStorage.clear()
})
