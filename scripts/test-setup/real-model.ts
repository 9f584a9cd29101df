import { fileURLToPath } from 'node:url'
import { buildModel, missingReport } from '../../model/build.ts'

/** Where `npm run model` puts the model: the tests use the one that the page will use. */
const FOLDER = fileURLToPath(new URL('../../public/model', import.meta.url))

export type RealModel =
  | { kind: 'real'; folder: string }
  /** The weights can't be had here; `report` says what was tried. */
  | { kind: 'missing'; report: string }

/** A continuous integration run must test the real thing. */
export const isCI = () => process.env.CI !== undefined && !['', '0', 'false'].includes(process.env.CI)

/**
 * Builds the model from the pretrained weights unless it is there.
 * @throws Error when files are not what they must be, and with `CI=true` also when the weights can't be had
 */
export async function prepareRealModel(): Promise<RealModel> {
  const result = await buildModel()
  switch (result.status) {
    case 'current':
    case 'built':
      return { kind: 'real', folder: FOLDER }
    case 'refused':
      throw new Error(`The model is not built: ${result.message}`)
    case 'missing': {
      const report = missingReport(result.missing)
      if (isCI()) throw new Error(`With CI set, the model must be there. ${report}`)
      return { kind: 'missing', report }
    }
  }
}
