/**
 * torchvision's answers to the reference photos, for the model tests. They lie outside the project: where they are
 * not there, the tests say so and are skipped.
 */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SHARED = fileURLToPath(new URL('../../shared', import.meta.url))
const CLASSES = 1000

export const hasReference = existsSync(join(SHARED, 'reference', 'check_logits.f32'))

/** The end of a test suite's name where the reference is not there. */
export const REFERENCE_NOTE = hasReference ? '' : ' (SKIPPED: ../shared/reference is not there)'

export interface ReferencePhoto {
  /** Such as `seed/sample_file.jpeg`. */
  name: string
  /** The photo's path. */
  file: string
  /** torchvision's, of Pillow's crop. */
  logits: Float32Array
}

/** All reference photos with torchvision's logits; none where the reference is not there. */
export function referencePhotos(): ReferencePhoto[] {
  if (!hasReference) return []
  const entries: unknown = JSON.parse(readFileSync(join(SHARED, 'reference', 'check.json'), 'utf8'))
  if (!Array.isArray(entries)) throw new Error('check.json holds no list')
  const bytes = readFileSync(join(SHARED, 'reference', 'check_logits.f32'))
  const logits = new Float32Array(new Uint8Array(bytes).buffer)
  if (logits.length !== entries.length * CLASSES) throw new Error('check_logits.f32 does not fit check.json')
  return entries.map((entry: { file: unknown }, index) => {
    const name = String(entry.file)
    return {
      name,
      file: join(SHARED, 'images', name),
      logits: logits.subarray(index * CLASSES, (index + 1) * CLASSES),
    }
  })
}

/** Path of Pillow's 224x224 crop of a photo; undefined where none is kept. */
export function referenceCrop({ name }: ReferencePhoto): string | undefined {
  const file = join(SHARED, 'reference', 'crops', `${basename(name.replace('/', '_'))}.png`)
  return existsSync(file) ? file : undefined
}
