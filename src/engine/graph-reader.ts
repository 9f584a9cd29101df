import { EngineRefused } from './errors.ts'
import { type Convolution, LARGEST, type Norm, WIDE_LARGEST } from './network.ts'
import { FLOAT, FLOAT16, INT8, type OnnxModel, type OnnxNode, type OnnxTensor } from './onnx.ts'

function floats({ dataType, raw }: OnnxTensor, name: string): Float32Array {
  if (dataType === FLOAT) return new Float32Array(new Uint8Array(raw).buffer)
  if (dataType === FLOAT16) return fromFloat16(new Uint16Array(new Uint8Array(raw).buffer))
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

/** The output that the engine computes by itself where it is wanted. */
export const FEATURES = 'features'

/** The nodes behind the output of features, the last first: a global average pool, flattened. */
function featureNodes(nodes: readonly OnnxNode[]): OnnxNode[] {
  const found: OnnxNode[] = []
  for (let value: string | undefined = FEATURES; ; ) {
    const node = nodes.find(({ outputs }) => value !== undefined && outputs[0] === value)
    if (node?.op !== 'Flatten' && node?.op !== 'GlobalAveragePool') return found
    found.push(node)
    value = node.inputs[0]
  }
}

/** Goes through the graph's nodes in their order; each must be the one that a DenseNet has there. */
export class GraphReader {
  private at = 0
  private readonly nodes: OnnxNode[]
  /** What makes a constant from stored weights, by the constant's name. */
  private readonly makers = new Map<string, OnnxNode>()

  /** The value whose means the graph's output of features is; `undefined` where it has none. */
  readonly pooled: string | undefined

  constructor(private readonly model: OnnxModel) {
    const pool = model.outputs.includes(FEATURES) ? featureNodes(model.nodes) : []
    this.pooled = pool.at(-1)?.inputs[0]
    this.nodes = model.nodes.filter((node) => {
      const isMaker = node.op === 'Cast' || node.op === 'DequantizeLinear'
      if (isMaker) for (const output of node.outputs) this.makers.set(output, node)
      return !isMaker && !pool.includes(node)
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

  /** The bias of a convolution, 0 where it has none. */
  bias(name: string | undefined, outputs: number): Float64Array {
    return name === undefined ? new Float64Array(outputs) : Float64Array.from(this.vector(name, outputs))
  }

  /** A convolution of int8 codes behind a DequantizeLinear with their steps. */
  convolution(input: string, inputs: number, side: number): Convolution & { output: string } {
    const node = this.take('Conv', input, {
      kernel_shape: [side, side],
      ...(side === 3 ? { pads: [1, 1, 1, 1] } : {}),
    })
    refuseOthers(node, side === 3 ? ['kernel_shape', 'pads'] : ['kernel_shape'])
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
      bias: this.bias(node.inputs[2], outputs),
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
    // Plain loops: `from` with a function is several times slower, and there are 130,000 of these numbers.
    const scale = new Float64Array(channels)
    const shift = new Float64Array(channels)
    for (let i = 0; i < channels; i++) {
      const factor = (gamma[i] ?? 0) / Math.sqrt((variance[i] ?? 0) + epsilon)
      scale[i] = factor
      shift[i] = (beta[i] ?? 0) - (mean[i] ?? 0) * factor
    }
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
    let sum = 0
    for (let i = output * length; i < (output + 1) * length; i++) sum += Math.abs(codes[i] ?? 0)
    if (sum * inputLargest >= 2 ** 31)
      throw new EngineRefused(`The model's ${layer} has sums that do not fit 32 bits.`)
  }
}

/** Refuses attributes other than `known` that would change what a node computes. */
export function refuseOthers(node: OnnxNode, known: string[]): void {
  for (const [key, values] of node.ints) {
    const isDefault = values.every((value) => value === (key === 'pads' ? 0 : 1))
    if (!known.includes(key) && !isDefault)
      throw new EngineRefused(`The model's node ${node.name} has the unknown ${key}.`)
  }
}
