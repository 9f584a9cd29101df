const SIDE = 16

/**
 * Whether a canvas gives back what was drawn on it. Where the browser adds noise, against fingerprinting, a picture that
 * is made by a canvas is scrambled, whichever way it leaves it. Without any canvas to draw on there is no noise either.
 */
export function canvasAddsNoise(canvas = document.createElement('canvas')): boolean {
  canvas.width = SIDE
  canvas.height = SIDE
  const context = canvas.getContext('2d')
  if (!context) return false
  const colors = Array.from({ length: SIDE * SIDE }, (_, i) => [i, 255 - i, (i * 7) & 255])
  colors.forEach((color, i) => {
    context.fillStyle = `rgb(${color.join()})`
    context.fillRect(i % SIDE, Math.floor(i / SIDE), 1, 1)
  })
  const expected = colors.flatMap((color) => [...color, 255])
  try {
    const { data } = context.getImageData(0, 0, SIDE, SIDE)
    return expected.some((value, i) => value !== data[i])
  } catch {
    return true // reading is forbidden altogether
  }
}
