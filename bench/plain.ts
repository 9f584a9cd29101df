import { BOTTLENECK, stagesOf } from '../model/architectures.ts'
import { INPUT_NAME, type Network, OUTPUTS } from '../model/densenet.ts'
import type { Tensors } from '../model/keras-weights.ts'
import { BATCH_NORM_EPSILON, batchNormOf, foldBatchNorm, kernelOf, valuesOf } from '../model/layer-weights.ts'
import { float32Storage, OnnxGraph, type ValueName } from '../model/onnx-graph.ts'
import { IMAGENET } from '../src/network/imagenet.ts'

interface ConvolutionOptions {
  /** The batch norm that follows and is folded into it. */
  norm?: string
  strides?: number
  pad?: number
}

/** Layers as torchvision's exporter leaves them, under Keras' names. */
class Exporter {
  readonly graph = new OnnxGraph()

  constructor(private readonly tensors: Tensors) {}

  normRelu(name: string, value: ValueName, channels: number): ValueName {
    const { gamma, beta, mean, variance } = batchNormOf(this.tensors, name, channels)
    const inputs = Object.entries({ gamma, beta, mean, variance }).map(([part, values]) =>
      this.graph.vector(`${name}/${part}`, values),
    )
    const normed = this.graph.node('BatchNormalization', name, [value, ...inputs], {
      epsilon: { float: BATCH_NORM_EPSILON },
    })
    return this.relu(name, normed)
  }

  relu(name: string, value: ValueName): ValueName {
    return this.graph.node('Relu', `${name}_relu`, [value])
  }

  /** @param side of the kernel, pixels */
  convolution(
    name: string,
    value: ValueName,
    [side, inputs, outputs]: [side: number, inputs: number, outputs: number],
    { norm, strides = 1, pad = 0 }: ConvolutionOptions = {},
  ): ValueName {
    const plain = kernelOf(this.tensors, `${name}/kernel`, [side, side, inputs, outputs])
    const { kernel, bias } = norm
      ? foldBatchNorm(plain, batchNormOf(this.tensors, norm, outputs))
      : { kernel: plain, bias: undefined }
    const operands = [value, float32Storage(this.graph, `${name}/kernel`, kernel).value]
    if (bias) operands.push(this.graph.vector(`${name}/bias`, bias))
    return this.graph.node('Conv', name, operands, {
      kernel_shape: { ints: [side, side] },
      strides: { ints: [strides, strides] },
      pads: { ints: [pad, pad, pad, pad] },
    })
  }

  pool(
    kind: 'MaxPool' | 'AveragePool',
    name: string,
    value: ValueName,
    side: number,
    pad: number,
  ): ValueName {
    return this.graph.node(kind, name, [value], {
      kernel_shape: { ints: [side, side] },
      strides: { ints: [2, 2] },
      pads: { ints: [pad, pad, pad, pad] },
    })
  }
}

/**
 * DenseNet as torchvision's exporter leaves it, all float32: a batch norm right after a convolution is folded into it
 * (the exporter does that too), the others stay BatchNormalization and Relu; a transition convolves, then pools; the
 * classifier pools, then multiplies. What a page would run that takes the usual way.
 * @returns the ONNX file; input `input` `[1, 3, 224, 224]`, output `logits` `[1, classes]`
 */
export function plainDensenet({ topology, tensors }: Network): Uint8Array {
  const { growth, stem, classes } = topology
  const net = new Exporter(tensors)
  const { graph } = net
  const image = graph.input(INPUT_NAME, [1, 3, IMAGENET.size, IMAGENET.size])
  const first = net.convolution('conv1/conv', image, [7, 3, stem], { norm: 'conv1/bn', strides: 2, pad: 3 })
  let features = net.pool('MaxPool', 'pool1', net.relu('conv1', first), 3, 1)
  let channels = stem
  for (const { layers, transition } of stagesOf(topology)) {
    for (const name of layers) {
      const width = BOTTLENECK * growth
      const normed = net.normRelu(`${name}_0_bn`, features, channels)
      const narrow = net.convolution(`${name}_1_conv`, normed, [1, channels, width], { norm: `${name}_1_bn` })
      const grown = net.convolution(`${name}_2_conv`, net.relu(`${name}_1`, narrow), [3, width, growth], {
        pad: 1,
      })
      features = graph.node('Concat', `${name}_concat`, [features, grown], { axis: { int: 1 } })
      channels += growth
    }
    if (transition) {
      const normed = net.normRelu(`${transition}_bn`, features, channels)
      const halved = net.convolution(`${transition}_conv`, normed, [1, channels, channels >> 1])
      features = net.pool('AveragePool', `${transition}_pool`, halved, 2, 0)
      channels >>= 1
    }
  }
  const pooled = graph.node('GlobalAveragePool', 'avg_pool', [net.normRelu('bn', features, channels)])
  const flat = graph.node('Flatten', 'flatten', [pooled], { axis: { int: 1 } })
  const shape = [channels, classes]
  const data = valuesOf(tensors, 'fc1000/kernel', shape)
  const kernel = float32Storage(graph, 'fc1000/kernel', { shape, data }).value
  const bias = graph.vector('fc1000/bias', valuesOf(tensors, 'fc1000/bias', [classes]))
  graph.output(graph.node('Gemm', OUTPUTS.logits, [flat, kernel, bias]), [1, classes])
  return graph.encode('densenet-plain')
}
