import { useWords } from '../language-pack.ts'
import { type ColorMap, gradient } from './color-map.ts'
import type { Range } from './evidence.ts'

interface LegendProps {
  color: ColorMap
  range: Range
  /** What the two ends mean. */
  low: string
  high: string
}

/** A strip of the colours, and the logits at its ends. */
export function Legend({ color, range, low, high }: LegendProps) {
  const { tag } = useWords()
  const logit = new Intl.NumberFormat(tag, { maximumFractionDigits: 1, signDisplay: 'negative' })
  return (
    <div className="legend">
      <span className="legend__strip" style={{ background: gradient(color) }} aria-hidden="true" />
      <span>
        {low} <span className="muted number">{logit.format(range.low)}</span>
      </span>
      <span>
        <span className="muted number">{logit.format(range.high)}</span> {high}
      </span>
    </div>
  )
}
