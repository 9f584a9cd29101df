/**
 * `npm run model`: pretrained weights in, `public/model/` out.
 *
 *     npm run model -- [--weights FILE] [--out FOLDER] [--force] [--record]
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Manifest, MissingModel } from '../src/network/manifest.ts'
import { assemble } from './assemble.ts'
import { type Calibration, CalibrationError, decodeCalibration } from './calibration.ts'
import { CheckError, type CheckLogits, checkLogits } from './check.ts'
import { densenet } from './densenet121.ts'
import { type Tensors, WeightsError } from './keras-weights.ts'
import { withLock } from './lock.ts'
import { float32Storage } from './onnx-graph.ts'
import type { ProgressStream } from './progress.ts'
import { findManifest, publish, readPublished, removeMissing } from './published.ts'
import {
  findFile,
  MissingWeightsError,
  RefusedError,
  readVerifiedWeights,
  type Search,
  shortPath,
  WEIGHTS,
} from './source.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CHECK_LOGITS = join(ROOT, 'model', 'check-logits.json')
const CALIBRATION = join(ROOT, 'model', 'calibration.json')

const LICENSE =
  'Weights: BSD-3-Clause, the DenseNet authors (Huang, Liu, van der Maaten, Weinberger); Keras conversion: MIT'

export interface BuildOptions {
  /** Folder of the result; `public/model` unless told. */
  out?: string | undefined
  /** Weights file (HDF5); unless told, the environment's, the local folder's or a download. */
  weights?: string | undefined
  /** Build even where the result is there. */
  force?: boolean | undefined
  env?: Search['env']
  /** Looked into before anything is downloaded; `../shared/model` unless told. */
  localFolder?: string
  /** Keeps downloads; `.cache/model` unless told. */
  cacheFolder?: string
  /** Told what happens, line by line, and the progress of downloads. */
  stream?: ProgressStream
}

export type BuildResult =
  /** The result was there and intact. */
  | { status: 'current'; manifest: Manifest }
  | { status: 'built'; manifest: Manifest }
  /** The weights can't be had. */
  | { status: 'missing'; missing: MissingModel }
  /** Something is there but is not what it must be. Nothing was written. */
  | { status: 'refused'; message: string }

/**
 * Makes the model folder, unless it is there. Builds that run at the same time wait for each other.
 * @throws Error when the folder can't be written
 */
export async function buildModel(options: BuildOptions = {}): Promise<BuildResult> {
  const out = resolve(options.out ?? join(ROOT, 'public', 'model'))
  const builder = await builderDigest()
  const current = () => (options.force ? undefined : readPublished(out, builder))
  try {
    await refuseWrongFlags(options)
    const manifest = await current()
    if (manifest) {
      await removeMissing(out)
      return { status: 'current', manifest }
    }
    return await withLock(
      join(out, '.lock'),
      async () => {
        // The build that this one waited for may have made it.
        const made = await current()
        if (made) return { status: 'current', manifest: made }
        return { status: 'built', manifest: await build(out, builder, options) }
      },
      (pid) => say(options, `Another build (process ${pid}) is at work: waiting for it`),
    )
  } catch (error) {
    if (error instanceof MissingWeightsError) {
      return { status: 'missing', missing: { tried: error.tried, remedy: error.remedy } }
    }
    if (isRefusal(error)) {
      return { status: 'refused', message: error.message }
    }
    throw error
  }
}

/** Whether what the build was given is at fault. */
function isRefusal(error: unknown): error is Error {
  return [RefusedError, WeightsError, CalibrationError, CheckError].some((kind) => error instanceof kind)
}

/** The story of the build. */
async function build(out: string, builder: string, options: BuildOptions): Promise<Manifest> {
  const log = (line: string) => say(options, line)

  const weights = await findWeights(options)
  const { tensors, digest, source, notes } = await readVerifiedWeights(weights)
  log(`Weights ${shortPath(weights)}: ${tensors.size} tensors, digest ${digest.slice(0, 16)}…`)
  for (const note of notes) log(`Note: ${note}`)

  const folder = await assemble({
    architecture: 'densenet121',
    tensors,
    calibration: await recordedCalibration(),
    expected: await recordedLogits(),
    weights: { digest, source, license: LICENSE },
    builder,
    log,
  })
  await publish(out, folder)
  return folder.manifest
}

