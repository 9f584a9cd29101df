import { act, screen } from '@testing-library/react'
import { vi } from 'vitest'
import type { FullClassification, MappedLook } from '../../photos/item.ts'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { bringFiles, photoFile, renderApp } from './render-app.tsx'

/** The page with an answer, the tools on the photo there; a photo's pixel is one on screen. */
export async function renderPhoto(change: Partial<FullClassification> = {}, preferred?: string[]) {
  const classification = fakeClassification(change)
  const { width, height } = classification
  // jsdom lays nothing out and knows no capture of pointers
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, width, height))
  Object.assign(HTMLElement.prototype, { setPointerCapture: () => undefined })
  const page = renderApp(undefined, preferred)
  bringFiles('drop', [photoFile()])
  await act(async () => page.classifier.last().resolve(classification))
  await screen.findAllByRole('radio', {}, { timeout: 10_000 }) // a chunk of its own
  return { ...page, classification }
}

/** A look at the middle whose map of class `index` has 10 in one cell (row, column). */
export function lookWithPeak(index: number, [row, column]: [number, number]): MappedLook {
  const values = new Float32Array(1000 * 49)
  values[index * 49 + row * 7 + column] = 10
  return {
    region: { left: 68, top: 21, width: 304, height: 304 },
    mirrored: false,
    maps: { side: 7, values },
  }
}
