import type { Item } from '../../photos/item.ts'
import type { Words } from '../../words/index.ts'
import { sampleOf } from '../samples/list.ts'

/** How the page calls a photo. A pasted one's file name (`image.png`) is the browser's invention. */
export function photoName({ source, origin }: Pick<Item, 'source' | 'origin'>, words: Words): string {
  if (origin === 'pasted') return words.photo.pasted
  const sample = sampleOf({ source, origin })
  return sample?.title || source.name || words.photo.unnamed
}
