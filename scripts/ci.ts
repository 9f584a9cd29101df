/**
 * As `npm test`, and then once more what is quick of the browser tests where a stranger would run them: in a clone with
 * nothing beside it, without a network where Linux can take it away, and without any source of the pretrained weights.
 */
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allSuites, conclude, type Place, ROOT, run, tests } from './suites.ts'
import type { Suite } from './tally.ts'

/** A namespace of its own, in which only the loopback device is there. */
const NO_NETWORK = ['unshare', '--map-root-user', '--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"']

/** All that classifies on the page; what only downloads, measures or erases is the same everywhere. */
const QUICK = ['accessibility', 'classify', 'groups', 'samples', 'seen', 'why'].map(
  (name) => `e2e/${name}.e2e.test.ts`,
)

async function strangersTests(): Promise<Suite> {
  const name = 'browser tests of a stranger'
  const folder = await mkdtemp(join(tmpdir(), 'stranger-'))
  try {
    const root = join(folder, 'clone/')
    if ((await run(['git', 'clone', '--quiet', '--local', ROOT, root])) !== 0)
      return { name, passed: 0, failed: 1, skipped: 0, note: 'the project could not be cloned' }
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction')
    const isolates = (await run([...NO_NETWORK, 'true'], { stdio: 'ignore' })) === 0
    if (!isolates) console.log('The network can’t be taken away here: only the weights are.')
    const place: Place = {
      root,
      // no continuous integration: there a missing model is a failure
      env: { CI: '', DENSENET_WEIGHTS: 'none' },
      through: isolates ? NO_NETWORK : [],
    }
    const suite = await tests(name, 'e2e', QUICK, place)
    if (suite.failed > 0 || suite.skipped === 0) return suite
    return { ...suite, skipped: 0, note: `${suite.skipped} left out: they need the real model or its photos` }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

conclude([...(await allSuites()), await strangersTests()])
