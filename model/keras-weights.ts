import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { Dataset, Group, File as Hdf5File, ready } from 'h5wasm/node'

/** A tensor in Keras' layout: convolution kernels HWIO, the classifier's kernel `[features, classes]`. */
export interface Tensor {
  shape: number[]
  data: Float32Array
}

/** By Keras' name without `:0`, such as `conv1/bn/beta`. */
export type Tensors = ReadonlyMap<string, Tensor>

/** The file is not the Keras weights of a DenseNet. */
export class WeightsError extends Error {
  override name = 'WeightsError'
}

/**
 * Keras' name of the dataset at an HDF5 path. A dataset lies at LAYER/WEIGHT, and WEIGHT is LAYER and one more
 * part: `conv1/bn/conv1/bn/beta:0` is `conv1/bn/beta`.
 */
function kerasName(path: string[]): string {
  const half = Math.floor((path.length - 1) / 2)
  const name = path.slice(half).join('/')
  return name.replace(/:0$/, '')
}

function readDataset(dataset: Dataset, name: string): Tensor {
  const { shape, value } = dataset
  if (!(value instanceof Float32Array) || !shape) {
    throw new WeightsError(`tensor ${name} is ${String(dataset.dtype)}, not float32`)
  }
  // A copy: the value may be a view of h5wasm's memory, which moves when it grows.
  return { shape: [...shape], data: new Float32Array(value) }
}

function collect(group: Group, path: string[], tensors: Map<string, Tensor>): void {
  for (const key of group.keys()) {
    const entry = group.get(key)
    const here = [...path, key]
    if (entry instanceof Group) collect(entry, here, tensors)
    else if (entry instanceof Dataset) {
      const name = kerasName(here)
      if (tensors.has(name)) throw new WeightsError(`tensor ${name} is there twice`)
      tensors.set(name, readDataset(entry, name))
    }
  }
}

/** The innermost reason of an HDF5 error, whose message is the library's whole stack of some ten frames. */
function hdf5Reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const innermost = [...message.matchAll(/ in \w+\(\): (.*)/g)].at(-1)?.[1]
  return innermost ?? message.split('\n')[0] ?? message
}

/**
 * Reads all tensors of a Keras weights file (HDF5).
 * @throws WeightsError when the file is no HDF5 file, is cut short or has tensors that are not float32
 */
export async function readKerasWeights(file: string): Promise<Tensors> {
  const { size } = await stat(file)
  const hdf5 = await ready
  // The library's reason becomes our error's; else it would print its stack to the terminal and go on.
  hdf5.activate_throwing_error_handler()
  const tensors = new Map<string, Tensor>()
  let root: Hdf5File | undefined
  try {
    root = new Hdf5File(file, 'r')
    collect(root, [], tensors)
  } catch (error) {
    if (error instanceof WeightsError) throw error
    const reason = hdf5Reason(error)
    throw new WeightsError(`not a readable HDF5 file (${size} bytes): ${reason}`, { cause: error })
  } finally {
    root?.close()
  }
  if (tensors.size === 0) throw new WeightsError(`no tensors in the HDF5 file (${size} bytes)`)
  return tensors
}

/** Float32 data as little-endian bytes, on every machine. */
export function float32Bytes(values: ArrayLike<number>): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i] ?? Number.NaN, true)
  return new Uint8Array(view.buffer)
}

/**
 * SHA-256 over all tensors in the order of their names: for each, the name in UTF-8, a NUL byte, the shape as
 * `7x7x3x64`, a NUL byte, the float32 little-endian data. The same for every container of the same tensors.
 * @returns 64 hex digits
 */
export function tensorDigest(tensors: Tensors): string {
  const hash = createHash('sha256')
  for (const name of [...tensors.keys()].sort()) {
    const tensor = tensors.get(name)
    if (tensor) hash.update(`${name}\0${tensor.shape.join('x')}\0`).update(float32Bytes(tensor.data))
  }
  return hash.digest('hex')
}
