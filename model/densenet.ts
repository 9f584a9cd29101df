import { IMAGENET } from '../src/network/imagenet.ts'
import { BOTTLENECK, stagesOf, type Topology } from './architectures.ts'
import { type Tensors, WeightsError } from './keras-weights.ts'
import {
  BATCH_NORM_EPSILON,
  batchNormOf,
  foldBatchNorm,
  type Kernel,
  kernelOf,
  valuesOf,
} from './layer-weights.ts'
import { OnnxGraph, type ValueName, type WeightStorage } from './onnx-graph.ts'

/** Name of the graph's input, `[1, 3, 224, 224]` float32. */
export const INPUT_NAME = 'input'

/** Names of the graph's outputs; `src/network/manifest.ts` says what they are. */
export const OUTPUTS = { logits: 'logits', maps: 'maps', features: 'features' }

/** A DenseNet with its weights under Keras' names. */
export interface Network {
  topology: Topology
  tensors: Tensors
}

/** Activations: a value of the graph and how many channels it has. */
interface Activations {
  value: ValueName
  channels: number
}

export interface GraphOptions {
  /** The file's `metadata_props`. */
  metadata?: Record<string, string>
  /**
   * Told, for each convolution but the first and for the linear layer, the value that it reads. These values become
   * outputs of the graph.
   */
  observe?: (layer: string, value: ValueName) => void
}

/**
 * A DenseNet as an ONNX file: input `input` `[1, 3, 224, 224]`, outputs `logits` `[1, classes]`, `maps`
 * `[1, classes, 7, 7]` and `features` `[1, channels]`.
 *
 * Huang et al. 2017, "Densely Connected Convolutional Networks"; layer names are Keras'.
 * @throws WeightsError when a tensor is missing, is of the wrong shape or belongs to nothing
 */
export function densenet(
  { topology, tensors }: Network,
  storage: WeightStorage,
  { metadata, observe }: GraphOptions = {},
): Uint8Array {
  const graph = new OnnxGraph()
  const used = new Set<string>()
  const expose = (layer: string, value: ValueName) => {
    if (!observe) return
    graph.output(value)
    observe(layer, value)
  }
  const net = new Layers(graph, recordUse(tensors, used), topology, storage, expose)

  let activations = net.stem(graph.input(INPUT_NAME, [1, 3, IMAGENET.size, IMAGENET.size]))
  for (const { layers, transition } of stagesOf(topology)) {
    for (const layer of layers) activations = net.denseLayer(layer, activations)
    if (transition) activations = net.transition(transition, activations)
  }
  net.classifier(activations)

  const unused = [...tensors.keys()].filter((name) => !used.has(name))
  if (unused.length > 0) {
    throw new WeightsError(
      `the weights have ${unused.length} tensors that belong to no layer: ${unused[0]}, ...`,
    )
  }
  return graph.encode('densenet', metadata)
}

/** The same tensors; notes the name of each one that is asked for. */
function recordUse(tensors: Tensors, used: Set<string>): Tensors {
  const recording = new Map(tensors)
  recording.get = (name) => {
    used.add(name)
    return tensors.get(name)
  }
  return recording
}

interface ConvolutionOptions {
  strides?: { ints: number[] }
  pads?: { ints: number[] }
}

/** The layers of a DenseNet, each added to the graph under Keras' name. */
class Layers {
  constructor(
    private readonly graph: OnnxGraph,
    private readonly tensors: Tensors,
    private readonly topology: Topology,
    private readonly storage: WeightStorage,
    private readonly expose: (layer: string, value: ValueName) => void,
  ) {}

  /** 224 pixels to 56: 7x7 convolution of stride 2 and 3x3 max pool of stride 2. */
  stem(image: ValueName): Activations {
    const channels = this.topology.stem
    const plain = kernelOf(this.tensors, 'conv1/conv/kernel', [7, 7, 3, channels])
    const { kernel, bias } = foldBatchNorm(plain, batchNormOf(this.tensors, 'conv1/bn', channels))
    const convolved = this.addConvolution('conv1/conv', image, kernel, bias, {
      strides: { ints: [2, 2] },
      pads: { ints: [3, 3, 3, 3] },
    })
    const value = this.graph.node('MaxPool', 'pool1', [this.relu('conv1/relu', convolved)], {
      kernel_shape: { ints: [3, 3] },
      strides: { ints: [2, 2] },
      pads: { ints: [1, 1, 1, 1] },
    })
    return { value, channels }
  }

