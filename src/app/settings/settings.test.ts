import { describe, expect, it } from 'vitest'
import { storedNames } from '../../storage/names.ts'
import { createSettings } from './settings.ts'

const names = storedNames('https://example.org/site/')

function memory(content: Record<string, string> = {}): Storage {
  const items = new Map(Object.entries(content))
  return {
    get length() {
      return items.size
    },
    clear: () => items.clear(),
    getItem: (key) => items.get(key) ?? null,
    key: (index) => [...items.keys()][index] ?? null,
    removeItem: (key) => items.delete(key),
    setItem: (key, value) => items.set(key, value),
  }
}

function refuse(): never {
  throw new DOMException('no', 'SecurityError')
}

describe('settings', () => {
  it.each([
    [['ko-KR', 'en'], 'ko'],
    [['zh-TW'], 'zh'],
    [['fr-FR', 'zh-CN', 'en'], 'zh'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('start in the first language of %j that the page speaks', (preferred, language) =>
    expect(createSettings(memory(), names, preferred).getState().language).toBe(language),
  )

  it('are there again on the next visit', () => {
    const storage = memory()
    const choices = { theme: 'dark', language: 'ko', backend: 'wasm', exact: true } as const
    createSettings(storage, names, ['en']).change(choices)
    expect(createSettings(storage, names, ['en']).getState()).toEqual(choices)
    createSettings(storage, names, ['en']).change({ exact: false })
    expect(createSettings(storage, names, ['en']).getState().exact).toBe(false)
  })

  it('follow the browser again where what is stored makes no sense', () => {
    const storage = memory({
      [names.setting('theme')]: 'plaid',
      [names.setting('language')]: 'tlh',
      [names.setting('backend')]: 'abacus',
      [names.setting('exact')]: 'very',
    })
    expect(createSettings(storage, names, ['zh']).getState()).toEqual({
      theme: 'system',
      language: 'zh',
      backend: 'auto',
      exact: false,
    })
  })

  it.each([
    ['no storage', null],
    ['storage that refuses', { ...memory(), getItem: refuse, setItem: refuse }],
  ])('hold for the visit with %s', (_, storage) => {
    const settings = createSettings(storage, names, ['en'])
    settings.change({ theme: 'light' })
    expect(settings.getState()).toMatchObject({ theme: 'light', language: 'en' })
  })
})
