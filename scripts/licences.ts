/**
 * `npx tsx scripts/licences.ts` builds the site in memory and prints the licences of all that it ships: what the build
 * writes as `licences.txt` beside the page.
 *
 * The build's configuration must not import this file: there it would be taken for the command.
 */
import { build } from 'vite'
import { runCommand } from './command.ts'
import { LICENCES } from './licences/plugin.ts'

runCommand(import.meta.url, async () => {
  const built = await build({ logLevel: 'error', publicDir: false, build: { write: false } })
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []))
  const list = outputs.find(({ fileName }) => fileName === LICENCES)
  if (list?.type !== 'asset') throw new Error(`The build has written no ${LICENCES}.`)
  process.stdout.write(String(list.source))
})
