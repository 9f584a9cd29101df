/** How far a run is, in words. */

function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (seconds < 100) return `${Math.ceil(seconds)} s`
  if (minutes < 100) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export interface Counts {
  /** Photos of this run that have an answer or an error. */
  done: number
  failed: number
  /** Photos of this run. */
  total: number
}

/** @param seconds since the first photo was begun */
export function progressLine({ done, failed, total }: Counts, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 && done < total ? `, ${duration((total - done) / rate)} left` : ''
  const errors = failed > 0 ? `, ${failed} can't be read` : ''
  return `${done} of ${total} photos${errors}, ${rate.toFixed(1)} a second${left}`
}
