import { useEffect, useState } from 'react'
import { useWords } from '../language-pack.ts'

interface UpdateBannerProps {
  /** Whether a photo is being worked on: the page does not reload meanwhile. */
  busy: boolean
  onUpdate: () => void
}

/** Offers a newer version. It is used when a person wants it, and after the photo at hand is done. */
export function UpdateBanner({ busy, onUpdate }: UpdateBannerProps) {
  const { words } = useWords()
  const [wanted, setWanted] = useState(false)

  useEffect(() => {
    if (wanted && !busy) onUpdate()
  }, [wanted, busy, onUpdate])

  return (
    <section className="row update" aria-labelledby="update">
      <div>
        <h2 id="update" className="update__title">
          {words.site.updateAvailable}
        </h2>
        <p>{words.site.updateNote}</p>
      </div>
      {wanted ? (
        <p role="status">{busy ? words.site.updateLater : words.site.updating}</p>
      ) : (
        <button type="button" className="button" onClick={() => setWanted(true)}>
          {words.site.update}
        </button>
      )}
    </section>
  )
}
