import { describe, expect, it } from 'vitest'
import { activationRanges } from './activation-ranges.ts'

const statistics = (maximum: number[]) => {
  const values = Float64Array.from(maximum)
  return { mean: values, deviation: values, maximum: values }
}

describe('activationRanges', () => {
  it('clips a layer of 7 bits, and gives one of 14 bits its largest value', () => {
    const inputs = new Map([
      ['conv2_block1_2_conv', statistics([1, 8, 3])],
      ['pool2_conv', statistics([5])],
    ])
    expect(activationRanges(inputs, new Map([['conv2_block1_2_conv', 0.75]]))).toEqual({
      'input_maximum.conv2_block1_2_conv': '6',
      'input_maximum.pool2_conv': '5',
      'wide_input.pool2_conv': '1',
    })
  })
})
