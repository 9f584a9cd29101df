import { expect, test } from 'vitest'
import { compileKernels } from '../src/engine/compile.ts'
import { createEngine } from '../src/engine/index.ts'
import { checkInput, checkPicture } from '../src/network/check-picture.ts'
import { IMAGENET } from '../src/network/imagenet.ts'
import { DENSENET169 } from './architectures.ts'
import { calibrate } from './calibrate.ts'
import { maxAbsDifference } from './check.ts'
import { densenet } from './densenet.ts'
import { withSession } from './inference.ts'
import { float32Storage } from './onnx-graph.ts'
import { randomNetwork } from './tiny.ts'
import { VARIANTS } from './variants.ts'

test("DenseNet-169's whole topology, with random weights: the small file's logits on the runtime and on the engine are the float network's", async () => {
  const network = randomNetwork(DENSENET169.topology)
  const input = checkInput('noise')
  const expected = await withSession(densenet(network, float32Storage), (run) => run(input))
  const small = VARIANTS.find(({ id }) => id === 'int8')
  const onnx = small?.build(network, await calibrate(network, [input])) ?? new Uint8Array()
  const runtime = await withSession(onnx, (run) => run(input))
  const engine = await createEngine(onnx, IMAGENET, { threads: 1, build: 'plain', kernels: compileKernels })
  const { logits } = await engine.run(checkPicture('noise'))
  await engine.release()
  const differences = [runtime, logits].map((found) => maxAbsDifference(found, expected))
  const range = Math.max(...expected) - Math.min(...expected)
  console.info(
    `${differences.map((difference) => difference.toFixed(3))}; logits range over ${range.toFixed(1)}`,
  )
  expect(range).toBeGreaterThan(1)
  expect(differences[0]).toBeLessThan(0.01 * range)
  expect(differences[1]).toBeLessThan(0.01 * range)
})
