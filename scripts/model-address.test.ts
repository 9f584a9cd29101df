import { describe, expect, it } from 'vitest'
import { shellVersion, versionName } from '../src/offline/version.ts'
import { pageWithModel, readShell, serviceWorkerWithModel, writeShell } from './model-address.ts'

const A = 'model/manifest-aaaaaaaaaaaaaaaa.json'
const B = 'model/manifest-bbbbbbbbbbbbbbbb.json'
const page =
  '<!doctype html>\n<html>\n  <head>\n    <title>Page</title>\n  </head>\n  <body></body>\n</html>\n'

describe('the page', () => {
  it('names the manifest, and only the last one', () => {
    const html = pageWithModel(pageWithModel(page, A), B)
    expect(html).toContain(`<link id="model-manifest" rel="model" href="./${B}">\n  </head>`)
    expect(html).not.toContain(A)
  })

  it('is as before without a model', () => {
    expect(pageWithModel(page, undefined)).toBe(page)
    expect(pageWithModel(pageWithModel(page, A), undefined)).toBe(page)
  })
})

describe('the service worker', () => {
  const shell = { build: '1a2b', files: [{ url: 'index.html', revision: '1' }, { url: A }], later: [] }
  const script = writeShell('code()', shell)

  it('begins with its list', () => {
    expect(readShell(script)).toEqual(shell)
    expect(script).toMatch(/\ncode\(\)$/)
    expect(() => readShell('code()')).toThrow('no list')
  })

  it('is of another version with another model, and of none without', () => {
    const other = serviceWorkerWithModel(script, B)
    expect(readShell(other).files).toEqual([{ url: 'index.html', revision: '1' }, { url: B }])
    expect(other).toMatch(/\ncode\(\)$/)
    const without = serviceWorkerWithModel(script, undefined)
    expect(readShell(without).files).toEqual([{ url: 'index.html', revision: '1' }])
    const versions = [script, other, without].map((text) => shellVersion(readShell(text)))
    expect(versions).toEqual([versionName('1a2b', `./${A}`), versionName('1a2b', B), '1a2b-none'])
    expect(new Set(versions).size).toBe(3)
  })
})
