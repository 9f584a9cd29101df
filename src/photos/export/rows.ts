/** From the photos of a collection to the rows of an export. */
import {
  groupsAbove,
  groupsFrom,
  type Headline,
  type Hierarchy,
  type Prediction,
} from '../../classifier/index.ts'
import type { BriefAnswer, Item } from '../item.ts'
import { pathOf } from '../listing.ts'
import { groupNames } from './group-names.ts'
import type { ExportRow, ExportSureness } from './row.ts'

export interface RowContext {
  /** Without it, rows have no groups. */
  hierarchy: Hierarchy | null
  /** Of the site. */
  version: string
}

function surenessOf(headline: Headline): ExportSureness {
  return headline.kind === 'class' ? headline.confidence : headline.kind
}

/** The groups that the headline tells of: those above the best class, which need not be in a group that is told instead. */
function chainOf(headline: Headline, best: Prediction, hierarchy: Hierarchy): number[] {
  return headline.kind === 'group'
    ? groupsFrom(hierarchy, headline.group)
    : groupsAbove(hierarchy, best.index)
}

function answerOf({ predictions, headline, width, height, model }: BriefAnswer, hierarchy: Hierarchy | null) {
  const [best, ...others] = predictions
  if (!best) return undefined
  const groups = hierarchy ? groupNames(hierarchy, chainOf(headline, best, hierarchy)) : []
  return { predictions: [best, ...others] as const, groups, sure: surenessOf(headline), width, height, model }
}

/** One row for each photo that is answered or has failed; the others have nothing to say yet. */
export function* rowsOf(items: Iterable<Item>, { hierarchy, version }: RowContext): Generator<ExportRow> {
  for (const { source, brief } of items) {
    const file = { name: source.name, path: pathOf(source), version }
    if (brief.status === 'failed') yield { ...file, model: '', error: brief.problem }
    const answer = brief.status === 'answered' && answerOf(brief.answer, hierarchy)
    if (answer) yield { ...file, ...answer }
  }
}
