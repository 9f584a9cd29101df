/** The files that answers are saved as. */
import { csv } from './csv.ts'
import type { Format } from './format.ts'
import { jsonBest, jsonLines, jsonRanked } from './json.ts'
import { fileList } from './list.ts'
import type { Rows } from './row.ts'
import { byteStream } from './stream.ts'
import { xmpZip } from './xmp-zip.ts'

interface Made {
  name: string
  type: string
  chunks(rows: Rows, now: Date): AsyncGenerator<string | Uint8Array>
}

/** Excel takes a table for Latin-1 where nothing says that it is UTF-8. */
async function* withByteOrderMark(text: AsyncGenerator<string>): AsyncGenerator<string> {
  yield '\uFEFF'
  yield* text
}

const MADE: Record<Format, Made> = {
  csv: { name: 'answers.csv', type: 'text/csv', chunks: (rows) => withByteOrderMark(csv(rows)) },
  'json-lines': { name: 'answers.jsonl', type: 'application/jsonl', chunks: jsonLines },
  'json-best': { name: 'answers.json', type: 'application/json', chunks: jsonBest },
  'json-ranked': { name: 'answers.json', type: 'application/json', chunks: jsonRanked },
  list: { name: 'photos.txt', type: 'text/plain', chunks: fileList },
  xmp: { name: 'sidecars.zip', type: 'application/zip', chunks: (rows, now) => xmpZip(rows, 'full', now) },
  'xmp-stem': {
    ...{ name: 'sidecars.zip', type: 'application/zip' },
    chunks: (rows, now) => xmpZip(rows, 'stem', now),
  },
}

/**
 * The file of an export, written bit by bit: the browser keeps what it holds wherever it likes.
 * @throws TooManySidecars
 */
export async function exportFile(format: Format, rows: Rows, now: Date): Promise<File> {
  const { name, type, chunks } = MADE[format]
  const blob = await new Response(byteStream(chunks(rows, now))).blob()
  return new File([blob], name, { type })
}
