import { useEffect, useRef, useState } from 'react'
import type { Measurable, Measurement } from '../../classifier/index.ts'
import { useStores } from '../stores.ts'

export type Measuring =
  | { status: 'idle' }
  /** Bytes; a `total` of 0 where nothing has to be downloaded, or nobody knows yet. */
  | { status: 'running'; loaded: number; total: number }
  | { status: 'done'; measurements: readonly Measurement[] }
  /** `reason` is in English. */
  | { status: 'failed'; reason: string }

/** What measuring would download, and the measurement itself, which ends with the component. */
export function useMeasurement() {
  const { classifier } = useStores()
  const [measurable, setMeasurable] = useState<readonly Measurable[]>()
  const [measuring, setMeasuring] = useState<Measuring>({ status: 'idle' })
  const running = useRef<AbortController>(null)

  useEffect(() => {
    let left = false
    classifier.measurable().then(
      (list) => !left && setMeasurable(list),
      (error: unknown) => !left && setMeasuring({ status: 'failed', reason: reasonOf(error) }),
    )
    return () => {
      left = true
      running.current?.abort()
    }
  }, [classifier])

  async function measure(): Promise<void> {
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    const show = (next: Measuring) => !signal.aborted && setMeasuring(next)
    show({ status: 'running', loaded: 0, total: 0 })
    try {
      const onProgress = (loaded: number, total: number) => show({ status: 'running', loaded, total })
      show({ status: 'done', measurements: await classifier.measure({ signal, onProgress }) })
    } catch (error) {
      show({ status: 'failed', reason: reasonOf(error) })
    }
  }

  function cancel(): void {
    running.current?.abort()
    setMeasuring({ status: 'idle' })
  }

  return { measurable, measuring, measure, cancel }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
