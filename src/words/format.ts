/** Numbers as a person reads them, in one language. */
import type { Words } from './index.ts'

export interface Format {
  /** Of a probability, 0 to 1, with one decimal of a percent. What would round to 0 or 100 but is not, says so. */
  probability(value: number): string
  /** Of a share of work done, 0 to 1, in whole percent, rounded down: 100 % is not there before the end. */
  share(value: number): string
  /** Of bytes, in megabytes of a million bytes. */
  megabytes(bytes: number): string
  /** With one decimal below ten. */
  milliseconds(value: number): string
  integer(value: number): string
}

export function createFormat(tag: string, words: Words): Format {
  const oneDecimal = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const integer = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })
  const megabyte = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: 'megabyte',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
  const millisecond = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: 0,
  })
  const shortMillisecond = new Intl.NumberFormat(tag, {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: 1,
  })
  return {
    probability(value) {
      const percent = value * 100
      if (value > 0 && percent < 0.05) return words.percentBelow(oneDecimal.format(0.1))
      if (value < 1 && percent >= 99.95) return words.percentAbove(oneDecimal.format(99.9))
      return words.percent(oneDecimal.format(percent))
    },
    share: (value) => words.percent(integer.format(Math.floor(value * 100))),
    megabytes: (bytes) => megabyte.format(bytes / 1e6),
    milliseconds: (value) => (value < 9.95 ? shortMillisecond : millisecond).format(value),
    integer: (value) => integer.format(value),
  }
}

/** A class as it reads in a sentence: `Egyptian_cat` -> `Egyptian cat`. */
export function displayName(className: string): string {
  return className.replaceAll('_', ' ')
}
