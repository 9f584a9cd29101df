import { EngineBroken, EngineRefused } from './errors.ts'
import { type Build, bundledKernels, forSharedMemory, makeMemory } from './kernels.ts'
import { type EventLoop, eventLoop, leadRun, measureSample } from './leader.ts'
import { type Enlistment, startMember } from './member.ts'
import type { EngineInput, Network } from './network.ts'
import { type EngineOutputs, type EngineWant, readOutputs } from './outputs.ts'
import { makePlan, type Plan } from './plan/plan.ts'
import { chooseBuild } from './probe.ts'
import { canRecruit, dismiss, enlist, recruit, type StartWorker, type Thread } from './recruit.ts'
import { breakTeam, type Member, openTeam, partsFor, spanOf, TeamBroken } from './team.ts'
import { type ChooseThreads, chooseHelpfulThreads } from './thread-count.ts'

export interface EngineOptions {
  /** As many as may work; fewer where more do not help, one where they can't be started. */
  threads: number
  /** The best for this browser and processor unless told: tests and benches force one. */
  build?: Build
  /** Gives the kernels; those of the bundle unless told. Node compiles them: `compileKernels`. */
  kernels?: (build: Build) => Promise<Uint8Array>
  /** Starts a module worker for a thread; a plain one unless told. Trusted Types may ask for more. */
  startWorker?: StartWorker
  /** Chooses a number of threads by measuring; all of them: `(most) => most`. */
  chooseThreads?: ChooseThreads
}

export interface RunOptions {
  /** What is wanted besides the logits; the rest is not computed. */
  want?: EngineWant
  /** Aborting rejects with the signal's reason; looked at between parts of layers. */
  signal?: AbortSignal
}

/** An int8 DenseNet. */
export interface Engine {
  /** Those that work. */
  readonly threads: number
  readonly build: Build
  readonly classes: number
  /** Side of a class activation map. */
  readonly mapSide: number
  /**
   * Classifies an image. Calls must not overlap.
   * @param rgb the crop before normalisation, `[size, size, 3]`
   * @throws EngineBroken when a thread is lost or the engine was released; all threads are released then
   * @throws RangeError for an image of another size
   */
  run(rgb: Uint8Array, options?: RunOptions): Promise<EngineOutputs>
  /** Ends the threads. */
  release(): Promise<void>
}

/** Kernels and threads that wait for a network. */
export interface Equipment {
  build: Build
  module: WebAssembly.Module
  /** Whether the kernels work on a shared memory. */
  shared: boolean
  threads: Thread[]
}

/** The kernels of the best build, or of the one that is asked for. */
async function loadKernels({ build, kernels = bundledKernels }: EngineOptions, shared: boolean) {
  const chosen = build ?? chooseBuild()
  const binary = new Uint8Array(await kernels(chosen))
  if (!WebAssembly.validate(binary))
    throw new EngineRefused(`This browser does not know the instructions of the ${chosen} build.`)
  return { build: chosen, module: await WebAssembly.compile(shared ? forSharedMemory(binary) : binary) }
}

const startModuleWorker: StartWorker = (script, name) => new Worker(script, { type: 'module', name })

/** The other threads; none where they can't be started: it is slower then, and the answers are the same. */
async function startThreads(count: number, startWorker: StartWorker): Promise<Thread[]> {
  try {
    const { default: url } = await import('./team-worker.ts?worker&url')
    // The bundler's address is relative to this file.
    return await recruit(count, new URL(url, import.meta.url), startWorker)
  } catch {
    return []
  }
}

/**
 * Loads and compiles the kernels and starts the threads, which takes no model.
 * @throws EngineRefused when this browser can't run the kernels
 */
export async function equip(options: EngineOptions): Promise<Equipment> {
  const shared = canRecruit() && options.threads > 1
  const threads = startThreads(shared ? options.threads - 1 : 0, options.startWorker ?? startModuleWorker)
  try {
    return { ...(await loadKernels(options, shared)), shared, threads: await threads }
  } catch (error) {
    dismiss(await threads)
    throw error
  }
}

/** Enlists the threads and keeps those that help. */
async function formTeam(
  plan: Plan,
  memory: WebAssembly.Memory,
  { module, threads }: Equipment,
  { chooseThreads = chooseHelpfulThreads }: EngineOptions,
  loop: EventLoop,
): Promise<{ leader: Member; others: Thread[] }> {
  const { steps, control, scratch } = plan
  const span = spanOf(steps.length, partsFor(threads.length + 1))
  const enlistments = scratch.map(
    (address, thread): Enlistment => ({ module, memory, steps, span, control, thread, scratch: address }),
  )
  const [first, ...rest] = enlistments
  if (!first) throw new RangeError('a team of nobody')
  const leader = await startMember(first)
  openTeam(leader)
  try {
    await enlist(threads, rest)
    if (threads.length === 0) return { leader, others: [] }
    const chosen = chooseThreads(threads.length + 1, (count) => measureSample(leader, count, loop))
    dismiss(threads.slice(chosen - 1))
    return { leader, others: threads.slice(0, chosen - 1) }
  } catch {
    dismiss(threads)
    openTeam(leader)
    return { leader, others: [] }
  }
}

/**
 * Plans a network's computation, takes memory for it and puts the threads to work.
 * @throws EngineRefused when this network can't be run
 */
export async function assembleEngine(
  network: Network,
  input: EngineInput,
  equipment: Equipment,
  options: EngineOptions,
  loop: EventLoop = eventLoop,
): Promise<Engine> {
  const unit = equipment.build === 'plain' ? 2 : 1
  const plan = makePlan(network, { input, threads: equipment.threads.length + 1, unit })
  const memory = makeMemory(plan.memory, equipment.shared)
  plan.write(memory.buffer)
  const { leader, others } = await formTeam(plan, memory, equipment, options, loop)
  return makeEngine(plan, memory.buffer, leader, others, equipment.build, loop)
}

/** The same with equipment of its own. */
export async function startEngine(
  network: Network,
  input: EngineInput,
  options: EngineOptions,
): Promise<Engine> {
  return assembleEngine(network, input, await equip(options), options)
}

function makeEngine(
  plan: Plan,
  buffer: ArrayBufferLike,
  leader: Member,
  others: readonly Thread[],
  build: Build,
  loop: EventLoop,
): Engine {
  const { outputs, imageBytes } = plan
  const image = new Uint8Array(buffer, plan.image, imageBytes)
  const threads = others.length + 1
  let ending: string | undefined
  const end = (reason: string) => {
    ending ??= reason
    // A run that is under way waits for nobody who is gone.
    breakTeam(leader)
    dismiss(others)
  }
  for (const thread of others) {
    thread.addEventListener('error', (event) => {
      event.preventDefault()
      end(`A thread of the engine has failed: ${event.message}`)
    })
  }
  return {
    ...{ threads, build, classes: outputs.classes, mapSide: outputs.side },
    async run(rgb, { want = {}, signal } = {}) {
      signal?.throwIfAborted()
      if (ending !== undefined) throw new EngineBroken(ending)
      if (rgb.length !== imageBytes)
        throw new RangeError(`the image has ${rgb.length} bytes, expected ${imageBytes}`)
      image.set(rgb)
      try {
        await leadRun(leader, threads, loop, signal)
      } catch (error) {
        if (signal?.aborted && error === signal.reason) throw error
        end(error instanceof Error ? error.message : String(error))
        throw error instanceof TeamBroken ? new EngineBroken(ending) : error
      }
      return readOutputs(buffer, outputs, want)
    },
    async release() {
      end('The engine was released.')
    },
  }
}
