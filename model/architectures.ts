/** The networks that can be built: a new one of the family is one more entry. */

/** Huang et al. 2017, "Densely Connected Convolutional Networks", table 1. */
export interface Topology {
  /** Layers of each dense block. */
  blocks: readonly number[]
  /** Channels that a layer adds. */
  growth: number
  /** Channels after the stem. */
  stem: number
  classes: number
}

/** Weights that Keras publishes as HDF5. */
export interface PublishedWeights {
  fileName: string
  /** For a person. */
  size: string
  /** `tensorDigest` of the tensors, the same in every container; without it the file's md5 counts. */
  digest?: string
  /** Public addresses, in the order in which they are tried, with the md5 that is in Keras' own source. */
  downloads: readonly { url: string; md5: string }[]
  license: string
}

/** A layer's 1x1 convolution gives this many times the channels that the layer adds. */
export const BOTTLENECK = 4

export interface Architecture {
  /** The beginning of the files' names. */
  name: string
  topology: Topology
  weights: PublishedWeights
}

const LICENSE =
  'Weights: BSD-3-Clause, the DenseNet authors (Huang, Liu, van der Maaten, Weinberger); Keras conversion: MIT'

/**
 * Where Keras' applications have their weights: Keras 2.1.4 exported the first container; the second replaced it in 2018,
 * when Keras added the missing last ReLU.
 */
function downloads(fileName: string, { first, second }: { first: string; second: string }) {
  return [
    {
      url: `https://github.com/fchollet/deep-learning-models/releases/download/v0.8/${fileName}`,
      md5: first,
    },
    {
      url: `https://storage.googleapis.com/tensorflow/keras-applications/densenet/${fileName}`,
      md5: second,
    },
    {
      url: `https://github.com/keras-team/keras-applications/releases/download/densenet/${fileName}`,
      md5: second,
    },
  ]
}

const WEIGHTS_121 = 'densenet121_weights_tf_dim_ordering_tf_kernels.h5'
const WEIGHTS_169 = 'densenet169_weights_tf_dim_ordering_tf_kernels.h5'

export const DENSENET121: Architecture = {
  name: 'densenet121',
  topology: { blocks: [6, 12, 24, 16], growth: 32, stem: 64, classes: 1000 },
  weights: {
    fileName: WEIGHTS_121,
    size: '33 MB',
    digest: '2b45528196645563c3528ad23a7db26b14ff72a7425bd95139edd43e2fea81ef',
    downloads: downloads(WEIGHTS_121, {
      first: '0962ca643bae20f9b6771cb844dca3b0',
      second: '9d60b8095a5708f2dcce2bca79d332c7',
    }),
    license: LICENSE,
  },
}

/** Its weights have not been at hand yet: CONTRIBUTING.md says what remains to be done. */
export const DENSENET169: Architecture = {
  name: 'densenet169',
  topology: { blocks: [6, 12, 32, 32], growth: 32, stem: 64, classes: 1000 },
  weights: {
    fileName: WEIGHTS_169,
    size: '58 MB',
    downloads: downloads(WEIGHTS_169, {
      first: 'bcf9965cf5064a5f9eb6d7dc69386f43',
      second: 'd699b8f76981ab1b30698df4c175e90b',
    }),
    license: LICENSE,
  },
}

export const ARCHITECTURES: readonly Architecture[] = [DENSENET121, DENSENET169]

/** A dense block by Keras' names: layers such as `conv2_block1`, and the transition such as `pool2` that follows all but the last. */
export interface Stage {
  layers: string[]
  transition?: string
}

/** The dense blocks in their order. The stem is conv1, so the first is conv2. */
export function stagesOf({ blocks }: Topology): Stage[] {
  return blocks.map((count, index) => {
    const stage = index + 2
    const layers = Array.from({ length: count }, (_, i) => `conv${stage}_block${i + 1}`)
    return index + 1 < blocks.length ? { layers, transition: `pool${stage}` } : { layers }
  })
}

/**
 * @param name DenseNet-121's unless told
 * @throws Error for one that is not known
 */
export function findArchitecture(name = DENSENET121.name): Architecture {
  const found = ARCHITECTURES.find((architecture) => architecture.name === name)
  if (found) return found
  throw new Error(`--architecture ${name}: known are ${ARCHITECTURES.map((known) => known.name).join(', ')}`)
}
