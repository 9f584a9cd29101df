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

/** A field of a protobuf message: a number for varints and floats, bytes for all that has a length. */
type Field =
  | { id: number; value: number; bytes?: undefined }
  | { id: number; value?: undefined; bytes: Uint8Array }

/** A base-128 number and where the next byte lies. Negative numbers have ten bytes: their low 53 bits do not matter here. */
function varint(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0
  let factor = 1
  for (let i = from; i < from + 10; i++) {
    const byte = bytes[i]
    if (byte === undefined) break
    value += (byte & 127) * factor
    factor *= 128
    if (byte < 128) return { value, next: i + 1 }
  }
  throw new EngineRefused('The model is no ONNX file: a number in it does not end.')
}

/**
 * The fields of a message, in the file's order.
 * https://protobuf.dev/programming-guides/encoding/
 */
function* fields(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.length)
  let at = 0
  while (at < message.length) {
    const tag = varint(message, at)
    const id = Math.floor(tag.value / 8)
    at = tag.next
    switch (tag.value % 8) {
      case 0: {
        const { value, next } = varint(message, at)
        yield { id, value }
        at = next
        break
      }
      case 2: {
        const { value: length, next } = varint(message, at)
        at = next + length
        if (at > message.length) throw new EngineRefused('The model is no ONNX file: it ends too early.')
        yield { id, bytes: message.subarray(next, at) }
        break
      }
      case 5:
        if (at + 4 > message.length) throw new EngineRefused('The model is no ONNX file: it ends too early.')
        yield { id, value: view.getFloat32(at, true) }
        at += 4
        break
      case 1:
        at += 8 // a double: the engine needs none
        break
      default:
        throw new EngineRefused(`The model is no ONNX file: unknown wire type ${tag.value % 8}.`)
    }
  }
}

const decoder = new TextDecoder()

/** Text of a field that holds text. */
const text = ({ bytes }: Field): string => decoder.decode(bytes)

/** Numbers of a repeated field, packed or one by one. */
function* numbers(field: Field): Generator<number> {
  if (field.bytes === undefined) {
    yield field.value
    return
  }
  for (let at = 0; at < field.bytes.length; ) {
    const { value, next } = varint(field.bytes, at)
    yield value
    at = next
  }
}

function message({ bytes }: Field): Uint8Array {
  if (!bytes) throw new EngineRefused('The model is no ONNX file: a message is missing.')
  return bytes
}

function readTensor(bytes: Uint8Array): OnnxTensor & { name: string } {
  const tensor: OnnxTensor & { name: string } = { name: '', dims: [], dataType: 0, raw: new Uint8Array() }
  for (const field of fields(bytes)) {
    if (field.id === 1) tensor.dims.push(...numbers(field))
    else if (field.id === 2) tensor.dataType = field.value ?? 0
    else if (field.id === 8) tensor.name = text(field)
    else if (field.id === 9) tensor.raw = message(field)
  }
  return tensor
}

function readAttribute(bytes: Uint8Array, node: OnnxNode): void {
  let name = ''
  const ints: number[] = []
  let float: number | undefined
  for (const field of fields(bytes)) {
    if (field.id === 1) name = text(field)
    else if (field.id === 2) float = field.value
    else if (field.id === 3 || field.id === 8) ints.push(...numbers(field))
  }
  if (float !== undefined) node.floats.set(name, float)
  if (ints.length > 0) node.ints.set(name, ints)
}

function readNode(bytes: Uint8Array): OnnxNode {
  const node: OnnxNode = { name: '', op: '', inputs: [], outputs: [], ints: new Map(), floats: new Map() }
  for (const field of fields(bytes)) {
    if (field.id === 1) node.inputs.push(text(field))
    else if (field.id === 2) node.outputs.push(text(field))
    else if (field.id === 3) node.name = text(field)
    else if (field.id === 4) node.op = text(field)
    else if (field.id === 5) readAttribute(message(field), node)
  }
  return node
}

/** The text of the first field with a number, such as the name of a `ValueInfoProto`. */
function textOf(bytes: Uint8Array, id: number): string {
  for (const field of fields(bytes)) if (field.id === id) return text(field)
  return ''
}

/**
 * Reads an ONNX file. Field numbers are those of onnx.proto
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); weights stay where they are.
 * @throws EngineRefused when it is none
 */
export function readOnnx(file: Uint8Array): OnnxModel {
  const model: OnnxModel = { nodes: [], tensors: new Map(), inputs: [], outputs: [], metadata: new Map() }
  for (const field of fields(file)) {
    if (field.id === 14) {
      const entry = message(field)
      model.metadata.set(textOf(entry, 1), textOf(entry, 2))
    }
    if (field.id !== 7) continue
    for (const part of fields(message(field))) {
      if (part.id === 1) model.nodes.push(readNode(message(part)))
      else if (part.id === 5) {
        const { name, ...tensor } = readTensor(message(part))
        model.tensors.set(name, tensor)
      } else if (part.id === 11) model.inputs.push(textOf(message(part), 1))
      else if (part.id === 12) model.outputs.push(textOf(message(part), 1))
    }
  }
  if (model.nodes.length === 0) throw new EngineRefused('The model is no ONNX file: it has no graph.')
  return model
}
