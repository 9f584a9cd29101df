import { useEffect, useState } from 'react'
import { isOpen } from '../../photos/collection.ts'
import { usePhotos, useStores } from '../stores.ts'
import { Grid } from './Grid.tsx'
import { useRoute } from './route.ts'
import { Stepper } from './Stepper.tsx'
import { startWork, type Work, WorkContext } from './work.ts'
import './grid.css'

/** Many photos: all of them, or above the one on show the way to the others. It works as long as it is there. */
export function Many() {
  const stores = useStores()
  const [work, setWork] = useState<Work>()
  const onShow = usePhotos(({ selected }) => selected)
  useRoute()
  useAskBeforeLeaving()
  useEffect(() => {
    const started = startWork(stores)
    setWork(started)
    return started.dispose
  }, [stores])
  return (
    work && (
      <WorkContext value={work}>{onShow === undefined ? <Grid /> : <Stepper id={onShow} />}</WorkContext>
    )
  )
}

/** The browser asks before the page is left while photos have still to be answered. */
function useAskBeforeLeaving(): void {
  const undone = usePhotos(({ items }) => items.some(isOpen))
  useEffect(() => {
    if (!undone) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [undone])
}
