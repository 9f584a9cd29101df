import { describe, expect, it } from 'vitest'
import { checkInput } from '../src/network/check-picture.ts'
import { calibrate } from './calibrate.ts'
import { CalibrationError, decodeCalibration, encodeCalibration } from './calibration.ts'
import { checkLogits, maxAbsDifference } from './check.ts'
import { densenet } from './densenet.ts'
import { equalize, shorten } from './equalize.ts'
import { float32Storage } from './onnx-graph.ts'
import { quantize } from './quantize.ts'
import { randomNetwork } from './tiny.ts'

const SMALL = { blocks: [1, 2, 1, 2], growth: 4, stem: 8, classes: 10 }
const inputs = [checkInput('noise'), checkInput('gradient')]

describe('quantize', () => {
  it('gives each output channel of a convolution a step of its own and stays within half of it', () => {
    const data = Float64Array.of(0.5, -0.25, 0.1, 0.02, 50, -25, 10, 2)
    const { codes, steps } = quantize({ shape: [2, 4, 1, 1], data })
    expect((steps[1] ?? 0) / (steps[0] ?? 1)).toBeCloseTo(100, 0)
    codes.forEach((code, i) => {
      const step = steps[i >> 2] ?? 0
      expect(Math.abs(code)).toBeLessThanOrEqual(127)
      expect(Math.abs(code * step - (data[i] ?? 0))).toBeLessThanOrEqual(step * 0.51)
    })
  })

  it('clips an outlier that reads an input which hardly varies', () => {
    const data = Float64Array.of(1.3, ...Array.from({ length: 63 }, (_, i) => (i / 63) * 0.7))
    const maximum = new Float64Array(64)
    const mean = new Float64Array(64)
    const deviation = new Float64Array(64).fill(1)
    const even = quantize({ shape: [1, 64, 1, 1], data }, { mean, deviation, maximum })
    deviation[0] = 1e-3
    const clipped = quantize({ shape: [1, 64, 1, 1], data }, { mean, deviation, maximum })
    expect(clipped.steps[0]).toBeLessThan((even.steps[0] ?? 0) * 0.8)
  })

  it.each([
    [
      [1, 4, 1, 1],
      [2, 3, 5, 7],
    ],
    [
      [1, 2, 1, 2],
      [2, 3],
    ],
  ])('gives back what rounding changes for the mean input of a kernel %j', (shape, means) => {
    const data = Float64Array.of(1, 0.3333, 0.1234, 0.0077)
    const mean = Float64Array.from(means)
    const deviation = new Float64Array(mean.length).fill(1)
    const { codes, steps, correction } = quantize({ shape, data }, { mean, deviation, maximum: mean })
    const positions = data.length / mean.length
    const output = (weights: ArrayLike<number>) =>
      Array.from(weights).reduce((sum, w, i) => sum + w * (mean[Math.floor(i / positions)] ?? 0), 0)
    const rounded = Array.from(codes, (code) => code * (steps[0] ?? 0))
    expect(output(rounded)).not.toBeCloseTo(output(data), 6)
    expect(output(rounded) + (correction[0] ?? 0)).toBeCloseTo(output(data), 10)
  })

  it('stores zeros as zeros', () => {
    const { codes, correction } = quantize({ shape: [1, 2, 1, 1], data: new Float64Array(2) })
    expect([...codes, ...correction]).toEqual([0, 0, 0])
  })
})

describe('equalize', () => {
  it('changes no answer', async () => {
    const network = randomNetwork(SMALL)
    const { network: equalized } = equalize(network, await calibrate(network, inputs))
    const before = await checkLogits(densenet(network, float32Storage))
    const after = await checkLogits(densenet(equalized, float32Storage))
    // shifts are rounded to 14 bits
    expect(maxAbsDifference(before.noise, after.noise)).toBeLessThan(0.01)
    expect(equalized.tensors.get('conv2_block1_1_conv/kernel')?.data).not.toEqual(
      network.tensors.get('conv2_block1_1_conv/kernel')?.data,
    )
  })

  it('refuses statistics of another network', async () => {
    const calibration = await calibrate(randomNetwork(SMALL), inputs.slice(0, 1))
    const other = randomNetwork({ ...SMALL, growth: 8 })
    expect(() => equalize(other, calibration)).toThrow(CalibrationError)
  })
})

describe('shorten', () => {
  it('keeps the given number of bits after the leading one, and powers of two', () => {
    expect(shorten(Math.PI, 3)).toBe(3.25)
    expect(shorten(-0.7, 2)).toBe(-0.75)
    for (const exact of [0, 1, -0.125, 96]) expect(shorten(exact, 3)).toBe(exact)
  })
})

describe('a calibration file', () => {
  it('is read as it was written, to its resolution', async () => {
    const calibration = await calibrate(randomNetwork(SMALL), inputs)
    const read = decodeCalibration(JSON.parse(encodeCalibration(calibration, 'two made-up pictures')))
    expect([...read.inputs.keys()]).toEqual([...calibration.inputs.keys()])
    expect(read.clips).toEqual(calibration.clips)
    for (const [name, { mean, maximum }] of calibration.inputs) {
      expect(maxAbsDifference(read.inputs.get(name)?.mean ?? [], mean) / Math.max(...mean)).toBeLessThan(1e-3)
      expect(
        maxAbsDifference(read.inputs.get(name)?.maximum ?? [], maximum) / Math.max(...maximum),
      ).toBeLessThan(5e-3)
    }
  })

  it('is refused where it is something else', () => {
    expect(() => decodeCalibration({ inputs: {} })).toThrow('clips is missing')
    expect(() => decodeCalibration({ inputs: {}, clips: { conv: 1.5 } })).toThrow('clips.conv')
    const wrong = { inputs: { conv: { mean: { unit: 1, codes: ['x'] } } }, clips: {} }
    expect(() => decodeCalibration(wrong)).toThrow('inputs.conv.mean')
  })
})
