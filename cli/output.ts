/** Where answers are written. */
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { UsageError } from './usage-error.ts'

export interface Output {
  /** Resolves once the text is handed on: a slow reader slows the threads down. */
  write(text: string): Promise<void>
  close(): Promise<void>
}

/** Writes to a stream that stays open, such as the standard output. */
export function streamOutput(stream: Writable): Output {
  stream.on('error', () => undefined) // `write` tells it
  return {
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()))
      }),
    close: async () => undefined,
  }
}

/**
 * Writes to a file.
 * @param flags `a` to go on behind what is there, `w` to begin anew
 * @throws UsageError where it can't be opened
 */
export async function fileOutput(file: string, flags: 'a' | 'w'): Promise<Output> {
  const stream = createWriteStream(file, { flags })
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', (cause) => {
      reject(new UsageError(`${file} can't be written. Give another name. (${cause.message})`, { cause }))
    })
  })
  return {
    ...streamOutput(stream),
    close: () => new Promise((resolve) => stream.end(() => resolve())),
  }
}
