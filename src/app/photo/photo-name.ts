import type { Photo } from '../../photos/store.ts'
import type { Words } from '../../words/index.ts'
import { sampleOf } from '../samples/list.ts'

/** How the page calls a photo. A pasted one's file name (`image.png`) is the browser's invention. */
export function photoName({ file, origin }: Pick<Photo, 'file' | 'origin'>, words: Words): string {
  if (origin === 'pasted') return words.photo.pasted
  const sample = sampleOf({ file, origin })
  return sample?.title || file.name || words.photo.unnamed
}
