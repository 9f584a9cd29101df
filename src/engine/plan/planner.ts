import type { KernelName, Step } from '../kernels.ts'
import { type Convolution, LARGEST, type Norm } from '../network.ts'
import { Arena } from './arena.ts'
import { type LayerFields, layerWords, SIZES } from './layer.ts'
import { packConvolution, type Unit } from './pack.ts'

/** Features of a block, float32, channels last. */
export interface Features {
  address: number
  /** Bytes from a pixel to the next. */
  pitch: number
  side: number
  pixels: number
  /** Address of a table: where each pixel begins. */
  table: number
}

/** Tiles of so many pixels. */
export const tilesOf = (pixels: number): number => Math.ceil(pixels / SIZES.TILE)

/** Puts values times a factor into a list, from an index on. */
function putScaled(to: Float32Array, from: number, values: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < values.length; i++) to[from + i] = (values[i] ?? 0) * factor
}

/** Collects the steps of a network and lays out what they read and write. */
export class Planner {
  readonly arena = new Arena()
  readonly steps: Step[] = []
  /** What each thread needs for its own use, bytes. */
  scratchBytes = 0

  constructor(readonly unit: Unit) {}

  /** The next step. */
  add(kernel: KernelName, items: number, fields: LayerFields): void {
    this.steps.push({ kernel, items, layer: this.arena.numbers(Int32Array.from(layerWords(fields))) })
  }

  /** A list of addresses, one a pixel, filled up to whole tiles with the last. */
  table(pixels: number, address: (pixel: number) => number): number {
    const entries = new Int32Array(tilesOf(pixels) * SIZES.TILE)
    for (let i = 0; i < entries.length; i++) entries[i] = address(Math.min(i, pixels - 1))
    return this.arena.numbers(entries)
  }

  /** A number for each output times a factor, filled up to whole groups: the kernels read them so. */
  perOutput(values: ArrayLike<number>, factor = 1): number {
    const padded = new Float32Array(Math.ceil(values.length / SIZES.GROUP) * SIZES.GROUP)
    putScaled(padded, 0, values, factor)
    return this.arena.numbers(padded)
  }

  /** The fields that every convolution has; sums become values in units of `unitOfOutput`. */
  convolution(convolution: Convolution, unitOfOutput = 1): LayerFields {
    return {
      inputs: convolution.inputs,
      outputs: convolution.outputs,
      weights: packConvolution(this.arena, convolution, this.unit),
      largest: convolution.inputLargest,
      scale: this.perOutput(convolution.steps, convolution.inputStep / unitOfOutput),
      bias: this.perOutput(convolution.bias, 1 / unitOfOutput),
    }
  }

  /** The same of a 1x1 convolution that normalises what it reads into scratch memory first. */
  pointwise(convolution: Convolution, unitOfOutput = 1): LayerFields {
    const bytes = SIZES.CHUNK * SIZES.TILE * convolution.inputs * this.unit
    const low = this.low(convolution, bytes)
    this.needScratch(bytes + low)
    return { ...this.convolution(convolution, unitOfOutput), low }
  }

  /** Batch norm, in steps of the activation that comes out. */
  norm({ scale, shift }: Norm, step: number): number {
    const values = new Float32Array(scale.length + shift.length)
    putScaled(values, 0, scale, 1 / step)
    putScaled(values, scale.length, shift, 1 / step)
    return this.arena.numbers(values)
  }

  /** Bytes from activations to their low bits, which lie behind them all; only the relaxed builds split them. */
  low({ inputLargest }: Convolution, bytes: number): number {
    return inputLargest > LARGEST && this.unit === 1 ? bytes : 0
  }

  needScratch(bytes: number): void {
    this.scratchBytes = Math.max(this.scratchBytes, bytes)
  }
}
