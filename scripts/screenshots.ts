/**
 * `npm run screenshots [-- [--site FOLDER] NAME...]`: pictures of the built page in each state and view, wide and
 * narrow, light and dark, in `test-results/screenshots/`. With names, only of these states. `--site` has a built page,
 * `dist` unless told. `--docs` makes the README's two pictures instead.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { type Plugin, preview } from 'vite'
import { launchBrowser } from '../e2e/browser.ts'
import type { MissingModel } from '../src/network/manifest.ts'
import { en } from '../src/words/en.ts'

const {
  values: { site: SITE, docs },
  positionals: names,
} = parseArgs({
  options: { site: { type: 'string', default: 'dist' }, docs: { type: 'boolean', default: false } },
  allowPositionals: true,
})

const OUT = 'test-results/screenshots'

const VIEWPORTS = {
  wide: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
}

const SCHEMES = ['light', 'dark'] as const

/** The tutorial's photo where it is, else a public-domain one of our own fixtures. */
const PHOTO = [
  '../shared/images/seed/sample_file.jpeg',
  'src/classifier/image/fixtures/locomotion-house-cat.png',
].find(existsSync)

/** How the server serves the model's folder. */
type Serving = 'whole' | 'half' | 'missing' | 'broken' | 'corrupt'

const MISSING: MissingModel = {
  tried: [
    { source: '--weights', reason: 'not given' },
    { source: '$DENSENET_WEIGHTS', reason: 'not set' },
    { source: '../shared/model/', reason: 'no such folder' },
    {
      source: 'https://github.com/fchollet/deep-learning-models/',
      reason: 'getaddrinfo ENOTFOUND github.com',
    },
  ],
  remedy: [
    'Download densenet121_weights_tf_dim_ordering_tf_kernels.h5 on a machine with internet access.',
    'Run npm run model -- --weights FILE with it.',
    'Reload this page.',
  ],
}

/** A preview server whose model can be made to fail or to stop half-way. */
function modelServer() {
  let serving: Serving = 'whole'
  const send = async (path: string, response: ServerResponse) => {
    const bytes = await readFile(join(SITE, path))
    response.setHeader('Content-Length', bytes.length)
    response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
    if (serving === 'corrupt') response.end(bytes.fill(0, 0, 16))
    else response.write(bytes.subarray(0, bytes.length / 2)) // and never the rest
  }
  const plugin: Plugin = {
    name: 'model-server',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname
        if (!path.startsWith('/model/') || serving === 'whole') return next()
        if (serving === 'broken') return request.socket.destroy()
        if (serving === 'missing') {
          if (path === '/model/missing.json') {
            response.setHeader('Content-Type', 'application/json')
            response.end(JSON.stringify(MISSING))
          } else {
            response.statusCode = 404
            response.end()
          }
          return
        }
        if (path.endsWith('.onnx')) void send(path, response)
        else next()
      })
    },
  }
  return {
    plugin,
    serve(next: Serving) {
      serving = next
    },
  }
}

interface Scene {
  name: string
  serving: Serving
  language?: string
  /** Brings the fresh page into the state and waits until it is there. */
  play(page: Page): Promise<void>
}

interface ReadmePicture {
  /** Name of the scene. */
  scene: string
  file: string
  viewport: { width: number; height: number }
  colorScheme: 'light' | 'dark'
}

const README: ReadmePicture[] = [
  {
    scene: 'sample-why',
    file: 'docs/screenshot.png',
    viewport: { width: 1160, height: 760 },
    colorScheme: 'light',
  },
  {
    scene: 'sample-unknown',
    file: 'docs/screenshot-phone.png',
    viewport: { width: 390, height: 800 },
    colorScheme: 'dark',
  },
]

const picker = (page: Page) => page.locator('input[type=file]')
const isReady = (page: Page) => page.locator('.ready').waitFor()
const hasFailed = (page: Page) => page.locator('.problem').waitFor()

