import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { createFormat, displayName } from './format.ts'
import { ko } from './ko.ts'

const format = createFormat('en', en)

describe('a probability', () => {
  it.each([
    [0.97702, '97.7\u00a0%'],
    [1, '100.0\u00a0%'],
    [0, '0.0\u00a0%'],
    [0.0005, '0.1\u00a0%'],
    [0.00049, '<\u00a00.1\u00a0%'],
    [0.9994, '99.9\u00a0%'],
    [0.9996, '>\u00a099.9\u00a0%'],
  ])('of %d reads %s', (value, text) => expect(format.probability(value)).toBe(text))

  it('has no space in Korean', () => expect(createFormat('ko', ko).probability(0.97702)).toBe('97.7%'))
})

describe('work done', () => {
  it('is not 100 % before the end', () => expect(format.share(0.9999)).toBe('99\u00a0%'))
})

describe('amounts', () => {
  it('counts megabytes of a million bytes', () => expect(format.megabytes(16_440_000)).toBe('16.4 MB'))
  it('gives short times a decimal', () => expect(format.milliseconds(3.26)).toBe('3.3 ms'))
  it('gives long times none', () => expect(format.milliseconds(104.4)).toBe('104 ms'))
})

describe('a class name', () => {
  it('has spaces for underscores', () => expect(displayName('Egyptian_cat')).toBe('Egyptian cat'))
  it('keeps all else', () => expect(displayName("yellow_lady's_slipper")).toBe("yellow lady's slipper"))
})
