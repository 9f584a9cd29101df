import { resolve } from 'node:path'
import { build } from 'vite'
import { beforeAll, describe, expect } from 'vitest'
import { engineKernels } from '../src/engine/compile.ts'
import { SECURITY_HEADERS } from '../src/offline/policy.ts'
import type { Question } from './engine/worker.ts'
import { test } from './fixtures.ts'

const SITE = resolve('.cache/e2e-engine')
const SEEDS = [1, 2, 3, 4, 5, 6]

beforeAll(async () => {
  await build({
    // without the site's service worker
    configFile: false,
    root: 'e2e/engine',
    base: './',
    logLevel: 'error',
    plugins: [engineKernels()],
    worker: { format: 'es', plugins: () => [engineKernels()] },
    build: { target: 'es2023', outDir: resolve(SITE, 'engine'), emptyOutDir: true },
  })
})

describe('the engine, under the page’s policy', () => {
  const cases: (Question & { simd: 'relaxed' | 'plain' })[] = [
    { simd: 'relaxed', threads: 1, seeds: SEEDS },
    { simd: 'plain', threads: 1, seeds: SEEDS },
    { simd: 'relaxed', threads: 2, seeds: SEEDS },
    { simd: 'plain', threads: 3, seeds: SEEDS },
    { simd: 'relaxed', threads: 4, seeds: SEEDS },
  ]
  for (const question of cases) {
    const { simd, threads } = question
    test(`gives the reference’s bytes: ${simd} SIMD, ${threads} threads, aborted in between`, async ({
      serve,
      open,
    }) => {
      const server = await serve({ root: SITE, headers: SECURITY_HEADERS })
      const { page } = await open(`${server.url}engine/`)
      const answer = await page.evaluate((asked) => window.askEngine(asked), question)
      expect(answer).toEqual({ simd, threads, wrong: [], aborted: SEEDS.map(() => 'stopped') })
    })
  }

  test('takes the relaxed instructions where the browser has them, and one thread without isolation', async ({
    serve,
    open,
  }) => {
    const server = await serve({ root: SITE })
    const { page } = await open(`${server.url}engine/`)
    const answer = await page.evaluate(() => window.askEngine({ threads: 4, seeds: [2] }))
    expect(answer).toEqual({ simd: 'relaxed', threads: 1, wrong: [], aborted: ['stopped'] })
  })
})
