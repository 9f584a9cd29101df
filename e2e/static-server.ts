import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { findManifest } from '../model/published.ts'
import { pageWithModel, serviceWorkerWithModel } from '../scripts/model-address.ts'

/** What goes wrong with a file on its way. */
export type Fault =
  /** Answered with this status and no file. */
  | { kind: 'status'; status: number }
  /** The connection is closed after so many bytes of the body. */
  | { kind: 'cut'; after: number }
  /** All bits of the byte at `offset` are flipped. */
  | { kind: 'flip'; offset: number }
  /** The rest of the body waits for `until` after so many bytes. */
  | { kind: 'hold'; after: number; until: Promise<void> }

export interface ServedRequest {
  method: string
  /** Relative to the site: `model/missing.json`, `` for the page itself. Undecoded query included. */
  path: string
  status: number
  /** What part of the file was asked for, as the `Range` header says it. */
  range?: string
}

export interface StaticServerOptions {
  /** The folder to serve. */
  root: string
  /** Where the site lives on the host; begins and ends with a slash. `/some/path/` unless told. */
  base?: string
  /** Sent with every answer, as `Cross-Origin-Opener-Policy`. None unless told: a dumb host sends none. */
  headers?: Record<string, string>
  /** A path prefix such as `model/` and the folder that answers for it; `null` for nothing there. */
  overlays?: Record<string, string | null>
  /** Where to listen; any free port unless told. A server that has gone comes back on its old one. */
  port?: number
}

export interface StaticServer {
  /** The site's address, with the closing slash. */
  readonly url: string
  readonly origin: string
  readonly port: number
  /** Every request so far, in order. */
  readonly requests: readonly ServedRequest[]
  /** Lets the next `times` requests for a path that matches fail; returns the way to heal it. */
  fail(path: RegExp, fault: Fault, times?: number): () => void
  close(): Promise<void>
}

const TYPES: Record<string, string> = {
  '.avif': 'image/avif',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/vnd.microsoft.icon',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
}

export const contentType = (path: string) => TYPES[extname(path)] ?? 'application/octet-stream'

/** Splits a path of the site between the overlays and the root; `undefined` when it leads nowhere. */
function locate(path: string, { root, overlays = {} }: StaticServerOptions): string | undefined {
  const overlay = Object.keys(overlays).find((prefix) => path.startsWith(prefix))
  const folder = overlay === undefined ? root : overlays[overlay]
  if (folder === null || folder === undefined) return undefined
  const inside = normalize(overlay === undefined ? path : path.slice(overlay.length))
  return inside.startsWith('..') || inside.startsWith(sep) ? undefined : join(folder, inside)
}

/** A file that is there, with its size in bytes. */
interface Found {
  size: number
  read(start: number): Readable
}

async function onDisk(file: string): Promise<Found | undefined> {
  const found = await stat(file).catch(() => undefined)
  return found?.isFile()
    ? { size: found.size, read: (start) => createReadStream(file, { start }) }
    : undefined
}

/** The files that name the model: where another model lies over the built one, they name that, as if built with it. */
const NAMING_MODEL: Record<string, (text: string, address: string | undefined) => string> = {
  'index.html': pageWithModel,
  'harness/index.html': (html, address) => pageWithModel(html, address && `../${address}`),
  'service-worker.js': serviceWorkerWithModel,
}

async function find(path: string, options: StaticServerOptions): Promise<Found | undefined> {
  const file = locate(path, options)
  if (file === undefined) return undefined
  const overlay = options.overlays?.['model/']
  const rename = NAMING_MODEL[path]
  if (overlay === undefined || !rename) return onDisk(file)
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const name = overlay === null ? undefined : findManifest(overlay)
  const address = name && `model/${name}`
  const bytes = Buffer.from(rename(text, address))
  return { size: bytes.length, read: (start) => Readable.from([bytes.subarray(start)]) }
}

/** The first byte that a `Range` header of the form `bytes=5-` asks for; 0 for all other forms: the whole file. */
function firstByte(range: string | undefined, size: number): number {
  const first = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  return first < size ? first : 0
}

