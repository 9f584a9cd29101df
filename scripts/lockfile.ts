/**
 * `npx tsx scripts/lockfile.ts` adds to package-lock.json what npm left out.
 *
 * Packages with native code have one optional package a platform. Where a registry does not carry those of other
 * platforms, npm writes a lockfile without them, and `npm ci` refuses that lockfile, there and everywhere else.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isCommand } from './command.ts'

/** In npm's own fields. */
export interface Platform {
  cpu: string[]
  libc?: string[]
  os: string[]
}

export interface LockedPackage extends Partial<Platform> {
  version?: string
  dev?: boolean
  optionalDependencies?: Record<string, string>
  [field: string]: unknown
}

export interface Lockfile {
  packages: Record<string, LockedPackage>
  [field: string]: unknown
}

const OPERATING_SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** What a package's name says of its platform; `undefined` when it names none. */
export function platformOf(name: string): Platform | undefined {
  const words = name.split(/[/-]/)
  const os = words.find((word) => OPERATING_SYSTEMS.includes(word))
  const cpu = words.find((word) => PROCESSORS.includes(word))
  if (os === undefined || cpu === undefined) return undefined
  const last = words.at(-1) ?? ''
  const libc =
    os !== 'linux' ? [] : last.startsWith('musl') ? ['musl'] : last.startsWith('gnu') ? ['glibc'] : []
  return { cpu: [cpu], ...(libc.length > 0 ? { libc } : {}), os: [os] }
}

/** Optional packages of exact versions that a locked package wants and the lockfile does not have. */
export function missingOptional({ packages }: Lockfile): { path: string; entry: LockedPackage }[] {
  return Object.values(packages).flatMap(({ optionalDependencies = {}, dev }) =>
    Object.entries(optionalDependencies).flatMap(([name, version]) => {
      const path = `node_modules/${name}`
      const platform = platformOf(name)
      if (packages[path] || !platform || !/^\d/.test(version)) return []
      const entry = { version, ...(dev ? { dev } : {}), ...platform, optional: true }
      return [{ path, entry }]
    }),
  )
}

/** The lockfile with them, in npm's order. */
export function complete(lock: Lockfile): Lockfile {
  const added = missingOptional(lock).map(({ path, entry }): [string, LockedPackage] => [path, entry])
  const packages = [...Object.entries(lock.packages), ...added].sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { ...lock, packages: Object.fromEntries(packages) }
}

if (isCommand(import.meta.url)) {
  const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
  const lock: Lockfile = JSON.parse(await readFile(file, 'utf8'))
  console.log(`Packages added: ${missingOptional(lock).length}`)
  await writeFile(file, `${JSON.stringify(complete(lock), null, 2)}\n`)
}
