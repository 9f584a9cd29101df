// @vitest-environment jsdom
import { screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { leaveApp, openView } from '../test/render-app.tsx'
import { en } from './words/en.ts'

afterEach(leaveApp)

const look = fakeClassification().looks[0]

describe('the timings', () => {
  it('are drawn to scale', async () => {
    const { panel } = await openView('Timings')
    const shares = [...panel.querySelectorAll<HTMLElement>('.timings__share')]
    expect(shares.map(({ style }) => Number(style.flexGrow))).toEqual([4.2, 7.9, 104.4])
    expect(screen.getByRole('img', { name: /Drawn to scale/ }).getAttribute('aria-label')).toBe(
      'Drawn to scale: Decode 4.2 ms, Resize and crop 7.9 ms, Network 104 ms',
    )
  })

  it('name all steps with their times, and what computed', async () => {
    const { panel } = await openView('Timings')
    expect(panel.textContent).toContain('117 ms')
    expect([...panel.querySelectorAll('summary')].map(({ textContent }) => textContent)).toEqual([
      'Decode4.2 ms',
      'Resize and crop7.9 ms',
      'Network104 ms',
    ])
    expect([...panel.querySelectorAll('dd')].map(({ textContent }) => textContent)).toEqual([
      'WebAssembly, 2 threads',
      en.variants.fp16,
      '440 × 346 pixels',
    ])
  })

  it('explain a step when it is opened', async () => {
    const { panel, user } = await openView('Timings')
    const [decode] = panel.querySelectorAll('details')
    expect(decode?.open).toBe(false)
    await user.click(screen.getByText('Decode'))
    expect(decode?.open).toBe(true)
    expect(decode?.textContent).toContain(en.steps.decode.text)
  })

  it('say how many crops the network looked at, when it were several', async () => {
    const several = fakeClassification({ looks: [look, look, look, look, look] })
    expect((await openView('Timings', several)).panel.textContent).toContain('looked at 5 crops')
    leaveApp()
    expect((await openView('Timings')).panel.textContent).not.toContain('crops here')
  })

  it('name a model that they do not know by its id', async () => {
    const { panel } = await openView('Timings', fakeClassification({ model: 'int4' }))
    expect(panel.textContent).toContain('DenseNet-121, int4')
  })
})
