import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { IMAGENET } from '../../network/imagenet.ts'
import { useWords } from '../language-pack.ts'

interface CropProps {
  crop: ImageBitmap | undefined
  /** What there is to say of it, and to choose. */
  children: ReactNode
}

/** What the network sees, pixel by pixel; an empty frame while that is not known. */
export function Crop({ crop, children }: CropProps) {
  const { words } = useWords()
  const canvas = useRef<HTMLCanvasElement>(null)

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    context.clearRect(0, 0, IMAGENET.size, IMAGENET.size)
    // A closed bitmap has no width; drawing one throws.
    if (crop && crop.width > 0) context.drawImage(crop, 0, 0)
  }, [crop])

  return (
    <figure className="note crop">
      <canvas
        ref={canvas}
        className={crop ? 'crop__pixels' : 'crop__pixels crop__pixels--empty'}
        width={IMAGENET.size}
        height={IMAGENET.size}
        role="img"
        aria-label={crop ? words.photo.cropAlt : words.photo.cropWaiting}
      />
      <figcaption>
        <h2 className="crop__title">{words.photo.crop}</h2>
        {children}
      </figcaption>
    </figure>
  )
}
