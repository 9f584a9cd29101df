/** The photos' paths and nothing else, for other tools. */
import type { Rows } from './row.ts'

/**
 * A path a line. A name that has a line end itself would be two lines, so each of its ends is a space; the other exports
 * keep it.
 */
export async function* fileList(rows: Rows): AsyncGenerator<string, undefined> {
  for await (const { path } of rows) yield `${path.replaceAll(/\r\n|[\r\n]/g, ' ')}\n`
}
