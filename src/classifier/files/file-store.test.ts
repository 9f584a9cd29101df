import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ModelFile } from '../../network/manifest.ts'
import { createFileStore as create } from './file-store.ts'

const PART = 700_000
const BODY = Uint8Array.from({ length: 2 * PART + 1234 }, (_, i) => (i * 2654435761) >>> 24)
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const contents = [BODY.slice(0, PART), BODY.slice(PART, 2 * PART), BODY.slice(2 * PART)]
const FILE: ModelFile = {
  bytes: BODY.length,
  sha256: hash(BODY),
  parts: contents.map((bytes, i) => ({ path: `part-${i}`, bytes: bytes.length, sha256: hash(bytes) })),
}

/** The four methods of a Cache that are used, in memory; `quota` bytes fit. */
function memoryCache(quota = Number.POSITIVE_INFINITY) {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>()
  const urlOf = (request: RequestInfo | URL) => (request instanceof Request ? request.url : String(request))
  const cache = {
    match: async (url: RequestInfo | URL) => {
      const bytes = entries.get(urlOf(url))
      return bytes && new Response(bytes)
    },
    put: async (url: RequestInfo | URL, response: Response) => {
      const bytes = new Uint8Array(await response.arrayBuffer())
      const used = [...entries.values()].reduce((sum, { length }) => sum + length, 0)
      if (used + bytes.length > quota) throw new DOMException('Quota exceeded.', 'QuotaExceededError')
      entries.set(urlOf(url), bytes)
    },
    delete: async (url: RequestInfo | URL) => entries.delete(urlOf(url)),
    keys: async () => [...entries.keys()].map((url) => new Request(url)),
  }
  return { entries, open: async () => cache as unknown as Cache }
}

/** Timers whose time passes at once for pauses between attempts; a stall comes when a test says so. */
function testTimers() {
  const stalls = new Set<() => void>()
  const after = (milliseconds: number, callback: () => void) => {
    if (milliseconds < 20_000) {
      const timer = setTimeout(callback, 1)
      return () => clearTimeout(timer)
    }
    stalls.add(callback)
    return () => stalls.delete(callback)
  }
  return { after, stalls }
}

/** A store whose loads need no signal. */
function createFileStore(open: () => Promise<Cache>, timers = testTimers()) {
  const store = create(open, folder, timers)
  const load = (
    file: ModelFile,
    onProgress: (loaded: number) => void = () => {},
    signal = new AbortController().signal,
  ) => store.load(file, onProgress, signal)
  return {
    load,
    storedBytes: store.storedBytes.bind(store),
    keepOnly: store.keepOnly.bind(store),
    stop: () => store.stop(),
    obstacle: () => store.obstacle,
  }
}

function deferred() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

type Answer = (request: IncomingMessage, response: ServerResponse, part: Uint8Array) => void

let server: Server
let folder: URL
/** `part-0`, or `part-0 bytes=5-` for the rest of it. */
let asked: string[]
/** What happens to the next requests, one each; then all goes well. */
let faults: Answer[]

const well: Answer = ({ headers }, response, part) => {
  const from = Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0)
  if (from > 0) {
    response.writeHead(206, { 'Content-Range': `bytes ${from}-${part.length - 1}/${part.length}` })
  }
  response.end(part.subarray(from))
}

const cutAfter =
  (bytes: number): Answer =>
  (_, response, part) => {
    response.writeHead(200, { 'Content-Length': part.length })
    if (bytes === 0) response.flushHeaders()
    response.write(part.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20))
  }

const flipped: Answer = (_, response, part) =>
  response.end(part.map((byte, i) => (i === 77 ? byte ^ 1 : byte)))

