/**
 * `npm run reliability [-- --way WAY] [PHOTOS...]`: how often the page's answers are right, as the tables of
 * docs/answers.md.
 *
 * Runs the built model (`npm run model`) in each way that the page has, the engine and onnxruntime-web with the small and
 * the exact file (`engine`, `int8`, `fp16`), over folders of photos whose names begin with the true class's WordNet id, such
 * as `n02124075_Egyptian_cat.JPEG`; unless told, those in `../shared/images`. The thresholds of the headline were chosen on
 * `calibration` alone; `check` says how good they are. Takes a minute or two for 200 photos.
 */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { withSession } from '../model/inference.ts'
import { readCrop } from '../model/photos.ts'
import { readManifest, readUnpacked } from '../model/published.ts'
import { toTensor } from '../src/classifier/backends/normalize.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'
import { headline, likelyGroup, THRESHOLDS } from '../src/classifier/labels/headline.ts'
import {
  groupProbabilities,
  groupsAbove,
  type Hierarchy,
  loadHierarchy,
} from '../src/classifier/labels/hierarchy.ts'
import { softmax } from '../src/classifier/labels/softmax.ts'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import type { Manifest, ModelInput, ModelVariant } from '../src/network/manifest.ts'
import { runCommand } from './command.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MODEL = join(ROOT, 'public/model')

/** A photo of a known class, and what the network said. */
export interface Answered {
  truth: number
  /** Of all classes, by index. */
  probabilities: ArrayLike<number>
}

/** Photos, how many of them were answered rightly, and the mean probability of what was told. */
export interface Tally {
  count: number
  right: number
  probability: number
}

function tally(answers: readonly { right: boolean; probability: number }[]): Tally {
  const right = answers.filter((answer) => answer.right).length
  const sum = answers.reduce((total, { probability }) => total + probability, 0)
  return { count: answers.length, right, probability: answers.length > 0 ? sum / answers.length : 0 }
}

/**
 * How often the best class is right, by its probability.
 * @param edges of the ranges, rising; a range has its lower edge and not its upper
 */
export function reliability(answers: readonly Answered[], edges: readonly number[]): Tally[] {
  const best = answers.map(({ truth, probabilities }) => {
    const probability = Math.max(...Array.from(probabilities))
    return { right: probabilities[truth] === probability, probability }
  })
  return edges.slice(1).map((upper, i) => {
    const lower = edges[i] ?? 0
    return tally(best.filter(({ probability }) => probability >= lower && probability < upper))
  })
}

const KINDS = ['certain', 'likely', 'guess', 'group', 'unrecognised'] as const

type Kind = (typeof KINDS)[number]

/** How often each kind of headline is right. Of an unrecognised photo: how often the nearest class was. */
export function headlines(answers: readonly Answered[], hierarchy: Hierarchy): Record<Kind, Tally> {
  const told = answers.map(
    ({ truth, probabilities }): { kind: Kind; right: boolean; probability: number } => {
      const answer = headline(probabilities, hierarchy)
      const { kind } = answer
      if (kind === 'class')
        return { kind: answer.confidence, right: answer.index === truth, probability: answer.probability }
      if (kind === 'group') {
        const right = groupsAbove(hierarchy, truth).includes(answer.group)
        return { kind, right, probability: answer.probability }
      }
      return { kind, right: answer.best === truth, probability: answer.bestProbability }
    },
  )
  const of = (kind: Kind) => tally(told.filter((answer) => answer.kind === kind))
  return {
    certain: of('certain'),
    likely: of('likely'),
    guess: of('guess'),
    group: of('group'),
    unrecognised: of('unrecognised'),
  }
}

