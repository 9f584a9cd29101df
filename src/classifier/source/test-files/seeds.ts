/** A small picture in each format that browsers decode. */

import { deflateSync } from 'node:zlib'
import encodeAvif, { init as initAvif } from '@jsquash/avif/encode.js'
import encodeJpeg, { init as initJpeg } from '@jsquash/jpeg/encode.js'
import encodeWebp, { init as initWebp } from '@jsquash/webp/encode.js'
import type { ImageFormat } from '../sniff.ts'
import { readWasm } from '../test-decoders.ts'
import { join } from './bytes.ts'
import { exifSegment } from './jpeg.ts'
import { animatedWebp, bmp, gif, ico } from './others.ts'
import { png } from './png.ts'

export interface Seed {
  name: string
  format: ImageFormat
  bytes: Uint8Array<ArrayBuffer>
}

const WIDTH = 40
const HEIGHT = 30

/** Colours that change slowly, so that every coder has something to do. */
export function waves(width = WIDTH, height = HEIGHT): ImageData {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    data.set([127 + 127 * Math.sin(x / 5), (x * 6) & 255, 127 + 127 * Math.cos(y / 4)], pixel * 4)
  }
  return new ImageData(data, width, height)
}

const compiled = async (path: string) => WebAssembly.compile(await readWasm(`@jsquash/${path}`))

/** The encoders, which are started once. */
export async function encoders() {
  await initJpeg(await compiled('jpeg/codec/enc/mozjpeg_enc.wasm'))
  await initWebp(await compiled('webp/codec/enc/webp_enc_simd.wasm'))
  await initAvif(await compiled('avif/codec/enc/avif_enc.wasm'))
  const bytes = (buffer: ArrayBuffer) => new Uint8Array(buffer)
  return {
    jpeg: async (image: ImageData, progressive = false) =>
      bytes(await encodeJpeg(image, { progressive, baseline: !progressive, quality: 80 })),
    webp: async (image: ImageData, lossless = 0) => bytes(await encodeWebp(image, { lossless })),
    avif: async (image: ImageData) => bytes(await encodeAvif(image, { speed: 10 })),
  }
}

/** A filtered row for each of the picture's, as a PNG has them. */
function rows({ data, width, height }: ImageData): Uint8Array {
  const all = new Uint8Array((width * 4 + 1) * height)
  for (let y = 0; y < height; y++)
    all.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1)
  return deflateSync(all)
}

/** The pixels of a simple WebP, as a chunk. */
export const webpFrame = (file: Uint8Array): Uint8Array => file.subarray(12)

export async function seeds(): Promise<Seed[]> {
  const image = waves()
  const encode = await encoders()
  const baseline = await encode.jpeg(image)
  const lossy = await encode.webp(image)
  const small = png({ width: WIDTH, height: HEIGHT, colour: 'rgba', data: rows(image) })
  return [
    { name: 'baseline.jpg', format: 'jpeg', bytes: baseline },
    { name: 'progressive.jpg', format: 'jpeg', bytes: await encode.jpeg(image, true) },
    {
      name: 'turned.jpg',
      format: 'jpeg',
      bytes: join(baseline.subarray(0, 2), exifSegment(6), baseline.subarray(2)),
    },
    { name: 'small.png', format: 'png', bytes: small },
    {
      name: 'interlaced.png',
      format: 'png',
      bytes: png({ width: WIDTH, height: HEIGHT, colour: 'greyAlpha', depth: 16, interlaced: true }),
    },
    { name: 'lossy.webp', format: 'webp', bytes: lossy },
    { name: 'lossless.webp', format: 'webp', bytes: await encode.webp(image, 1) },
    {
      name: 'animated.webp',
      format: 'webp',
      bytes: animatedWebp(WIDTH, HEIGHT, [webpFrame(lossy), webpFrame(lossy)]),
    },
    { name: 'still.avif', format: 'avif', bytes: await encode.avif(image) },
    {
      name: 'animated.gif',
      format: 'gif',
      bytes: gif({
        width: WIDTH,
        height: HEIGHT,
        frames: [
          { width: WIDTH, height: HEIGHT, colour: 1 },
          { left: 3, top: 4, width: 20, height: 10, colour: 2 },
        ],
      }),
    },
    { name: 'black.bmp', format: 'bmp', bytes: bmp(WIDTH, HEIGHT) },
    { name: 'icon.ico', format: 'ico', bytes: ico(small, WIDTH, HEIGHT) },
  ]
}
