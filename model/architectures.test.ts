import { describe, expect, it } from 'vitest'
import { ARCHITECTURES, DENSENET121, findArchitecture, stagesOf } from './architectures.ts'
import { randomNetwork } from './tiny.ts'

/** Of Keras' `model.summary()`. */
const PARAMETERS: Record<string, number> = { densenet121: 8_062_504, densenet169: 14_307_880 }

describe.each(ARCHITECTURES)('$name', ({ name, topology }) => {
  it('has as many layers with weights as its name says', () => {
    // two a dense layer, one a transition, the stem and the linear layer
    const stages = stagesOf(topology)
    const dense = stages.reduce((sum, { layers }) => sum + 2 * layers.length, 0)
    const transitions = stages.filter(({ transition }) => transition).length
    expect(`densenet${dense + transitions + 2}`).toBe(name)
  })

  it("has as many parameters as Keras' network", () => {
    const { tensors } = randomNetwork(topology)
    expect([...tensors.values()].reduce((sum, { data }) => sum + data.length, 0)).toBe(PARAMETERS[name])
  })
})

describe('findArchitecture', () => {
  it('is DenseNet-121 unless told, and names those that are known', () => {
    expect(findArchitecture()).toBe(DENSENET121)
    expect(findArchitecture('densenet169').topology.blocks).toEqual([6, 12, 32, 32])
    expect(() => findArchitecture('resnet50')).toThrow('known are densenet121, densenet169')
  })
})
