/**
 * `npm run calibrate`: photos in, `ARCHITECTURE.calibration.json` out.
 *
 *     npm run calibrate -- [--architecture NAME] [--photos FOLDER] [--weights FILE] [--out FILE] [--every N]
 *
 * Runs the float network with the inputs of all convolutions exposed, twice: first for a mean, a deviation and a
 * maximum of each channel of each; then, when it is known how they are equalised, for where 7 bits clip with the least
 * error. Keeps nothing of a photo. Takes about two seconds a photo.
 */

import { readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as ort from 'onnxruntime-web/wasm'
import { runCommand } from '../scripts/command.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import { isWide } from './activation-ranges.ts'
import { findArchitecture } from './architectures.ts'
import { INPUT } from './assemble.ts'
import { readModelWeights, recordPath } from './build.ts'
import { type Calibration, encodeCalibration } from './calibration.ts'
import { bestClip, Histogram } from './clipping.ts'
import { densenet, INPUT_NAME, type Network } from './densenet.ts'
import { equalize } from './equalize.ts'
import { float32Storage } from './onnx-graph.ts'
import { readPhoto } from './photos.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

// In Node the runtime can't start its workers.
ort.env.wasm.numThreads = 1

/** Sums over positions and photos, one value a channel. */
class ChannelSums {
  private count = 0
  private readonly sum: Float64Array
  private readonly squares: Float64Array
  private readonly maximum: Float64Array

  constructor(private readonly channels: number) {
    this.sum = new Float64Array(channels)
    this.squares = new Float64Array(channels)
    this.maximum = new Float64Array(channels)
  }

  /** @param data channels first, not negative */
  add(data: Float32Array): void {
    const area = data.length / this.channels
    this.count += area
    for (let channel = 0; channel < this.channels; channel++) {
      let [sum, squares, high] = [0, 0, 0]
      for (let i = channel * area; i < (channel + 1) * area; i++) {
        const value = data[i] as number
        sum += value
        squares += value * value
        if (value > high) high = value
      }
      this.sum[channel] = (this.sum[channel] as number) + sum
      this.squares[channel] = (this.squares[channel] as number) + squares
      this.maximum[channel] = Math.max(this.maximum[channel] as number, high)
    }
  }

  statistics(): { mean: Float64Array; deviation: Float64Array; maximum: Float64Array } {
    const mean = this.sum.map((sum) => sum / this.count)
    const deviation = this.squares.map((squares, i) =>
      Math.sqrt(Math.max(squares / this.count - (mean[i] as number) ** 2, 0)),
    )
    return { mean, deviation, maximum: this.maximum }
  }
}

/** Inputs `[1, 3, 224, 224]`, which can be gone through more than once. */
export type Photos = AsyncIterable<Float32Array> | Iterable<Float32Array>

/** Runs photos through the float network and keeps statistics of its activations. */
export async function calibrate(network: Network, photos: Photos): Promise<Calibration> {
  const layers = new Map<string, string>()
  const onnx = densenet(network, float32Storage, { observe: (layer, value) => layers.set(layer, value) })
  const session = await ort.InferenceSession.create(onnx)
  /** Shows what each convolution reads and each block gives, channels first, for each photo. */
  const run = async (see: (layer: string, data: Float32Array, channels: number) => void) => {
    for await (const photo of photos) {
      const image = new ort.Tensor('float32', photo, [1, 3, IMAGENET.size, IMAGENET.size])
      const results = await session.run({ [INPUT_NAME]: image })
      for (const [layer, value] of layers) {
        const activations = results[value]
        if (!(activations?.data instanceof Float32Array)) throw new Error(`the graph has no output ${value}`)
        see(layer, activations.data, activations.dims[1] ?? 0)
      }
    }
  }

  const sums = new Map<string, ChannelSums>()
  await run((layer, data, channels) => {
    const ofLayer = sums.get(layer) ?? new ChannelSums(channels)
    sums.set(layer, ofLayer)
    ofLayer.add(data)
  })
  const inputs = new Map([...sums].map(([layer, of]) => [layer, of.statistics()]))

  const equalized = equalize(network, { inputs })
  const histograms = new Map([...inputs].map(([layer, { maximum }]) => [layer, new Histogram(maximum)]))
  await run((layer, data) => histograms.get(layer)?.add(data))
  await session.release()
  const clips = new Map<string, number>()
  for (const [layer, histogram] of histograms) {
    const kernel = equalized.network.tensors.get(`${layer}/kernel`)
    const input = equalized.inputs.get(layer)
    if (kernel && input && !isWide(layer)) clips.set(layer, bestClip(histogram, input.maximum, kernel))
  }
  return { inputs, clips }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      architecture: { type: 'string' },
      photos: { type: 'string' },
      weights: { type: 'string' },
      out: { type: 'string' },
      every: { type: 'string' },
    },
  })
  const folder = resolve(values.photos ?? join(ROOT, '..', 'shared', 'images', 'calibration'))
  const architecture = findArchitecture(values.architecture)
  const { topology, weights } = architecture
  const { tensors, notes } = await readModelWeights({ architecture, weights: values.weights })
  if (weights.digest && notes[0]) throw new Error(`Calibrated only with the known weights: ${notes[0]}`)
  const every = Number(values.every ?? 1)
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort()
  const chosen = names.filter((_, i) => i % every === 0)
  const photos = {
    async *[Symbol.asyncIterator]() {
      for (const name of chosen) yield await readPhoto(join(folder, name), INPUT)
    },
  }
  const calibration = await calibrate({ topology, tensors }, photos)
  const out = values.out ?? recordPath(architecture, 'calibration')
  await writeFile(out, encodeCalibration(calibration, `${chosen.length} ImageNet photos, one a class`))
  process.stdout.write(`Calibrated on ${chosen.length} photos\n`)
}

runCommand(import.meta.url, main)
