/**
 * `npm test`: type check, linter, unit tests, model tests, browser tests, each whatever the ones before it gave.
 * Ends with the line `N passed, N failed`, which counts the tests of all suites, and each check as one.
 */
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { checkTally, closingLine, type Suite, suiteTally, summary, total } from './tally.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORTS = `${ROOT}.cache/test-reports`

/** Runs a package's command under this Node: no shell, and so the same on every system. */
function run(script: string, args: string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`${ROOT}node_modules/${script}`, ...args], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
}

function heading(name: string): void {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`)
}

async function check(name: string, script: string, args: string[]): Promise<Suite> {
  heading(name)
  return { name, ...checkTally(await run(script, args)) }
}

async function tests(name: string, project: string): Promise<Suite> {
  heading(name)
  const report = `${REPORTS}/${project}.json`
  await rm(report, { force: true }) // one of an earlier run would hide a crash
  const code = await run('vitest/vitest.mjs', [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const json = await readFile(report, 'utf8').catch(() => undefined)
  return { name, ...suiteTally(code, json) }
}

async function main(): Promise<void> {
  await mkdir(REPORTS, { recursive: true })
  const suites = [
    await check('type check', 'typescript/bin/tsc', ['--noEmit']),
    await check('lint', '@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
    await tests('unit tests', 'unit'),
    await tests('model tests', 'model'),
    await tests('browser tests', 'e2e'),
  ]
  heading('summary')
  console.log(summary(suites))
  const all = total(suites)
  if (all.failed > 0) process.exitCode = 1
  console.log(`\n${closingLine(all)}`)
}

await main()
