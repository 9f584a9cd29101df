import type { Kernels } from './kernels.ts'
import type { Step } from './plan.ts'

/** One thread's part of a step: items are dealt out in runs of equal length, give or take one. */
export function runShare(
  kernels: Kernels,
  step: Step,
  scratch: number,
  thread: number,
  threads: number,
): void {
  const from = Math.floor((step.items * thread) / threads)
  const to = Math.floor((step.items * (thread + 1)) / threads)
  if (from < to) kernels[step.kernel](step.layer, from, to, scratch)
}
