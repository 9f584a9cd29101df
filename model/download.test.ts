import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DownloadError, type DownloadOptions, download } from './download.ts'
import { progressBar } from './progress.ts'

/** 300 000 bytes that repeat nowhere near: a gap or an overlap changes the digest. */
const CONTENT = Buffer.from(Uint32Array.from({ length: 75_000 }, (_, i) => Math.imul(i, 2654435761)).buffer)
const MD5 = createHash('md5').update(CONTENT).digest('hex')

/** A connection that the server breaks as soon as the client has so many bytes of the file. */
let breaking: { position: number; response: ServerResponse } | undefined

function breakWhenReceived(loaded: number): void {
  if (!breaking || loaded < breaking.position) return
  breaking.response.destroy()
  breaking = undefined
}

const FAST = { pauseMs: 0, attempts: 3, onProgress: breakWhenReceived }

type Answer = (request: IncomingMessage, response: ServerResponse, visit: number) => void

let server: Server | undefined
/** The Range header of each request, in order. */
let ranges: (string | undefined)[]

beforeEach(() => {
  ranges = []
  breaking = undefined
})

afterEach(() => {
  vi.useRealTimers()
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

/** Starts a server on this machine and gives the address of its one file. */
function serve(answer: Answer): Promise<string> {
  return new Promise((resolve) => {
    server = createServer((request, response) => {
      ranges.push(request.headers.range)
      answer(request, response, ranges.length)
    })
    server.listen(0, '127.0.0.1', () => {
      const address = server?.address()
      if (typeof address !== 'object' || !address) throw new Error('no address')
      resolve(`http://127.0.0.1:${address.port}/weights.h5`)
    })
  })
}

function offsetOf(request: IncomingMessage): number {
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
}

/** Sends the rest from the offset that is asked for, as a server that knows ranges does; all unless `until` is given. */
function sendRest(request: IncomingMessage, response: ServerResponse, until = CONTENT.length): void {
  const offset = offsetOf(request)
  const headers: Record<string, string | number> = { 'Content-Length': CONTENT.length - offset }
  if (offset > 0) headers['Content-Range'] = `bytes ${offset}-${CONTENT.length - 1}/${CONTENT.length}`
  response.writeHead(offset > 0 ? 206 : 200, headers)
  if (until >= CONTENT.length) response.end(CONTENT.subarray(offset))
  else sendUntil(response, offset, until)
}

/** Sends up to a position and breaks the connection once that has arrived: what is on its way would be lost. */
function sendUntil(response: ServerResponse, offset: number, until: number): void {
  breaking = { position: until, response }
  response.flushHeaders()
  if (until > offset) response.write(CONTENT.subarray(offset, until))
}

/** Whether the whole file comes. */
async function comes(url: string, options: DownloadOptions = {}): Promise<boolean> {
  return CONTENT.equals(await download(url, MD5, { ...FAST, ...options }))
}

describe('download', () => {
  it('fetches a file and says how far it is', async () => {
    const url = await serve((request, response) => sendRest(request, response))
    const seen: [number, number | undefined][] = []
    expect(await comes(url, { onProgress: (loaded, total) => seen.push([loaded, total]) })).toBe(true)
    expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length])
    expect(ranges).toEqual([undefined])
  })

  it.each([1, 1000, 65_536, 299_999])(
    'goes on where the connection broke after %d bytes',
    async (position) => {
      const url = await serve((request, response, visit) => {
        sendRest(request, response, visit === 1 ? position : undefined)
      })
      expect(await comes(url)).toBe(true)
      expect(ranges).toEqual([undefined, `bytes=${position}-`])
    },
  )

  it('outlasts any number of breaks as long as each connection brings it further', async () => {
    const url = await serve((request, response) => sendRest(request, response, offsetOf(request) + 30_001))
    expect(await comes(url, { attempts: 1 })).toBe(true)
    expect(ranges).toHaveLength(10)
  })

  it('gives up when connections bring it no further', async () => {
    const url = await serve((request, response) => sendRest(request, response, 1234))
    await expect(download(url, MD5, FAST)).rejects.toThrow(DownloadError)
    expect(ranges).toHaveLength(4)
  })

  it('starts again with a server that ignores ranges', async () => {
    const url = await serve((_, response, visit) => {
      response.writeHead(200, { 'Content-Length': CONTENT.length })
      if (visit > 1) response.end(CONTENT)
      else sendUntil(response, 0, 5000)
    })
    expect(await comes(url)).toBe(true)
  })

  it('refuses a file of another digest and names both values', async () => {
    const other = Buffer.from('<html>Sign in to the network</html>')
    const url = await serve((_, response) => response.end(other))
    const found = createHash('md5').update(other).digest('hex')
    const failure = download(url, MD5, FAST)
    await expect(failure).rejects.toThrow(`wrong md5: expected ${MD5}, found ${found} (35 bytes)`)
    expect(ranges).toHaveLength(1)
  })

  it('does not ask twice for what is not there', async () => {
    const url = await serve((_, response) => response.writeHead(404).end())
    await expect(download(url, MD5, FAST)).rejects.toThrow('the server answered 404 Not Found')
    expect(ranges).toHaveLength(1)
  })

  it('tries again when the server is overloaded', async () => {
    const url = await serve((request, response, visit) => {
      if (visit < 3) response.writeHead(503).end()
      else sendRest(request, response)
    })
    expect(await comes(url)).toBe(true)
  })

  it('gives up a connection that has gone silent, and goes on', async () => {
    const url = await serve((request, response, visit) => {
      if (visit > 1) return sendRest(request, response)
      response.writeHead(200, { 'Content-Length': CONTENT.length })
      response.write(CONTENT.subarray(0, 7000))
    })
    expect(await comes(url, { stallMs: 300 })).toBe(true)
    expect(ranges).toEqual([undefined, 'bytes=7000-'])
  })

  it('lets a slow connection be as long as it brings something', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let send = (_from: number) => {}
    const url = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': CONTENT.length })
      response.write(CONTENT.subarray(0, 1000))
      send = (from) => response.write(CONTENT.subarray(from, from === 3000 ? CONTENT.length : from + 1000))
    })
    const onProgress = (loaded: number) => {
      vi.advanceTimersByTime(800)
      if (loaded === 1000 || loaded === 2000 || loaded === 3000) send(loaded)
    }
    expect(await comes(url, { onProgress, stallMs: 1000 })).toBe(true)
    expect(ranges).toEqual([undefined])
  })

  it('says why there was no connection', async () => {
    // Port 9 is "discard"; nothing listens there.
    const failure = download('http://127.0.0.1:9/weights.h5', MD5, FAST)
    await expect(failure).rejects.toThrow(/no connection: (connect ECONNREFUSED|bad port)/)
  })
})

describe('progressBar', () => {
  /** What is written for a file of 100 MB that comes in 50 chunks. */
  const written = (isTTY: boolean, total?: number) => {
    const lines: string[] = []
    const update = progressBar({ isTTY, write: (text) => lines.push(text) }, 'Download')
    for (let loaded = 2e6; loaded <= 1e8; loaded += 2e6) update(loaded, total)
    return lines
  }

  it('says every 10 % how much is there: in a log a line each, on a terminal in one', () => {
    const log = written(false, 1e8)
    expect(log).toHaveLength(11)
    expect(log[5]).toBe('Download 50.0 MB of 100.0 MB\n')
    const terminal = written(true, 1e8)
    expect(terminal[5]).toBe('Download 50.0 MB of 100.0 MB\r')
    expect(terminal.at(-1)).toBe('Download 100.0 MB of 100.0 MB\n')
  })

  it('says every 5 MB where the total is not known', () => {
    expect(written(false)).toHaveLength(21)
  })
})
