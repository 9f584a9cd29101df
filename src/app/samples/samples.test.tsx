// @vitest-environment jsdom
import { act, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakeClassification } from '../../photos/test/fake-classifier.ts'
import { bringFiles, leaveApp, photoFile, renderApp } from '../test/render-app.tsx'
import { samples } from './list.ts'

afterEach(leaveApp)

const BARN = 'Abandoned Dust Bowl Home'

/** Answers each request for a picture as told, and says which were asked for. */
function network(answer: (signal: AbortSignal | undefined | null) => Promise<Response>): string[] {
  const asked: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    asked.push(String(url))
    return answer(init?.signal)
  })
  return asked
}

const picture = () => new Response('a picture', { headers: { 'Content-Type': 'image/jpeg' } })

describe('the sample pictures', () => {
  it('are there while there is no photo', async () => {
    const { container } = renderApp()
    expect(screen.getByRole('heading', { name: /No photo at hand/ })).toBeTruthy()
    for (const { title } of samples) expect(screen.getByRole('button', { name: title })).toBeTruthy()
    await waitFor(() => expect(container.querySelectorAll('.samples img')).toHaveLength(samples.length))
    bringFiles('drop', [photoFile()])
    expect(screen.queryByRole('heading', { name: /No photo at hand/ })).toBeNull()
  })

  it('go the way of a chosen file, under their title and with their credit', async () => {
    const asked = network(async () => picture())
    const { classifier, user } = renderApp()
    await user.click(screen.getByRole('button', { name: BARN }))
    expect(asked).toEqual([expect.stringContaining('dust-bowl-home.jpg')])
    const { source: photo } = classifier.last()
    expect(photo).toBeInstanceOf(File)
    expect(photo).toMatchObject({ name: 'dust-bowl-home.jpg', type: 'image/jpeg' })
    await act(async () => classifier.last().resolve(fakeClassification()))
    expect(screen.getByRole('img', { name: `Your photo, ${BARN}` })).toBeTruthy()
    expect(screen.getByText(/Dorothea Lange, about 1935–1940/)).toBeTruthy()
    expect(screen.getByText(/public domain/)).toBeTruthy()
  })

  it('keep the keyboard’s focus on the page when the gallery leaves', async () => {
    network(async () => picture())
    const { user } = renderApp()
    screen.getByRole('button', { name: BARN }).focus()
    await user.keyboard('{Enter}')
    expect(document.activeElement?.id).toBe('photo')
  })

  it.each([
    ['no network', async () => Promise.reject(new TypeError('Failed to fetch'))],
    ['a server that has lost it', async () => new Response('', { status: 404 })],
  ])('say so when one can’t be loaded: %s', async (_, answer) => {
    network(answer)
    const { classifier, user } = renderApp()
    await user.click(screen.getByRole('button', { name: BARN }))
    expect(screen.getByRole('alert').textContent).toMatch(/could not be loaded/)
    expect(classifier.requests).toEqual([])
    network(async () => picture())
    await user.click(screen.getByRole('button', { name: BARN }))
    expect(classifier.requests).toHaveLength(1)
  })

  it('never take the place of a photo that a person brings while one is on its way', async () => {
    let arrive = (_: Response) => {}
    network(
      (signal) =>
        new Promise((resolve, reject) => {
          arrive = resolve
          signal?.addEventListener('abort', () => reject(signal.reason))
        }),
    )
    const { classifier, user } = renderApp()
    await user.click(screen.getByRole('button', { name: BARN }))
    bringFiles('drop', [photoFile('mine.jpg')])
    await act(async () => arrive(picture()))
    expect(classifier.requests).toHaveLength(1)
    expect(classifier.last().source).toMatchObject({ name: 'mine.jpg' })
  })

  it('name whose pictures they are', async () => {
    const { user } = renderApp()
    await user.click(screen.getByText('Whose pictures these are'))
    for (const { maker } of samples) expect(screen.getByText(new RegExp(maker))).toBeTruthy()
    expect(screen.getByText(/public domain \(CC0\)/)).toBeTruthy()
  })
})
