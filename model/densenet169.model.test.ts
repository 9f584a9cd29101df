import { expect, test } from 'vitest'
import { checkInput } from '../src/network/check-picture.ts'
import { DENSENET169 } from './architectures.ts'
import { assemble } from './assemble.ts'
import { calibrate } from './calibrate.ts'
import { checkLogits } from './check.ts'
import { densenet } from './densenet.ts'
import { float32Storage } from './onnx-graph.ts'
import { randomNetwork } from './tiny.ts'

test("DenseNet-169's whole topology goes through the build; runtime and engine agree on random weights", async () => {
  const network = randomNetwork(DENSENET169.topology)
  const report: string[] = []
  // refuses files whose logits, in the runtime or on the engine, are further off than their storage explains
  const { manifest } = await assemble({
    architecture: DENSENET169.name,
    network,
    calibration: await calibrate(network, [checkInput('noise'), checkInput('gradient')]),
    expected: await checkLogits(densenet(network, float32Storage)),
    weights: { digest: '', source: 'random', license: 'none' },
    builder: 'test',
    log: (line) => report.push(line),
  })
  console.info(report.join('\n'))
  expect(manifest.variants.map(({ backends }) => backends)).toEqual([
    ['webgpu', 'wasm'],
    ['engine', 'webgpu', 'wasm'],
  ])
})
