import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const FOLDER = '.github/workflows'
const workflows = readdirSync(FOLDER).map((name) => ({
  name,
  text: readFileSync(`${FOLDER}/${name}`, 'utf8'),
}))

/** All of a pattern's first groups. */
const all = (text: string, pattern: RegExp) => Array.from(text.matchAll(pattern), ([, group = '']) => group)

describe('package.json', () => {
  it.each(['dependencies', 'devDependencies'])('has exact versions of its %s, no range', (kind) => {
    const listed: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8'))[kind]
    expect(Object.keys(listed).length).toBeGreaterThan(5)
    const ranges = Object.entries(listed).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    expect(ranges).toEqual([])
  })

  it('runs no script of its own while it is installed', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([])
  })
})

it('.npmrc keeps packages from running scripts when a person installs them', () => {
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('ignore-scripts=true')
})

it('package-lock.json has a hash for each package but those that no registry here carries', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const bare = Object.entries<{ integrity?: string; optional?: boolean }>(packages)
    .filter(([path, { integrity, optional }]) => path !== '' && integrity === undefined && optional !== true)
    .map(([path]) => path)
  expect(bare).toEqual([])
})

describe.each(workflows)('the workflow $name', ({ text }) => {
  it('names every action by its commit, with the version beside it', () => {
    const actions = all(text, /uses: (.*)/g)
    expect(actions.length).toBeGreaterThan(0)
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('runs no script of a package that it installs', () => {
    const installs = all(text, /(npm (?:ci|install|i)\b.*)/g)
    expect(installs.length).toBeGreaterThan(0)
    for (const install of installs) expect(install).toBe('npm ci --ignore-scripts')
  })

  it('may write nothing but the published page', () => {
    expect(text).toMatch(/^permissions:/m)
    const granted = all(text, /^\s+((?:[\w-]+): write)$/gm)
    for (const permission of granted) expect(['pages: write', 'id-token: write']).toContain(permission)
    expect(text).not.toContain('write-all')
  })

  it('leaves no token in the checkout', () => {
    const checkouts = all(text, /uses: (actions\/checkout@)/g)
    expect(all(text, /(persist-credentials: false)/g)).toHaveLength(checkouts.length)
  })
})
