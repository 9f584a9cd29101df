/** The checks and tests of the project, each run by its own tool and counted. */
import { type SpawnOptions, spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { checkTally, closingLine, type Suite, suiteTally, summary, total } from './tally.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Where a suite runs, and by what. */
export interface Place {
  /** With a closing slash. */
  root: string
  env?: NodeJS.ProcessEnv
  /** A command, with its arguments, that runs another. */
  through?: string[]
}

/** @returns the exit code, 1 where the command could not be started */
export function run([command = '', ...args]: string[], options: SpawnOptions = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options })
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a package's command under this Node: no shell, and so the same on every system. */
function runPackage(script: string, args: string[], { root, env, through = [] }: Place): Promise<number> {
  return run([...through, process.execPath, `${root}node_modules/${script}`, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
  })
}

function heading(name: string): void {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`)
}

async function check(name: string, script: string, args: string[]): Promise<Suite> {
  heading(name)
  return { name, ...checkTally(await runPackage(script, args, { root: ROOT })) }
}

/** @param files only these; all of the project's unless told */
export async function tests(
  name: string,
  project: string,
  files: string[] = [],
  place: Place = { root: ROOT },
): Promise<Suite> {
  heading(name)
  const reports = `${place.root}.cache/test-reports`
  const report = `${reports}/${project}.json`
  await mkdir(reports, { recursive: true })
  await rm(report, { force: true }) // one of an earlier run would hide a crash
  const code = await runPackage(
    'vitest/vitest.mjs',
    [
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...files,
    ],
    place,
  )
  const json = await readFile(report, 'utf8').catch(() => undefined)
  return { name, ...suiteTally(code, json) }
}

/** All of them, each whatever the ones before it gave. */
export async function allSuites(): Promise<Suite[]> {
  return [
    await check('type check', 'typescript/bin/tsc', ['--noEmit']),
    await check('lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
    await tests('unit tests', 'unit'),
    await tests('model tests', 'model'),
    await tests('browser tests', 'e2e'),
  ]
}

/** Prints what all gave, last the closing line, and sets the exit code. */
export function conclude(suites: Suite[]): void {
  heading('summary')
  console.log(summary(suites))
  const all = total(suites)
  if (all.failed > 0) process.exitCode = 1
  console.log(`\n${closingLine(all)}`)
}
