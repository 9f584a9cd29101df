import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { drawHouse, importsOf, readSources, roomOf, withHouse } from './architecture.ts'

describe('the picture of the house', () => {
  test('is drawn from imports of all kinds', () => {
    const code = [
      "import { a } from './a.ts'",
      "export type { B } from '../b.ts'",
      "const later = () => import('./c/d.tsx')",
      "import url from './worker.ts?worker&url'",
      "import './app.css'",
      "import { createRoot } from 'react-dom/client'",
    ].join('\n')
    expect(importsOf('src/app/x.ts', code)).toEqual([
      'src/app/a.ts',
      'src/b.ts',
      'src/app/c/d.tsx',
      'src/app/worker.ts',
      'src/app/app.css',
    ])
  })

  test('has a room for each folder, and for each part of the classifier', () => {
    expect(
      ['src/main.tsx', 'src/app/why/x.ts', 'src/classifier/session.ts', 'src/classifier/files/x.ts'].map(
        roomOf,
      ),
    ).toEqual(['main', 'app', 'classifier', 'classifier/files'])
  })

  test('leaves out what all may import', () => {
    const files = new Map([
      [
        'src/photos/a.ts',
        "import { x } from '../storage/names.ts'\nimport { y } from '../classifier/index.ts'",
      ],
      ['src/storage/names.ts', ''],
    ])
    expect(drawHouse(files)).toContain('photos --> classifier')
    expect(drawHouse(files)).not.toContain('storage')
  })

  test('in ARCHITECTURE.md is that of today; else run `npx tsx scripts/architecture.ts`', () => {
    const document = readFileSync(fileURLToPath(new URL('../ARCHITECTURE.md', import.meta.url)), 'utf8')
    expect(withHouse(document, drawHouse(readSources()))).toBe(document)
  })

  test('needs its place', () => {
    expect(() => withHouse('# Architecture', '')).toThrow('ARCHITECTURE.md has no')
  })
})
