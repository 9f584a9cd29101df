import { FLOAT, FLOAT16, INT8, type OnnxModel, type OnnxNode, type OnnxTensor } from './onnx.ts'
import { EngineRefused } from './refused.ts'

/** A batch norm as scale and shift a channel, `x * scale + shift`, float64. */
export interface Norm {
  scale: Float64Array
  shift: Float64Array
}

/** A convolution with int8 weights that reads activations. */
export interface Convolution {
  /** Its name in the file. */
  layer: string
  outputs: number
  inputs: number
  /** Side of the kernel: 1 or 3. */
  side: number
  /** `[outputs, inputs, side, side]` */
  codes: Int8Array
  /** Value of a code, for each output. */
  steps: Float32Array
  /** For each output, with the correction for 7-bit inputs. */
  bias: Float64Array
  /** Largest code of the activations that it reads: 7 bits, or 14 where the file asks for that. */
  inputLargest: number
  /** Value of an activation code. */
  inputStep: number
}

export interface Stem {
  outputs: number
  /** `[outputs, 3, 7, 7]` */
  kernel: Float32Array
  bias: Float64Array
}

export interface DenseLayer {
  norm: Norm
  /** 1x1. */
  bottleneck: Convolution
  /** 3x3; its outputs join the features. */
  growth: Convolution
}

export interface DenseBlock {
  /** Channels that come in. */
  inputs: number
  layers: DenseLayer[]
  /** Batch norm, ReLU, 2x2 average pool and 1x1 convolution after all blocks but the last. */
  transition?: { norm: Norm; convolution: Convolution }
}

/** A DenseNet (Huang et al. 2017). */
export interface Network {
  /** Side of the input, pixels. */
  size: number
  stem: Stem
  blocks: DenseBlock[]
  /** Last batch norm, ReLU, and a 1x1 convolution that gives class activation maps. */
  head: { norm: Norm; convolution: Convolution; bias: Float32Array }
}

/** Largest code of an activation of 7 bits, and of 14. */
export const LARGEST = 127
export const WIDE_LARGEST = 16383

function floats({ dataType, raw }: OnnxTensor, name: string): Float32Array {
  if (dataType === FLOAT) return new Float32Array(Uint8Array.from(raw).buffer)
  if (dataType === FLOAT16) return fromFloat16(new Uint16Array(Uint8Array.from(raw).buffer))
  throw new EngineRefused(`The model's tensor ${name} has the unknown type ${dataType}.`)
}

/** IEEE 754 binary16. */
function fromFloat16(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >> 10) & 31
    const fraction = half & 1023
    if (exponent === 0) return sign * fraction * 2 ** -24
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  })
}

/** Goes through the graph's nodes in their order; each must be the one that a DenseNet has there. */
class Reader {
  private at = 0
  private readonly nodes: OnnxNode[]
  /** What makes a constant from stored weights, by the constant's name. */
  private readonly makers = new Map<string, OnnxNode>()

  constructor(private readonly model: OnnxModel) {
    this.nodes = model.nodes.filter((node) => {
      const isMaker = node.op === 'Cast' || node.op === 'DequantizeLinear'
      if (isMaker) for (const output of node.outputs) this.makers.set(output, node)
      return !isMaker
    })
  }

  /** Whether the next node is of a kind and reads a value. */
  sees(op: string, input: string): boolean {
    const node = this.nodes[this.at]
    return node?.op === op && node.inputs[0] === input
  }

  /** The next node, which must be of a kind, read a value and have these integer attributes. */
  take(op: string, input: string, attributes: Record<string, number[]> = {}): OnnxNode & { output: string } {
    const node = this.nodes[this.at++]
    if (node?.op !== op || node.inputs[0] !== input) {
      const found = node ? `${node.op} ${node.name}` : 'nothing'
      throw new EngineRefused(
        `The model is no DenseNet that this engine knows: ${found} stands where ${op} of ${input} is expected.`,
      )
    }
    for (const [key, expected] of Object.entries(attributes)) {
      const ints = node.ints.get(key) ?? []
      if (ints.length !== expected.length || ints.some((value, i) => value !== expected[i])) {
        throw new EngineRefused(
          `The model's node ${node.name} has ${key} ${ints.join(' ') || 'of none'}, expected ${expected.join(' ')}.`,
        )
      }
    }
    const [output, ...others] = node.outputs
    if (output === undefined || others.length > 0)
      throw new EngineRefused(`The model's node ${node.name} has not one output.`)
    return { ...node, output }
  }

  end(): void {
    const node = this.nodes[this.at]
    if (node) throw new EngineRefused(`The model goes on after its logits, with ${node.op} ${node.name}.`)
  }

  tensor(name: string | undefined): OnnxTensor {
    const found = this.model.tensors.get(name ?? '')
    if (!found) throw new EngineRefused(`The model has no tensor ${name}.`)
    return found
  }

