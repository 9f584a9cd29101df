import type { Backend } from '../src/network/manifest.ts'
import { activationRanges } from './activation-ranges.ts'
import type { Calibration } from './calibration.ts'
import { LOGITS_TOLERANCE } from './check.ts'
import { densenet, type Network } from './densenet.ts'
import { equalize } from './equalize.ts'
import { float16Storage } from './onnx-graph.ts'
import { int8Storage } from './quantize.ts'

/** One way to store the network, and who runs it. The page takes the first that its backend can run and that is not exact, unless a person asks for that. */
export interface Variant {
  id: string
  backends: Backend[]
  exact?: true
  /** Whether its file is compressed. */
  packed?: true
  /** Largest difference of a check input's logit from the float network's. */
  tolerance: number
  build: (network: Network, calibration: Calibration) => Uint8Array
}

/**
 * Int8 weights move the logits of the check inputs, which are no photos, by up to 0.23 (measured); a wrong layer moves
 * them by whole units.
 */
const INT8_TOLERANCE = 0.5

function buildInt8(network: Network, calibration: Calibration): Uint8Array {
  const equalized = equalize(network, calibration)
  const metadata = activationRanges(equalized.inputs, calibration.clips)
  return densenet(equalized.network, int8Storage(equalized.inputs), { metadata })
}

/** All that the build makes. */
export const VARIANTS: Variant[] = [
  {
    id: 'fp16',
    backends: ['webgpu', 'wasm'],
    exact: true,
    tolerance: LOGITS_TOLERANCE,
    build: (network) => densenet(network, float16Storage),
  },
  {
    id: 'int8',
    backends: ['engine', 'webgpu', 'wasm'],
    packed: true,
    tolerance: INT8_TOLERANCE,
    build: buildInt8,
  },
]
