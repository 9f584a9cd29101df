import { useMemo } from 'react'
import type { Hierarchy } from '../../classifier/index.ts'
import type { Item } from '../../photos/item.ts'
import { countItems, countKinds, type Filter, ORDERS, OUTCOMES } from '../../photos/listing.ts'
import { displayName } from '../../words/format.ts'
import { useWords, useWordsOf } from '../language-pack.ts'
import { SearchForm } from '../SearchForm.tsx'
import { useModel } from '../stores.ts'
import { Select } from './Select.tsx'
import { withFilter } from './view.ts'
import { gridWords } from './words/index.ts'
import { useView, useWork } from './work.ts'

/** What is listed, and in which order. */
export function Filters({ items }: { items: readonly Item[] }) {
  const words = useWordsOf(gridWords)
  const { view } = useWork()
  const { text, order } = useView((state) => state.filter)
  const change = (next: Partial<Filter>) => view.setState((state) => withFilter(state, next))
  return (
    <div className="filters">
      <Outcomes items={items} onChange={change} />
      <SearchForm>
        <div className="filters__fields">
          <input
            type="search"
            className="field filters__text"
            aria-label={words.filter.text}
            placeholder={words.filter.text}
            value={text}
            onChange={({ target }) => change({ text: target.value })}
          />
          <Kinds items={items} onChange={change} />
          <Select
            label={words.filter.sort}
            value={order}
            options={ORDERS}
            texts={words.sort}
            onChange={(next) => change({ order: next })}
          />
        </div>
      </SearchForm>
    </div>
  )
}

interface PartProps {
  items: readonly Item[]
  onChange: (change: Partial<Filter>) => void
}

/** One tap to the unsure and the failed. What there is none of is left out. */
function Outcomes({ items, onChange }: PartProps) {
  const { format } = useWords()
  const words = useWordsOf(gridWords).filter
  const chosen = useView((state) => state.filter.outcome)
  const { all, outcomes } = useMemo(() => countItems(items), [items])
  const there = OUTCOMES.filter((outcome) => outcomes[outcome] > 0 || outcome === chosen)
  return (
    <fieldset className="row outcomes">
      <legend className="visually-hidden">{words.label}</legend>
      {(['all', ...there] as const).map((outcome) => (
        <label key={outcome} className={`pill outcomes__one outcomes__one--${outcome}`}>
          <input
            type="radio"
            name="outcome"
            className="visually-hidden"
            checked={outcome === chosen}
            onChange={() => onChange({ outcome })}
          />
          {words[outcome]}{' '}
          <span className="number">{format.integer(outcome === 'all' ? all : outcomes[outcome])}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** Groups and classes, of which there is any. */
function Kinds({ items, onChange }: PartProps) {
  const { format } = useWords()
  const words = useWordsOf(gridWords).filter
  const hierarchy = useModel((model) => model.hierarchy)
  const shows = useView((state) => state.filter.shows)
  const { groups, classes } = useMemo(() => kindOptions(items, hierarchy), [items, hierarchy])
  const option = ({ value, name, count }: KindOption) => (
    <option key={value} value={value} lang="en">
      {`${name} (${format.integer(count)})`}
    </option>
  )
  return (
    <label className="filters__select">
      <span className="muted">{words.shows}</span>
      <select
        className="field"
        value={shows ? kindValue(shows) : ''}
        onChange={({ target }) => onChange({ shows: kindOf(target.value) })}
      >
        <option value="">{words.anything}</option>
        {groups.length > 0 && <optgroup label={words.groups}>{groups.map(option)}</optgroup>}
        {classes.length > 0 && <optgroup label={words.kinds}>{classes.map(option)}</optgroup>}
      </select>
    </label>
  )
}

interface KindOption {
  value: string
  name: string
  count: number
}

/** `group 3` or `class 285`. */
function kindValue(shows: NonNullable<Filter['shows']>): string {
  return 'group' in shows ? `group ${shows.group}` : `class ${shows.class}`
}

function kindOf(value: string): Filter['shows'] {
  const index = Number(value.split(' ')[1])
  if (value.startsWith('group ')) return { group: index }
  return value.startsWith('class ') ? { class: index } : undefined
}

function kindOptions(items: readonly Item[], hierarchy: Hierarchy | null) {
  const { groups, classes } = countKinds(items, hierarchy)
  const byName = (a: KindOption, b: KindOption) => a.name.localeCompare(b.name, 'en')
  return {
    groups: Array.from(groups, ([group, count]): KindOption => {
      return { value: kindValue({ group }), name: hierarchy?.groups[group]?.name ?? '', count }
    }).sort((a, b) => b.count - a.count || byName(a, b)),
    classes: Array.from(classes, ([index, { name, count }]): KindOption => {
      return { value: kindValue({ class: index }), name: displayName(name), count }
    }).sort(byName),
  }
}
