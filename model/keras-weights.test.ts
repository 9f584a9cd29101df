import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { File as Hdf5File, ready } from 'h5wasm/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { float32Bytes, readKerasWeights, tensorDigest, WeightsError } from './keras-weights.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keras-'))
  path = join(folder, 'weights.h5')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function write(fill: (root: Hdf5File) => void): Promise<void> {
  await ready
  const root = new Hdf5File(path, 'w')
  fill(root)
  root.close()
}

describe('readKerasWeights', () => {
  it('names tensors as Keras does and keeps shape and values', async () => {
    await write((root) => {
      for (const name of ['conv1', 'conv1/bn', 'conv1/bn/conv1', 'conv1/bn/conv1/bn', 'fc', 'fc/fc']) {
        root.create_group(name)
      }
      root.create_dataset({ name: 'conv1/bn/conv1/bn/beta:0', data: new Float32Array([1, 2, 3]) })
      root.create_dataset({
        name: 'fc/fc/kernel:0',
        data: new Float32Array([1, 2, 3, 4, 5, 6]),
        shape: [3, 2],
      })
    })
    const tensors = await readKerasWeights(path)
    expect([...tensors.keys()]).toEqual(['conv1/bn/beta', 'fc/kernel'])
    expect(tensors.get('fc/kernel')).toEqual({ shape: [3, 2], data: new Float32Array([1, 2, 3, 4, 5, 6]) })
  })

  it('refuses tensors that are not float32', async () => {
    await write((root) => {
      root.create_group('fc')
      root.create_group('fc/fc')
      root.create_dataset({ name: 'fc/fc/bias:0', data: new Float64Array([1]) })
    })
    await expect(readKerasWeights(path)).rejects.toThrow(WeightsError)
    await expect(readKerasWeights(path)).rejects.toThrow(/fc\/bias is .*not float32/)
  })

  it('refuses a file without tensors', async () => {
    await write(() => undefined)
    await expect(readKerasWeights(path)).rejects.toThrow('no tensors')
  })
})

describe('tensorDigest', () => {
  const a = { shape: [2], data: new Float32Array([1, -0.5]) }
  const b = { shape: [1, 2], data: new Float32Array([3, 4]) }

  it('does not depend on the order in which the tensors came', () => {
    // printf 'a\0002\000\0\0\200\077\0\0\0\277b\0001x2\000\0\0\100\100\0\0\200\100' | sha256sum
    const digest = '64053fc5d2f356917140d76acc1f585572a91969b631b0039d1b11ff82ea8d41'
    expect(
      tensorDigest(
        new Map([
          ['a', a],
          ['b', b],
        ]),
      ),
    ).toBe(digest)
    expect(
      tensorDigest(
        new Map([
          ['b', b],
          ['a', a],
        ]),
      ),
    ).toBe(digest)
  })

  it.each([
    ['a name', new Map([['c', a]])],
    ['a shape', new Map([['a', { ...a, shape: [1, 2] }]])],
    ['a value', new Map([['a', { ...a, data: new Float32Array([1, -0.25]) }]])],
  ])('changes with %s', (_, tensors) => {
    expect(tensorDigest(tensors)).not.toBe(tensorDigest(new Map([['a', a]])))
  })
})

describe('float32Bytes', () => {
  it('is little-endian', () => {
    expect([...float32Bytes([1])]).toEqual([0, 0, 0x80, 0x3f])
  })
})