  vector(name: string | undefined, length: number): Float32Array {
    const values = floats(this.tensor(name), name ?? '')
    if (values.length !== length)
      throw new EngineRefused(`The model's tensor ${name} has ${values.length} values, expected ${length}.`)
    return values
  }

  /** Numbers of the metadata, or `undefined` where there is no such entry. */
  numbers(key: string): number[] | undefined {
    const numbers = this.model.metadata.get(key)?.trim().split(/\s+/).map(Number)
    if (numbers && !numbers.every(Number.isFinite))
      throw new EngineRefused(`The model's metadata ${key} are no numbers.`)
    return numbers
  }

  private maker(name: string, op: string): OnnxNode {
    const node = this.makers.get(name)
    if (node?.op !== op)
      throw new EngineRefused(`The model's weights ${name} are not stored as the engine needs them.`)
    return node
  }

  /** Float weights, or float16 behind a Cast. */
  floatKernel(name: string, dims: number[]): Float32Array {
    const stored = this.model.tensors.has(name) ? name : this.maker(name, 'Cast').inputs[0]
    const tensor = this.tensor(stored)
    checkDims(name, tensor.dims, dims)
    return floats(tensor, name)
  }

  /** The bias of a convolution and what corrects it for 7-bit inputs. */
  bias(layer: string, name: string | undefined, outputs: number): Float64Array {
    const bias = name === undefined ? new Float32Array(outputs) : this.vector(name, outputs)
    const correction = this.numbers(`input_bias.${layer}`) ?? []
    if (correction.length !== 0 && correction.length !== outputs) {
      throw new EngineRefused(
        `The model's metadata input_bias.${layer} have ${correction.length} numbers, expected ${outputs}.`,
      )
    }
    return Float64Array.from(bias, (value, i) => value + (correction[i] ?? 0))
  }

  /** A convolution of int8 codes behind a DequantizeLinear with their steps. */
  convolution(input: string, inputs: number, side: number): Convolution & { output: string } {
    const node = this.take('Conv', input, {
      kernel_shape: [side, side],
      ...(side === 3 ? { pads: [1, 1, 1, 1] } : {}),
    })
    plain(node, side === 3 ? ['kernel_shape', 'pads'] : ['kernel_shape'])
    const kernel = node.inputs[1] ?? ''
    const layer = kernel.replace(/\/kernel$/, '')
    const dequantize = this.maker(kernel, 'DequantizeLinear')
    const [stored, step, ...zeroPoint] = dequantize.inputs
    // codes without zero point, one step for each output
    if (zeroPoint.length > 0 || dequantize.ints.get('axis')?.[0] !== 0)
      throw new EngineRefused(`The model's weights ${kernel} are not stored as the engine needs them.`)
    const tensor = this.tensor(stored)
    const outputs = tensor.dims[0] ?? 0
    checkDims(kernel, tensor.dims, [outputs, inputs, side, side])
    if (tensor.dataType !== INT8) throw new EngineRefused(`The model's weights ${kernel} are not int8.`)
    const { raw } = tensor
    const [maximum] = this.numbers(`input_maximum.${layer}`) ?? []
    if (!(maximum !== undefined && maximum > 0)) {
      throw new EngineRefused(`The model does not say how large the inputs of ${layer} become.`)
    }
    const [wide = 0] = this.numbers(`wide_input.${layer}`) ?? []
    const inputLargest = wide ? WIDE_LARGEST : LARGEST
    const codes = new Int8Array(raw.buffer, raw.byteOffset, raw.length)
    checkSums(layer, codes, outputs, inputLargest)
    return {
      layer,
      outputs,
      inputs,
      side,
      codes,
      steps: this.vector(step, outputs),
      bias: this.bias(layer, node.inputs[2], outputs),
      inputLargest,
      inputStep: maximum / inputLargest,
      output: node.output,
    }
  }

  /** Batch norm and ReLU. */
  norm(input: string, channels: number): Norm & { output: string } {
    const node = this.take('BatchNormalization', input)
    const [gamma, beta, mean, variance] = node.inputs.slice(1).map((name) => this.vector(name, channels))
    if (!gamma || !beta || !mean || !variance)
      throw new EngineRefused(`The model's node ${node.name} lacks inputs.`)
    const epsilon = node.floats.get('epsilon') ?? 1e-5 // ONNX' default
    const scale = Float64Array.from(gamma, (value, i) => value / Math.sqrt((variance[i] ?? 0) + epsilon))
    const shift = Float64Array.from(beta, (value, i) => value - (mean[i] ?? 0) * (scale[i] ?? 0))
    return { scale, shift, output: this.take('Relu', node.output).output }
  }
}

function checkDims(name: string, found: number[], expected: number[]): void {
  if (found.length !== expected.length || found.some((side, i) => side !== expected[i])) {
    throw new EngineRefused(
      `The model's weights ${name} have the shape ${found.join('x')}, expected ${expected.join('x')}.`,
    )
  }
}

