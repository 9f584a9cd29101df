/**
 * `npm run classify`: the page's answers for many photos, on all processors. docs/beyond-one-device.md says how.
 *
 * Exit codes: 0 when each photo has a line, also where that is an error; 1 when something stopped it; 2 when it can't run
 * as it was called or there is no model; 130 and 143 after SIGINT and SIGTERM.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileKernels } from '../src/engine/compile.ts'
import { chooseBuild } from '../src/engine/probe.ts'
import { type Arguments, parseArguments, USAGE } from './arguments.ts'
import { CSV_HEAD, toCsv } from './csv.ts'
import { readEarlier } from './earlier.ts'
import { filesInFolder, filesOfList, isInShard, type PhotoFile, readList } from './files.ts'
import { readModel, type VerifiedModel } from './model.ts'
import { fileOutput, type Output, streamOutput } from './output.ts'
import { runPool } from './pool.ts'
import { type Counts, progressLine } from './progress.ts'
import { type Outcome, type PhotoRecord, toRecord } from './record.ts'
import { type ThreadData, threadStarter } from './thread.ts'
import { UsageError } from './usage-error.ts'

const MODEL = fileURLToPath(new URL('../public/model', import.meta.url))

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

const say = (line: string) => void process.stderr.write(`${line}\n`)

async function photosOf({ source, shard, out, csv }: Arguments): Promise<PhotoFile[]> {
  const all =
    'folder' in source
      ? await filesInFolder(source.folder)
      : filesOfList(await readList(source.list, process.stdin))
  // what is written may lie among the photos
  const written = [out, csv].flatMap((file) => (file === undefined ? [] : [resolve(file)]))
  return all.filter(({ name, path }) => isInShard(name, shard) && !written.includes(resolve(path)))
}

async function threadData({ onnx, input, selfTest }: VerifiedModel): Promise<ThreadData> {
  const best = chooseBuild()
  const builds = best === 'plain' ? [best] : ([best, 'plain'] as const)
  const kernels = await Promise.all(
    builds.map(async (build) => ({ build, binary: await compileKernels(build) })),
  )
  return { onnx, input, selfTest, kernels }
}

/** Shows the progress: on a terminal in one line every second, in a log a line every ten. */
function showProgress(counts: Counts): () => void {
  const start = performance.now()
  const line = () => progressLine(counts, (performance.now() - start) / 1000)
  const { isTTY } = process.stderr
  const timer = setInterval(
    () => process.stderr.write(isTTY ? `\r\x1b[K${line()}` : `${line()}\n`),
    isTTY ? 1000 : 10_000,
  )
  return () => {
    clearInterval(timer)
    say(`${isTTY ? '\r\x1b[K' : ''}${line()}`)
  }
}

/** The outputs, with what was answered earlier already in the table. */
async function openOutputs({ out, csv }: Arguments, model: string) {
  // refused before the table of an earlier run is replaced
  const answered = out === undefined ? new Set<string>() : await readEarlier(out, model, async () => {})
  const table = csv === undefined ? undefined : await fileOutput(csv, 'w')
  await table?.write(CSV_HEAD)
  const toTable = async (record: PhotoRecord) => table?.write(toCsv(record))
  if (table && out !== undefined) await readEarlier(out, model, toTable)
  const lines: Output = out === undefined ? streamOutput(process.stdout) : await fileOutput(out, 'a')
  return {
    answered,
    async write(record: PhotoRecord) {
      await lines.write(`${JSON.stringify(record)}\n`)
      await toTable(record)
    },
    async close() {
      await lines.close()
      await table?.close()
    },
  }
}

/** Aborts at the first of the signals; a second one ends the process as usual. */
function abortOnSignal(): { signal: AbortSignal; exitCode: () => number } {
  const controller = new AbortController()
  let code = 0
  for (const [name, exitCode] of Object.entries(SIGNALS)) {
    process.once(name, () => {
      code = exitCode
      controller.abort()
    })
  }
  return { signal: controller.signal, exitCode: () => code }
}

async function classify(options: Arguments): Promise<number> {
  const model = await readModel(options.model ?? MODEL)
  const listed = await photosOf(options)
  const outputs = await openOutputs(options, model.name)
  const photos = listed.filter(({ name }) => !outputs.answered.has(name))
  if (photos.length < listed.length) say(`${listed.length - photos.length} photos are answered already.`)
  const { signal, exitCode } = abortOnSignal()
  const start = threadStarter(await threadData(model))
  const counts: Counts = { done: 0, failed: 0, total: photos.length }
  const endProgress = showProgress(counts)
  const onOutcome = async ({ name }: PhotoFile, outcome: Outcome) => {
    await outputs.write(toRecord(name, outcome, model.name))
    counts.done++
    if ('error' in outcome) counts.failed++
  }
  try {
    await runPool({ photos, workers: options.workers, start, onOutcome, signal })
  } finally {
    endProgress()
    await outputs.close()
  }
  return exitCode()
}

async function main(): Promise<number> {
  try {
    const options = parseArguments(process.argv.slice(2))
    if (options !== 'help') return await classify(options)
    process.stdout.write(`${USAGE}\n`)
    return 0
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    return error instanceof UsageError ? 2 : 1
  }
}

process.exitCode = await main()
