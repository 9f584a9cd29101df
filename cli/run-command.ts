/** Runs the whole command in a process of its own, for tests. */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { PhotoRecord } from './record.ts'

const COMMAND = fileURLToPath(new URL('classify.ts', import.meta.url))

const TSX = createRequire(import.meta.url).resolve('tsx/cli')

export interface CommandResult {
  code: number
  stdout: string
  stderr: string
}

/** @param input what stands on its standard input */
export function runCommand(args: string[], { cwd = '.', input = '' } = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const options = { cwd, maxBuffer: 64e6 }
    const child = execFile(process.execPath, [TSX, COMMAND, ...args], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    )
    child.stdin?.end(input)
  })
}

/** The lines of an output. */
export function readRecords(text: string): PhotoRecord[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}
