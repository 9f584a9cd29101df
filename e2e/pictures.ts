import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PNG } from 'pngjs'
import { inject } from 'vitest'
import { isCI } from '../scripts/test-setup/real-model.ts'

/** A file as a person would choose it; Playwright's form. */
export interface Upload {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A PNG of coloured waves; another `seed`, another picture. */
export function picture(name: string, { width = 320, height = 240, seed = 1 } = {}): Upload {
  const png = new PNG({ width, height })
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = (step: number) => Math.round(127.5 * (1 + Math.sin((x * step + y * seed) / 20)))
      png.data.set([wave(seed), wave(seed + 1), wave(seed + 2), 255], 4 * (y * width + x))
    }
  }
  return { name, mimeType: 'image/png', buffer: PNG.sync.write(png) }
}

const SEED_PHOTOS = fileURLToPath(new URL('../../shared/images/seed', import.meta.url))

/**
 * Tests on photos with known answers can't run without the photos, whose licence keeps them out of the project, or
 * without the real model. With CI set they run all the same, and fail, unless `MISSING_PHOTOS=skip` says that this
 * machine can't have the photos.
 */
export function withoutSeedPhotos(): boolean {
  const excused = !isCI() || process.env.MISSING_PHOTOS === 'skip'
  return inject('model').kind !== 'real' || (!existsSync(SEED_PHOTOS) && excused)
}

/** One of the photos with known answers. */
export function seedPhoto(file: string): Upload {
  return {
    name: basename(file),
    mimeType: 'image/jpeg',
    buffer: readFileSync(`${SEED_PHOTOS}/${file}`),
  }
}
