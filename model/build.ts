/**
 * `npm run model`: pretrained weights in, `public/model/` out.
 *
 *     npm run model -- [--architecture NAME] [--weights FILE] [--out FOLDER] [--force] [--record]
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCommand } from '../scripts/command.ts'
import type { Manifest, MissingModel } from '../src/network/manifest.ts'
import { type Architecture, DENSENET121, findArchitecture } from './architectures.ts'
import { assemble } from './assemble.ts'
import { CalibrationError, decodeCalibration } from './calibration.ts'
import { CheckError, type CheckLogits, checkLogits } from './check.ts'
import { densenet } from './densenet.ts'
import { WeightsError } from './keras-weights.ts'
import { float32Storage } from './onnx-graph.ts'
import type { ProgressStream } from './progress.ts'
import { findManifest, publish, readPublished, removeMissing } from './published.ts'
import {
  findWeights,
  MissingWeightsError,
  RefusedError,
  readVerifiedWeights,
  type Search,
  shortPath,
  type VerifiedWeights,
} from './source.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

export interface BuildOptions {
  /** DenseNet-121 unless told. */
  architecture?: Architecture
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
 * Makes the model folder, unless it is there.
 * @throws Error when the folder can't be written
 */
export async function buildModel(options: BuildOptions = {}): Promise<BuildResult> {
  const out = resolve(options.out ?? join(ROOT, 'public', 'model'))
  const builder = await builderDigest(options.architecture ?? DENSENET121)
  try {
    // A file named on the command line that is not there is an error even where nothing has to be built.
    if (options.weights) await modelWeights(options)
    const manifest = options.force ? undefined : await readPublished(out, builder)
    if (manifest) {
      await removeMissing(out)
      return { status: 'current', manifest }
    }
    return { status: 'built', manifest: await build(out, builder, options) }
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

async function build(out: string, builder: string, options: BuildOptions): Promise<Manifest> {
  const log = (line: string) => say(options, line)
  const { architecture = DENSENET121 } = options
  const { name, topology, weights } = architecture

  const { file, tensors, digest, source, notes } = await readModelWeights(options)
  log(`Weights ${shortPath(file)}: ${tensors.size} tensors, digest ${digest.slice(0, 16)}…`)
  for (const note of notes) log(`Note: ${note}`)

  const folder = await assemble({
    architecture: name,
    network: { topology, tensors },
    calibration: decodeCalibration(await readRecord(architecture, 'calibration')),
    expected: await recordedLogits(architecture),
    weights: { digest, source, license: weights.license },
    builder,
    log,
  })
  await publish(out, folder)
  return folder.manifest
}

/** @throws MissingWeightsError when no source has the weights */
function modelWeights(options: BuildOptions): Promise<string> {
  const { architecture = DENSENET121, weights: explicit, env, localFolder, cacheFolder, stream } = options
  return findWeights(architecture.weights, {
    explicit,
    env: env ?? process.env,
    localFolder: localFolder ?? join(ROOT, '..', 'shared', 'model'),
    cacheFolder: cacheFolder ?? join(ROOT, '.cache', 'model'),
    stream: stream ?? process.stdout,
  })
}

/**
 * Finds and reads the weights of a model.
 * @throws MissingWeightsError when no source has them, RefusedError when they are others
 */
export async function readModelWeights(
  options: BuildOptions = {},
): Promise<VerifiedWeights & { file: string }> {
  const { weights } = options.architecture ?? DENSENET121
  const file = await modelWeights(options)
  return { file, ...(await readVerifiedWeights(file, weights)) }
}

/**
 * Digest of the code that builds, of what is recorded of the network, and of the engine, whose answer the manifest
 * holds: after a change of them the model is built again.
 */
async function builderDigest({ name: architecture }: Architecture): Promise<string> {
  const hash = createHash('sha256').update(architecture)
  const isCode = (name: string) => /\.(ts|json)$/.test(name) && !/\.test\.ts$/.test(name)
  for (const folder of ['model', 'src/network', 'src/engine']) {
    const names = await readdir(join(ROOT, folder), { recursive: true })
    for (const name of names.filter(isCode).sort())
      hash.update(`${name}\0`).update(await readFile(join(ROOT, folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Where {@link buildModel} looks for what was recorded of an architecture's verified weights. */
export function recordPath({ name }: Architecture, what: 'calibration' | 'logits'): string {
  return join(ROOT, 'model', `${name}.${what}.json`)
}

async function readRecord(architecture: Architecture, what: 'calibration' | 'logits'): Promise<unknown> {
  const path = recordPath(architecture, what)
  const text = await readFile(path, 'utf8').catch(() => {
    throw new RefusedError(shortPath(path), `the ${what} of ${architecture.name}`, 'no such file')
  })
  return JSON.parse(text)
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'number')
}

/** The logits of the check inputs. */
async function recordedLogits(architecture: Architecture): Promise<CheckLogits> {
  const json = await readRecord(architecture, 'logits')
  if (typeof json === 'object' && json !== null && 'gradient' in json && 'noise' in json) {
    const { gradient, noise } = json
    if (isNumbers(gradient) && isNumbers(noise)) return { gradient, noise }
  }
  throw new Error(`${shortPath(recordPath(architecture, 'logits'))} does not hold the logits of both inputs`)
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

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      architecture: { type: 'string' },
      weights: { type: 'string' },
      out: { type: 'string' },
      force: { type: 'boolean' },
      record: { type: 'boolean' },
    },
  })
  const { record, architecture: name, ...flags } = values
  const architecture = findArchitecture(name)
  const options = { ...flags, architecture }
  if (record) {
    const { tensors, notes } = await readModelWeights(options)
    if (architecture.weights.digest && notes[0])
      throw new Error(`Recorded only from the known weights: ${notes[0]}`)
    const path = recordPath(architecture, 'logits')
    const logits = await checkLogits(densenet({ topology: architecture.topology, tensors }, float32Storage))
    await writeFile(path, `${JSON.stringify(logits)}\n`)
    say({}, `Recorded ${shortPath(path)}`)
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

runCommand(import.meta.url, main)
