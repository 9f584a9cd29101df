/**
 * `npm run sbom` writes the software bill of materials, in CycloneDX, into `dist/` beside the built site.
 *
 * npm makes it, and we choose what is in it: its own `--omit dev` also leaves out what a development package happens to
 * want too, such as React (npm 11.19).
 */
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { runCommand } from './command.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const SBOM = 'sbom.cdx.json'

export interface Component {
  'bom-ref': string
  name: string
  version: string
  properties?: { name: string; value: string }[]
  [field: string]: unknown
}

/** In CycloneDX's own fields, as far as they are used here. */
export interface Bill {
  serialNumber?: string
  metadata: { timestamp?: string; component: Component; [field: string]: unknown }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
  [field: string]: unknown
}

/** Of everything that is locked. */
async function npmBill(): Promise<Bill> {
  const options = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']
  const windows = process.platform === 'win32' // npm is a batch file there
  const { stdout } = await promisify(execFile)('npm', ['sbom', ...options], {
    cwd: ROOT,
    shell: windows,
    maxBuffer: 64 * 2 ** 20,
  })
  return JSON.parse(stdout)
}

const isForDevelopment = ({ properties = [] }: Component) =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true')

/**
 * The bill of what is not there for development alone, under the project's own name (npm takes the folder's), and without
 * what would be another at each run.
 */
export function forRelease({ serialNumber: _, ...bill }: Bill, name: string): Bill {
  const { timestamp: __, ...metadata } = bill.metadata
  const component = { ...metadata.component, name }
  const components = bill.components.filter((part) => !isForDevelopment(part))
  const refs = new Set([component, ...components].map((kept) => kept['bom-ref']))
  const dependencies = bill.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }))
  return { ...bill, metadata: { ...metadata, component }, components, dependencies }
}

export async function releaseBill(): Promise<Bill> {
  const { name } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  return forRelease(await npmBill(), name)
}

runCommand(import.meta.url, async () => {
  const bill = await releaseBill()
  await mkdir(join(ROOT, 'dist'), { recursive: true })
  await writeFile(join(ROOT, 'dist', SBOM), `${JSON.stringify(bill, null, 2)}\n`)
  console.log(`dist/${SBOM}: ${bill.components.length} packages`)
})