/** Where the build looks for its sources. */
function searchOf({ env, localFolder, cacheFolder, stream }: BuildOptions): Search {
  return {
    env: env ?? process.env,
    localFolder: localFolder ?? join(ROOT, '..', 'shared', 'model'),
    cacheFolder: cacheFolder ?? join(ROOT, '.cache', 'model'),
    stream: stream ?? process.stdout,
  }
}

/** A file named on the command line that is not there is an error even where nothing has to be built. */
async function refuseWrongFlags(options: BuildOptions): Promise<void> {
  if (options.weights) await findWeights(options)
}

/** @throws MissingWeightsError when no source has the weights */
export function findWeights(options: BuildOptions): Promise<string> {
  return findFile(WEIGHTS, { ...searchOf(options), explicit: options.weights })
}

/**
 * Digest of the code that builds, of the recorded logits, and of the engine, whose answer the manifest holds: after a
 * change of them the model is built again.
 */
async function builderDigest(): Promise<string> {
  const hash = createHash('sha256')
  const isCode = (name: string) => /\.(ts|json)$/.test(name) && !/\.test\.ts$/.test(name)
  for (const folder of ['model', 'src/network', 'src/engine', 'src/engine/kernels']) {
    const names = (await readdir(join(ROOT, folder))).filter(isCode).sort()
    for (const name of names) hash.update(`${name}\0`).update(await readFile(join(ROOT, folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}

/** The logits of the check inputs, as they were recorded from the verified weights. */
async function recordedLogits(): Promise<CheckLogits> {
  const json: unknown = JSON.parse(await readFile(CHECK_LOGITS, 'utf8'))
  if (typeof json === 'object' && json !== null && 'gradient' in json && 'noise' in json) {
    const { gradient, noise } = json
    if (isNumbers(gradient) && isNumbers(noise)) return { gradient, noise }
  }
  throw new Error(`${shortPath(CHECK_LOGITS)} does not hold the logits of both check inputs`)
}

/** What calibration photos told about the activations of the verified weights. */
async function recordedCalibration(): Promise<Calibration> {
  return decodeCalibration(JSON.parse(await readFile(CALIBRATION, 'utf8')))
}

/** Records the logits anew, from the plain float32 graph of weights that have the known digest. */
async function recordLogits(tensors: Tensors): Promise<void> {
  const logits = await checkLogits(densenet(tensors, float32Storage))
  await writeFile(CHECK_LOGITS, `${JSON.stringify(logits)}\n`)
}

function say({ stream = process.stdout }: BuildOptions, line: string): void {
  stream.write(`${line}\n`)
}

/** The report of a missing model, for a terminal. */
export function missingReport({ tried, remedy }: MissingModel): string {
  return [
    'The model could not be built. Tried:',
    ...tried.map(({ source, reason }) => `  - ${source}: ${reason}`),
    'What to do:',
    ...remedy.map((step) => `  - ${step}`),
  ].join('\n')
}

/** The command. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      weights: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean' },
      record: { type: 'boolean' },
    },
  })
  const { record, ...options } = values
  if (record) {
    const { tensors, notes } = await readVerifiedWeights(await findWeights(options))
    if (notes[0]) throw new Error(`Recorded only from the known weights: ${notes[0]}`)
    await recordLogits(tensors)
    say({}, `Recorded ${shortPath(CHECK_LOGITS)}`)
  }
  const result = await buildModel(options)
  const folder = shortPath(options.out ?? join(ROOT, 'public', 'model'))
  switch (result.status) {
    case 'current':
      say({}, `${folder} is there and intact: nothing to do (--force builds it again)`)
      break
    case 'built':
      say({}, `Wrote ${folder}/${findManifest(folder)} and what it names`)
      break
    case 'missing':
      say({ stream: process.stderr }, missingReport(result.missing))
      process.exitCode = 1
      break
    case 'refused':
      say({ stream: process.stderr }, result.message)
      process.exitCode = 1
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
