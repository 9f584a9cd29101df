import { resolve } from 'node:path'
import { build } from 'vite'
import { beforeAll, describe, expect } from 'vitest'
import { engineKernels } from '../src/engine/compile.ts'
import type { Build } from '../src/engine/index.ts'
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
  const cases: (Question & { build: Build })[] = [
    { build: 'relaxed', threads: 1, kept: 1, seeds: SEEDS },
    { build: 'split', threads: 1, kept: 1, seeds: SEEDS },
    { build: 'plain', threads: 1, kept: 1, seeds: SEEDS },
    { build: 'relaxed', threads: 2, kept: 2, seeds: SEEDS },
    { build: 'plain', threads: 3, kept: 3, seeds: SEEDS },
    { build: 'split', threads: 4, kept: 4, seeds: SEEDS },
  ]
  for (const question of cases) {
    const { build, threads } = question
    test(`gives the reference’s bytes: ${build} build, ${threads} threads, aborted in between`, async ({
      serve,
      open,
    }) => {
      const server = await serve({ root: SITE, headers: SECURITY_HEADERS })
      const { page } = await open(`${server.url}engine/`)
      const answer = await page.evaluate((asked) => window.askEngine(asked), question)
      expect(answer).toEqual({ build, threads, wrong: [], aborted: ['stopped', 'stopped', 'stopped'] })
    })
  }

  test('frees threads that are not kept', async ({ serve, open }) => {
    const server = await serve({ root: SITE, headers: SECURITY_HEADERS })
    const { page } = await open(`${server.url}engine/`)
    const answer = await page.evaluate(() => window.askEngine({ threads: 4, kept: 2, seeds: [2] }))
    expect(answer).toMatchObject({ threads: 2, wrong: [] })
  })

  test('keeps threads as it finds best', async ({ serve, open }) => {
    const server = await serve({ root: SITE, headers: SECURITY_HEADERS })
    const { page } = await open(`${server.url}engine/`)
    const answer = await page.evaluate(() => window.askEngine({ threads: 4, seeds: [2] }))
    expect(answer.wrong).toEqual([])
    expect([1, 2, 4]).toContain(answer.threads)
  })

  test('takes the relaxed instructions where the browser has them, and one thread without isolation', async ({
    serve,
    open,
  }) => {
    const server = await serve({ root: SITE })
    const { page } = await open(`${server.url}engine/`)
    const answer = await page.evaluate(() => window.askEngine({ threads: 4, seeds: [2] }))
    expect(answer).toMatchObject({ threads: 1, wrong: [] })
    expect(['relaxed', 'split']).toContain(answer.build)
  })
})
