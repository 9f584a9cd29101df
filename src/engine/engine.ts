import { buildOf, Contest } from './contest.ts'
import {
  type Build,
  bundledKernels,
  forSharedMemory,
  makeMemory,
  type Simd,
  startKernels,
} from './kernels.ts'
import type { Network } from './network.ts'
import { makePlan } from './plan.ts'
import { canRecruit, recruit } from './recruit.ts'
import { EngineRefused } from './refused.ts'
import { CONTROL_WORDS, type Member, runStep, startRun } from './team.ts'

export interface EngineInput {
  /** Of red, green and blue, for an image from 0 to 1. */
  mean: readonly number[]
  std: readonly number[]
}

export interface EngineOptions {
  /** As many as may work; one where they can't be started. */
  threads: number
  /** Unless told, relaxed where the browser knows it. */
  simd?: Simd
  /** Gives the kernels; those of the bundle unless told. Node compiles them: `compileKernels`. */
  kernels?: (build: Build) => Promise<Uint8Array>
  /** Starts a module worker for a thread; a plain one unless told. Trusted Types may ask for more. */
  startWorker?: (script: URL, name: string) => Worker
}

export interface RunOptions {
  /** Aborting rejects with the signal's reason; looked at between layers. */
  signal?: AbortSignal
  /** Told how much of the work is done, 0 to 1. Must not throw. */
  onProgress?: (share: number) => void
}

export interface EngineOutputs {
  /** `[classes]`, before softmax. */
  logits: Float32Array
  /** `[classes, side, side]`: class activation maps without the bias. */
  maps: Float32Array
}

/** An int8 DenseNet. */
export interface Engine {
  readonly threads: number
  readonly simd: Simd
  readonly classes: number
  /** Side of a class activation map. */
  readonly mapSide: number
  /**
   * Classifies an image. Calls must not overlap.
   * @param rgb the crop before normalisation, `[size, size, 3]`
   */
  run(rgb: Uint8Array, options?: RunOptions): Promise<EngineOutputs>
  /** Ends the threads. */
  release(): Promise<void>
}

/** How long the thread may keep its other messages waiting, the one that aborts among them. Milliseconds. */
const YIELD_EVERY = 4

/** What to compute with, the first that the browser knows. Which relaxed build is faster, the first runs show. */
const CHOICES: { simd: Simd; builds: Build[] }[] = [
  { simd: 'relaxed', builds: ['relaxed', 'split'] },
  { simd: 'plain', builds: ['plain'] },
]

/** The best kernels that this browser knows, or those asked for. */
async function chooseKernels({ simd: wanted, kernels = bundledKernels }: EngineOptions) {
  for (const { simd, builds } of CHOICES) {
    if (wanted && wanted !== simd) continue
    const binaries = await Promise.all(builds.map(async (build) => new Uint8Array(await kernels(build))))
    if (binaries.every((binary) => WebAssembly.validate(binary))) return { simd, binaries }
  }
  throw new EngineRefused(
    `This browser does not know the ${wanted ?? 'SIMD'} instructions that the engine needs.`,
  )
}

const startModuleWorker = (script: URL, name: string) => new Worker(script, { type: 'module', name })

/** Lets the thread's other messages be handled. A timer would wait 4 ms. */
function yieldThread(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}

/** `[pixels, classes]` to `[classes, pixels]`. */
function transpose(maps: Float32Array, classes: number): Float32Array {
  const pixels = maps.length / classes
  const transposed = new Float32Array(maps.length)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < classes; c++) transposed[c * pixels + pixel] = maps[pixel * classes + c] as number
  }
  return transposed
}

/**
 * Plans a network's computation, takes memory for it and starts the threads.
 * @throws EngineRefused when this network or this browser can't be run
 */
export async function startEngine(
  network: Network,
  input: EngineInput,
  options: EngineOptions,
): Promise<Engine> {
  const { simd, binaries } = await chooseKernels(options)
  const wanted = canRecruit() ? Math.max(1, options.threads) : 1
  const shared = wanted > 1
  const plan = makePlan(network, { input, threads: wanted, unit: simd === 'relaxed' ? 1 : 2 })
  const memory = makeMemory(plan.memory, shared)
  plan.write(memory.buffer)
  const modules = await Promise.all(
    binaries.map((binary) => WebAssembly.compile(shared ? forSharedMemory(binary) : binary)),
  )
  const builds = await Promise.all(modules.map((module) => startKernels(module, memory)))
  const { steps } = plan

  const others = plan.scratch.slice(1).map((scratch, i) => ({
    ...{ modules, memory, steps, scratch, threads: wanted, thread: i + 1 },
    control: { address: plan.control, words: CONTROL_WORDS },
  }))
  // Without them it is slower, and the answers are the same.
  const workers = await recruit(others, options.startWorker ?? startModuleWorker).catch(() => [])
  const threads = workers.length + 1
  const leader: Member = {
    ...{ builds, steps, threads, thread: 0 },
    scratch: plan.scratch[0] ?? 0,
    control: new Int32Array(memory.buffer, plan.control, CONTROL_WORDS),
  }

  const contest = new Contest(builds.length, steps.length)
  const { classes, mapSide } = plan
  const image = new Uint8Array(memory.buffer, plan.image, plan.imageBytes)
  const logits = new Float32Array(memory.buffer, plan.logits, classes)
  const maps = new Float32Array(memory.buffer, plan.maps, classes * mapSide ** 2)

  return {
    threads,
    simd,
    classes,
    mapSide,
    async run(rgb, { signal, onProgress } = {}) {
      signal?.throwIfAborted()
      if (rgb.length !== image.length)
        throw new RangeError(`the image has ${rgb.length} bytes, expected ${image.length}`)
      image.set(rgb)
      const run = startRun(leader, contest.choice)
      let yielded = performance.now()
      let stop: { reason: unknown } | undefined
      for (let i = 0; i < steps.length && !stop; i++) {
        if (signal && performance.now() - yielded > YIELD_EVERY) {
          await yieldThread()
          yielded = performance.now()
          if (signal.aborted) stop = { reason: signal.reason }
        }
        const start = performance.now()
        runStep(leader, run, i, stop !== undefined)
        contest.note(buildOf(contest.choice, run, i, builds.length), i, performance.now() - start)
        onProgress?.((i + 1) / steps.length)
      }
      if (stop) throw stop.reason
      contest.endRun()
      return { logits: new Float32Array(logits), maps: transpose(maps, classes) }
    },
    async release() {
      for (const worker of workers) worker.terminate()
    },
  }
}
