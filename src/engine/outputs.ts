/** What is read out of an engine's memory after a run. */
import type { Outputs } from './plan/head.ts'

/** Which outputs are wanted besides the logits. */
export interface EngineWant {
  maps?: true
  features?: true
}

export interface EngineOutputs {
  /** `[classes]`, before softmax. */
  logits: Float32Array<ArrayBuffer>
  /** `[classes, side, side]`: class activation maps without the bias. Their means plus the bias are the logits. */
  maps?: Float32Array<ArrayBuffer>
  /** `[channels]`: means of what comes out of the last ReLU, over all pixels. */
  features?: Float32Array<ArrayBuffer>
}

/** Copies: the next run leaves them alone. */
export function readOutputs(
  buffer: ArrayBufferLike,
  outputs: Outputs,
  { maps: wantsMaps, features: wantsFeatures }: EngineWant,
): EngineOutputs {
  const { classes, side, logits, maps } = outputs
  return {
    logits: Float32Array.from(new Float32Array(buffer, logits, classes)),
    ...(wantsMaps ? { maps: transpose(new Float32Array(buffer, maps, classes * side ** 2), classes) } : {}),
    ...(wantsFeatures ? { features: meanActivations(buffer, outputs) } : {}),
  }
}

/** `[pixels, classes]` to `[classes, pixels]`. */
function transpose(maps: Float32Array, classes: number): Float32Array<ArrayBuffer> {
  const pixels = maps.length / classes
  const transposed = new Float32Array(maps.length)
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < classes; c++) transposed[c * pixels + pixel] = maps[pixel * classes + c] ?? 0
  }
  return transposed
}

/** Global average pool: codes are summed exactly, then scaled. */
function meanActivations(
  buffer: ArrayBufferLike,
  { activations, side, channels, unit, low, step }: Outputs,
): Float32Array<ArrayBuffer> {
  const pixels = side ** 2
  const count = pixels * channels
  const codes =
    unit === 1 ? new Uint8Array(buffer, activations, count) : new Uint16Array(buffer, activations, count)
  const lowBits = low > 0 ? new Uint8Array(buffer, activations + low, count) : undefined
  const sums = new Float64Array(channels)
  for (let pixel = 0, i = 0; pixel < pixels; pixel++) {
    for (let c = 0; c < channels; c++, i++) {
      const code = codes[i] ?? 0
      sums[c] = (sums[c] ?? 0) + (lowBits ? 128 * code + (lowBits[i] ?? 0) : code)
    }
  }
  return Float32Array.from(sums, (sum) => sum * (step / pixels))
}
