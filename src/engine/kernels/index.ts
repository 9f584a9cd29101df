/** The kernels, each `(layer, from, to, scratch)`: a share of a layer's work and memory for one thread's own use. */
export { bottleneck, classify, growth, lastNorm, transition } from './convolution'
export { center, stem } from './stem'
