/** Bytes done, and in all where that is known. */
export type OnProgress = (loaded: number, total: number | undefined) => void

/** Where progress is shown: `process.stdout`, or a stand-in in tests. */
export interface ProgressStream {
  isTTY?: boolean
  write(text: string): unknown
}

const BAR_WIDTH = 24

/** Megabytes as people count them, 10^6 bytes. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** One line: label, bar, percent and bytes; without bar and percent where the total is not known. */
export function progressLine(label: string, loaded: number, total: number | undefined): string {
  if (!total) return `${label} ${megabytes(loaded)}`
  const share = Math.min(1, loaded / total)
  const full = Math.round(share * BAR_WIDTH)
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full)
  return `${label} ${bar} ${Math.floor(share * 100)} % (${megabytes(loaded)} of ${megabytes(total)})`
}

/**
 * Shows progress: on a terminal one line that is drawn anew, elsewhere (a log) a line every 10 %, or every 5 MB
 * where the total is not known.
 */
export function progressBar(stream: ProgressStream, label: string): OnProgress & { end(): void } {
  let drawn = ''
  const update: OnProgress = (loaded, total) => {
    if (stream.isTTY) {
      const line = progressLine(label, loaded, total)
      // Blanks cover what is left of a longer line.
      if (line !== drawn) stream.write(`\r${line.padEnd(drawn.length)}`)
      drawn = line
    } else {
      const step = total ? `${Math.floor((loaded / total) * 10)}` : `${Math.floor(loaded / 5e6)} unknown`
      if (step !== drawn) stream.write(`${progressLine(label, loaded, total)}\n`)
      drawn = step
    }
  }
  const end = () => {
    if (stream.isTTY && drawn) stream.write('\n')
  }
  return Object.assign(update, { end })
}
