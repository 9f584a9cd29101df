/** Of repeated measurements of one thing. */
export interface Summary {
  median: number
  min: number
  /** Half of all values lie within: upper minus lower quartile. */
  spread: number
  rounds: number
}

/** The value below which a share `q` of all lies, interpolated between neighbours. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

export function summarize(values: readonly number[]): Summary {
  return {
    median: quantile(values, 0.5),
    min: Math.min(...values),
    spread: quantile(values, 0.75) - quantile(values, 0.25),
    rounds: values.length,
  }
}

/**
 * How many times as long `a` takes as `b`: the median of the ratios within each round, so that what slows a whole
 * round down, on a shared machine, falls out.
 */
export function ratio(a: readonly number[], b: readonly number[]): number {
  return quantile(
    a.map((value, i) => value / (b[i] ?? Number.NaN)),
    0.5,
  )
}

/** Text cells in columns, the first one left-aligned, the others right-aligned. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