  /** Adds the layer's few new channels to those that came in. */
  denseLayer(name: string, { value, channels }: Activations): Activations {
    const { growth } = this.topology
    const width = BOTTLENECK * growth
    const normed = this.normRelu(`${name}_0`, { value, channels })
    const plain = kernelOf(this.tensors, `${name}_1_conv/kernel`, [1, 1, channels, width])
    const { kernel, bias } = foldBatchNorm(plain, batchNormOf(this.tensors, `${name}_1_bn`, width))
    this.expose(`${name}_1_conv`, normed)
    const active = this.relu(`${name}_1_relu`, this.addConvolution(`${name}_1_conv`, normed, kernel, bias))
    this.expose(`${name}_2_conv`, active)
    const grown = this.addConvolution(
      `${name}_2_conv`,
      active,
      kernelOf(this.tensors, `${name}_2_conv/kernel`, [3, 3, width, growth]),
      undefined,
      { pads: { ints: [1, 1, 1, 1] } },
    )
    return {
      value: this.graph.node('Concat', `${name}_concat`, [value, grown], { axis: { int: 1 } }),
      channels: channels + growth,
    }
  }

  /**
   * Halves channels and sides. The pool comes before the 1x1 convolution, not after it as in the paper: the mean
   * of four pixels and a linear map of channels commute, and this way the convolution has a quarter of the work.
   */
  transition(name: string, activations: Activations): Activations {
    const { channels } = activations
    const outputs = channels >> 1
    const pooled = this.graph.node('AveragePool', `${name}_pool`, [this.normRelu(name, activations)], {
      kernel_shape: { ints: [2, 2] },
      strides: { ints: [2, 2] },
    })
    this.expose(`${name}_conv`, pooled)
    const kernel = kernelOf(this.tensors, `${name}_conv/kernel`, [1, 1, channels, outputs])
    return { value: this.addConvolution(`${name}_conv`, pooled, kernel), channels: outputs }
  }

  /**
   * Last batch norm, ReLU, global average pool and the linear layer. The linear layer comes first, as a 1x1
   * convolution: the two commute, and this way its outputs are the class activation maps (Zhou et al. 2016, "Learning
   * Deep Features for Discriminative Localization"). It has 49 times the work, 2 % of the network's.
   */
  classifier(activations: Activations): void {
    const { channels } = activations
    const { classes } = this.topology
    const value = this.normRelu('', activations)
    this.expose('fc1000', value)
    const data = valuesOf(this.tensors, 'fc1000/kernel', [channels, classes])
    const kernel = this.storage(this.graph, 'fc1000/kernel', {
      shape: [classes, channels, 1, 1],
      data: Float64Array.from(
        data,
        (_, i) => data[(i % channels) * classes + Math.floor(i / channels)] ?? Number.NaN,
      ),
    })
    const bias = sum(valuesOf(this.tensors, 'fc1000/bias', [classes]), kernel.correction)
    const maps = this.graph.node('Conv', OUTPUTS.maps, [value, kernel.value], {
      kernel_shape: { ints: [1, 1] },
    })
    this.graph.output(maps)
    const logits = this.graph.node('Add', OUTPUTS.logits, [
      this.means('flatten', 'avg_pool', maps),
      this.graph.vector('fc1000/bias', bias),
    ])
    this.graph.output(logits, [1, classes])
    this.graph.output(this.means(OUTPUTS.features, 'features_pool', value), [1, channels])
  }

  /** The mean of each channel, `[1, channels]`. */
  private means(name: string, poolName: string, value: ValueName): ValueName {
    const pooled = this.graph.node('GlobalAveragePool', poolName, [value])
    return this.graph.node('Flatten', name, [pooled], { axis: { int: 1 } })
  }

  /** Batch norm that no convolution precedes, and ReLU. */
  private normRelu(name: string, { value, channels }: Activations): ValueName {
    const norm = name ? `${name}_bn` : 'bn'
    const { gamma, beta, mean, variance } = batchNormOf(this.tensors, norm, channels)
    const inputs = Object.entries({ gamma, beta, moving_mean: mean, moving_variance: variance }).map(
      ([part, values]) => this.graph.vector(`${norm}/${part}`, values),
    )
    const normed = this.graph.node('BatchNormalization', norm, [value, ...inputs], {
      epsilon: { float: BATCH_NORM_EPSILON },
    })
    return this.relu(name ? `${name}_relu` : 'relu', normed)
  }

  private relu(name: string, value: ValueName): ValueName {
    return this.graph.node('Relu', name, [value])
  }

  private addConvolution(
    name: string,
    input: ValueName,
    kernel: Kernel,
    bias?: Float64Array,
    options: ConvolutionOptions = {},
  ): ValueName {
    const [channels, , height, width] = kernel.shape
    const weight = this.storage(this.graph, `${name}/kernel`, kernel)
    const operands = [input, weight.value]
    if (bias || weight.correction) {
      const whole = sum(bias ?? new Float64Array(channels), weight.correction)
      operands.push(this.graph.vector(`${name}/bias`, whole))
    }
    return this.graph.node('Conv', name, operands, { kernel_shape: { ints: [height, width] }, ...options })
  }
}

/** Element by element. */
function sum(a: ArrayLike<number>, b: ArrayLike<number> | undefined): Float64Array {
  return Float64Array.from(a, (value, i) => value + (b?.[i] ?? 0))
}
