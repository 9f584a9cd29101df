import type { Measurement } from '../../classifier/index.ts'

/** A backend that ran. */
export type Measured = Extract<Measurement, { milliseconds: number }>

export function isMeasured(measurement: Measurement): measurement is Measured {
  return 'milliseconds' in measurement
}

/** The fastest of those that give the right answer. */
export function fastest(measurements: readonly Measurement[]): Measured | undefined {
  return measurements
    .filter(isMeasured)
    .filter(({ agreement }) => agreement.sameTop)
    .toSorted((a, b) => a.milliseconds - b.milliseconds)[0]
}
