/** `npm run test:long`: the browser tests of bad input with ten times the damaged files; `FUZZ_SEED` repeats a run. */
import { conclude, ROOT, tests } from './suites.ts'

const env = { FUZZ_FILES: '2000', ...process.env }
conclude([await tests('Bad input', 'e2e', ['e2e/bad-input'], { root: ROOT, env })])
