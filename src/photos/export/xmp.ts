/**
 * An answer as an XMP sidecar (ISO 16684-1): a small file beside the photo, from which photo managers read keywords.
 * `dc:subject` is a bag of words; digiKam and Lightroom read the hierarchy from properties of their own:
 * https://exiftool.org/TagNames/XMP.html
 */
import type { AnsweredRow } from './row.ts'

/** What XML 1.0 can't hold, not even escaped: control characters, halves of surrogate pairs, two non-characters. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // a parser would make a space or a line feed of them
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** Text of an element; what XML can't hold is U+FFFD. */
export function xmlText(text: string): string {
  return text
    .replaceAll(NOT_XML, '\u{FFFD}')
    .replaceAll(/[&<>"\t\n\r]/g, (character) => ENTITIES[character] ?? '')
}

const bag = (type: 'Bag' | 'Seq', items: readonly string[]) =>
  [`<rdf:${type}>`, ...items.map((item) => ` <rdf:li>${xmlText(item)}</rdf:li>`), `</rdf:${type}>`].map(
    (line) => `    ${line}`,
  )

const property = (name: string, type: 'Bag' | 'Seq', items: readonly string[]) => [
  `   <${name}>`,
  ...bag(type, items),
  `   </${name}>`,
]

/** A keyword that holds the separator would be two. */
const joined = (words: readonly string[], separator: '|' | '/') =>
  words.map((word) => word.replaceAll(separator, '-')).join(separator)

/** Words of a class are apart as in a dictionary: `Egyptian cat`. */
const keyword = (className: string) => className.replaceAll('_', ' ')

/**
 * The keywords: the best class, below its groups. Of an answer that is sure of a group alone, or of nothing, the class
 * is left out: what is written beside photos stays there.
 * @returns the widest group first, the class last; empty where nothing is recognised
 */
export function keywords({ predictions: [best], groups, sure }: AnsweredRow): string[] {
  if (sure === 'unrecognised') return []
  return sure === 'group' ? [...groups] : [...groups, keyword(best.className)]
}

/** The sidecar's text. */
export function xmpSidecar(row: AnsweredRow): string {
  const words = keywords(row)
  // each group is a keyword of its own, with those above it
  const paths = words.map((_, index) => words.slice(0, index + 1))
  const lines = [
    '<?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '  <rdf:Description rdf:about=""',
    '    xmlns:dc="http://purl.org/dc/elements/1.1/"',
    '    xmlns:lr="http://ns.adobe.com/lightroom/1.0/"',
    '    xmlns:digiKam="http://www.digikam.org/ns/1.0/">',
    ...property('dc:subject', 'Bag', [...new Set(words)]),
    ...property(
      'lr:hierarchicalSubject',
      'Bag',
      paths.map((path) => joined(path, '|')),
    ),
    ...property(
      'digiKam:TagsList',
      'Seq',
      paths.map((path) => joined(path, '/')),
    ),
    '  </rdf:Description>',
    ' </rdf:RDF>',
    '</x:xmpmeta>',
    '<?xpacket end="w"?>',
  ]
  return `${lines.join('\n')}\n`
}
