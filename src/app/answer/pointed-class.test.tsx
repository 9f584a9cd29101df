// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { usePointedClass } from './pointed-class.ts'

function setUp(initial: number | null = null) {
  const { result } = renderHook(() => {
    const [shown, setShown] = useState(initial)
    return { shown, setShown, ...usePointedClass({ shown, show: setShown }) }
  })
  const now = () => [result.current.shown, result.current.kept]
  return { now, act: (what: (current: typeof result.current) => void) => act(() => what(result.current)) }
}

describe('a class from a list', () => {
  it('is shown while it is pointed at, and then what was shown before', () => {
    const { now, act } = setUp(7)
    act(({ point }) => point(1))
    expect(now()).toEqual([1, 7])
    act(({ point }) => point(2))
    expect(now()).toEqual([2, 7])
    act(({ leave }) => leave())
    expect(now()).toEqual([7, 7])
  })

  it('stays after a tap', () => {
    const { now, act } = setUp()
    act(({ point }) => point(1))
    act(({ keep }) => keep(1))
    act(({ leave }) => leave())
    expect(now()).toEqual([1, 1])
  })

  it('goes after a second tap, while it is still pointed at', () => {
    const { now, act } = setUp(1)
    act(({ point }) => point(1))
    act(({ keep }) => keep(1))
    expect(now()).toEqual([null, null])
    act(({ leave }) => leave())
    expect(now()).toEqual([null, null])
  })

  it('gives way to another place that shows a class', () => {
    const { now, act } = setUp(1)
    act(({ setShown }) => setShown(5))
    expect(now()).toEqual([5, 5])
    act(({ leave }) => leave())
    expect(now()).toEqual([5, 5])
  })
})
