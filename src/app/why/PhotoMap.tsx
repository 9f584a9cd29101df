import { useMemo } from 'react'
import { type Answered, isUpToDate } from '../../photos/item.ts'
import { seenWords } from '../crop/words/index.ts'
import { useWordsOf } from '../language-pack.ts'
import { evidenceColor } from './color-map.ts'
import { EvidenceMap } from './EvidenceMap.tsx'
import { classEvidence, sharedRange } from './scale.ts'

interface PhotoMapProps {
  answer: Answered
  index: number
  name: string
  /** 0 to 1. */
  opacity: number
}

/** Over the photo: where the network saw what speaks for a class. */
export function PhotoMap({ answer, index, name, opacity }: PhotoMapProps) {
  const words = useWordsOf(seenWords)
  const { classification } = answer
  const range = sharedRange(classification)
  const evidence = useMemo(
    () => classEvidence(classification, [{ index, weight: 1 }]),
    [classification, index],
  )
  return (
    <EvidenceMap
      className={isUpToDate(answer) ? 'over map' : 'over map map--former'}
      evidence={evidence}
      range={range}
      color={evidenceColor}
      label={words.why.map(name)}
      style={{ opacity }}
    />
  )
}
