import {
  BATCH_NORM_EPSILON,
  blockSizes,
  foldBatchNorm,
  INPUT_NAME,
  kernelOf,
  LOGITS_NAME,
} from '../model/densenet121.ts'
import { type Tensors, WeightsError } from '../model/keras-weights.ts'
import { float32Storage, OnnxGraph, type ValueName } from '../model/onnx-graph.ts'
import { IMAGENET } from '../src/network/imagenet.ts'

/**
 * DenseNet as torchvision's exporter leaves it, all float32: a batch norm right after a convolution is folded into it
 * (the exporter does that too), the others stay BatchNormalization and Relu; a transition convolves, then pools; the
 * classifier pools, then multiplies. What a page would run that takes the usual way.
 * @returns the ONNX file; input `input` `[1, 3, 224, 224]`, output `logits` `[1, classes]`
 */
export function plainDensenet(tensors: Tensors): Uint8Array {
  const graph = new OnnxGraph()
  const tensor = (name: string) => {
    const found = tensors.get(name)
    if (!found) throw new WeightsError(`the weights have no tensor ${name}`)
    return found
  }
  const vector = (name: string) => Float32Array.from(tensor(name).data)

  const normRelu = (name: string, value: ValueName): ValueName => {
    const parts = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((part) =>
      graph.vector(`${name}/${part}`, vector(`${name}/${part}`)),
    )
    const normed = graph.node('BatchNormalization', name, [value, ...parts], {
      epsilon: { float: BATCH_NORM_EPSILON },
    })
    return graph.node('Relu', `${name}_relu`, [normed])
  }

  const convolution = (
    name: string,
    value: ValueName,
    { norm, strides = 1, pad = 0 }: { norm?: string; strides?: number; pad?: number } = {},
  ): ValueName => {
    const [height = 0, width = 0, inputs = 0] = tensor(`${name}/kernel`).shape
    const kernel = kernelOf(tensors, `${name}/kernel`, inputs)
    const folded = norm
      ? foldBatchNorm(kernel, {
          gamma: vector(`${norm}/gamma`),
          beta: vector(`${norm}/beta`),
          mean: vector(`${norm}/moving_mean`),
          variance: vector(`${norm}/moving_variance`),
        })
      : { kernel, bias: undefined }
    const operands = [value, float32Storage(graph, `${name}/kernel`, folded.kernel).value]
    if (folded.bias) operands.push(graph.vector(`${name}/bias`, folded.bias))
    return graph.node('Conv', name, operands, {
      kernel_shape: { ints: [height, width] },
      strides: { ints: [strides, strides] },
      pads: { ints: [pad, pad, pad, pad] },
    })
  }

  const image = graph.input(INPUT_NAME, [1, 3, IMAGENET.size, IMAGENET.size])
  const stem = convolution('conv1/conv', image, { norm: 'conv1/bn', strides: 2, pad: 3 })
  let features = graph.node('MaxPool', 'pool1', [graph.node('Relu', 'conv1/relu', [stem])], {
    kernel_shape: { ints: [3, 3] },
    strides: { ints: [2, 2] },
    pads: { ints: [1, 1, 1, 1] },
  })
  const sizes = blockSizes(tensors)
  sizes.forEach((layers, index) => {
    const stage = index + 2
    for (let layer = 1; layer <= layers; layer++) {
      const name = `conv${stage}_block${layer}`
      const bottleneck = convolution(`${name}_1_conv`, normRelu(`${name}_0_bn`, features), {
        norm: `${name}_1_bn`,
      })
      const grown = convolution(`${name}_2_conv`, graph.node('Relu', `${name}_1_relu`, [bottleneck]), {
        pad: 1,
      })
      features = graph.node('Concat', `${name}_concat`, [features, grown], { axis: { int: 1 } })
    }
    if (stage - 1 < sizes.length) {
      const narrowed = convolution(`pool${stage}_conv`, normRelu(`pool${stage}_bn`, features))
      features = graph.node('AveragePool', `pool${stage}_pool`, [narrowed], {
        kernel_shape: { ints: [2, 2] },
        strides: { ints: [2, 2] },
      })
    }
  })
  const pooled = graph.node('GlobalAveragePool', 'avg_pool', [normRelu('bn', features)])
  const flat = graph.node('Flatten', 'flatten', [pooled], { axis: { int: 1 } })
  const { shape, data } = tensor('fc1000/kernel')
  const kernel = float32Storage(graph, 'fc1000/kernel', { shape, data }).value
  const logits = graph.node('Gemm', LOGITS_NAME, [
    flat,
    kernel,
    graph.vector('fc1000/bias', vector('fc1000/bias')),
  ])
  graph.output(logits, [1, shape[1] ?? 0])
  return graph.encode('densenet-plain')
}