/**
 * Sums of products must stay within 32 bits: with 7-bit activations all do.
 * @throws EngineRefused
 */
export function checkSums(layer: string, codes: Int8Array, outputs: number, inputLargest: number): void {
  const length = codes.length / outputs
  if (length * LARGEST * inputLargest < 2 ** 31) return
  for (let output = 0; output < outputs; output++) {
    const weights = codes.subarray(output * length, (output + 1) * length)
    const sum = weights.reduce((total, weight) => total + Math.abs(weight), 0)
    if (sum * inputLargest >= 2 ** 31)
      throw new EngineRefused(`The model's ${layer} has sums that do not fit 32 bits.`)
  }
}

/** Refuses attributes that would change what a node computes. */
function plain(node: OnnxNode, known: string[]): void {
  for (const [key, values] of node.ints) {
    const isDefault = values.every((value) => value === (key === 'pads' ? 0 : 1))
    if (!known.includes(key) && !isDefault)
      throw new EngineRefused(`The model's node ${node.name} has the unknown ${key}.`)
  }
}

/** The kernels read four channels at a time. */
function checkChannels(name: string, channels: number, unit: number): void {
  if (channels === 0 || channels % unit !== 0) {
    throw new EngineRefused(
      `The model's ${name} has ${channels} channels, the engine needs a multiple of ${unit}.`,
    )
  }
}

/**
 * Recognises a DenseNet in an ONNX graph and takes its weights out.
 * @param size side of the input, pixels
 * @throws EngineRefused when it is another network, or lacks what an integer engine needs
 */
export function readNetwork(model: OnnxModel, size: number): Network {
  const reader = new Reader(model)
  const [input] = model.inputs
  if (input === undefined) throw new EngineRefused('The model has no input.')
  if (model.outputs.length !== 2) throw new EngineRefused('The model has not two outputs, logits and maps.')

  const first = reader.take('Conv', input, { kernel_shape: [7, 7], strides: [2, 2], pads: [3, 3, 3, 3] })
  plain(first, ['kernel_shape', 'strides', 'pads'])
  const outputs = reader.tensor(first.inputs[2]).dims[0] ?? 0
  const bias = reader.bias(first.name, first.inputs[2], outputs)
  checkChannels('stem', outputs, 4)
  const stem = { outputs, bias, kernel: reader.floatKernel(first.inputs[1] ?? '', [outputs, 3, 7, 7]) }
  const active = reader.take('Relu', first.output).output
  const pool = reader.take('MaxPool', active, { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })
  plain(pool, ['kernel_shape', 'strides', 'pads'])

  const blocks: DenseBlock[] = []
  let value = pool.output
  let channels = outputs
  for (;;) {
    const block: DenseBlock = { inputs: channels, layers: [] }
    blocks.push(block)
    for (;;) {
      const norm = reader.norm(value, channels)
      if (reader.sees('AveragePool', norm.output)) {
        const average = reader.take('AveragePool', norm.output, { kernel_shape: [2, 2], strides: [2, 2] })
        plain(average, ['kernel_shape', 'strides'])
        const convolution = reader.convolution(average.output, channels, 1)
        checkChannels(convolution.layer, convolution.outputs, 4)
        block.transition = { norm, convolution }
        value = convolution.output
        channels = convolution.outputs
        break
      }
      const pointwise = reader.convolution(norm.output, channels, 1)
      if (!reader.sees('Relu', pointwise.output)) {
        const head = { norm, convolution: pointwise, bias: readLogits(reader, pointwise) }
        checkChannels(pointwise.layer, pointwise.outputs, 4)
        if (size % 2 ** (blocks.length + 1) !== 0)
          throw new EngineRefused(`The model's input has ${size} pixels a side.`)
        return { size, stem, blocks, head }
      }
      checkChannels(pointwise.layer, pointwise.outputs, 16)
      const relu = reader.take('Relu', pointwise.output)
      const grown = reader.convolution(relu.output, pointwise.outputs, 3)
      checkChannels(grown.layer, grown.outputs, 4)
      const concat = reader.take('Concat', value, { axis: [1] })
      if (concat.inputs.length !== 2 || concat.inputs[1] !== grown.output) {
        throw new EngineRefused(`The model's node ${concat.name} joins other values than a DenseNet does.`)
      }
      block.layers.push({ norm, bottleneck: pointwise, growth: grown })
      value = concat.output
      channels += grown.outputs
    }
  }
}

/** From the maps to the logits: means, and a bias. */
function readLogits(reader: Reader, maps: Convolution & { output: string }): Float32Array {
  const means = reader.take('GlobalAveragePool', maps.output)
  const flat = reader.take('Flatten', means.output)
  const logits = reader.take('Add', flat.output)
  reader.end()
  return reader.vector(logits.inputs[1], maps.outputs)
}
