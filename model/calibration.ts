/**
 * What calibration photos tell about the network's activations, as `calibration.json` keeps it: the command
 * `npm run calibrate` makes it from photos, the build reads it and needs none.
 */

/** Of the input of one convolution, or of the linear layer: after batch norm and ReLU, over photos and positions. */
export interface InputStatistics {
  /** One value a channel. */
  mean: Float64Array
  /** Standard deviation, likewise. */
  deviation: Float64Array
  maximum: Float64Array
}

export interface Calibration {
  /** By the convolution's Keras name, such as `conv2_block1_1_conv`. */
  inputs: ReadonlyMap<string, InputStatistics>
  /**
   * By the convolution's name: where its input, equalised, is clipped with the least error when it becomes 7 bits, as
   * a part of its largest value. Not for those that deserve more bits.
   */
  clips: ReadonlyMap<string, number>
}

/** A calibration file is not what this module writes. */
export class CalibrationError extends Error {
  override name = 'CalibrationError'
}

/**
 * Steps between 0 and the largest value of a list: coarse, so that the file is small. Other photos move the
 * statistics more than this, and maxima, of which only the largest of many counts, most of all.
 */
const RESOLUTION = 1000
const RANGE_RESOLUTION = 200

/** A list as whole multiples of a unit. */
interface Coded {
  unit: number
  codes: number[]
}

function encode(values: Float64Array, resolution: number): Coded {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const unit = Number((largest / resolution || 1).toPrecision(6))
  return { unit, codes: Array.from(values, (value) => Math.round(value / unit)) }
}

function decode(json: unknown, path: string): Float64Array {
  if (typeof json === 'object' && json !== null && 'unit' in json && 'codes' in json) {
    const { unit, codes } = json
    if (typeof unit === 'number' && Array.isArray(codes) && codes.every(Number.isSafeInteger)) {
      return Float64Array.from(codes, (code: number) => code * unit)
    }
  }
  throw new CalibrationError(`calibration: ${path} is no list of numbers`)
}

function entries(json: unknown, path: string): [string, unknown][] {
  if (typeof json !== 'object' || json === null) throw new CalibrationError(`calibration: ${path} is missing`)
  return Object.entries(json)
}

function part(json: unknown, path: string): number {
  if (typeof json === 'number' && json > 0 && json <= 1) return json
  throw new CalibrationError(`calibration: ${path} is no part of 1`)
}

function field(json: unknown, key: string): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined
}

/** The text of a calibration file: one line a layer. */
export function encodeCalibration({ inputs, clips }: Calibration, photos: string): string {
  const lines = [...inputs].map(([name, lists]) => {
    const coded = Object.entries(lists).map(([key, values]) => [
      key,
      encode(values, key === 'maximum' ? RANGE_RESOLUTION : RESOLUTION),
    ])
    return `    ${JSON.stringify(name)}: ${JSON.stringify(Object.fromEntries(coded))}`
  })
  return `{
  "photos": ${JSON.stringify(photos)},
  "inputs": {
${lines.join(',\n')}
  },
  "clips": {
${[...clips].map(([name, clip]) => `    ${JSON.stringify(name)}: ${clip}`).join(',\n')}
  }
}
`
}

/**
 * Reads what {@link encodeCalibration} wrote.
 * @throws CalibrationError naming what is wrong
 */
export function decodeCalibration(json: unknown): Calibration {
  const read = (key: keyof InputStatistics, name: string, layer: unknown) =>
    decode(field(layer, key), `inputs.${name}.${key}`)
  return {
    inputs: new Map(
      entries(field(json, 'inputs'), 'inputs').map(([name, layer]) => [
        name,
        {
          mean: read('mean', name, layer),
          deviation: read('deviation', name, layer),
          maximum: read('maximum', name, layer),
        },
      ]),
    ),
    clips: new Map(
      entries(field(json, 'clips'), 'clips').map(([name, clip]) => [name, part(clip, `clips.${name}`)]),
    ),
  }
}
