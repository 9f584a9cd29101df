import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether a module is the one that Node was told to run. */
export function isCommand(module: string): boolean {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(module)
}

/** Runs `main` where its module is the command; an error is told in a line and as exit code. */
export function runCommand(module: string, main: () => Promise<void>): void {
  if (!isCommand(module)) return
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
}
