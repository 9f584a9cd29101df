import type { LanguagePack } from '../language-pack.ts'

/** A change of a probability in percentage points, with two decimals: the smallest are hundredths. */
export function points(change: number, { tag }: LanguagePack): string {
  return new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(
    change * 100,
  )
}
