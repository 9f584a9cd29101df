/**
 * `npm run calibrate`: photos in, `calibration.json` out.
 *
 *     npm run calibrate -- [--photos FOLDER] [--weights FILE] [--out FILE] [--every N]
 *
 * Runs the float network with the inputs of all convolutions exposed and keeps a mean, a deviation and a maximum for
 * each channel of each, nothing of a photo. Takes about a second a photo.
 */
import { readdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as ort from 'onnxruntime-web/wasm'
import { INPUT } from './assemble.ts'
import { type Calibration, encodeCalibration } from './calibration.ts'
import { densenet, INPUT_NAME, INPUT_SIZE } from './densenet121.ts'
import type { Tensors } from './keras-weights.ts'
import { float32Storage } from './onnx-graph.ts'
import { readPhoto } from './photos.ts'
import { findFile, readVerifiedWeights, WEIGHTS } from './source.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

// In Node the runtime can't start its workers.
ort.env.wasm.numThreads = 1

/** Sums over positions and photos, one value a channel. */
class ChannelSums {
  private count = 0
  private readonly sum: Float64Array
  private readonly squares: Float64Array
  private readonly minimum: Float64Array
  private readonly maximum: Float64Array

  constructor(private readonly channels: number) {
    this.sum = new Float64Array(channels)
    this.squares = new Float64Array(channels)
    this.minimum = new Float64Array(channels).fill(Number.POSITIVE_INFINITY)
    this.maximum = new Float64Array(channels).fill(Number.NEGATIVE_INFINITY)
  }

  /** @param data channels first */
  add(data: Float32Array): void {
    const area = data.length / this.channels
    this.count += area
    for (let channel = 0; channel < this.channels; channel++) {
      let [sum, squares, low, high] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (let i = channel * area; i < (channel + 1) * area; i++) {
        const value = data[i] as number
        sum += value
        squares += value * value
        if (value < low) low = value
        if (value > high) high = value
      }
      this.sum[channel] = (this.sum[channel] as number) + sum
      this.squares[channel] = (this.squares[channel] as number) + squares
      this.minimum[channel] = Math.min(this.minimum[channel] as number, low)
      this.maximum[channel] = Math.max(this.maximum[channel] as number, high)
    }
  }

  range(): { minimum: Float64Array; maximum: Float64Array } {
    return { minimum: this.minimum, maximum: this.maximum }
  }

  statistics(): { mean: Float64Array; deviation: Float64Array; maximum: Float64Array } {
    const mean = this.sum.map((sum) => sum / this.count)
    const deviation = this.squares.map((squares, i) =>
      Math.sqrt(Math.max(squares / this.count - (mean[i] as number) ** 2, 0)),
    )
    return { mean, deviation, maximum: this.maximum }
  }
}

/**
 * Runs photos through the float network and keeps statistics of its activations.
 * @param photos inputs `[1, 3, 224, 224]`
 */
export async function calibrate(
  tensors: Tensors,
  photos: AsyncIterable<Float32Array> | Iterable<Float32Array>,
): Promise<Calibration> {
  const layers = new Map<string, string>()
  const onnx = densenet(tensors, float32Storage, { observe: (layer, value) => layers.set(layer, value) })
  const session = await ort.InferenceSession.create(onnx)
  const sums = new Map<string, ChannelSums>()
  for await (const photo of photos) {
    const image = new ort.Tensor('float32', photo, [1, 3, INPUT_SIZE, INPUT_SIZE])
    const results = await session.run({ [INPUT_NAME]: image })
    for (const [layer, value] of layers) {
      const activations = results[value]
      if (!(activations?.data instanceof Float32Array)) throw new Error(`the graph has no output ${value}`)
      const ofLayer = sums.get(layer) ?? new ChannelSums(activations.dims[1] ?? 0)
      sums.set(layer, ofLayer)
      ofLayer.add(activations.data)
    }
  }
  await session.release()
  // Blocks are named `conv2`, convolutions `conv2_block1_1_conv`, `pool2_conv` and `fc1000`.
  const isBlock = ([name]: [string, ChannelSums]) => /^conv\d+$/.test(name)
  const all = [...sums]
  return {
    inputs: new Map(all.filter((entry) => !isBlock(entry)).map(([name, of]) => [name, of.statistics()])),
    features: new Map(all.filter(isBlock).map(([name, of]) => [name, of.range()])),
  }
}

/** The command. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      photos: { type: 'string' },
      weights: { type: 'string' },
      out: { type: 'string' },
      every: { type: 'string' },
    },
  })
  const folder = resolve(values.photos ?? join(ROOT, '..', 'shared', 'images', 'calibration'))
  const weights = await findFile(WEIGHTS, {
    explicit: values.weights,
    env: process.env,
    localFolder: join(ROOT, '..', 'shared', 'model'),
    cacheFolder: join(ROOT, '.cache', 'model'),
    stream: process.stdout,
  })
  const { tensors, notes } = await readVerifiedWeights(weights)
  if (notes[0]) throw new Error(`Calibrated only with the known weights: ${notes[0]}`)
  const every = Number(values.every ?? 1)
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort()
  const chosen = names.filter((_, i) => i % every === 0)
  async function* photos() {
    for (const name of chosen) yield await readPhoto(join(folder, name), INPUT)
  }
  const calibration = await calibrate(tensors, photos())
  const out = values.out ?? join(ROOT, 'model', 'calibration.json')
  await writeFile(out, encodeCalibration(calibration, `${chosen.length} ImageNet photos, one a class`))
  process.stdout.write(`Calibrated on ${chosen.length} photos\n`)
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
