import type { Pixels } from '../../types.ts'

/** RGBA as stored in the file: not turned, profiles ignored, alpha straight. Rejects for a file that it can't decode. */
export type Decoder = (file: ArrayBuffer) => Promise<Pixels>
