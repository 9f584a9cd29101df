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
  ['svg', '\xef\xbb\xbf<svg/>'],
  ['svg', ' \r\n\t<svg/>'],
  ['svg', '<!-- a --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd"><svg/>'],
  ['svg', '<!DOCTYPE x:svg [<!ENTITY a "b">]><x:svg xmlns:x="http://www.w3.org/2000/svg"/>'],
  ['svg', `<?xml version="1.0"?><!-- ${'long '.repeat(700)} --><svg/>`],
  ['svg', '\xff\xfe<\0s\0v\0g\0/\0>\0'],
  ['svg', '\xfe\xff\0<\0s\0v\0g\0/\0>'],
  ['svg', '<\0?\0x\0m\0l\0?\0>\0<\0s\0v\0g\0>\0'],
])('knows %s', (format, start) => {
  expect(sniffFormat(bytes(start))).toBe(format)
})

test.each([
  ['nothing', ''],
  ['text', 'Dear cat,'],
  ['a PDF', '%PDF-1.7'],
  ['a film', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
  ['an HTML page', '<!doctype html><svg></svg>'],
  ['an XML page that has a drawing', '<!DOCTYPE html SYSTEM "about:legacy-compat"><html><svg/></html>'],
  ['packed bytes (SVGZ)', '\x1f\x8b\x08\0'],
  ['a cut PNG signature', '\x89PNG'],
  ['RIFF audio', 'RIFF\x10\x20\0\0WAVEfmt '],
])('takes %s for no image', (_, start) => {
  expect(sniffFormat(bytes(start))).toBeUndefined()
})
