import { afterEach, describe, expect, test, vi } from 'vitest'
import { chooseBackends } from './backends.ts'

function browserWith(gpu: unknown): void {
  vi.stubGlobal('navigator', { gpu })
}

const adapter = (info: object) => ({ requestAdapter: async () => ({ info }) })
const REAL = adapter({ vendor: 'nvidia', architecture: 'ampere' })

afterEach(() => vi.unstubAllGlobals())

describe('left to itself', () => {
  test('the processor answers first, and a graphics card has to prove itself', async () => {
    browserWith(REAL)
    expect(await chooseBackends({})).toEqual({ candidates: ['engine', 'wasm'], rival: 'webgpu', notes: [] })
  })

  test.each(['engine', 'wasm'] as const)(
    'nothing is compared again where %s was the faster',
    async (remembered) => {
      browserWith(REAL)
      expect(await chooseBackends({ remembered })).toEqual({ candidates: ['engine', 'wasm'], notes: [] })
    },
  )

  test('the graphics card comes first where it was the faster', async () => {
    browserWith(REAL)
    const { candidates, rival } = await chooseBackends({ remembered: 'webgpu' })
    expect(candidates).toEqual(['webgpu', 'engine', 'wasm'])
    expect(rival).toBeUndefined()
  })

  test.each([
    ['no WebGPU', undefined, 'this browser has no WebGPU'],
    ['no adapter', { requestAdapter: async () => null }, 'no graphics adapter'],
    ['a software adapter by its name', adapter({ description: 'SwiftShader' }), 'only a software adapter'],
    ['one that says so', adapter({ isFallbackAdapter: true }), 'only a software adapter'],
    ['one that fails', { requestAdapter: () => Promise.reject(new Error('lost')) }, 'lost'],
  ])('with %s the note says why, even where it was the faster once', async (_, gpu, reason) => {
    browserWith(gpu)
    const { candidates, rival, notes } = await chooseBackends({ remembered: 'webgpu' })
    expect(candidates).toEqual(['engine', 'wasm'])
    expect(rival).toBeUndefined()
    expect(notes).toEqual([{ backend: 'webgpu', reason: expect.stringContaining(reason) }])
  })
})

test.each([
  ['engine', ['engine', 'wasm']],
  ['wasm', ['wasm']],
  ['webgpu', ['webgpu', 'engine', 'wasm']],
] as const)(
  'a person’s choice of %s is tried first, whatever the adapter says',
  async (forced, candidates) => {
    browserWith(undefined)
    expect(await chooseBackends({ forced })).toEqual({ candidates, notes: [] })
  },
)
