/** The picture as a file, and the ways that the browser has for it. */

/** @throws Error where there is no canvas or the browser makes no PNG of it */
export function toPng(canvas: HTMLCanvasElement | null): Promise<Blob> {
  return new Promise((resolve, reject) => {
    if (!canvas) throw new Error('there is no picture')
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('the browser gave no PNG'))),
      'image/png',
    )
  })
}

export const canCopyPictures = () =>
  typeof ClipboardItem === 'function' && typeof navigator.clipboard?.write === 'function'

export function canShareFiles(): boolean {
  const sample = new File([], 'picture.png', { type: 'image/png' })
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [sample] })
}
