import { EngineRefused } from './errors.ts'

/** Of `TensorProto.DataType`, what the engine's models use. */
export const FLOAT = 1
export const INT8 = 3
export const FLOAT16 = 10

/** An `initializer`: little-endian values in row-major order. */
export interface OnnxTensor {
  dims: number[]
  dataType: number
  /** A view of the file. */
  raw: Uint8Array
}

export interface OnnxNode {
  name: string
  op: string
  inputs: string[]
  outputs: string[]
  /** Integer attributes, single ones as lists of one. */
  ints: Map<string, number[]>
  floats: Map<string, number>
}

/** What the engine needs of a `ModelProto`. */
export interface OnnxModel {
  /** In an order in which they can run. */
  nodes: OnnxNode[]
  tensors: Map<string, OnnxTensor>
  /** Names of the graph's inputs and outputs. */
  inputs: string[]
  outputs: string[]
  metadata: Map<string, string>
}

/**
 * Goes through the fields of a protobuf message, in the file's order. One object for all fields and no generator: a
 * model has ten thousand of them, read once, by code that the browser has not compiled yet.
 * https://protobuf.dev/programming-guides/encoding/
 */
class Fields {
  /** Of the field that {@link next} found. */
  id = 0
  /** A number, for varints and floats. */
  value = 0
  /** What has a length. */
  bytes: Uint8Array | undefined
  private at = 0

  constructor(private readonly message: Uint8Array) {}

  /** Goes to the next field. @returns whether there is one */
  next(): boolean {
    if (this.at >= this.message.length) return false
    const tag = this.varint()
    this.id = Math.floor(tag / 8)
    this.bytes = undefined
    switch (tag % 8) {
      case 0:
        this.value = this.varint()
        break
      case 1:
        this.skip(8) // a double: the engine needs none
        break
      case 2: {
        const length = this.varint()
        const from = this.skip(length)
        this.bytes = this.message.subarray(from, this.at)
        break
      }
      case 5: {
        const from = this.skip(4)
        const { buffer, byteOffset } = this.message
        this.value = new DataView(buffer, byteOffset + from, 4).getFloat32(0, true)
        break
      }
      default:
        throw new EngineRefused(`The model is no ONNX file: unknown wire type ${tag % 8}.`)
    }
    return true
  }

  /** @returns where the skipped bytes begin */
  private skip(bytes: number): number {
    const from = this.at
    this.at += bytes
    if (this.at > this.message.length)
      throw new EngineRefused('The model is no ONNX file: it ends too early.')
    return from
  }

  /** A base-128 number. Negative ones have ten bytes: their low 53 bits do not matter here. */
  private varint(): number {
    let value = 0
    let factor = 1
    for (let i = 0; i < 10; i++) {
      const byte = this.message[this.at++]
      if (byte === undefined) break
      value += (byte & 127) * factor
      factor *= 128
      if (byte < 128) return value
    }
    throw new EngineRefused('The model is no ONNX file: a number in it does not end.')
  }

  /** The field's text. */
  text(): string {
    return decoder.decode(this.bytes)
  }

  /** The field's message. */
  inner(): Fields {
    return new Fields(this.content())
  }

  content(): Uint8Array {
    if (!this.bytes) throw new EngineRefused('The model is no ONNX file: a message is missing.')
    return this.bytes
  }

  /** Adds the numbers of a repeated field, packed or one by one. */
  pushNumbers(to: number[]): void {
    if (!this.bytes) to.push(this.value)
    else for (const packed = this.inner(); packed.at < packed.message.length; ) to.push(packed.varint())
  }
}

const decoder = new TextDecoder()

function readTensor(fields: Fields): OnnxTensor & { name: string } {
  const tensor: OnnxTensor & { name: string } = { name: '', dims: [], dataType: 0, raw: new Uint8Array() }
  while (fields.next()) {
    if (fields.id === 1) fields.pushNumbers(tensor.dims)
    else if (fields.id === 2) tensor.dataType = fields.value
    else if (fields.id === 8) tensor.name = fields.text()
    else if (fields.id === 9) tensor.raw = fields.content()
  }
  return tensor
}

function readAttribute(fields: Fields, node: OnnxNode): void {
  let name = ''
  const ints: number[] = []
  while (fields.next()) {
    if (fields.id === 1) name = fields.text()
    else if (fields.id === 2) node.floats.set(name, fields.value)
    else if (fields.id === 3 || fields.id === 8) fields.pushNumbers(ints)
  }
  if (ints.length > 0) node.ints.set(name, ints)
}

function readNode(fields: Fields): OnnxNode {
  const node: OnnxNode = { name: '', op: '', inputs: [], outputs: [], ints: new Map(), floats: new Map() }
  while (fields.next()) {
    if (fields.id === 1) node.inputs.push(fields.text())
    else if (fields.id === 2) node.outputs.push(fields.text())
    else if (fields.id === 3) node.name = fields.text()
    else if (fields.id === 4) node.op = fields.text()
    else if (fields.id === 5) readAttribute(fields.inner(), node)
  }
  return node
}

/** The text of the first field with a number, such as the name of a `ValueInfoProto`. */
function textOf(fields: Fields, id: number): string {
  while (fields.next()) if (fields.id === id) return fields.text()
  return ''
}

function readGraph(fields: Fields, model: OnnxModel): void {
  while (fields.next()) {
    if (fields.id === 1) model.nodes.push(readNode(fields.inner()))
    else if (fields.id === 5) {
      const { name, ...tensor } = readTensor(fields.inner())
      model.tensors.set(name, tensor)
    } else if (fields.id === 11) model.inputs.push(textOf(fields.inner(), 1))
    else if (fields.id === 12) model.outputs.push(textOf(fields.inner(), 1))
  }
}

/**
 * Reads an ONNX file. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); weights stay where they are.
 * @throws EngineRefused when it is none
 */
export function readOnnx(file: Uint8Array): OnnxModel {
  const model: OnnxModel = { nodes: [], tensors: new Map(), inputs: [], outputs: [], metadata: new Map() }
  const fields = new Fields(file)
  while (fields.next()) {
    if (fields.id === 7) readGraph(fields.inner(), model)
    else if (fields.id === 14) model.metadata.set(textOf(fields.inner(), 1), textOf(fields.inner(), 2))
  }
  if (model.nodes.length === 0) throw new EngineRefused('The model is no ONNX file: it has no graph.')
  return model
}
