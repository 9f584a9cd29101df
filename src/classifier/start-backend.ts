/** Fetches what a backend needs, starts it and tests it. */
import { checkPicture } from '../network/check-picture.ts'
import type { Manifest, ModelFile, ModelVariant } from '../network/manifest.ts'
import type { Backend, BackendStarters, PreparedBackend } from './backends/backend.ts'
import { ENGINE_TOLERANCE, RUNTIME_TOLERANCE, selfTestFault } from './backends/self-test.ts'
import { type Every, withWatchdog } from './backends/watchdog.ts'
import type { GroupLoad, Load } from './downloads.ts'
import type { ClassLabel } from './labels/class-index.ts'
import type { BackendName } from './types.ts'

/** What answers photos. */
export interface Serving {
  backend: Backend
  /** The variant's id. */
  model: string
  classes: readonly ClassLabel[]
}

/** Why a backend is left for the next one. */
export class BackendFault extends Error {
  override name = 'BackendFault'
}

export interface StartParts {
  starters: BackendStarters
  /** @param similar the bytes of the manifest's table of similar classes */
  readClasses(similar: Uint8Array, classes: number): ClassLabel[]
  every: Every
}

/** All that a backend needs of a manifest. */
export interface Needs {
  name: BackendName
  manifest: Manifest
  variant: ModelVariant
  files: ModelFile[]
}

/** Compiles while the model still comes. */
async function prepare(name: BackendName, { starters }: StartParts, load: Load): Promise<PreparedBackend> {
  const starter = starters[name]
  const binary = starter.runtime && (await load(starter.runtime))
  return asFault(() => starter.prepare(binary))
}

/**
 * Whoever gets the backend releases it.
 * @param onStarting called when all is here
 * @throws BackendFault when it is of no use here, or ClassifierError
 */
export async function startBackend(
  { name, manifest, variant, files }: Needs,
  parts: StartParts,
  loadGroup: GroupLoad,
  onStarting: () => void,
): Promise<Serving> {
  let preparing: Promise<PreparedBackend> | undefined
  let backend: Backend
  let classes: ClassLabel[]
  try {
    const [similar, model, prepared] = await loadGroup(files, (load) => {
      preparing = prepare(name, parts, load)
      return [load(manifest.similar), load(variant.file), preparing]
    })
    onStarting()
    classes = parts.readClasses(similar, manifest.classes)
    backend = withWatchdog(await asFault(() => prepared.start(model, manifest)), parts.every)
  } catch (error) {
    preparing?.then(release, () => {})
    throw error
  }
  try {
    await asFault(() => selfTest(backend, variant))
  } catch (error) {
    release(backend)
    throw error
  }
  return { backend, model: variant.id, classes }
}

/** A backend that is released is of no use any more: what it says at its end changes nothing, nor does it if it hangs. */
export function release(backend: Pick<Backend, 'release'>): void {
  void backend.release().catch(() => {})
}

/** Whatever breaks in `work` is the backend's fault. */
async function asFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new BackendFault(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** It also warms the backend up: the first run is slower, and it should not be a person's photo. */
async function selfTest(backend: Backend, { selfTest: expected }: ModelVariant): Promise<void> {
  const { logits } = await backend.run(checkPicture('gradient'), {})
  const fault =
    backend.name === 'engine'
      ? selfTestFault(logits, expected.engine ?? [], ENGINE_TOLERANCE)
      : selfTestFault(logits, expected.logits, RUNTIME_TOLERANCE)
  if (fault !== undefined) throw new Error(fault)
}
