import { useSite, useStores } from '../stores.ts'
import { Samples } from './Samples.tsx'

/** The sample pictures, below the picker. */
export function Gallery() {
  const { photos } = useStores()
  const load = useSite(({ offline, policy }) => offline === 'development' || policy !== undefined)
  return (
    <Samples
      load={load}
      onFile={(file) => {
        photos.choose([file], 'sample')
        // the gallery is gone, and with it the button that had the keyboard's focus
        document.getElementById('photo')?.focus({ preventScroll: true })
        window.scrollTo(0, 0) // the gallery lies below, the photo on top
      }}
    />
  )
}
