import libheif, { type MainModule } from 'libheif-js/libheif-wasm/libheif.js'
import wasmUrl from 'libheif-js/libheif-wasm/libheif.wasm?url'
import type { Pixels } from '../../pixels.ts'
import { type Decoder, quietly } from './decoder.ts'

export { wasmUrl }

/** What embind gives for a call in C that may fail. */
type Embound = ReturnType<MainModule['heif_context_get_primary_image_handle']>

/**
 * libheif turns a photo upright by itself: `irot`, `imir` and `clap` say how, and EXIF is only a comment in such files.
 * Each photo has an instance of its own, since wasm's memory never shrinks.
 */
export async function createDecoder(wasm: WebAssembly.Module): Promise<Decoder> {
  return async (file) => {
    const heif = libheif(quietly(wasm))
    const context = heif.heif_context_alloc()
    const read = heif.heif_context_read_from_memory(context, new Uint8Array(file))
    if (read.code !== heif.heif_error_code.heif_error_Ok) throw new Error(String(read.message))
    return decodePrimary(heif, heif.heif_js_context_get_primary_image_handle(context))
  }
}

/** @param handle of the photo that the file is about, among others such as thumbnails and depth maps */
function decodePrimary(heif: MainModule, handle: Embound): Pixels {
  if (!handle || handle.code) throw new Error('the file names no photo')
  const width = heif.heif_image_handle_get_width(handle)
  const height = heif.heif_image_handle_get_height(handle)
  const { heif_colorspace_RGB } = heif.heif_colorspace
  const { heif_chroma_interleaved_RGBA } = heif.heif_chroma
  const image = heif.heif_js_decode_image2(handle, heif_colorspace_RGB, heif_chroma_interleaved_RGBA)
  if (image?.message) throw new Error(String(image.message))
  const plane = image?.channels?.[0]
  if (!plane || plane.width !== width || plane.height !== height)
    throw new Error('the decoder gave no pixels')
  const data = new Uint8ClampedArray(4 * width * height)
  for (let y = 0; y < height; y++) {
    const start = y * plane.stride
    data.set(plane.data.subarray(start, start + 4 * width), 4 * width * y)
  }
  return { data, width, height }
}
