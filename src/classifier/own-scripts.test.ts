import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

/** A browser's Trusted Types: one policy of each name. */
function trustedTypes() {
  const names: string[] = []
  return {
    names,
    defaultPolicy: null as object | null,
    createPolicy(name: string, rules: { createScriptURL(url: string): string }) {
      if (names.includes(name)) throw new TypeError(`Policy with name "${name}" already exists.`)
      names.push(name)
      if (name === 'default') this.defaultPolicy = rules
      return { createScriptURL: (url: string) => `trusted ${rules.createScriptURL(url)}` }
    },
  }
}

/** The module as another script of the same thread gets it. */
async function evaluate() {
  vi.resetModules()
  return import('./own-scripts.ts')
}

beforeEach(() => vi.stubGlobal('location', new URL('https://example.org/site/')))
afterEach(() => vi.unstubAllGlobals())

describe('where the browser has Trusted Types', () => {
  test('own scripts are trusted, others refused', async () => {
    vi.stubGlobal('trustedTypes', trustedTypes())
    const { ownScript } = await evaluate()
    expect(ownScript('worker.js')).toBe('trusted worker.js')
    expect(() => ownScript('https://example.com/worker.js')).toThrow('refused to run a script of')
  })

  test('a module that is evaluated twice works twice', async () => {
    const types = trustedTypes()
    vi.stubGlobal('trustedTypes', types)
    for (let time = 0; time < 2; time++) {
      const { ownScript, trustOwnScripts } = await evaluate()
      trustOwnScripts()
      trustOwnScripts()
      expect(ownScript('worker.js')).toContain('worker.js')
      expect(() => ownScript('https://example.com/worker.js')).toThrow()
    }
    expect(types.names).toEqual(['own-scripts', 'default'])
  })
})

test('elsewhere own scripts are what they are, and others refused all the same', async () => {
  const { ownScript, trustOwnScripts } = await evaluate()
  trustOwnScripts()
  expect(ownScript(new URL('https://example.org/worker.js'))).toBe('https://example.org/worker.js')
  expect(() => ownScript('https://example.com/worker.js')).toThrow(TypeError)
})