async function choosePhoto(page: Page) {
  if (PHOTO) await picker(page).setInputFiles(PHOTO)
}

async function chooseAndWait(page: Page) {
  await isReady(page)
  await choosePhoto(page)
  await page.locator('.answer').waitFor()
  await page.waitForTimeout(600) // the bars grow
}

/** Chooses the sample picture whose title begins so. */
async function sample(page: Page, title: string) {
  await isReady(page)
  await page.getByRole('button', { name: title }).click()
  await page.locator('.answer').waitFor()
  await page.waitForTimeout(600) // the bars grow
}

async function why(page: Page) {
  await page.locator('.why__button').click()
  await page.locator('canvas.map').waitFor()
  await page.waitForTimeout(600)
}

async function openView(page: Page, name: string) {
  await chooseAndWait(page)
  await page.getByRole('tab', { name, exact: true }).click()
  await page.getByRole('tabpanel').locator('*').first().waitFor()
  await page.waitForTimeout(1000)
}

const file = (name: string, text: string) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: Buffer.from(text, 'latin1'),
})

const scenes: Scene[] = [
  { name: 'empty', serving: 'whole', play: isReady },
  {
    name: 'drop',
    serving: 'whole',
    async play(page) {
      await isReady(page)
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer()
        dataTransfer.items.add(new File([''], 'photo.jpg', { type: 'image/jpeg' }))
        window.dispatchEvent(new DragEvent('dragenter', { dataTransfer }))
      })
      await page.locator('.drop').waitFor()
    },
  },
  {
    name: 'downloading',
    serving: 'half',
    async play(page) {
      await page.getByRole('progressbar').waitFor()
      await page.waitForTimeout(1000)
    },
  },
  {
    name: 'queued',
    serving: 'half',
    async play(page) {
      await choosePhoto(page)
      await page.locator('.crop__pixels:not(.crop__pixels--empty)').waitFor()
      await page.waitForTimeout(1000)
    },
  },
  { name: 'done', serving: 'whole', play: chooseAndWait },
  { name: 'sample', serving: 'whole', play: (page) => sample(page, 'Abandoned Dust Bowl Home') },
  { name: 'sample-guess', serving: 'whole', play: (page) => sample(page, 'Acanthus mollis') },
  { name: 'sample-unknown', serving: 'whole', play: (page) => sample(page, 'Airplane') },
  {
    name: 'sample-why',
    serving: 'whole',
    async play(page) {
      await sample(page, 'Abandoned Dust Bowl Home')
      await why(page)
    },
  },
  {
    name: 'why',
    serving: 'whole',
    async play(page) {
      await chooseAndWait(page)
      await why(page)
    },
  },
  ...['My own part', 'Whole image', 'Average of 10'].map((choice) => ({
    name: `crop-${choice.split(' ')[0]?.toLowerCase()}`,
    serving: 'whole' as const,
    async play(page: Page) {
      await chooseAndWait(page)
      await page.getByRole('radio', { name: choice }).check({ force: true })
      await page.waitForTimeout(2500) // the answer follows
    },
  })),
  ...(['groups', 'catOrDog', 'compare', 'take', 'timings'] as const).map((view) => ({
    name: view,
    serving: 'whole' as const,
    play: (page: Page) => openView(page, en.views[view]),
  })),
  {
    name: 'take-map',
    serving: 'whole',
    async play(page) {
      await openView(page, en.views.take)
      await page.getByRole('tabpanel').getByRole('checkbox').check()
      await page.waitForTimeout(1000)
    },
  },
  {
    name: 'known',
    serving: 'whole',
    async play(page) {
      await sample(page, 'Airplane')
      await page.getByRole('button', { name: en.answer.known }).click()
      await page.waitForTimeout(1000)
    },
  },
  {
    name: 'settings',
    serving: 'whole',
    async play(page) {
      await isReady(page)
      await page.getByRole('button', { name: en.settings.open }).click()
      await page.getByRole('dialog').waitFor()
      await page.waitForTimeout(400)
    },
  },
  {
    name: 'privacy',
    serving: 'whole',
    async play(page) {
      await isReady(page)
      await page.getByRole('button', { name: en.site.check }).click()
      await page.getByRole('dialog').waitFor()
      await page.waitForTimeout(400)
    },
  },
  { name: 'done-ko', serving: 'whole', language: 'ko-KR', play: chooseAndWait },
  { name: 'done-zh', serving: 'whole', language: 'zh-CN', play: chooseAndWait },
  {
    name: 'not-an-image',
    serving: 'whole',
    async play(page) {
      await isReady(page)
      await picker(page).setInputFiles(file('notes.jpg', 'Dear diary, today I saw a cat.'))
      await hasFailed(page)
    },
  },
  {
    name: 'damaged',
    serving: 'whole',
    async play(page) {
      await isReady(page)
      await picker(page).setInputFiles(file('cat.jpg', '\xff\xd8\xff\xe0\x00\x10JFIF\x00and nothing more'))
      await hasFailed(page)
    },
  },
  { name: 'model-missing', serving: 'missing', play: hasFailed },
  { name: 'model-corrupt', serving: 'corrupt', play: hasFailed },
  {
    name: 'no-connection',
    serving: 'broken',
    async play(page) {
      await choosePhoto(page)
      await hasFailed(page)
    },
  },
]