/** How often the most specific likely group is right, whether or not the headline tells it. */
export function groupAnswers(answers: readonly Answered[], hierarchy: Hierarchy): Tally {
  return tally(
    answers.flatMap(({ truth, probabilities }) => {
      const sums = groupProbabilities(hierarchy, probabilities)
      const group = likelyGroup(hierarchy, sums)
      if (group === undefined) return []
      return [{ right: groupsAbove(hierarchy, truth).includes(group), probability: sums[group] ?? 0 }]
    }),
  )
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

const row = (name: string, { count, right, probability }: Tally) =>
  count === 0
    ? `| ${name} | 0 | | |`
    : `| ${name} | ${count} | ${right} (${percent(right / count)}) | ${percent(probability)} |`

const HEAD = '| photos | right | mean probability told |\n| --- | --- | --- | --- |'
const EDGES = [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, Number.POSITIVE_INFINITY]

function report(answers: readonly Answered[], hierarchy: Hierarchy): string {
  const ranges = reliability(answers, EDGES).map((range, i) =>
    row(`${EDGES[i]} to ${Math.min(EDGES[i + 1] ?? 1, 1)}`, range),
  )
  const kinds = headlines(answers, hierarchy)
  const top = reliability(answers, [0, Number.POSITIVE_INFINITY])
  return [
    `| best class ${HEAD}`,
    ...ranges,
    ...top.map((all) => row('all', all)),
    '',
    `| headline ${HEAD}`,
    ...KINDS.map((kind) => row(kind, kinds[kind])),
    '',
    `| group of at least ${THRESHOLDS.group} ${HEAD}`,
    row('told or not', groupAnswers(answers, hierarchy)),
    '',
  ].join('\n')
}

async function answerPhotos(
  folder: string,
  ask: (file: string) => Promise<ArrayLike<number>>,
): Promise<Answered[]> {
  const answers: Answered[] = []
  for (const name of (await readdir(folder)).sort()) {
    const truth = CLASS_INDEX.findIndex(({ id }) => name.startsWith(`${id}_`))
    if (truth < 0) continue
    answers.push({ truth, probabilities: await ask(join(folder, name)) })
  }
  if (answers.length === 0) throw new Error(`No photo in ${folder} has a class's WordNet id in its name.`)
  return answers
}

/** Gives the logits for a crop, `[size, size, 3]`. */
type Ask = (rgb: Uint8Array) => Promise<ArrayLike<number>>

/** A way to run the network. */
interface Way {
  name: string
  variant: ModelVariant
  open: (onnx: Uint8Array, input: ModelInput) => Promise<Ask>
}

async function openEngine(onnx: Uint8Array, input: ModelInput): Promise<Ask> {
  // every build gives the same bytes; Node knows the plain one
  const engine = await createEngine(onnx, input, { threads: 1, build: 'plain', kernels: compileKernels })
  return async (rgb) => (await engine.run(rgb)).logits
}

async function openRuntime(onnx: Uint8Array, input: ModelInput): Promise<Ask> {
  return (rgb) => withSession(onnx, (run) => run(toTensor(rgb, input)))
}

function waysOf({ variants }: Manifest): Way[] {
  return variants.flatMap((variant) => [
    ...(variant.backends.includes('engine') ? [{ name: 'engine', variant, open: openEngine }] : []),
    { name: variant.id, variant, open: openRuntime },
  ])
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { way: { type: 'string' } },
    allowPositionals: true,
  })
  const folders =
    positionals.length > 0
      ? positionals
      : ['calibration', 'check'].map((name) => join(ROOT, '../shared/images', name))
  const manifest = await readManifest(MODEL)
  const ways = waysOf(manifest).filter(({ name }) => name === (values.way ?? name))
  const hierarchy = await loadHierarchy()
  for (const { name, variant, open } of ways) {
    const ask = await open(await readUnpacked(MODEL, variant.file), manifest.input)
    for (const folder of folders) {
      const answers = await answerPhotos(folder, async (photo) =>
        softmax(await ask(await readCrop(photo, manifest.input))),
      )
      process.stdout.write(
        `${name}, ${basename(folder)}, ${answers.length} photos\n\n${report(answers, hierarchy)}\n`,
      )
    }
  }
}

runCommand(import.meta.url, main)
