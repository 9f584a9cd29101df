import { useMemo } from 'react'
import type { ViewProps } from '../answer/view.ts'
import { KnownButton } from '../classes/ClassesButton.tsx'
import { useWords, useWordsOf } from '../language-pack.ts'
import { groupTree, pathTo } from './group-tree.ts'
import { groupWords } from './words/index.ts'
import './groups.css'
import { Tree } from './Tree.tsx'

/** The answer by groups of classes. */
export function Groups({ item, classes, hierarchy, shownClass }: ViewProps) {
  const { words: pageWords, format } = useWords()
  const words = useWordsOf(groupWords).groups
  const { predictions, probabilities } = item.state.classification
  const best = predictions[0]
  const nodes = useMemo(() => {
    const others = (count: number) => (count === 1 ? words.other : words.others(format.integer(count)))
    return hierarchy ? groupTree(predictions, probabilities, hierarchy, others) : []
  }, [predictions, probabilities, hierarchy, words, format])
  if (!hierarchy || !best) return <p className="notice">{pageWords.site.panelMissing}</p>
  const open = pathTo(hierarchy, best.index)
  return (
    <div className="view">
      <p className="text">{words.lead}</p>
      <Tree key={open.join()} label={words.tree} nodes={nodes} open={open} shownClass={shownClass} />
      <div className="row note note--fine entries__foot groups__foot">
        <span>{words.hint}</span>
        <KnownButton classes={classes} hierarchy={hierarchy} probabilities={probabilities}>
          {words.known}
        </KnownButton>
      </div>
    </div>
  )
}
