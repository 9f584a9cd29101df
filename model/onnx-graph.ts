import onnxProto from 'onnx-proto'
import { toFloat16Bytes } from './float16.ts'
import { float32Bytes } from './keras-weights.ts'

const { onnx } = onnxProto
const { FLOAT, FLOAT16, INT8 } = onnx.TensorProto.DataType
const { INT, INTS, FLOAT: FLOAT_ATTRIBUTE } = onnx.AttributeProto.AttributeType

/** Opset of the graphs: AveragePool of 19 and later fell back to the CPU on WebGPU. */
const OPSET = 17

/** Values in row-major order, in ONNX' layouts. Float64 while weights are being folded. */
export interface Weights {
  shape: number[]
  data: ArrayLike<number>
}

type Attribute = { ints: number[] } | { int: number } | { float: number }

/** A value of the graph, by name. */
export type ValueName = string

/** Weights that have been put into a graph. */
export interface StoredWeights {
  /** Float32, of the weights' shape. */
  value: ValueName
  /** What to add to the layer's outputs, one value each, to make up for what storing changed on average. */
  correction?: Float64Array
}

/**
 * How large weights lie in the file: adds what it needs to the graph. `name` is that of the Keras tensor.
 * A smaller storage is one more function of this type.
 */
export type WeightStorage = (graph: OnnxGraph, name: string, weights: Weights) => StoredWeights

export const float32Storage: WeightStorage = (graph, name, weights) => ({
  value: graph.initializer(name, weights.shape, FLOAT, float32Bytes(weights.data)),
})

/** Half the bytes, float32 arithmetic: the runtime folds the Cast away when the session is made. */
export const float16Storage: WeightStorage = (graph, name, weights) => {
  const half = graph.initializer(`${name}:float16`, weights.shape, FLOAT16, toFloat16Bytes(weights.data))
  return { value: graph.node('Cast', name, [half], { to: { int: FLOAT } }) }
}

/** Codes `[-127, 127]` in the weights' shape, and the step that they count, one for each output channel. */
export interface Int8Weights {
  shape: number[]
  codes: Int8Array
  steps: ArrayLike<number>
}

/** A quarter of the bytes, float32 arithmetic: the runtime folds DequantizeLinear away when the session is made. */
export function int8Weights(graph: OnnxGraph, name: string, { shape, codes, steps }: Int8Weights): ValueName {
  const bytes = new Uint8Array(codes.buffer, codes.byteOffset, codes.length)
  const stored = graph.initializer(`${name}:int8`, shape, INT8, bytes)
  const scale = graph.vector(`${name}:step`, steps)
  return graph.node('DequantizeLinear', name, [stored, scale], { axis: { int: 0 } })
}

/** An ONNX graph in the making. Nodes are added in the order in which they run; each has one output, its name. */
export class OnnxGraph {
  private readonly nodes: InstanceType<typeof onnx.NodeProto>[] = []
  private readonly initializers: InstanceType<typeof onnx.TensorProto>[] = []
  private readonly inputs: InstanceType<typeof onnx.ValueInfoProto>[] = []
  private readonly outputs: InstanceType<typeof onnx.ValueInfoProto>[] = []

  /** Adds a float32 input of the graph. */
  input(name: string, shape: number[]): ValueName {
    this.inputs.push(valueInfo(name, shape))
    return name
  }

  /** Makes a float32 value an output of the graph, under its own name. Without `shape` the runtime infers it. */
  output(value: ValueName, shape?: number[]): void {
    this.outputs.push(valueInfo(value, shape))
  }

  /** Adds a constant, as bytes in little-endian order. */
  initializer(name: string, dims: number[], dataType: number, rawData: Uint8Array): ValueName {
    this.initializers.push(onnx.TensorProto.create({ name, dims, dataType, rawData }))
    return name
  }

  /** Adds a constant vector, such as a bias. Always float32: together they are a few hundred kilobytes. */
  vector(name: string, data: ArrayLike<number>): ValueName {
    return this.initializer(name, [data.length], FLOAT, float32Bytes(data))
  }

  /** Adds a node; its only output has the node's name. */
  node(
    opType: string,
    name: string,
    inputs: ValueName[],
    attributes: Record<string, Attribute> = {},
  ): ValueName {
    const attribute = Object.entries(attributes).map(([key, value]) => toAttribute(key, value))
    this.nodes.push(onnx.NodeProto.create({ opType, name, input: inputs, output: [name], attribute }))
    return name
  }

  /**
   * The ONNX file. The same calls give the same bytes.
   * @param metadata the file's `metadata_props`
   */
  encode(name: string, metadata: Record<string, string> = {}): Uint8Array {
    const model = onnx.ModelProto.create({
      irVersion: onnx.Version.IR_VERSION,
      producerName: 'model/build.ts',
      opsetImport: [onnx.OperatorSetIdProto.create({ domain: '', version: OPSET })],
      graph: onnx.GraphProto.create({
        name,
        node: this.nodes,
        initializer: [...this.initializers].sort(byKind),
        input: this.inputs,
        output: this.outputs,
      }),
      metadataProps: Object.entries(metadata).map(([key, value]) =>
        onnx.StringStringEntryProto.create({ key, value }),
      ),
    })
    return onnx.ModelProto.encode(model).finish()
  }
}

/** What a tensor is: the end of its name. */
const kindOf = ({ name }: { name?: string | null }) => (name ?? '').replace(/^.*\//, '')

/** Like to like, which compresses better than layer by layer: codes among floats cost 1.5 % more. */
function byKind(a: { name?: string | null }, b: { name?: string | null }): number {
  const [kindA, kindB] = [kindOf(a), kindOf(b)]
  return kindA < kindB ? -1 : kindA > kindB ? 1 : 0
}

function valueInfo(name: string, sides?: number[]): InstanceType<typeof onnx.ValueInfoProto> {
  const shape = sides && { dim: sides.map((dimValue) => ({ dimValue })) }
  const tensorType = { elemType: FLOAT, ...(shape ? { shape } : {}) }
  return onnx.ValueInfoProto.create({ name, type: { tensorType } })
}

function toAttribute(name: string, value: Attribute): InstanceType<typeof onnx.AttributeProto> {
  if ('ints' in value) return onnx.AttributeProto.create({ name, type: INTS, ints: value.ints })
  if ('int' in value) return onnx.AttributeProto.create({ name, type: INT, i: value.int })
  return onnx.AttributeProto.create({ name, type: FLOAT_ATTRIBUTE, f: value.float })
}
