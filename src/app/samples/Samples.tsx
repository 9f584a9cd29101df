import { urls } from 'virtual:samples'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../language-pack.ts'
import { useStores } from '../stores.ts'
import { credit, type Sample, sampleFile, samples } from './list.ts'

type Loading = { status: 'none' | 'loading' | 'failed' }

/**
 * Pictures for visitors without a photo at hand. One that is chosen goes the way of a chosen file.
 */
export function Samples() {
  const { words } = useWords()
  const { photos } = useStores()
  const [loading, setLoading] = useState<Loading>({ status: 'none' })
  const running = useRef<AbortController>(null)

  // A photo that a person brings in the meantime takes this gallery off the page: the picture must not come after it.
  useEffect(() => () => running.current?.abort(), [])

  async function choose(sample: Sample) {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    setLoading({ status: 'loading' })
    try {
      const file = await fetchSample(sample, controller.signal)
      setLoading({ status: 'none' })
      photos.choose([file], 'sample')
      // the gallery is gone, and with it the button that had the keyboard's focus
      document.getElementById('photo')?.focus({ preventScroll: true })
      window.scrollTo(0, 0) // the gallery lies below, the photo on top
    } catch {
      if (!controller.signal.aborted) setLoading({ status: 'failed' })
    }
  }

  return (
    <section className="samples" aria-labelledby="samples-title" aria-busy={loading.status === 'loading'}>
      <h2 id="samples-title" className="samples__title">
        {words.samples.title}
      </h2>
      <ul className="samples__list">
        {samples.map((sample) => (
          <li key={sample.id}>
            <button
              type="button"
              className="samples__choice"
              lang="en"
              title={credit(sample)}
              onClick={() => void choose(sample)}
            >
              <img src={urls[sample.id]?.thumbnail} alt="" draggable={false} />
              <span className="visually-hidden">{sample.title}</span>
            </button>
          </li>
        ))}
      </ul>
      {loading.status === 'failed' && (
        <p className="notice" role="alert">
          {words.samples.failed}
        </p>
      )}
      <Credits />
    </section>
  )
}

function Credits() {
  const { words } = useWords()
  return (
    <details className="muted samples__credits">
      <summary>{words.samples.credits}</summary>
      <ul lang="en">
        {samples.map((sample) => (
          <li key={sample.id}>{credit(sample)}</li>
        ))}
      </ul>
      <p>{words.samples.licence}</p>
    </details>
  )
}

async function fetchSample(sample: Sample, signal: AbortSignal): Promise<File> {
  const response = await fetch(urls[sample.id]?.photo ?? '', { signal })
  if (!response.ok) throw new Error(`the sample was answered with status ${response.status}`)
  return new File([await response.blob()], sampleFile(sample), { type: 'image/jpeg' })
}
