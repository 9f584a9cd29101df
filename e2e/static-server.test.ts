import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contentType, type StaticServer, serveStatic, startCatchAll } from './static-server.ts'

let root: string
let model: string
let server: StaticServer

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'site-'))
  model = await mkdtemp(join(tmpdir(), 'model-'))
  await writeFile(join(root, 'index.html'), '<!doctype html>')
  await writeFile(join(root, 'data.bin'), Uint8Array.of(1, 2, 3, 4, 5))
  await writeFile(join(model, 'manifest-0123456789abcdef.json'), '{}')
  server = await serveStatic({ root, overlays: { 'model/': model } })
})

afterEach(async () => {
  await server.close()
  await rm(root, { recursive: true })
  await rm(model, { recursive: true })
})

const get = (path: string) => fetch(new URL(path, server.url))
const bytesOf = async (path: string) => [...new Uint8Array(await (await get(path)).arrayBuffer())]

/** Sends a path as it is: `fetch` would tidy it up. */
function statusOfRawPath(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    request({ hostname, port, path }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('serveStatic', () => {
  test('serves a folder under a path, and nothing beside it', async () => {
    expect(await (await get('')).text()).toBe('<!doctype html>')
    expect((await get('gone.js')).status).toBe(404)
    expect((await get('/index.html')).status).toBe(404)
    expect(server.requests).toEqual([
      { method: 'GET', path: '', status: 200 },
      { method: 'GET', path: 'gone.js', status: 404 },
      { method: 'GET', path: '/index.html', status: 404 },
    ])
  })

  test('does not leave its folder', async () => {
    const { pathname } = new URL(server.url)
    expect(await statusOfRawPath(`${pathname}../../etc/passwd`)).toBe(404)
    expect(await statusOfRawPath(`${pathname}%2e%2e/%2e%2e/etc/passwd`)).toBe(404)
    expect(await statusOfRawPath(`${pathname}model/../index.html`)).toBe(404)
  })

  test('an overlay answers for its prefix; null means that nothing is there', async () => {
    expect((await get('model/manifest-0123456789abcdef.json')).status).toBe(200)
    const bare = await serveStatic({ root, overlays: { 'model/': null } })
    expect((await fetch(`${bare.url}model/manifest-0123456789abcdef.json`)).status).toBe(404)
    await bare.close()
  })

  test('sends extra headers only when told, with errors too', async () => {
    expect((await get('')).headers.has('cross-origin-opener-policy')).toBe(false)
    const isolated = await serveStatic({ root, headers: { 'Cross-Origin-Opener-Policy': 'same-origin' } })
    for (const path of ['', 'gone']) {
      const { headers } = await fetch(isolated.url + path)
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    }
    await isolated.close()
  })

  test('answers with a status when told, as often as told', async () => {
    server.fail(/data/, { kind: 'status', status: 503 }, 1)
    expect((await get('data.bin')).status).toBe(503)
    expect((await get('data.bin')).status).toBe(200)
  })

  test('flips a byte until it is healed', async () => {
    const heal = server.fail(/data/, { kind: 'flip', offset: 2 })
    expect(await bytesOf('data.bin')).toEqual([1, 2, 0xfc, 4, 5])
    heal()
    expect(await bytesOf('data.bin')).toEqual([1, 2, 3, 4, 5])
  })

  test('cuts the connection after so many bytes', async () => {
    server.fail(/data/, { kind: 'cut', after: 2 })
    const response = await get('data.bin')
    expect(response.headers.get('content-length')).toBe('5')
    await expect(response.arrayBuffer()).rejects.toThrow()
  })

  test('holds the rest back until told', async () => {
    let release = () => {}
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    server.fail(/data/, { kind: 'hold', after: 2, until })
    const reader = (await get('data.bin')).body?.getReader()
    expect((await reader?.read())?.value).toEqual(Uint8Array.of(1, 2))
    release()
    expect((await reader?.read())?.value).toEqual(Uint8Array.of(3, 4, 5))
  })

  test.each([
    ['model.wasm', 'application/wasm'],
    ['a.mjs', 'text/javascript; charset=utf-8'],
    ['app.webmanifest', 'application/manifest+json'],
    ['model.onnx', 'application/octet-stream'],
  ])('%s is sent as %s', (path, type) => {
    expect(contentType(path)).toBe(type)
  })
})

test('startCatchAll remembers what is asked of it and lets nothing through', async () => {
  const catchAll = await startCatchAll()
  const { hostname, port } = new URL(catchAll.origin)
  const status = await new Promise((resolve, reject) => {
    request({ hostname, port, path: 'http://example.invalid/x' }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(502)
  expect(catchAll.requests).toEqual(['GET http://example.invalid/x'])
  await catchAll.close()
})
