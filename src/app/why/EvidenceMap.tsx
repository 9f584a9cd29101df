import { type CSSProperties, useLayoutEffect, useRef } from 'react'
import type { ColorMap } from './color-map.ts'
import type { Evidence, Range } from './evidence.ts'

/** Onto a canvas as large as the evidence; transparent where the network has not looked. */
export function paintEvidence(
  context: CanvasRenderingContext2D,
  { width, height, values }: Evidence,
  range: Range,
  color: ColorMap,
): void {
  const image = context.createImageData(width, height)
  const extent = range.high - range.low || 1
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return
    image.data.set([...color((value - range.low) / extent), 255], i * 4)
  })
  context.putImageData(image, 0, 0)
}

interface EvidenceMapProps {
  evidence: Evidence
  /** What the ends of the colours stand for. */
  range: Range
  color: ColorMap
  label: string
  className: string
  style?: CSSProperties
}

export function EvidenceMap({ evidence, range, color, label, className, style }: EvidenceMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { width, height } = evidence

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    paintEvidence(context, evidence, range, color)
  }, [evidence, range, color])

  return (
    <canvas
      ref={canvas}
      className={className}
      style={style}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    />
  )
}
