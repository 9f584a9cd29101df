import { EngineRefused } from './errors.ts'
import { FEATURES, GraphReader, refuseOthers } from './graph-reader.ts'
import type { Convolution, DenseBlock, DenseLayer, Network, Norm, Stem } from './network.ts'
import type { OnnxModel } from './onnx.ts'

/** A value of the graph. */
interface Value {
  name: string
  channels: number
}

type Named<T> = T & { output: string }

/** The kernels read four channels at a time. */
function checkChannels(name: string, channels: number, unit: number): void {
  if (channels === 0 || channels % unit !== 0) {
    throw new EngineRefused(
      `The model's ${name} has ${channels} channels, the engine needs a multiple of ${unit}.`,
    )
  }
}

/**
 * Recognises a DenseNet in an ONNX graph and takes its weights out.
 * @param size side of the input, pixels
 * @throws EngineRefused when it is another network, or lacks what an integer engine needs
 */
export function readNetwork(model: OnnxModel, size: number): Network {
  const reader = new GraphReader(model)
  const [input] = model.inputs
  if (input === undefined) throw new EngineRefused('The model has no input.')
  if (model.outputs.filter((name) => name !== FEATURES).length !== 2)
    throw new EngineRefused('The model has not two outputs besides features: logits and maps.')

  const { stem, output } = readStem(reader, input)
  const blocks: DenseBlock[] = []
  for (let value: Value = { name: output, channels: stem.outputs }; ; ) {
    const block: DenseBlock = { inputs: value.channels, layers: [] }
    blocks.push(block)
    const end = readLayers(reader, block, value)
    if ('head' in end) {
      if (size % 2 ** (blocks.length + 1) !== 0)
        throw new EngineRefused(`The model's input has ${size} pixels a side.`)
      return { size, stem, blocks, head: end.head }
    }
    const { norm, convolution } = end.transition
    block.transition = { norm, convolution }
    value = { name: convolution.output, channels: convolution.outputs }
  }
}

/** 7x7 convolution, ReLU and max pool. */
function readStem(reader: GraphReader, input: string): { stem: Stem; output: string } {
  const node = reader.take('Conv', input, { kernel_shape: [7, 7], strides: [2, 2], pads: [3, 3, 3, 3] })
  refuseOthers(node, ['kernel_shape', 'strides', 'pads'])
  const outputs = reader.tensor(node.inputs[2]).dims[0] ?? 0
  checkChannels('stem', outputs, 4)
  const bias = reader.bias(node.inputs[2], outputs)
  const kernel = reader.floatKernel(node.inputs[1] ?? '', [outputs, 3, 7, 7])
  const active = reader.take('Relu', node.output).output
  const pool = reader.take('MaxPool', active, { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] })
  refuseOthers(pool, ['kernel_shape', 'strides', 'pads'])
  return { stem: { outputs, bias, kernel }, output: pool.output }
}

/** The layers of a block, and what ends it: a transition to the next block, or the network's head. */
function readLayers(
  reader: GraphReader,
  block: DenseBlock,
  input: Value,
): { transition: { norm: Norm; convolution: Named<Convolution> } } | { head: Network['head'] } {
  for (let value = input; ; ) {
    const norm = reader.norm(value.name, value.channels)
    if (reader.sees('AveragePool', norm.output)) {
      const average = reader.take('AveragePool', norm.output, { kernel_shape: [2, 2], strides: [2, 2] })
      refuseOthers(average, ['kernel_shape', 'strides'])
      const convolution = reader.convolution(average.output, value.channels, 1)
      checkChannels(convolution.layer, convolution.outputs, 4)
      return { transition: { norm, convolution } }
    }
    const pointwise = reader.convolution(norm.output, value.channels, 1)
    if (!reader.sees('Relu', pointwise.output)) return { head: readHead(reader, norm, pointwise) }
    const { layer, output } = readLayer(reader, value.name, norm, pointwise)
    block.layers.push(layer)
    value = { name: output, channels: value.channels + layer.growth.outputs }
  }
}

/** The rest of a dense layer, whose batch norm and 1x1 convolution are read. */
function readLayer(
  reader: GraphReader,
  features: string,
  norm: Norm,
  bottleneck: Named<Convolution>,
): { layer: DenseLayer; output: string } {
  checkChannels(bottleneck.layer, bottleneck.outputs, 16)
  const relu = reader.take('Relu', bottleneck.output)
  const growth = reader.convolution(relu.output, bottleneck.outputs, 3)
  checkChannels(growth.layer, growth.outputs, 4)
  const concat = reader.take('Concat', features, { axis: [1] })
  if (concat.inputs.length !== 2 || concat.inputs[1] !== growth.output)
    throw new EngineRefused(`The model's node ${concat.name} joins other values than a DenseNet does.`)
  return { layer: { norm, bottleneck, growth }, output: concat.output }
}

/** From the maps to the logits: means, and a bias. The features' means are of what the maps are made of. */
function readHead(reader: GraphReader, norm: Named<Norm>, maps: Named<Convolution>): Network['head'] {
  checkChannels(maps.layer, maps.outputs, 4)
  if (reader.pooled !== undefined && reader.pooled !== norm.output)
    throw new EngineRefused(`The model's features are means of ${reader.pooled}, expected ${norm.output}.`)
  const means = reader.take('GlobalAveragePool', maps.output)
  const flat = reader.take('Flatten', means.output)
  const logits = reader.take('Add', flat.output)
  reader.end()
  return { norm, convolution: maps, bias: reader.vector(logits.inputs[1], maps.outputs) }
}
