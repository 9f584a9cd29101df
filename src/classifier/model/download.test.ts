import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { downloadFile } from './download.ts'

const BODY = Buffer.from('the model, as far as this test is concerned')
const FILE = {
  path: 'model.onnx',
  bytes: BODY.length,
  sha256: createHash('sha256').update(BODY).digest('hex'),
}

let server: Server | undefined

/** Serves one answer at a free port of this machine. */
function serve(answer: Parameters<typeof createServer>[1]): Promise<URL> {
  const started = createServer(answer)
  server = started
  return new Promise((resolve) => {
    started.listen(0, '127.0.0.1', () => {
      const address = started.address()
      resolve(
        new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/model/manifest.json`),
      )
    })
  })
}

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

test('gives the bytes once they are verified, and tells how many have come', async () => {
  const folder = await serve((_, response) => response.end(BODY))
  const progress: number[] = []
  expect(await downloadFile(FILE, folder, (loaded) => progress.push(loaded))).toEqual(new Uint8Array(BODY))
  expect(progress.at(-1)).toBe(BODY.length)
})

test.each([
  ['a missing file', 404, BODY, 'model-missing'],
  ['a server in trouble', 503, BODY, 'network'],
  ['one flipped bit', 200, Buffer.from(BODY.map((byte, i) => (i === 7 ? byte ^ 1 : byte))), 'model-corrupt'],
  ['a longer file', 200, Buffer.concat([BODY, BODY]), 'model-corrupt'],
  ['a shorter file', 200, BODY.subarray(0, -1), 'network'],
  ['an empty file', 200, Buffer.of(), 'network'],
])('%s is an error of its own', async (_, status, body, code) => {
  const folder = await serve((__, response) => response.writeHead(status).end(body))
  await expect(downloadFile(FILE, folder)).rejects.toMatchObject({ name: 'ClassifierError', code })
})

test('a connection that breaks is a network error', async () => {
  const folder = await serve((_, response) => {
    response.writeHead(200, { 'Content-Length': BODY.length })
    response.write(BODY.subarray(0, 10), () => response.destroy())
  })
  await expect(downloadFile(FILE, folder)).rejects.toMatchObject({ code: 'network' })
})

test('a server that is gone is a network error', async () => {
  const folder = await serve((_, response) => response.end())
  await new Promise((resolve) => server?.close(resolve))
  await expect(downloadFile(FILE, folder)).rejects.toMatchObject({ code: 'network' })
})
