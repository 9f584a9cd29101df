import { expect, test } from 'vitest'
import { sniffFormat } from './sniff.ts'

const bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))

test.each([
  ['jpeg', '\xff\xd8\xff\xe0\0\x10JFIF'],
  ['png', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'],
  ['gif', 'GIF89a...'],
  ['webp', 'RIFF\x10\x20\0\0WEBPVP8 '],
  ['bmp', 'BM....'],
  ['avif', '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf'],
  ['avif', '\0\0\0\x1cftypmif1\0\0\0\0avifmif1miaf'],
  ['heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
  ['tiff', 'II*\0\x08\0\0\0'],
  ['tiff', 'MM\0*\0\0\0\x08'],
  ['svg', '<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
])('knows %s', (format, start) => {
  expect(sniffFormat(bytes(start))).toBe(format)
})

test.each([
  ['nothing', ''],
  ['text', 'Dear cat,'],
  ['a PDF', '%PDF-1.7'],
  ['a film', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
  ['an HTML page', '<!doctype html><svg></svg>'],
  ['a cut PNG signature', '\x89PNG'],
  ['RIFF audio', 'RIFF\x10\x20\0\0WAVEfmt '],
])('takes %s for no image', (_, start) => {
  expect(sniffFormat(bytes(start))).toBeUndefined()
})