beforeEach(async () => {
  asked = []
  faults = []
  server = createServer((request, response) => {
    const name = request.url?.split('/').pop() ?? ''
    asked.push(request.headers.range ? `${name} ${request.headers.range}` : name)
    const part = contents[Number(name.replace('part-', ''))]
    if (part) (faults.shift() ?? well)(request, response, part)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  folder = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/model/`)
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

test('the parts come together, and the second time from the cache', async () => {
  const { open, entries } = memoryCache()
  const progress: number[] = []
  const first = await createFileStore(open).load(FILE, (loaded) => progress.push(loaded))
  expect(hash(first)).toBe(FILE.sha256)
  expect(progress.at(-1)).toBe(FILE.bytes)
  expect(progress).toEqual([...progress].sort((a, b) => a - b))
  expect(asked).toHaveLength(3)
  expect(entries.size).toBe(3) // and no blocks left
  expect(hash(await createFileStore(open).load(FILE))).toBe(FILE.sha256)
  expect(asked).toHaveLength(3)
})

describe('a connection that breaks', () => {
  test.each([
    ['before the first byte', 0],
    ['after the first byte', 1],
    ['inside a part', 333_333],
    ['before the last byte of a part', PART - 1],
  ])('%s goes on where it stopped', async (_, after) => {
    faults = [well, cutAfter(after)]
    const bytes = await createFileStore(memoryCache().open).load(FILE)
    expect(hash(bytes)).toBe(FILE.sha256)
    expect(asked).toEqual(['part-0', 'part-1', after === 0 ? 'part-1' : `part-1 bytes=${after}-`, 'part-2'])
  })

  test('again and again is an error, and a new visit goes on where it stopped', async () => {
    const { open } = memoryCache()
    faults = [cutAfter(300_000), ...Array.from({ length: 9 }, () => cutAfter(0))]
    await expect(createFileStore(open).load(FILE)).rejects.toMatchObject({ code: 'network' })
    faults = []
    asked = []
    expect(hash(await createFileStore(open).load(FILE))).toBe(FILE.sha256)
    expect(asked).toEqual(['part-0 bytes=300000-', 'part-1', 'part-2'])
  })

  test('is no trouble with a server that knows no ranges', async () => {
    const all: Answer = (_, response, part) => response.end(part)
    faults = [cutAfter(5000), all]
    expect(hash(await createFileStore(memoryCache().open).load(FILE))).toBe(FILE.sha256)
  })
})

test('a pause keeps what has come; going on asks only for the rest', async () => {
  const { open } = memoryCache()
  const pause = new AbortController()
  const loading = createFileStore(open).load(
    FILE,
    (loaded) => {
      if (loaded > PART + 100) pause.abort(new Error('paused'))
    },
    pause.signal,
  )
  await expect(loading).rejects.toThrow('paused')
  asked = []
  expect(hash(await createFileStore(open).load(FILE))).toBe(FILE.sha256)
  expect(asked[0]).toMatch(/^part-1 bytes=\d+-$|^part-2$/)
})

test('a part with one flipped bit is downloaded again and never used', async () => {
  faults = [well, flipped]
  const bytes = await createFileStore(memoryCache().open).load(FILE)
  expect(hash(bytes)).toBe(FILE.sha256)
  expect(asked).toEqual(['part-0', 'part-1', 'part-1', 'part-2'])
})

test('a manifest that promises other hashes is an error that names both', async () => {
  const wrong = {
    ...FILE,
    parts: FILE.parts.map((part, i) => (i === 1 ? { ...part, sha256: '0'.repeat(64) } : part)),
  }
  const { open, entries } = memoryCache()
  const loading = createFileStore(open).load(wrong)
  await expect(loading).rejects.toMatchObject({ code: 'model-corrupt' })
  await expect(loading).rejects.toThrow(FILE.parts[1]?.sha256)
  expect([...entries.keys()].filter((url) => url.includes('part-1'))).toEqual([])
})

test('a cache entry with one flipped bit is replaced', async () => {
  const { open, entries } = memoryCache()
  await createFileStore(open).load(FILE)
  const url = new URL('part-2', folder).href
  const entry = entries.get(url)
  if (entry) entry[9] = (entry[9] ?? 0) ^ 1
  asked = []
  expect(hash(await createFileStore(open).load(FILE))).toBe(FILE.sha256)
  expect(asked).toEqual(['part-2'])
  expect(hash(entries.get(url) ?? Uint8Array.of())).toBe(FILE.parts[2]?.sha256)
})

test.each([
  ['full', memoryCache(800_000).open],
  ['blocked', () => Promise.reject(new DOMException('The operation is insecure.', 'SecurityError'))],
])('where the storage is %s the file is used from memory, and the reason is known', async (_, open) => {
  const store = createFileStore(open)
  expect(hash(await store.load(FILE))).toBe(FILE.sha256)
  expect(store.obstacle()).toMatch(/quota|insecure/i)
})

test('a file that is no longer there makes the page outdated, at once', async () => {
  const gone = { ...FILE, parts: [{ path: 'part-9', bytes: 1, sha256: FILE.sha256 }] }
  await expect(createFileStore(memoryCache().open).load(gone)).rejects.toMatchObject({
    code: 'page-outdated',
  })
  expect(asked).toHaveLength(1)
})

test('keepOnly removes what older versions left', async () => {
  const { open, entries } = memoryCache()
  const store = createFileStore(open)
  await store.load(FILE)
  entries.set(new URL('old-part', folder).href, Uint8Array.of(1))
  await store.keepOnly([FILE])
  expect([...entries.keys()].sort()).toEqual(FILE.parts.map(({ path }) => new URL(path, folder).href).sort())
  expect(await store.storedBytes(FILE)).toBe(FILE.bytes)
})

test('sound parts that do not make the promised file are refused', async () => {
  const [first, second, ...rest] = FILE.parts
  if (!first || !second) throw new Error('too few parts')
  const swapped = { ...FILE, parts: [second, first, ...rest] }
  await expect(createFileStore(memoryCache().open).load(swapped)).rejects.toMatchObject({
    code: 'model-corrupt',
  })
})

describe('a server that is silent', () => {
  /** Sends a part of the part and no more. */
  const silentAfter =
    (bytes: number): Answer =>
    (_, response, part) => {
      response.writeHead(200, { 'Content-Length': part.length })
      response.write(part.subarray(0, bytes))
    }

  test.each([
    ['before the first byte', 0],
    ['inside a part', 300_000],
  ])('%s is a broken attempt: the download goes on from there', async (_, after) => {
    const timers = testTimers()
    faults = [well, after === 0 ? () => {} : silentAfter(after)]
    const arrived = deferred()
    const loading = createFileStore(memoryCache().open, timers).load(FILE, (loaded) => {
      if (loaded >= PART + after) arrived.resolve()
    })
    await arrived.promise
    await expect.poll(() => asked.length).toBe(2)
    expect(timers.stalls.size).toBe(1)
    for (const stall of timers.stalls) stall()
    expect(hash(await loading)).toBe(FILE.sha256)
    expect(asked[2]).toBe(after === 0 ? 'part-1' : `part-1 bytes=${after}-`)
    expect(timers.stalls.size).toBe(0)
  })

  test('again and again is a network error', async () => {
    const timers = testTimers()
    faults = Array.from({ length: 9 }, () => () => {})
    const loading = createFileStore(memoryCache().open, timers).load(FILE)
    const failed = expect(loading).rejects.toMatchObject({ code: 'network' })
    for (let attempt = 1; attempt <= 5; attempt++) {
      await expect.poll(() => asked.length).toBe(attempt)
      for (const stall of timers.stalls) stall()
    }
    await failed
  })

  test('breaks off when a person pauses', async () => {
    const timers = testTimers()
    faults = [() => {}]
    const pause = new AbortController()
    const loading = createFileStore(memoryCache().open, timers).load(FILE, () => {}, pause.signal)
    const failed = expect(loading).rejects.toThrow('paused')
    await expect.poll(() => asked.length).toBe(1)
    pause.abort(new Error('paused'))
    await failed
    expect(timers.stalls.size).toBe(0)
  })
})

describe('once it is to store nothing', () => {
  test('nothing is written or opened any more, and files are used from memory', async () => {
    const { open, entries } = memoryCache()
    let opened = 0
    const store = createFileStore(() => {
      opened += 1
      return open()
    })
    await store.stop()
    faults = [cutAfter(600_000)]
    expect(hash(await store.load(FILE))).toBe(FILE.sha256)
    expect([entries.size, opened]).toEqual([0, 0])
  })

  test('a write that is under way ends first', async () => {
    const { open, entries } = memoryCache()
    const gate = deferred()
    const slow = async () => {
      const cache = await open()
      const put = async (...given: Parameters<Cache['put']>) => {
        await gate.promise
        await cache.put(...given)
      }
      return { ...cache, put } as Cache
    }
    const store = createFileStore(slow)
    const loading = store.load(FILE)
    await expect.poll(() => asked.length).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    await expect.poll(() => entries.size).toBe(0)
    let stopped = false
    const stopping = store.stop().then(() => {
      stopped = true
    })
    await Promise.resolve()
    gate.resolve()
    await stopping
    const written = entries.size
    await loading
    expect(stopped).toBe(true)
    expect(entries.size).toBe(written)
  })
})

test('a compressed file comes unpacked, and one that can’t be is damaged', async () => {
  const packed = new Uint8Array(gzipSync(BODY.subarray(0, 100_000)))
  contents[0] = packed
  const part = { path: 'part-0', bytes: packed.length, sha256: hash(packed) }
  const file = { encoding: 'gzip' as const, bytes: packed.length, sha256: hash(packed), parts: [part] }
  const { open } = memoryCache()
  for (let visit = 0; visit < 2; visit++) {
    expect(hash(await createFileStore(open).load(file))).toBe(hash(BODY.subarray(0, 100_000)))
  }
  contents[0] = BODY.slice(0, PART)
  const first = FILE.parts[0]
  if (!first) throw new Error('too few parts')
  const plain = { encoding: 'gzip' as const, bytes: PART, sha256: first.sha256, parts: [first] }
  await expect(createFileStore(memoryCache().open).load(plain)).rejects.toMatchObject({
    code: 'model-corrupt',
  })
})
