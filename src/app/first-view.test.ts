import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

/** What a module imports from files beside it at once; neither types nor what `import()` loads later. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, 'utf8')
  const statements = source.matchAll(/^(?:import|export)\s(?!type\b)(?:[^'"]*?\sfrom\s)?['"](\.[^'"]+)['"]/gm)
  return [...statements].map(([, path]) => join(dirname(file), path ?? ''))
}

/** All that is loaded with a module. */
function loadedWith(entry: string): Set<string> {
  const loaded = new Set<string>()
  const visit = (file: string) => {
    if (loaded.has(file)) return
    loaded.add(file)
    if (/\.tsx?$/.test(file)) for (const imported of importsOf(file)) visit(imported)
  }
  visit(entry)
  return loaded
}

/** What opens later, in chunks of its own: views, panels, the tools on the photo, and the words of each. */
const LATER =
  /app\/(?:why|groups|compare|cat-or-dog|share|timings|grid)\/|app\/[^/]+\/words\/|(?:Classes|SettingsPanel|MeasureSection|PrivacyPanel|Frame|Choices)\.tsx$|crop\/tools\.ts$/

it('the first view loads nothing of what opens later', () => {
  const loaded = [...loadedWith('src/app/App.tsx')]
  expect(loaded).toContain('src/app/answer/Predictions.tsx')
  expect(loaded.filter((file) => LATER.test(file))).toEqual([])
})

it('what opens later is found by that rule', () => {
  expect([...loadedWith('src/app/share/Share.tsx')].filter((file) => LATER.test(file))).toContain(
    'src/app/why/evidence.ts',
  )
})
