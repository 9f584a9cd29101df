import { expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'
import { UsageError } from './usage-error.ts'

test('a folder is enough', () => {
  expect(parseArguments(['photos'])).toMatchObject({
    source: { folder: 'photos' },
    out: undefined,
    shard: { number: 1, count: 1 },
    workers: expect.any(Number),
  })
})

test('all options', () => {
  const args = '--list - --out a.jsonl --csv a.csv --shard 2/3 --workers 4 --model m'.split(' ')
  expect(parseArguments(args)).toEqual({
    source: { list: '-' },
    out: 'a.jsonl',
    csv: 'a.csv',
    shard: { number: 2, count: 3 },
    workers: 4,
    model: 'm',
  })
  expect(parseArguments(['--help'])).toBe('help')
})

test.each([
  ['nothing', [], /Usage/],
  ['an unknown option', ['photos', '--fast'], /--fast[\s\S]*Usage/],
  ['two folders', ['a', 'b'], /One folder/],
  ['a folder and a list', ['a', '--list', '-'], /not both/],
  ['one file for both outputs', ['a', '--out', 'x', '--csv', 'x'], /Give two/],
  ['shard 0', ['a', '--shard', '0/2'], /I\/N/],
  ['a shard beyond the last', ['a', '--shard', '3/2'], /I\/N/],
  ['half a shard', ['a', '--shard', '1'], /I\/N/],
  ['a shard of three numbers', ['a', '--shard', '1/2/3'], /I\/N/],
  ['a shard of words', ['a', '--shard', 'x/y'], /I\/N/],
  ['no workers', ['a', '--workers', '0'], /1 to 1024/],
  ['workers that are no number', ['a', '--workers', 'all'], /1 to 1024/],
  ['too many workers', ['a', '--workers', '9999'], /1 to 1024/],
])('%s is refused with what to do', (_, args, message) => {
  expect(() => parseArguments(args)).toThrow(UsageError)
  expect(() => parseArguments(args)).toThrow(message)
})
