import { describe, expect, test } from 'vitest'
import { checkTally, closingLine, suiteTally, summary, total } from './tally.ts'

const report = (passed: number, failed: number, pending = 0, todo = 0) =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: todo,
  })

describe('suiteTally', () => {
  test('takes the numbers of the report', () => {
    expect(suiteTally(1, report(5, 2))).toEqual({ passed: 5, failed: 2, skipped: 0 })
  })

  test('counts skipped and planned tests as skipped', () => {
    expect(suiteTally(0, report(5, 0, 2, 1))).toMatchObject({ passed: 5, failed: 0, skipped: 3 })
  })

  test.each([
    ['left no report', 0, undefined],
    ['left half a report', 0, '{"numPassedTests": 3'],
    ['left a report without numbers', 0, '{"numPassedTests": 3}'],
    ['ran nothing', 0, report(0, 0)],
    ['says by its exit code that something broke', 1, report(5, 0)],
  ])('fails a run that %s', (_, exitCode, json) => {
    const tally = suiteTally(exitCode, json)
    expect(tally.failed).toBe(1)
    expect(tally.note).toBeDefined()
  })
})

test('checkTally counts a check as one test', () => {
  expect([checkTally(0), checkTally(2)].map(closingLine)).toEqual([
    '1 passed, 0 failed',
    '0 passed, 1 failed',
  ])
})

test('total adds up', () => {
  const sum = total([
    { passed: 1, failed: 2, skipped: 3 },
    { passed: 10, failed: 20, skipped: 30 },
  ])
  expect(closingLine(sum)).toBe('11 passed, 22 failed, 33 skipped')
})

test('closingLine names skipped tests only where there are some', () => {
  expect(closingLine({ passed: 4, failed: 0, skipped: 0 })).toBe('4 passed, 0 failed')
})

test('summary says which suite failed and why', () => {
  const text = summary([
    { name: 'unit tests', passed: 4, failed: 0, skipped: 0 },
    { name: 'lint', passed: 0, failed: 1, skipped: 0, note: 'ran no test' },
  ])
  expect(text.split('\n')).toEqual([
    '✓ unit tests  4 passed, 0 failed',
    '✗ lint        0 passed, 1 failed (ran no test)',
  ])
})
