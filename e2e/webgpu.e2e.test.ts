import { expect } from 'vitest'
import { isCI } from '../scripts/test-setup/real-model.ts'
import { en } from '../src/words/en.ts'
import { SOFTWARE_WEBGPU } from './browser.ts'
import { test as base } from './fixtures.ts'
import { answered, choose, computedBy, copiedAnswers } from './page.ts'
import { picture } from './pictures.ts'

const test = base.override('browserArgs', { scope: 'file' }, () => SOFTWARE_WEBGPU)

/** In software: the real network takes 10 to 30 seconds for each inference, and its kernels are those of a tiny one. */
const PATIENCE = 180_000

test('WebGPU gives the same five best answers as wasm', { timeout: 2 * PATIENCE }, async ({
  serve,
  open,
  skip,
}) => {
  const { url } = await serve()
  const photo = picture('waves.png')

  const answersOf = async (backend: string, shown: string) => {
    const { page } = await open(`${url}?backend=${backend}`, { serviceWorkers: 'block' })
    const adapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()))
    if (!adapter && !isCI()) skip('this browser has no WebGPU in software')
    await choose(page, photo)
    await answered(page, photo, PATIENCE)
    await computedBy(page, shown).waitFor()
    return (await copiedAnswers(page)).predictions
  }

  const wasm = await answersOf('wasm', en.backend.wasm)
  const webgpu = await answersOf('webgpu', en.backend.webgpu)
  expect(webgpu.map(({ label }) => label)).toEqual(wasm.map(({ label }) => label))
  webgpu.forEach(({ probability }, i) => {
    expect(probability).toBeCloseTo(wasm[i]?.probability ?? Number.NaN, 3)
  })
})
