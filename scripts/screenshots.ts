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
import { pageWithModel } from './model-address.ts'
import { type Scene, type Serving, scenes } from './screenshot-scenes.ts'

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
  /** The page of a build without a model. */
  const sendPage = async (response: ServerResponse) => {
    response.setHeader('Content-Type', 'text/html')
    response.end(pageWithModel(await readFile(join(SITE, 'index.html'), 'utf8'), undefined))
  }
  const plugin: Plugin = {
    name: 'model-server',
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? '/', 'http://localhost').pathname
        if (path === '/' && serving === 'missing') return void sendPage(response)
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

/** Of a public-domain photo, a window's first view. */
const README = [
  { scene: 'sample-why', file: 'docs/screenshot.png', width: 1160, height: 760, colorScheme: 'light' },
  {
    scene: 'sample-unknown',
    file: 'docs/screenshot-phone.png',
    width: 390,
    height: 800,
    colorScheme: 'dark',
  },
] as const

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

async function takeForReadme(
  { scene, file, width, height, colorScheme }: (typeof README)[number],
  url: string,
) {
  model.serve('whole')
  const context = await browser.newContext({ locale: 'en-US', viewport: { width, height }, colorScheme })
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

async function takeScene({ name, serving = 'whole', language = 'en-US', play }: Scene, url: string) {
  model.serve(serving)
  const context = await browser.newContext({ locale: language, viewport: VIEWPORTS.wide })
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
        await page.screenshot({
          path: `${OUT}/${name}-${width}-${scheme}.png`,
          fullPage,
          animations: 'disabled',
        })
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
