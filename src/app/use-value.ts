import { useSyncExternalStore } from 'react'
import type { ReadableValue } from '../photos/value.ts'

/** The present value, rendered anew after each change. */
export function useValue<T>(value: ReadableValue<T>): T {
  return useSyncExternalStore(value.subscribe, value.get)
}