/** Sends the file's bytes from `start` on as the fault wants them. */
async function sendBody(
  response: ServerResponse,
  file: Found,
  start: number,
  fault: Fault | undefined,
): Promise<void> {
  let offset = 0
  let released = false
  for await (const chunk of file.read(start)) {
    const bytes: Buffer = chunk
    if (fault?.kind === 'flip' && fault.offset >= offset && fault.offset < offset + bytes.length) {
      const at = fault.offset - offset
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0xff, at)
    }
    if (
      (fault?.kind === 'cut' || fault?.kind === 'hold') &&
      !released &&
      offset + bytes.length > fault.after
    ) {
      const rest = bytes.subarray(Math.max(fault.after - offset, 0))
      await written(response, bytes.subarray(0, bytes.length - rest.length))
      if (fault.kind === 'cut') {
        // a stream that fails drops what its reader has not taken yet: a busy browser gets time to take it
        await setTimeout(500)
        response.socket?.end()
        return
      }
      await fault.until
      released = true
      await written(response, rest)
    } else {
      await written(response, bytes)
    }
    offset += bytes.length
    if (response.destroyed) return
  }
  response.end()
}

function written(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  if (bytes.length === 0) return Promise.resolve()
  // the callback also comes, with an error, when the browser has hung up
  return new Promise((resolve) => {
    response.write(bytes, () => resolve())
  })
}

/** Listens on 127.0.0.1, at any free port unless told. @returns the port */
export function listen(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('The server has no port.'))
      else resolve(address.port)
    })
  })
}

export function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** Serves a folder under a path of a host on 127.0.0.1 at a free port, as a static host does that knows nothing. */
export async function serveStatic(options: StaticServerOptions): Promise<StaticServer> {
  const { base = '/some/path/', headers = {} } = options
  const requests: ServedRequest[] = []
  const faults: { path: RegExp; fault: Fault; left: number }[] = []

  function takeFault(path: string): Fault | undefined {
    const found = faults.find((entry) => entry.left > 0 && entry.path.test(path))
    if (found) found.left--
    return found?.fault
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const [rawPath = '', query] = (request.url ?? '').split('?')
    const path = rawPath.startsWith(base) ? rawPath.slice(base.length) : undefined
    const log = (status: number) => {
      const shown = (path ?? rawPath) + (query === undefined ? '' : `?${query}`)
      const { range } = request.headers
      requests.push({ method, path: shown, status, ...(range === undefined ? {} : { range }) })
      return status
    }
    const refuse = (status: number, more: Record<string, string> = {}) => {
      response.writeHead(log(status), { 'Content-Type': 'text/plain', ...headers, ...more })
      response.end(`${status}\n`)
    }
    if (method !== 'GET' && method !== 'HEAD') return refuse(405)
    if (`${rawPath}/` === base) return refuse(301, { Location: base })
    if (path === undefined) return refuse(404)
    const fault = takeFault(path)
    if (fault?.kind === 'status') return refuse(fault.status)
    const wanted = decodeURIComponent(path)
    const name = wanted === '' || wanted.endsWith('/') ? `${wanted}index.html` : wanted
    const file = await find(name, options)
    if (file === undefined) return refuse(404)
    const { size } = file
    const start = firstByte(request.headers.range, size)
    response.writeHead(log(start > 0 ? 206 : 200), {
      'Content-Type': contentType(name),
      'Content-Length': size - start,
      'Accept-Ranges': 'bytes',
      ...(start > 0 ? { 'Content-Range': `bytes ${start}-${size - 1}/${size}` } : {}),
      'Cache-Control': 'max-age=600', // as GitHub Pages
      ...headers,
    })
    if (method === 'HEAD') response.end()
    else await sendBody(response, file, start, fault)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const port = await listen(server, options.port)
  const origin = `http://127.0.0.1:${port}`
  return {
    url: origin + base,
    origin,
    port,
    requests,
    fail(path, fault, times = Number.POSITIVE_INFINITY) {
      const entry = { path, fault, left: times }
      faults.push(entry)
      return () => {
        entry.left = 0
      }
    },
    close: () => shut(server),
  }
}

export interface CatchAll {
  readonly origin: string
  /** `GET http://example.org/x`, or `CONNECT example.org:443`, in order. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

/**
 * An HTTP proxy that lets nothing through and remembers what was asked of it. A browser that is told to use it for
 * every host but the site's own can't ask another host for anything unseen, whichever thread asks.
 */
export async function startCatchAll(): Promise<CatchAll> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(502, { 'Content-Type': 'text/plain' })
    response.end('No other host is to be asked.\n')
  })
  // HTTPS and WebSockets
  server.on('connect', (request, socket) => {
    requests.push(`CONNECT ${request.url}`)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  return { origin: `http://127.0.0.1:${await listen(server)}`, requests, close: () => shut(server) }
}
