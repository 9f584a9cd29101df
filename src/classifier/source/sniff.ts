/** What a file's first bytes say it is. Extensions and MIME types lie; bytes seldom do. */
export type ImageFormat =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'ico'
  | 'avif'
  | 'heic'
  | 'tiff'
  | 'jxl'
  | 'svg'

/** How many of a file's first bytes `sniffFormat` wants to see. */
export const SNIFF_BYTES = 4096

/** First bytes, as Latin-1; `?` stands for any byte. Sources: each format's specification. */
const MAGIC: [ImageFormat, string][] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['webp', 'RIFF????WEBP'],
  ['bmp', 'BM'],
  ['ico', '\0\0\x01\0'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['tiff', 'II+\0'],
  ['tiff', 'MM\0+'],
  ['jxl', '\xff\x0a'],
  ['jxl', '\0\0\0\x0cJXL \r\n\x87\n'],
]

/** Brands of ISO base media files (`ftyp` box) that are pictures. */
const BRANDS: [ImageFormat, RegExp][] = [
  ['avif', /avif|avis/],
  ['heic', /heic|heix|heim|heis|hevc|hevx|mif1|msf1/],
]

/** @returns the format, or `undefined` for bytes that begin like no image */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, SNIFF_BYTES))
  const magic = MAGIC.find(([, pattern]) => [...pattern].every((c, i) => c === '?' || c === text[i]))
  if (magic) return magic[0]
  if (text.slice(4, 8) === 'ftyp') {
    const size = (text.charCodeAt(2) << 8) | text.charCodeAt(3)
    const brands = text.slice(8, Math.min(Math.max(size, 12), 64))
    return BRANDS.find(([, pattern]) => pattern.test(brands))?.[0]
  }
  return isDrawing(text) ? 'svg' : undefined
}

/**
 * Whether a text is an SVG: the root element comes first, or after an XML declaration, comments or a doctype, and may
 * have a prefix. UTF-16 is every other byte NUL, its byte order mark one more at the start.
 */
function isDrawing(text: string): boolean {
  const start = text.replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '')
  return (
    /^\s*(<\?xml|<!--|<!doctype(?!\s+html)|<([\w.-]+:)?svg)/i.test(start) && /<([\w.-]+:)?svg\b/i.test(start)
  )
}
