import type { Manifest, ModelVariant } from '../../network/manifest.ts'
import type { BackendName } from '../types.ts'

/** Ours first: it is several times as fast, and needs the smallest download. */
const ON_CPU: readonly BackendName[] = ['engine', 'wasm']

/**
 * Which backends to try, in their order; the first that works serves.
 * @param chosen by a person: tried first, whatever the browser says of it
 * @param remembered what a measurement in this browser has shown to be the fastest
 */
export function candidates(
  chosen: BackendName | undefined,
  remembered: BackendName | undefined,
): BackendName[] {
  if (chosen) return [chosen, ...ON_CPU.filter((name) => name !== chosen && chosen !== 'wasm')]
  return remembered ? [remembered, ...ON_CPU.filter((name) => name !== remembered)] : [...ON_CPU]
}

/** The variant that a backend runs: the exact one where that is asked for, else a small one if there is one. */
export function variantFor(
  { variants }: Manifest,
  backend: BackendName,
  exact: boolean,
): ModelVariant | undefined {
  const served = variants.filter(({ backends }) => backends.includes(backend))
  const wanted = served.find((variant) => Boolean(variant.exact) === exact)
  return wanted ?? (exact ? undefined : served[0])
}
