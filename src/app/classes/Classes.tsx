import { useDeferredValue, useId, useMemo, useState } from 'react'
import type { ClassLabel, Hierarchy } from '../../classifier/index.ts'
import { NO_CLASS } from '../answer/pointed-class.ts'
import { wholeTree } from '../groups/group-tree.ts'
import type { TreeNode } from '../groups/rows.ts'
import { Tree } from '../groups/Tree.tsx'
import { groupWords } from '../groups/words/index.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { SearchForm } from '../SearchForm.tsx'
import { SidePanel } from '../SidePanel.tsx'
import './classes.css'
import { findClasses, searchTexts } from './search.ts'
import synonyms from './synonyms.json'
import licence from './wordnet-license.txt?raw'

/** So many found classes are shown with all their groups open. */
const OPENED = 60

interface KnownProps {
  classes: readonly ClassLabel[]
  hierarchy: Hierarchy
  /** Of the photo on show, by the classes' indices. */
  probabilities: Float32Array
  onClose: () => void
}

const groupIds = (nodes: readonly TreeNode[]): string[] =>
  nodes.flatMap(({ id, children }) => (children.length > 0 ? [id, ...groupIds(children)] : []))

/** All that the network tells apart, in groups, to look through and to search. */
export function Known({ classes, hierarchy, probabilities, onClose }: KnownProps) {
  const { format } = useWords()
  const words = useWordsOf(groupWords).known
  const id = useId()
  const [typed, setTyped] = useState('')
  const query = useDeferredValue(typed.trim())
  const texts = useMemo(() => searchTexts(classes, hierarchy, synonyms), [classes, hierarchy])
  const found = useMemo(() => findClasses(texts, query), [texts, query])
  const nodes = useMemo(
    () => wholeTree(hierarchy, classes, synonyms, probabilities, (index) => found.has(index)),
    [hierarchy, classes, probabilities, found],
  )
  const open = found.size <= OPENED ? groupIds(nodes) : []
  return (
    <SidePanel title={words.title} close={words.close} onClose={onClose}>
      <div className="known">
        <p>
          {words.lead} {words.withAnswer}
        </p>
        <SearchForm>
          <label className="known__search">
            <span>{words.search}</span>
            <input
              type="search"
              className="field"
              lang="en"
              autoComplete="off"
              spellCheck={false}
              aria-describedby={`${id}-hint`}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          </label>
        </SearchForm>
        <p className="note" id={`${id}-hint`}>
          {words.searchHint}
        </p>
        <p className="note" role="status">
          {found.size === 0 ? words.none : words.found(format.integer(found.size))}
        </p>
        <Tree key={query} label={words.tree} nodes={nodes} open={open} shownClass={NO_CLASS} />
        <details className="known__licence">
          <summary>{words.licence}</summary>
          <p>{words.source}</p>
          <pre lang="en">{licence}</pre>
        </details>
      </div>
    </SidePanel>
  )
}
