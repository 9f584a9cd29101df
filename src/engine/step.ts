export type KernelName = 'center' | 'stem' | 'bottleneck' | 'growth' | 'transition' | 'lastNorm' | 'classify'

/** A kernel's work on one layer; threads share it, and wait for each other after it. */
export interface Step {
  kernel: KernelName
  /** Address of the layer's fields. */
  layer: number
  /** What the work is counted in: rows, tiles of pixels or groups of outputs. */
  items: number
}

/** A kernel's share of the items of a layer, with memory for the thread's own use. */
export type Kernel = (layer: number, from: number, to: number, scratch: number) => void

export type Kernels = Record<KernelName, Kernel>
