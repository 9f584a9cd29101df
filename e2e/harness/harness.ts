/** The classifier alone, without React, for tests that ask more of it than the page does. */
import { type ClassifyOptions, createClassifier } from '../../src/classifier/index.ts'

const classifier = createClassifier({ modelUrl: '../model/manifest.json' })

/** The answer in a form that crosses to the test: the crop as RGBA bytes. */
async function classify(photo: Blob, options: ClassifyOptions) {
  const { crop, ...answer } = await classifier.classify(photo, options)
  const canvas = new OffscreenCanvas(crop.width, crop.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('no canvas')
  context.drawImage(crop, 0, 0)
  crop.close()
  return { ...answer, pixels: Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data) }
}

const harness = { classifier, classify }

declare global {
  interface Window {
    harness: typeof harness
  }
}

window.harness = harness
