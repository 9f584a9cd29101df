import { useEffect, useRef } from 'react'
import { fitted } from '../../classifier/index.ts'

/** The longer side of what is drawn, pixels: sharp on any screen, and below every browser's limit for a canvas. */
const LONGEST = 2560

interface PhotoCanvasProps {
  photo: Blob
  /** What it shows, in words. */
  label: string
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  /** Decodes what the browser can't, to at most so many pixels across or down. */
  decode: (photo: Blob, side: number) => Promise<ImageBitmap>
  onUnreadable: () => void
}

/**
 * A photo on a canvas, whose memory is given back with it. Of an `<img>` Chromium keeps the decoded pixels in shared
 * memory long after its object URL is revoked: up to a thousand photos or 512 MB.
 */
export function PhotoCanvas({ photo, label, width, height, decode, onUnreadable }: PhotoCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { width: across, height: down } = fitted(width, height, LONGEST)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the photo is read once, whoever is told when it can't be
  useEffect(() => {
    const target = canvas.current
    let left = false
    const draw = async () => {
      const size = { resizeWidth: across, resizeHeight: down, resizeQuality: 'high' } as const
      const options = { imageOrientation: 'from-image', ...size } as const
      const bitmap = await createImageBitmap(photo, options).catch(() => decode(photo, LONGEST))
      if (!left && target) {
        target.width = across // again, where an effect runs twice
        target.getContext('2d')?.drawImage(bitmap, 0, 0, across, down)
      }
      bitmap.close()
    }
    draw().catch(() => {
      if (!left) onUnreadable()
    })
    return () => {
      left = true
      // its pixels go now, not when the element is collected
      if (target) target.width = 0
    }
  }, [photo, across, down])

  return (
    <canvas
      ref={canvas}
      className="preview__pixels"
      width={across}
      height={down}
      role="img"
      aria-label={label}
    />
  )
}
