import { builtPage } from './build-site.ts'

/**
 * Builds the page that is the classifier alone.
 * @returns the folder to serve; the page is below it, in `harness/`
 */
export const harnessSite = (): Promise<string> => builtPage('e2e/harness', 'harness')
