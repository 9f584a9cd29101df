import { IMAGENET } from '../src/network/imagenet.ts'
import { type Tensor, type Tensors, WeightsError } from './keras-weights.ts'
import { OnnxGraph, type ValueName, type WeightStorage } from './onnx-graph.ts'

/** Name of the graph's input, `[1, 3, 224, 224]` float32. */
export const INPUT_NAME = 'input'

/** Name of the output `[1, classes]`, before softmax. */
export const LOGITS_NAME = 'logits'

/** Name of the output `[1, classes, 7, 7]`: each class's activation map, whose mean plus the class's bias is its logit. */
export const MAPS_NAME = 'maps'

// torchvision's. Keras has 1.001e-5, a relic of another framework; the weights were trained with 1e-5.
export const BATCH_NORM_EPSILON = 1e-5

/** A convolution kernel in ONNX' layout OIHW and the bias that came with a folded batch norm. */
export interface FoldedConvolution {
  kernel: { shape: [number, number, number, number]; data: Float64Array }
  bias: Float64Array
}

/** Number of layers of each dense block, read from the tensors' names: `[6, 12, 24, 16]` for DenseNet-121. */
export function blockSizes(tensors: Tensors): number[] {
  const sizes: number[] = []
  for (const name of tensors.keys()) {
    const match = /^conv(\d+)_block(\d+)_1_conv\/kernel$/.exec(name)
    if (!match) continue
    // The stem is conv1, so the first dense block is conv2.
    const block = Number(match[1]) - 2
    sizes[block] = Math.max(sizes[block] ?? 0, Number(match[2]))
  }
  return Array.from(sizes, (size) => size ?? 0)
}

/** Number of classes that the weights tell apart. */
export function classCount(tensors: Tensors): number {
  return tensor(tensors, 'fc1000/bias', 1).data.length
}

/** The tensor of a name, of a number of dimensions, or an error that names it. */
function tensor(tensors: Tensors, name: string, rank: number): Tensor {
  const found = tensors.get(name)
  if (!found) throw new WeightsError(`the weights have no tensor ${name}`)
  if (found.shape.length !== rank) {
    throw new WeightsError(
      `tensor ${name} has the shape ${found.shape.join('x')}, expected ${rank} dimensions`,
    )
  }
  return found
}

/** A vector of one value a channel. */
function vectorOf(tensors: Tensors, name: string, channels: number): Float32Array {
  const { data } = tensor(tensors, name, 1)
  if (data.length !== channels) {
    throw new WeightsError(`tensor ${name} has ${data.length} values, expected ${channels}`)
  }
  return data
}

/**
 * A kernel from Keras' HWIO to ONNX' OIHW.
 * @throws WeightsError when it is missing or takes another number of channels
 */
export function kernelOf(tensors: Tensors, name: string, inputChannels: number): FoldedConvolution['kernel'] {
  const { shape, data } = tensor(tensors, name, 4)
  const [height = 0, width = 0, inputs = 0, outputs = 0] = shape
  if (inputs !== inputChannels) {
    throw new WeightsError(`tensor ${name} takes ${inputs} channels, but gets ${inputChannels}`)
  }
  const kernel = new Float64Array(data.length)
  let source = 0
  for (let position = 0; position < height * width; position++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        kernel[(output * inputs + input) * height * width + position] = data[source++] ?? Number.NaN
      }
    }
  }
  return { shape: [outputs, inputs, height, width], data: kernel }
}

/**
 * A convolution and the batch norm right after it as one convolution with bias, in float64:
 * `gamma * (w*x - mean) / sqrt(variance + epsilon) + beta`.
 */
export function foldBatchNorm(
  kernel: FoldedConvolution['kernel'],
  norm: { gamma: Float32Array; beta: Float32Array; mean: Float32Array; variance: Float32Array },
): FoldedConvolution {
  const outputs = kernel.shape[0]
  const perOutput = kernel.data.length / outputs
  const data = new Float64Array(kernel.data.length)
  const bias = new Float64Array(outputs)
  for (let output = 0; output < outputs; output++) {
    const scale = (norm.gamma[output] ?? 0) / Math.sqrt((norm.variance[output] ?? 0) + BATCH_NORM_EPSILON)
    for (let i = output * perOutput; i < (output + 1) * perOutput; i++) {
      data[i] = (kernel.data[i] ?? 0) * scale
    }
    bias[output] = (norm.beta[output] ?? 0) - (norm.mean[output] ?? 0) * scale
  }
  return { kernel: { shape: kernel.shape, data }, bias }
}

