/** Where progress is shown: `process.stdout`, or a stand-in in tests. */
export interface ProgressStream {
  isTTY?: boolean
  write(text: string): unknown
}

/** Megabytes as people count them, 10^6 bytes. */
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

/**
 * Shows how far a download is, every 10 %: on a terminal in one line that is drawn anew, in a log one line each.
 * @returns to be called with the bytes that are there, and the total where it is known
 */
export function progressBar(stream: ProgressStream, label: string): (loaded: number, total?: number) => void {
  let shown = -1
  return (loaded, total = Number.NaN) => {
    const step = Number.isNaN(total) ? Math.floor(loaded / 5e6) : Math.floor((10 * loaded) / total)
    if (step === shown) return
    shown = step
    const share = Number.isNaN(total) ? '' : ` of ${megabytes(total)}`
    const end = stream.isTTY && loaded !== total ? '\r' : '\n'
    stream.write(`${label} ${megabytes(loaded)}${share}${end}`)
  }
}
