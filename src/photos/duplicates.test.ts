import { describe, expect, it, vi } from 'vitest'
import { createDuplicates, digestOfFile } from './duplicates.ts'

const all = () => true
const file = (text: string) => new Blob([text])

function setUp() {
  const digest = vi.fn((blob: Blob) => blob.text())
  return { digest, ...createDuplicates(digest) }
}

describe('a file', () => {
  it('is found to be the same as an earlier one by its bytes', async () => {
    const { find } = setUp()
    expect(await find(1, file('cat'), all)).toBeUndefined()
    expect(await find(2, file('dog'), all)).toBeUndefined()
    expect(await find(3, file('cat'), all)).toBe(1)
    expect(await find(4, file('dog'), all)).toBe(2)
  })

  it('is read only where another has its size', async () => {
    const { find, digest } = setUp()
    await find(1, file('cat'), all)
    await find(2, file('mouse'), all)
    expect(digest).not.toHaveBeenCalled()
    await find(3, file('dog'), all)
    await find(4, file('cow'), all)
    expect(digest).toHaveBeenCalledTimes(3) // each once
  })

  it('that is asked of again is not its own double', async () => {
    const { find } = setUp()
    const cat = file('cat')
    await find(1, cat, all)
    await find(2, cat, all)
    expect(await find(1, cat, all)).toBeUndefined()
  })

  it('is like the first of those that are still there', async () => {
    const { find } = setUp()
    for (const id of [1, 2]) await find(id, file('cat'), all)
    expect(await find(3, file('cat'), (id) => id !== 1)).toBe(2)
  })

  it('that can’t be read is like no other', async () => {
    const { find } = createDuplicates(() => Promise.reject(new Error('moved away')))
    for (const id of [1, 2]) expect(await find(id, file('cat'), all)).toBeUndefined()
  })
})

it('the digest is SHA-256', async () => {
  // FIPS 180-4, the example "abc"
  expect(await digestOfFile(file('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  )
})
