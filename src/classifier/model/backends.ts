import type { BackendName, BackendNote } from '../types.ts'

/** What of WebGPU's API is used here; TypeScript's DOM library does not have it yet. */
interface GpuAdapter {
  info?: {
    vendor?: string
    architecture?: string
    device?: string
    description?: string
    isFallbackAdapter?: boolean
  }
  isFallbackAdapter?: boolean
}
interface Gpu {
  requestAdapter(options?: { powerPreference?: 'high-performance' | 'low-power' }): Promise<GpuAdapter | null>
}

/** Adapters that compute on the CPU: a hundred times slower than our wasm. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i

/** @returns why WebGPU is of no use here, or `undefined` when a real adapter is there */
export async function webgpuObstacle(): Promise<string | undefined> {
  const gpu: Gpu | undefined = Reflect.get(navigator, 'gpu')
  if (!gpu) return 'this browser has no WebGPU'
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
    if (!adapter) return 'no graphics adapter'
    const { info } = adapter
    const name = [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean).join(' ')
    if (info?.isFallbackAdapter || adapter.isFallbackAdapter || SOFTWARE.test(name))
      return 'only a software adapter'
    return undefined
  } catch (error) {
    return `the graphics adapter can't be opened: ${error instanceof Error ? error.message : String(error)}`
  }
}

export interface BackendChoice {
  /** In the order in which to try them. */
  candidates: BackendName[]
  notes: BackendNote[]
}

/**
 * Which backends are worth trying on this device, the best first.
 * @param forced a person's choice: tried first, whatever the adapter says of itself
 */
export async function chooseBackends(forced?: BackendName): Promise<BackendChoice> {
  if (forced === 'wasm') return { candidates: ['wasm'], notes: [] }
  const reason = forced === 'webgpu' ? undefined : await webgpuObstacle()
  if (reason === undefined) return { candidates: ['webgpu', 'wasm'], notes: [] }
  return { candidates: ['wasm'], notes: [{ backend: 'webgpu', reason }] }
}
