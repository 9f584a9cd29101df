/** The classifier alone, without React, for tests that ask more of it than the page does. */
import { type ClassifyOptions, createClassifier, type Want } from '../../src/classifier/index.ts'

const manifestUrl = document.querySelector<HTMLLinkElement>('#model-manifest')?.href
// the exact model, what torchvision answers is known to the last digit, unless the address asks for the page's default
const exact = !new URL(location.href).searchParams.has('default')
const classifier = createClassifier({ ...(manifestUrl ? { manifestUrl } : {}), exact })

/** The bytes of a small array, in a form that crosses to the test quickly. */
function toBase64(bytes: Uint8ClampedArray): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

/** The answer in a form that crosses to the test: the crop as RGBA bytes in base64. */
async function classify(photo: Blob, options: ClassifyOptions) {
  const want: Want = { probabilities: true, maps: true, crop: true, ...options.want }
  const { crop, ...answer } = await classifier.classify(photo, { ...options, want })
  if (!crop) throw new Error('no crop')
  const canvas = new OffscreenCanvas(crop.width, crop.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(crop, 0, 0)
  crop.close()
  return { ...answer, pixels: toBase64(context.getImageData(0, 0, canvas.width, canvas.height).data) }
}

const harness = { classifier, classify }

declare global {
  interface Window {
    harness: typeof harness
  }
}

window.harness = harness
