import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Digest, DownloadError, download } from './download.ts'

/** 300 000 bytes that repeat nowhere near: a gap or an overlap changes the digest. */
const CONTENT = Buffer.from(Uint32Array.from({ length: 75_000 }, (_, i) => Math.imul(i, 2654435761)).buffer)
const MD5: Digest = { algorithm: 'md5', value: createHash('md5').update(CONTENT).digest('hex') }

/** A connection that the server breaks as soon as the client has so many bytes of the file. */
let breaking: { position: number; response: ServerResponse } | undefined

function breakWhenReceived(loaded: number): void {
  if (!breaking || loaded < breaking.position) return
  breaking.response.destroy()
  breaking = undefined
}

const FAST = { pauseMs: 0, attempts: 3, onProgress: breakWhenReceived }

type Answer = (request: IncomingMessage, response: ServerResponse, visit: number) => void

let folder: string
let file: string
let server: Server | undefined
/** The Range header of each request, in order. */
let ranges: (string | undefined)[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'))
  file = join(folder, 'cache', 'weights.h5')
  ranges = []
  breaking = undefined
})

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await rm(folder, { recursive: true, force: true })
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
  if (offset >= CONTENT.length) {
    response.writeHead(416, { 'Content-Range': `bytes */${CONTENT.length}` }).end()
    return
  }
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

describe('download', () => {
  it('fetches a file, says how far it is, and leaves nothing beside it', async () => {
    const url = await serve((request, response) => sendRest(request, response))
    const seen: [number, number | undefined][] = []
    await download(url, file, MD5, { ...FAST, onProgress: (loaded, total) => seen.push([loaded, total]) })
    expect(CONTENT.equals(await readFile(file))).toBe(true)
    expect(seen[0]).toEqual([0, CONTENT.length])
    expect(seen.at(-1)).toEqual([CONTENT.length, CONTENT.length])
    expect(await readdir(join(folder, 'cache'))).toEqual(['weights.h5'])
  })

  it.each([1, 1000, 65_536, 299_999])(
    'goes on where the connection broke after %d bytes',
    async (position) => {
      const url = await serve((request, response, visit) => {
        sendRest(request, response, visit === 1 ? position : undefined)
      })
      await download(url, file, MD5, FAST)
      expect(CONTENT.equals(await readFile(file))).toBe(true)
      expect(ranges).toEqual([undefined, `bytes=${position}-`])
    },
  )

  it('outlasts any number of breaks as long as each connection brings it further', async () => {
    const url = await serve((request, response) => sendRest(request, response, offsetOf(request) + 30_001))
    await download(url, file, MD5, { ...FAST, attempts: 1 })
    expect(CONTENT.equals(await readFile(file))).toBe(true)
    expect(ranges).toHaveLength(10)
  })

  it('gives up when connections bring it no further, and a later run goes on from there', async () => {
    const url = await serve((request, response, visit) => {
      sendRest(request, response, visit <= 4 ? 1234 : undefined)
    })
    await expect(download(url, file, MD5, FAST)).rejects.toThrow(DownloadError)
    expect(existsSync(file)).toBe(false)
    expect(ranges).toHaveLength(4)
    await download(url, file, MD5, FAST)
    expect(ranges.at(-1)).toBe('bytes=1234-')
    expect(CONTENT.equals(await readFile(file))).toBe(true)
  })

  it('starts again with a server that ignores ranges', async () => {
    const url = await serve((_, response, visit) => {
      response.writeHead(200, { 'Content-Length': CONTENT.length })
      if (visit > 1) response.end(CONTENT)
      else sendUntil(response, 0, 5000)
    })
    await download(url, file, MD5, FAST)
    expect(CONTENT.equals(await readFile(file))).toBe(true)
  })

  it('starts again when the server sends another range than the one asked for', async () => {
    const url = await serve((request, response, visit) => {
      if (visit === 1) return sendRest(request, response, 5000)
      if (visit === 3) return sendRest(request, response)
      response.writeHead(206, { 'Content-Range': `bytes 4000-${CONTENT.length - 1}/${CONTENT.length}` })
      response.end(CONTENT.subarray(4000))
    })
    await download(url, file, MD5, FAST)
    expect(CONTENT.equals(await readFile(file))).toBe(true)
    expect(ranges).toEqual([undefined, 'bytes=5000-', undefined])
  })

  it('needs nothing more when the earlier run had all but the last step', async () => {
    const url = await serve((request, response) => sendRest(request, response))
    await download(url, file, MD5, FAST)
    await writeFile(`${file}.part`, CONTENT)
    await rm(file)
    await download(url, file, MD5, FAST)
    expect(ranges).toEqual([undefined, `bytes=${CONTENT.length}-`])
    expect(CONTENT.equals(await readFile(file))).toBe(true)
  })

  it.each([
    ['too long', Buffer.concat([CONTENT, Buffer.from('more')])],
    ['of something else', Buffer.from('<html>Sign in to the network</html>')],
    ['of the right kind but wrong', Buffer.alloc(100)],
  ])('starts again when what an earlier run left is %s', async (_, left) => {
    const url = await serve((request, response) => sendRest(request, response))
    await download(url, file, MD5, FAST)
    await rm(file)
    await writeFile(`${file}.part`, left)
    await download(url, file, MD5, FAST)
    expect(CONTENT.equals(await readFile(file))).toBe(true)
  })

  it('refuses a file of another digest, names both values and keeps nothing', async () => {
    const other = Buffer.from('<html>Sign in to the network</html>')
    const url = await serve((_, response) => response.end(other))
    const found = createHash('md5').update(other).digest('hex')
    const failure = download(url, file, MD5, FAST)
    await expect(failure).rejects.toThrow(`wrong md5: expected ${MD5.value}, found ${found} (35 bytes)`)
    expect(await readdir(join(folder, 'cache'))).toEqual([])
  })

  it('does not ask twice for what is not there', async () => {
    const url = await serve((_, response) => response.writeHead(404).end())
    await expect(download(url, file, MD5, FAST)).rejects.toThrow('the server answered 404 Not Found')
    expect(ranges).toHaveLength(1)
    expect(await readdir(join(folder, 'cache'))).toEqual([])
  })

  it('tries again when the server is overloaded', async () => {
    const url = await serve((request, response, visit) => {
      if (visit < 3) response.writeHead(503).end()
      else sendRest(request, response)
    })
    await download(url, file, MD5, FAST)
    expect(CONTENT.equals(await readFile(file))).toBe(true)
  })

  it('gives up a connection that has gone silent, and goes on', async () => {
    const url = await serve((request, response, visit) => {
      if (visit > 1) return sendRest(request, response)
      response.writeHead(200, { 'Content-Length': CONTENT.length })
      response.write(CONTENT.subarray(0, 7000))
    })
    await download(url, file, MD5, { ...FAST, stallMs: 300 })
    expect(ranges).toEqual([undefined, 'bytes=7000-'])
    expect(CONTENT.equals(await readFile(file))).toBe(true)
  })

  it('says why there was no connection', async () => {
    // Port 9 is "discard"; nothing listens there.
    const failure = download('http://127.0.0.1:9/weights.h5', file, MD5, FAST)
    await expect(failure).rejects.toThrow(/no connection: (connect ECONNREFUSED|bad port)/)
  })
})
