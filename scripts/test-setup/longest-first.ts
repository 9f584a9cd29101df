import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, the longest first. A fresh clone knows no times yet, and Vitest then goes by the size of
 * the files: one that is begun last and takes a minute leaves the other workers idle.
 */
const LONGEST = [
  'e2e/download',
  'e2e/update',
  'e2e/fallback',
  'e2e/grid',
  'e2e/command-line',
  'e2e/decoders',
  'e2e/take',
  'e2e/classify',
  'e2e/crop',
  'e2e/webgpu',
  'model/build',
  'model/check',
  'model/small',
  'cli/classify',
]

/** Its place in the list; behind all of them where it is not there. */
function place({ moduleId }: TestSpecification): number {
  const found = LONGEST.findIndex((name) => moduleId.includes(`/${name}.`))
  return found < 0 ? LONGEST.length : found
}

/** Vitest's order, but for the files that are known to take long. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // stable, so that all others keep the order that Vitest gives them
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}
