import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Group, File as Hdf5File, ready } from 'h5wasm/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DENSENET121, DENSENET169, type PublishedWeights } from './architectures.ts'
import { type Tensors, tensorDigest } from './keras-weights.ts'
import { findWeights, MissingWeightsError, readVerifiedWeights, type Search } from './source.ts'
import { randomNetwork } from './tiny.ts'

const CONTENT = 'the weights'
const MD5 = createHash('md5').update(CONTENT).digest('hex')

let folder: string
let server: Server | undefined
let requests: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'source-'))
  requests = []
})

afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
  await rm(folder, { recursive: true, force: true })
})

/** A server that answers each path with a text, and 404 to others. */
function serve(pages: Record<string, string>): Promise<string> {
  return new Promise((resolve) => {
    server = createServer((request, response) => {
      const page = pages[request.url ?? '']
      requests.push(request.url ?? '')
      if (page === undefined) response.writeHead(404)
      response.end(page)
    })
    server.listen(0, '127.0.0.1', () => {
      const address = server?.address()
      if (typeof address !== 'object' || !address) throw new Error('no address')
      resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}

function wanted(...urls: string[]): PublishedWeights {
  return {
    fileName: 'weights.h5',
    size: '11 bytes',
    downloads: urls.map((url) => ({ url, md5: MD5 })),
    license: 'none',
  }
}

function search(more: Partial<Search> = {}): Search {
  return {
    env: {},
    localFolder: join(folder, 'local'),
    cacheFolder: join(folder, 'cache'),
    stream: { write: () => undefined },
    download: { pauseMs: 0, attempts: 1 },
    ...more,
  }
}

async function put(...path: string[]): Promise<string> {
  const file = join(folder, ...path)
  await mkdir(join(file, '..'), { recursive: true })
  await writeFile(file, CONTENT)
  return file
}

async function missing(search: Promise<string>): Promise<MissingWeightsError> {
  const error = await search.catch((reason: unknown) => reason)
  if (!(error instanceof MissingWeightsError)) throw new Error(`not missing: ${error}`)
  return error
}

describe('findWeights', () => {
  it('takes the command line before the environment before the local folder before a download', async () => {
    const origin = await serve({ '/a': CONTENT })
    const named = await put('named.h5')
    const env = { DENSENET_WEIGHTS: await put('environment.h5') }
    const local = await put('local', 'weights.h5')
    const file = wanted(`${origin}/a`)
    expect(await findWeights(file, search({ explicit: named, env }))).toBe(named)
    expect(await findWeights(file, search({ env }))).toBe(env.DENSENET_WEIGHTS)
    expect(await findWeights(file, search({ env: { DENSENET_WEIGHTS: '' } }))).toBe(local)
    expect(requests).toEqual([])
    await rm(local)
    expect(await readFile(await findWeights(file, search()), 'utf8')).toBe(CONTENT)
    expect(requests).toEqual(['/a'])
  })

  it('does not pass over a source that a person named', async () => {
    const origin = await serve({ '/a': CONTENT })
    await put('local', 'weights.h5')
    const nowhere = join(folder, 'nowhere.h5')
    for (const named of [{ explicit: nowhere }, { env: { DENSENET_WEIGHTS: nowhere } }]) {
      const { tried, remedy } = await missing(findWeights(wanted(`${origin}/a`), search(named)))
      expect(tried).toHaveLength(1)
      expect(tried[0]?.source).toContain(nowhere)
      expect(tried[0]?.reason).toBe('no such file')
      expect(remedy.join('\n')).toContain('--weights FILE')
    }
    const { tried } = await missing(findWeights(wanted(), search({ explicit: folder })))
    expect(tried[0]?.reason).toBe('not a file')
    expect(requests).toEqual([])
  })

  it('downloads once and keeps the file', async () => {
    const origin = await serve({ '/a': CONTENT })
    const first = await findWeights(wanted(`${origin}/a`), search())
    expect(await findWeights(wanted(`${origin}/a`), search())).toBe(first)
    expect(requests).toEqual(['/a'])
    expect(await readdir(join(folder, 'cache'))).toHaveLength(1)
  })

  it('downloads again when the kept file is damaged', async () => {
    const origin = await serve({ '/a': CONTENT })
    await writeFile(await findWeights(wanted(`${origin}/a`), search()), 'the weighty')
    expect(await readFile(await findWeights(wanted(`${origin}/a`), search()), 'utf8')).toBe(CONTENT)
  })

  it('goes on to the next address when one has nothing, or something else', async () => {
    const origin = await serve({ '/b': 'something else', '/c': CONTENT })
    const file = await findWeights(wanted(`${origin}/a`, `${origin}/b`, `${origin}/c`), search())
    expect(await readFile(file, 'utf8')).toBe(CONTENT)
    expect(requests).toEqual(['/a', '/b', '/c'])
  })

  it('says of every source why it failed, and leaves nothing behind', async () => {
    const origin = await serve({ '/b': 'something else' })
    const { tried } = await missing(findWeights(wanted(`${origin}/a`, `${origin}/b`), search()))
    const found = createHash('md5').update('something else').digest('hex')
    expect(tried.map(({ reason }) => reason)).toEqual([
      'no such file',
      'the server answered 404 Not Found',
      `wrong md5: expected ${MD5}, found ${found} (14 bytes)`,
    ])
    expect(tried[1]?.source).toBe(`${origin}/a`)
    expect(existsSync(join(folder, 'cache'))).toBe(false)
  })
})

/** Writes weights as Keras does: a group a layer, in it the tensors under their whole names. */
async function writeHdf5(path: string, tensors: Tensors): Promise<string> {
  await ready
  const root = new Hdf5File(path, 'w')
  for (const [name, { shape, data }] of tensors) {
    const groups = name.split('/').slice(0, -1)
    let group: Group = root
    for (const part of [...groups, ...groups]) {
      const known = group.keys().includes(part) ? group.get(part) : group.create_group(part)
      if (!(known instanceof Group)) throw new Error(`${part} is no group`)
      group = known
    }
    group.create_dataset({ name: `${name.split('/').at(-1)}:0`, data, shape })
  }
  root.close()
  return path
}

describe('readVerifiedWeights', () => {
  const { tensors } = randomNetwork({ blocks: [1], growth: 4, stem: 4, classes: 3 })
  const write = () => writeHdf5(join(folder, 'tiny.h5'), tensors)

  it('refuses other tensors with the expected and the found digest', async () => {
    await expect(readVerifiedWeights(await write(), DENSENET121.weights)).rejects.toThrow(
      new RegExp(
        `tiny.h5 is refused: expected tensor digest ${DENSENET121.weights.digest}.*, found tensor digest \\w{64}, md5`,
      ),
    )
  })

  it('goes on with other tensors from a file with an official md5, and says so', async () => {
    const file = await write()
    const md5 = createHash('md5')
      .update(await readFile(file))
      .digest('hex')
    const first = { url: 'https://example.org/first', md5: MD5 }
    const second = { url: 'https://example.org/second', md5 }
    const known = { ...DENSENET121.weights, downloads: [first, second] }
    const weights = await readVerifiedWeights(file, known)
    expect(weights.source).toBe(second.url)
    expect(weights.notes).toHaveLength(1)
    expect(weights.notes[0]).toContain(`has the official md5 ${md5}; its tensors have the digest`)
    await expect(readVerifiedWeights(file, { ...known, downloads: [first] })).rejects.toThrow('is refused')
    const digest = tensorDigest(tensors)
    const { source, notes } = await readVerifiedWeights(file, { ...known, digest })
    expect({ source, notes }).toEqual({ source: first.url, notes: [] })
  })

  it('takes the weights of which no digest is known by their md5 alone', async () => {
    await expect(readVerifiedWeights(await write(), DENSENET169.weights)).rejects.toThrow(
      'expected tensor digest (none recorded yet) or an official md5',
    )
  })

  it('refuses a file that was cut short, and says so', async () => {
    const file = await write()
    await writeFile(file, (await readFile(file)).subarray(0, 9000))
    await expect(readVerifiedWeights(file, DENSENET121.weights)).rejects.toThrow(
      /\(9000 bytes\): truncated file/,
    )
  })

  it('refuses what is no HDF5 file', async () => {
    await expect(readVerifiedWeights(await put('text.h5'), DENSENET121.weights)).rejects.toThrow(
      /file signature not found/,
    )
  })
})
