/** What an output file already has, so that a command that was stopped goes on. */
import { createReadStream } from 'node:fs'
import { stat, truncate } from 'node:fs/promises'
import type { PhotoRecord } from './record.ts'
import { UsageError } from './usage-error.ts'

const NEWLINE = 10

/** Whole lines of a file, and how many bytes they have; a last line without an end is none. */
async function* wholeLines(file: string): AsyncGenerator<{ text: string; end: number }> {
  let rest = Buffer.alloc(0)
  let end = 0
  for await (const chunk of createReadStream(file)) {
    rest = Buffer.concat([rest, chunk])
    let from = 0
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE, from)) {
      end += at + 1 - from
      yield { text: rest.toString('utf8', from, at), end }
      from = at + 1
    }
    rest = rest.subarray(from)
  }
}

function isRecord(json: unknown): json is PhotoRecord {
  if (typeof json !== 'object' || json === null) return false
  const { file, model }: { file?: unknown; model?: unknown } = json
  return typeof file === 'string' && typeof model === 'string' && ('class_id' in json || 'error' in json)
}

function parseRecord(text: string): PhotoRecord | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return isRecord(json) ? json : undefined
  } catch {
    return undefined
  }
}

/**
 * Reads the answers of an output file and cuts a torn last line off.
 * @param onRecord told each of them
 * @returns names of the photos that are answered; none where there is no such file
 * @throws UsageError for a file that this command has not written, or with another model: it is left as it is
 */
export async function readEarlier(
  file: string,
  model: string,
  onRecord: (record: PhotoRecord) => Promise<void>,
): Promise<Set<string>> {
  const names = new Set<string>()
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  )
  if (size === undefined) return names
  let whole = 0
  for await (const { text, end } of wholeLines(file)) {
    const record = parseRecord(text)
    if (!record) throw new UsageError(`${file} holds something else than answers. Give another --out.`)
    if (record.model !== model)
      throw new UsageError(`${file} has answers of ${record.model}, not of ${model}. Give another --out.`)
    names.add(record.file)
    whole = end
    await onRecord(record)
  }
  if (whole === 0 && size > 0 && !(await beginsAsRecord(file)))
    throw new UsageError(`${file} holds something else than answers. Give another --out.`)
  if (whole < size) await truncate(file, whole)
  return names
}

/** Whether a file without a whole line may be the torn first line of an answer. */
async function beginsAsRecord(file: string): Promise<boolean> {
  const BEGIN = '{"file":'
  for await (const chunk of createReadStream(file, { end: BEGIN.length - 1 }))
    return BEGIN.startsWith(String(chunk))
  return true
}
