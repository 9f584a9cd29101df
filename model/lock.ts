import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** How long to wait before looking again whether the other process is done, milliseconds. */
const POLL_MS = 200

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Whether a process of this id runs. One of another user does, too: it may not be signalled. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

/** The id that a lock file holds; undefined when the file is gone, NaN when it holds none. */
async function holder(file: string): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(file, 'utf8'), 10)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function acquire(file: string, onWait: (pid: number) => void): Promise<void> {
  let told = false
  let unreadable = 0
  for (;;) {
    try {
      await writeFile(file, `${process.pid}\n`, { flag: 'wx' })
      return
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
    const pid = await holder(file)
    // A lock without an id may be one that is being written right now: give it a moment.
    if (Number.isNaN(pid)) unreadable++
    if (pid !== undefined && (Number.isNaN(pid) ? unreadable > 5 : !isAlive(pid))) {
      // Its process has died. Renaming first: of two that find it so, only one succeeds.
      const stale = `${file}.stale-${process.pid}`
      await rename(file, stale).catch(() => undefined)
      await rm(stale, { force: true })
      continue
    }
    if (!told && pid) onWait(pid)
    told = true
    await sleep(POLL_MS)
  }
}

/**
 * Runs a task while no other process runs one under the same lock file; waits for it where one does. A lock left
 * by a process that died is taken over.
 */
export async function withLock<T>(
  file: string,
  task: () => Promise<T>,
  onWait: (pid: number) => void = () => undefined,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  await acquire(file, onWait)
  try {
    return await task()
  } finally {
    await rm(file, { force: true })
  }
}
