import type { Item } from '../../photos/item.ts'
import { useWords } from '../language-pack.ts'
import { sampleOf } from './list.ts'

/** Whom the sample picture on show is from, to follow its title; nothing for a person's own photo. */
export function SampleCredit({ item }: { item: Item }) {
  const { words } = useWords()
  const sample = sampleOf(item)
  if (!sample) return null
  return (
    <span>
      <span lang="en">{`${sample.maker}, ${sample.date}`}</span>. {words.samples.licence}
    </span>
  )
}
