import { afterEach, expect, test, vi } from 'vitest'
import { isWebKit, webgpuObstacle } from './webgpu.ts'

const adapter = (info: object) => ({ requestAdapter: async () => ({ info }) })

afterEach(() => vi.unstubAllGlobals())

test('a real adapter is no obstacle', async () => {
  vi.stubGlobal('navigator', { gpu: adapter({ vendor: 'nvidia', architecture: 'ampere' }) })
  expect(await webgpuObstacle()).toBeUndefined()
})

test.each([
  ['no WebGPU', undefined, 'this browser has no WebGPU'],
  ['no adapter', { requestAdapter: async () => null }, 'no graphics adapter'],
  ['a software adapter by its name', adapter({ description: 'SwiftShader' }), 'only a software adapter'],
  ['one that says so', adapter({ isFallbackAdapter: true }), 'only a software adapter'],
  ['one that fails', { requestAdapter: () => Promise.reject(new Error('lost')) }, 'lost'],
])('%s is said to be one', async (_, gpu, reason) => {
  vi.stubGlobal('navigator', { gpu })
  expect(await webgpuObstacle()).toContain(reason)
})

const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15'

test.each([
  ['Safari', SAFARI, true],
  ['Chrome on iOS', SAFARI.replace('Version/26.0', 'CriOS/140.0.0.0 Mobile/15E148'), true],
  ['Chrome', SAFARI.replace('Version/26.0', 'Chrome/140.0.0.0'), false],
  ['Chrome without a window', SAFARI.replace('Version/26.0', 'HeadlessChrome/140.0.0.0'), false],
  ['Firefox', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', false],
])('%s', (_, userAgent, expected) => {
  expect(isWebKit(userAgent)).toBe(expected)
})
