/** How many tests of a suite gave what. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** What a person must know beyond the numbers. */
  note?: string
}

export interface Suite extends Tally {
  name: string
}

/** A check, such as the linter, counts as one test. */
export function checkTally(exitCode: number): Tally {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

/** The numbers in Vitest's JSON report, or `undefined` when it is not one. */
function readReport(json: string): { passed: number; failed: number; skipped: number } | undefined {
  let report: unknown
  try {
    report = JSON.parse(json)
  } catch {
    return undefined
  }
  if (typeof report !== 'object' || report === null) return undefined
  const numbers = new Map<string, unknown>(Object.entries(report))
  const count = (key: string) => {
    const value = numbers.get(key)
    return typeof value === 'number' ? value : Number.NaN
  }
  const tally = {
    passed: count('numPassedTests'),
    failed: count('numFailedTests'),
    skipped: count('numPendingTests') + count('numTodoTests'),
  }
  return Object.values(tally).some(Number.isNaN) ? undefined : tally
}

/**
 * What a run of Vitest gave. It failed at least once when its exit code says so, when it left no report, or when it
 * ran nothing: a test file that can't be loaded has no tests to count.
 */
export function suiteTally(exitCode: number, report: string | undefined): Tally {
  const tally = report === undefined ? undefined : readReport(report)
  if (!tally) return { passed: 0, failed: 1, skipped: 0, note: 'crashed before it could report' }
  const { passed, failed, skipped } = tally
  if (failed === 0 && exitCode !== 0) {
    return { ...tally, failed: 1, note: `ended with exit code ${exitCode} though no test failed` }
  }
  if (passed + failed + skipped === 0) return { ...tally, failed: 1, note: 'ran no test' }
  return skipped > 0 ? { ...tally, note: 'the reasons for what was skipped are above' } : tally
}

export function total(tallies: Tally[]): Tally {
  const sum = (key: 'passed' | 'failed' | 'skipped') => tallies.reduce((all, tally) => all + tally[key], 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/** `12 passed, 0 failed`, and `, 3 skipped` where there are some. */
export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/** A line for each suite. */
export function summary(suites: Suite[]): string {
  const width = Math.max(...suites.map(({ name }) => name.length))
  return suites
    .map((suite) => {
      const note = suite.note ? ` (${suite.note})` : ''
      return `${suite.failed > 0 ? '✗' : '✓'} ${suite.name.padEnd(width)}  ${closingLine(suite)}${note}`
    })
    .join('\n')
}