const wanted = names.length > 0 ? scenes.filter(({ name }) => names.includes(name)) : scenes
if (!existsSync(join(SITE, 'index.html'))) execFileSync('npm', ['run', 'build'], { stdio: 'inherit' })
await mkdir(OUT, { recursive: true })

const model = modelServer()
const server = await preview({
  build: { outDir: SITE },
  plugins: [model.plugin],
  preview: { port: 4199 },
  logLevel: 'warn',
})
const url = server.resolvedUrls?.local[0]
if (!url) throw new Error('the preview server has no address')
const browser = await launchBrowser()

/** What sticks to the window's edge would lie in the middle of a picture of the whole page. */
function unstick(page: Page): Promise<void> {
  return page.locator('.picker--row').evaluateAll((rows) => {
    for (const row of rows) if (row instanceof HTMLElement) row.style.position = 'static'
  })
}

/** The README's, of a public-domain photo: a window's first view. */
async function takeForReadme({ scene, file, viewport, colorScheme }: ReadmePicture, url: string) {
  model.serve('whole')
  const context = await browser.newContext({ locale: 'en-US', viewport, colorScheme })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await scenes.find(({ name }) => name === scene)?.play(page)
    await page.mouse.move(0, 0)
    await page.waitForTimeout(500)
    await page.screenshot({ path: file })
    console.log(file)
  } finally {
    await context.close()
  }
}

async function takeScene({ name, serving, language, play }: Scene, url: string) {
  model.serve(serving)
  const context = await browser.newContext({ locale: language ?? 'en-US', viewport: VIEWPORTS.wide })
  try {
    const page = await context.newPage()
    await page.goto(url)
    await play(page)
    await page.mouse.move(0, 0) // a click leaves the pointer over something else
    await unstick(page)
    // A dialog covers the window, not the page behind it.
    const fullPage = (await page.getByRole('dialog').count()) === 0
    for (const scheme of SCHEMES) {
      await page.emulateMedia({ colorScheme: scheme })
      for (const [width, viewport] of Object.entries(VIEWPORTS)) {
        await page.setViewportSize(viewport)
        await page.screenshot({ path: `${OUT}/${name}-${width}-${scheme}.png`, fullPage })
      }
    }
    console.log(`${OUT}/${name}-*.png`)
  } finally {
    await context.close()
  }
}

try {
  for (const picture of docs ? README : []) await takeForReadme(picture, url)
  for (const scene of docs ? [] : wanted) {
    await takeScene(scene, url).catch((error: unknown) => {
      console.error(`${scene.name}: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = 1
    })
  }
} finally {
  await browser.close()
  await server.close()
}
