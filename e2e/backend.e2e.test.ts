import { cp } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, inject } from 'vitest'
import { readManifest, writeManifest } from '../model/published.ts'
import { buildTinyModel } from '../model/tiny.ts'
import type { Manifest } from '../src/network/manifest.ts'
import { en } from '../src/words/en.ts'
import { test } from './fixtures.ts'
import { answered, choose, computedBy } from './page.ts'
import { picture } from './pictures.ts'

// Whatever is wrong with the engine, onnxruntime-web answers, and the page says why.

const REFUSED = resolve('.cache/e2e/refused-model')
const BROKEN = resolve('.cache/e2e/broken-model')
const photo = picture('waves.png')

/** A copy of a model folder with another manifest. */
async function change(folder: string, edit: (manifest: Manifest) => void): Promise<void> {
  const manifest = await readManifest(folder)
  edit(manifest)
  await writeManifest(folder, JSON.stringify(manifest))
}

const variantOf = ({ variants }: Manifest, backend: 'engine' | 'wasm') => {
  const found = variants.find(({ exact, backends }) => !exact && backends.includes(backend))
  if (!found) throw new Error(`no small variant for ${backend}`)
  return found
}

beforeAll(async () => {
  // Six new channels a layer: the kernels want a multiple of four.
  const size = { blocks: [2, 2], growth: 6, stem: 8, classes: 1000 }
  await buildTinyModel({ out: REFUSED, size })
  await change(REFUSED, (manifest) => {
    const variant = variantOf(manifest, 'wasm')
    variant.backends.unshift('engine')
    variant.selfTest.engine = variant.selfTest.logits
  })
  await cp(inject('tinyModel'), BROKEN, { recursive: true })
  await change(BROKEN, (manifest) => {
    const { selfTest } = variantOf(manifest, 'engine')
    selfTest.engine = selfTest.engine?.map((logit) => logit + 0.001) ?? []
  })
})

async function expectRuntime(page: Page, reason: RegExp): Promise<void> {
  await choose(page, photo)
  await answered(page, photo)
  await computedBy(page, en.backend.wasm).waitFor()
  await page.getByText(en.backend.left(en.backend.engine)).waitFor()
  await page.getByText(reason).waitFor()
}

describe('onnxruntime-web answers', () => {
  test('where the engine refuses the model', async ({ serve, open }) => {
    const server = await serve({ overlays: { 'model/': REFUSED } })
    const { page } = await open(server.url, { serviceWorkers: 'block' })
    await expectRuntime(page, /the engine needs a multiple of/)
  })

  test('where the engine’s answer to the built-in picture is not the recorded one', async ({
    serve,
    open,
  }) => {
    const server = await serve({ overlays: { 'model/': BROKEN } })
    const { page } = await open(server.url, { serviceWorkers: 'block' })
    await expectRuntime(page, /the self-test's logits are off by 0\.0010/)
  })
})

test('its runtime is not downloaded where the engine serves', async ({ serve, open }) => {
  const server = await serve()
  const { page } = await open(server.url)
  await choose(page, photo)
  await answered(page, photo)
  await computedBy(page, en.backend.engine).waitFor()
  expect(server.requests.filter(({ path }) => path.endsWith('.wasm'))).toEqual([])
})
