/** The command line of `npm run classify`. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { Shard } from './files.ts'
import { UsageError } from './usage-error.ts'

export const USAGE = `Usage: npm run --silent classify -- FOLDER [options]
       npm run --silent classify -- --list FILE [options]

Classifies the photos in FOLDER and its folders, and writes an answer a line (JSON Lines).

  --list FILE    take the names of the photos from FILE, one a line; - is the standard input
  --out FILE     write to FILE instead of the standard output; what FILE already answers is left out
  --csv FILE     write a table too
  --shard I/N    take only the I-th of N parts, I from 1 to N
  --workers N    use N threads instead of one for each processor
  --model FOLDER take the model from FOLDER instead of public/model
  --help         say this`

export interface Arguments {
  /** A folder, or a list of names; `-` is the standard input. */
  source: { folder: string } | { list: string }
  out: string | undefined
  csv: string | undefined
  shard: Shard
  workers: number
  /** The model's folder; the project's own unless told. */
  model: string | undefined
}

const OPTIONS = {
  list: { type: 'string' },
  out: { type: 'string' },
  csv: { type: 'string' },
  shard: { type: 'string' },
  workers: { type: 'string' },
  model: { type: 'string' },
  help: { type: 'boolean' },
} as const

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}

function wholeNumber(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : Number.NaN
}

function parseShard(text: string): Shard {
  const [number, count, ...rest] = text.split('/').map(wholeNumber)
  if (number === undefined || count === undefined || rest.length > 0 || !(number <= count))
    throw new UsageError(`--shard ${text} is no part of a whole. Give it as I/N, such as 1/2 and 2/2.`)
  return { number, count }
}

function parseWorkers(text: string): number {
  const workers = wholeNumber(text)
  if (!(workers <= 1024))
    throw new UsageError(`--workers ${text} is no number of threads. Give one from 1 to 1024.`)
  return workers
}

function parseSource(list: string | undefined, folders: string[]): Arguments['source'] {
  const [folder, ...others] = folders
  if (others.length > 0)
    throw new UsageError(
      `One folder is taken at a time, not ${folders.length}. Quote a name that has spaces.`,
    )
  if (list !== undefined && folder !== undefined)
    throw new UsageError('Give either a folder or --list, not both.')
  if (list !== undefined) return { list }
  if (folder !== undefined) return { folder }
  throw new UsageError(`No photos are named.\n\n${USAGE}`)
}

/**
 * @param args without the program's name
 * @returns `help` where that was asked for
 * @throws UsageError that says what to do
 */
export function parseArguments(args: string[]): Arguments | 'help' {
  const { values, positionals } = parse(args)
  if (values.help) return 'help'
  const { list, out, csv, model } = values
  if (out !== undefined && out === csv) throw new UsageError('--out and --csv name the same file. Give two.')
  return {
    source: parseSource(list, positionals),
    out,
    csv,
    shard: values.shard === undefined ? { number: 1, count: 1 } : parseShard(values.shard),
    workers: values.workers === undefined ? availableParallelism() : parseWorkers(values.workers),
    model,
  }
}
