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

/**
 * WebKit's WebGPU ends the page or takes gigabytes with this runtime (onnxruntime #26827, #27584): it runs only where a
 * person has chosen it. Every browser on iOS is WebKit.
 */
export function isWebKit(userAgent: string): boolean {
  return /AppleWebKit\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent)
}
