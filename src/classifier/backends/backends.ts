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
  /** In the order in which to try them; the first that works serves. */
  candidates: BackendName[]
  /** May be faster than the first candidate: to be measured once that works. */
  rival?: BackendName
  notes: BackendNote[]
}

/** Ours first: it is several times as fast. */
const ON_CPU: readonly BackendName[] = ['engine', 'wasm']

/**
 * Which backends are worth trying on this device. The processor answers first, which needs the smallest download; the
 * graphics card, which may be slower for one small image, has to prove itself.
 * @param options.forced a person's choice: tried first, whatever the adapter says of itself, and never compared
 * @param options.remembered what a comparison in this browser has shown
 */
export async function chooseBackends({
  forced,
  remembered,
}: {
  forced?: BackendName | undefined
  remembered?: BackendName | undefined
}): Promise<BackendChoice> {
  if (forced) {
    const others = forced === 'wasm' ? [] : ON_CPU.filter((name) => name !== forced)
    return { candidates: [forced, ...others], notes: [] }
  }
  const reason = await webgpuObstacle()
  if (reason !== undefined) return { candidates: [...ON_CPU], notes: [{ backend: 'webgpu', reason }] }
  if (remembered === 'webgpu') return { candidates: ['webgpu', ...ON_CPU], notes: [] }
  return { candidates: [...ON_CPU], ...(remembered ? {} : { rival: 'webgpu' }), notes: [] }
}
