import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from 'playwright-core'

/** A Chromium that can be started, and in a person's words where it comes from. */
export interface FoundBrowser {
  executablePath: string
  origin: string
}

/** What the search looks at; tests put their own in. */
export interface Surroundings {
  env: NodeJS.ProcessEnv
  platform: NodeJS.Platform
  isExecutable: (path: string) => boolean
  /** The browser shipped in an npm package, or `undefined` where it does not run. */
  packaged: () => Promise<string | undefined>
}

/** First the shell, the same browser without windows and what fills them: each page starts in half the time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]

/** Where installers put Chrome and Chromium outside of `PATH`. */
function usualPlaces(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  switch (platform) {
    case 'darwin':
      return ['/Applications', join(env.HOME ?? '', 'Applications')].flatMap((folder) => [
        `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
        `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      ])
    case 'win32':
      return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => [
          join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(folder, 'Chromium', 'Application', 'chrome.exe'),
        ])
    default:
      return ['/opt/google/chrome/chrome', '/snap/bin/chromium', '/usr/lib/chromium/chromium']
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** `@sparticuz/chromium` carries a headless shell for Linux on x64 and unpacks it into the temporary folder. */
async function packagedChromium(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const { default: sparticuz } = await import('@sparticuz/chromium')
  return sparticuz.executablePath()
}

/**
 * Finds a browser for the tests: `CHROMIUM_PATH`, else an installed Chromium or Chrome, else the one in
 * `@sparticuz/chromium`.
 * @throws Error when there is none, with what to do
 */
export async function findBrowser(
  { env, platform, isExecutable: canRun, packaged }: Surroundings = {
    env: process.env,
    platform: process.platform,
    isExecutable,
    packaged: packagedChromium,
  },
): Promise<FoundBrowser> {
  const named = env.CHROMIUM_PATH
  if (named) {
    if (canRun(named)) return { executablePath: named, origin: 'CHROMIUM_PATH' }
    throw new Error(`CHROMIUM_PATH names ${named}, which is no executable file.`)
  }
  const suffix = platform === 'win32' ? '.exe' : ''
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)))
  const installed = [...onPath, ...usualPlaces(env, platform)].find(canRun)
  if (installed) return { executablePath: installed, origin: 'installed' }
  const shipped = await packaged()
  if (shipped) return { executablePath: shipped, origin: 'the npm package @sparticuz/chromium' }
  throw new Error('No browser found: install Chromium or Chrome, or set CHROMIUM_PATH to one.')
}

/** Chromium's own traffic would hide the page's, and a closed network would slow it down. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

/**
 * A function of onnxruntime's 14 MB is compiled when it is first called, most of them never: a third less work for each
 * page that starts it. All are validated as ever.
 */
const LAZY_WASM = '--js-flags=--wasm-lazy-compilation'

/** WebGPU in software: right to 1e-6, and 10 to 30 seconds an inference. */
export const SOFTWARE_WEBGPU = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--ignore-gpu-blocklist',
]

/** Chromium refuses to start its sandbox as root. */
const sandboxFlags = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])

/**
 * The flags that `@sparticuz/chromium` recommends are left out: they switch off web security and give every page shared
 * memory, so that tests would pass which must fail.
 */
async function launchOptions(options: LaunchOptions): Promise<LaunchOptions> {
  const { executablePath } = await findBrowser()
  return {
    executablePath,
    ...options,
    args: [...QUIET, LAZY_WASM, ...sandboxFlags(), ...(options.args ?? [])],
  }
}

/** Starts a headless browser; whoever calls closes it. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch(await launchOptions(options))
}

/** Starts a headless browser that keeps all of a visitor in a folder; closing the context ends it. */
export async function launchProfile(
  folder: string,
  options: LaunchOptions & BrowserContextOptions = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...options, ...(await launchOptions(options)) })
}
