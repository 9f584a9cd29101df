import { useMemo } from 'react'
import { groupWords } from '../../i18n/groups/index.ts'
import { KnownButton } from '../known/KnownButton.tsx'
import type { ViewProps } from '../views/view.ts'
import { useWords } from '../words.ts'
import { groupTree, pathTo } from './group-tree.ts'
import './groups.css'
import { Tree } from './Tree.tsx'

/** The answer by groups of classes. */
export function Groups({ answer, classes, hierarchy, shownClass, onShowClass }: ViewProps) {
  const { words: pageWords, language, format } = useWords()
  const words = groupWords[language].groups
  const { predictions, probabilities } = answer.classification
  const best = predictions[0]
  const nodes = useMemo(() => {
    const others = (count: number) => (count === 1 ? words.other : words.others(format.integer(count)))
    return hierarchy ? groupTree(predictions, probabilities, hierarchy, others) : []
  }, [predictions, probabilities, hierarchy, words, format])
  if (!hierarchy || !best) return <p className="notice">{pageWords.site.panelMissing}</p>
  const open = pathTo(hierarchy, best.index)
  return (
    <div className="groups">
      <p className="groups__lead">{words.lead}</p>
      <Tree
        key={open.join()}
        label={words.tree}
        nodes={nodes}
        open={open}
        shownClass={shownClass}
        onShowClass={onShowClass}
      />
      <p className="groups__foot">
        <span>{words.hint}</span>
        <KnownButton classes={classes} hierarchy={hierarchy} probabilities={probabilities}>
          {words.known}
        </KnownButton>
      </p>
    </div>
  )
}
