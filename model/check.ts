import { type CheckInputKind, checkInput } from '../src/network/check-picture.ts'
import { withSession } from './inference.ts'

/** The logits of the built-in check inputs. */
export type CheckLogits = Record<CheckInputKind, number[]>

/**
 * Largest difference of a logit that rounding to float16 explains. Float16 weights move the logits of the check inputs by up
 * to 0.008 (measured; of the reference photos by up to 0.021), another machine's float32 sums by up to 0.00002.
 * Logits themselves lie between -7 and 7 here, and a wrong layer moves them by whole units.
 */
export const LOGITS_TOLERANCE = 0.02

/** A model's logits are not those that its weights must give. */
export class CheckError extends Error {
  override name = 'CheckError'
}

/** Largest absolute difference of two lists; infinite when their lengths differ or one holds NaN. */
export function maxAbsDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY
  let largest = 0
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] ?? Number.NaN) - (b[i] ?? Number.NaN))
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY
    largest = Math.max(largest, difference)
  }
  return largest
}

/** Classifies both check inputs. Logits are rounded to five decimals, some ten times the runtime's own noise. */
export async function checkLogits(onnx: Uint8Array): Promise<CheckLogits> {
  return withSession(onnx, async (run) => {
    const rounded = async (kind: CheckInputKind) =>
      Array.from(await run(checkInput(kind)), (logit) => Math.round(logit * 1e5) / 1e5)
    return { gradient: await rounded('gradient'), noise: await rounded('noise') }
  })
}

/**
 * Classifies both check inputs and compares.
 * @param tolerance largest difference of a logit that the variant's storage explains
 * @returns the logits and the largest difference of one
 * @throws CheckError when it is more than that
 */
export async function checkModel(
  id: string,
  onnx: Uint8Array,
  expected: CheckLogits,
  tolerance: number,
): Promise<{ logits: CheckLogits; difference: number }> {
  const found = await checkLogits(onnx)
  const difference = Math.max(
    maxAbsDifference(found.gradient, expected.gradient),
    maxAbsDifference(found.noise, expected.noise),
  )
  if (!(difference <= tolerance)) {
    throw new CheckError(
      `The model ${id} is not published: its logits of the check inputs differ by ${difference.toFixed(5)} from the recorded ones, expected at most ${tolerance}`,
    )
  }
  return { logits: found, difference }
}
