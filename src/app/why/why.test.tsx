// @vitest-environment jsdom
import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { seenWords } from '../crop/words/index.ts'
import { lookWithPeak, renderPhoto } from '../test/answered-photo.ts'
import { leaveApp } from '../test/render-app.tsx'
import { evidenceColor } from './color-map.ts'

const { en } = seenWords

beforeAll(() => import('../crop/tools.ts'))
afterEach(leaveApp)

const mapOf = (name: string) => screen.queryByRole('img', { name: en.why.map(name) })

/** The first one comes with a chunk of its own. */
const mapComes = (name: string) => screen.findByRole('img', { name: en.why.map(name) }, { timeout: 10_000 })

/** Egyptian cat (285) has its peak at the top left, tabby (281) at the bottom right. */
function looks() {
  const look = lookWithPeak(285, [1, 1])
  look.maps.values[281 * 49 + 5 * 7 + 5] = 5
  return [look] as const
}

async function renderWhy() {
  const page = await renderPhoto({ looks: [...looks()] })
  const button = await screen.findByRole('button', { name: en.why.button }, { timeout: 10_000 })
  return { ...page, button }
}

type Page = Awaited<ReturnType<typeof renderPhoto>>

/** The pixels that were drawn last, `[height, width]`, as RGBA. */
function drawn({ putImageData }: Page): Uint8ClampedArray {
  const [image] = putImageData.mock.lastCall ?? []
  return image.data
}

describe('the map', () => {
  it('comes with the button, for the best class, and goes with it', async () => {
    const { button, user } = await renderWhy()
    expect(mapOf('Egyptian cat')).toBeNull()
    await user.click(button)
    expect(await mapComes('Egyptian cat')).toBeTruthy()
    expect(button.getAttribute('aria-expanded')).toBe('true')
    expect(screen.getByRole('region', { name: en.why.title('Egyptian cat') })).toBeTruthy()
    expect(screen.getByText(en.why.scale)).toBeTruthy()
    await user.click(button)
    expect(mapOf('Egyptian cat')).toBeNull()
  })

  it('is transparent outside of the crop and brightest where the evidence is', async () => {
    const page = await renderWhy()
    await page.user.click(page.button)
    const map = await mapComes('Egyptian cat')
    const width = Number(map?.getAttribute('width'))
    const height = Number(map?.getAttribute('height'))
    expect(width / height).toBeCloseTo(440 / 346, 1)
    const pixels = drawn(page)
    /** At a place of the photo, in its pixels. */
    const at = (x: number, y: number) => {
      const i = Math.floor((y / 346) * height) * width + Math.floor((x / 440) * width)
      return [...pixels.slice(i * 4, i * 4 + 4)]
    }
    expect(at(30, 170)[3]).toBe(0)
    expect(at(68 + (304 * 1.5) / 7, 21 + (304 * 1.5) / 7)).toEqual([...evidenceColor(1), 255])
    expect(at(68 + (304 * 5.5) / 7, 21 + (304 * 3.5) / 7)).toEqual([...evidenceColor(0), 255])
  })

  it('is that of the answer that is pointed at, on the same scale, and of the best again after', async () => {
    const page = await renderWhy()
    await page.user.click(page.button)
    const row = screen.getByRole('button', { name: /^tabby/ })
    await page.user.hover(row)
    expect(mapOf('tabby')).toBeTruthy()
    const brightest = Math.max(...drawn(page).filter((_, i) => i % 4 === 1))
    expect(brightest).toBeLessThan(evidenceColor(0.6)[1])
    await page.user.unhover(row)
    expect(mapOf('tabby')).toBeNull()
    expect(mapOf('Egyptian cat')).toBeTruthy()
  })

  it('of an answer that is pointed at comes without the button, with the legend', async () => {
    const { user } = await renderWhy()
    await user.hover(screen.getByRole('button', { name: /^tabby/ }))
    expect(mapOf('tabby')).toBeTruthy()
    expect(screen.getByText(new RegExp(`${en.why.most}$`))).toBeTruthy()
  })

  it('is stronger and weaker by the slider', async () => {
    const { button, user } = await renderWhy()
    await user.click(button)
    const slider = screen.getByRole('slider', { name: en.why.opacity })
    expect(slider.getAttribute('aria-valuetext')).toBe('70\u00a0%')
    fireEvent.change(slider, { target: { value: '30' } })
    expect(mapOf('Egyptian cat')?.style.opacity).toBe('0.3')
  })

  it('is taken away for a moment, to compare', async () => {
    const { button, user } = await renderWhy()
    await user.click(button)
    const toggle = screen.getByRole('button', { name: en.why.photoOnly })
    await user.click(toggle)
    expect(mapOf('Egyptian cat')).toBeNull()
    expect(toggle.getAttribute('aria-pressed')).toBe('true')
    await user.keyboard(' ')
    expect(mapOf('Egyptian cat')).toBeTruthy()
  })

  it('of several looks says that it is an average', async () => {
    const page = await renderWhy()
    await page.user.click(page.button)
    await page.user.click(screen.getByRole('radio', { name: en.views.average5 }))
    expect(mapOf('Egyptian cat')?.className).toContain('former')
    const [look] = looks()
    await act(async () => page.classifier.last().resolve(fakeClassification({ looks: [look, look] })))
    expect(screen.getByText(en.why.scaleAverage)).toBeTruthy()
    expect(mapOf('Egyptian cat')?.className).not.toContain('former')
  })
})