/** A value of the graph and how many channels it has. */
interface Features {
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
 * The DenseNet of some Keras weights as an ONNX file: input `input` `[1, 3, 224, 224]`, outputs `logits`
 * `[1, classes]` and `maps` `[1, classes, 7, 7]`. Any number and size of dense blocks and any growth rate; all of it follows from the tensors.
 *
 * Huang et al. 2017, "Densely Connected Convolutional Networks"; layer names are Keras'.
 * @throws WeightsError when a tensor is missing, is of the wrong shape or belongs to nothing
 */
export function densenet(
  tensors: Tensors,
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
  const net = new Layers(graph, recordUse(tensors, used), storage, expose)

  const image = graph.input(INPUT_NAME, [1, 3, IMAGENET.size, IMAGENET.size])
  let features = net.stem({ value: image, channels: 3 })
  const sizes = blockSizes(tensors)
  sizes.forEach((layers, index) => {
    const stage = index + 2
    for (let layer = 1; layer <= layers; layer++) {
      features = net.denseLayer(`conv${stage}_block${layer}`, features)
    }
    if (stage - 1 < sizes.length) features = net.transition(`pool${stage}`, features)
  })
  net.classifier(features)

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

/** The layers of a DenseNet, each added to the graph under Keras' name. */
class Layers {
  constructor(
    private readonly graph: OnnxGraph,
    private readonly tensors: Tensors,
    private readonly storage: WeightStorage,
    private readonly expose: (layer: string, value: ValueName) => void,
  ) {}

  /** 224 pixels to 56: 7x7 convolution of stride 2 and 3x3 max pool of stride 2. */
  stem(image: Features): Features {
    const stem = this.foldedConvolution('conv1/conv', 'conv1/bn', image, {
      strides: { ints: [2, 2] },
      pads: { ints: [3, 3, 3, 3] },
    })
    const value = this.graph.node('MaxPool', 'pool1', [this.relu('conv1/relu', stem.value)], {
      kernel_shape: { ints: [3, 3] },
      strides: { ints: [2, 2] },
      pads: { ints: [1, 1, 1, 1] },
    })
    return { value, channels: stem.channels }
  }

  /** Adds the layer's few new channels to those that came in. */
  denseLayer(name: string, features: Features): Features {
    const normed = this.normRelu(`${name}_0`, features)
    const bottleneck = this.foldedConvolution(`${name}_1_conv`, `${name}_1_bn`, normed)
    const active = { ...bottleneck, value: this.relu(`${name}_1_relu`, bottleneck.value) }
    const grown = this.convolution(`${name}_2_conv`, active, { pads: { ints: [1, 1, 1, 1] } })
    return {
      value: this.graph.node('Concat', `${name}_concat`, [features.value, grown.value], { axis: { int: 1 } }),
      channels: features.channels + grown.channels,
    }
  }

  /**
   * Halves channels and sides. The pool comes before the 1x1 convolution, not after it as in the paper: the mean
   * of four pixels and a linear map of channels commute, and this way the convolution has a quarter of the work.
   */
  transition(name: string, features: Features): Features {
    const { value, channels } = this.normRelu(name, features)
    const pooled = this.graph.node('AveragePool', `${name}_pool`, [value], {
      kernel_shape: { ints: [2, 2] },
      strides: { ints: [2, 2] },
    })
    return this.convolution(`${name}_conv`, { value: pooled, channels })
  }

  /**
   * Last batch norm, ReLU, global average pool and the linear layer. The linear layer comes first, as a 1x1
   * convolution: the two commute, and this way its outputs are the class activation maps (Zhou et al. 2016, "Learning
   * Deep Features for Discriminative Localization"). It has 49 times the work, 2 % of the network's.
   */
  classifier(features: Features): void {
    const { value, channels } = this.normRelu('', features)
    const { shape, data } = tensor(this.tensors, 'fc1000/kernel', 2)
    const [inputs = 0, classes = 0] = shape
    if (inputs !== channels) {
      throw new WeightsError(`tensor fc1000/kernel takes ${inputs} features, but gets ${channels}`)
    }
    this.expose('fc1000', value)
    const kernel = this.storage(this.graph, 'fc1000/kernel', {
      shape: [classes, inputs, 1, 1],
      data: Float64Array.from(
        data,
        (_, i) => data[(i % inputs) * classes + Math.floor(i / inputs)] ?? Number.NaN,
      ),
    })
    const bias = sum(vectorOf(this.tensors, 'fc1000/bias', classes), kernel.correction)
    const maps = this.graph.node('Conv', MAPS_NAME, [value, kernel.value], { kernel_shape: { ints: [1, 1] } })
    this.graph.output(maps)
    const means = this.graph.node('GlobalAveragePool', 'avg_pool', [maps])
    const flat = this.graph.node('Flatten', 'flatten', [means], { axis: { int: 1 } })
    const logits = this.graph.node('Add', LOGITS_NAME, [flat, this.graph.vector('fc1000/bias', bias)])
    this.graph.output(logits, [1, classes])
  }

  /** Batch norm that no convolution precedes, and ReLU. */
  private normRelu(name: string, { value, channels }: Features): Features {
    const norm = name ? `${name}_bn` : 'bn'
    const inputs = (['gamma', 'beta', 'moving_mean', 'moving_variance'] as const).map((part) =>
      this.graph.vector(`${norm}/${part}`, vectorOf(this.tensors, `${norm}/${part}`, channels)),
    )
    const normed = this.graph.node('BatchNormalization', norm, [value, ...inputs], {
      epsilon: { float: BATCH_NORM_EPSILON },
    })
    return { value: this.relu(name ? `${name}_relu` : 'relu', normed), channels }
  }

  private relu(name: string, value: ValueName): ValueName {
    return this.graph.node('Relu', name, [value])
  }

  /** A convolution without bias. */
  private convolution(name: string, features: Features, options: ConvolutionOptions = {}): Features {
    const kernel = kernelOf(this.tensors, `${name}/kernel`, features.channels)
    return this.addConvolution(name, features, { kernel }, options)
  }

  /** A convolution with the batch norm that follows it. */
  private foldedConvolution(
    name: string,
    norm: string,
    features: Features,
    options: ConvolutionOptions = {},
  ): Features {
    const plain = kernelOf(this.tensors, `${name}/kernel`, features.channels)
    const part = (key: string) => vectorOf(this.tensors, `${norm}/${key}`, plain.shape[0])
    const folded = foldBatchNorm(plain, {
      gamma: part('gamma'),
      beta: part('beta'),
      mean: part('moving_mean'),
      variance: part('moving_variance'),
    })
    return this.addConvolution(name, features, folded, options)
  }

  private addConvolution(
    name: string,
    features: Features,
    { kernel, bias }: { kernel: FoldedConvolution['kernel']; bias?: Float64Array },
    options: ConvolutionOptions,
  ): Features {
    const [channels, , height, width] = kernel.shape
    if (features.value !== INPUT_NAME) this.expose(name, features.value)
    const weight = this.storage(this.graph, `${name}/kernel`, kernel)
    const operands = [features.value, weight.value]
    if (bias || weight.correction) {
      const whole = sum(bias ?? new Float64Array(channels), weight.correction)
      operands.push(this.graph.vector(`${name}/bias`, whole))
    }
    const value = this.graph.node('Conv', name, operands, {
      kernel_shape: { ints: [height, width] },
      ...options,
    })
    return { value, channels }
  }
}

/** Element by element. */
function sum(a: ArrayLike<number>, b: ArrayLike<number> | undefined): Float64Array {
  return Float64Array.from(a, (value, i) => value + (b?.[i] ?? 0))
}

interface ConvolutionOptions {
  strides?: { ints: number[] }
  pads?: { ints: number[] }
}
