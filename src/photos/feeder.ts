/**
 * Feeds the classifier with the photos of a collection of many, a few ahead and no more: their small answers. The photo
 * on show is asked for by the store itself, in full and before all these.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import {
  type Classification,
  type Classifier,
  ClassifierError,
  type Hierarchy,
  headline,
  type Prepared,
} from '../classifier/index.ts'
import { problemOf } from './answering.ts'
import { itemOf, itemOnShow } from './collection.ts'
import type { Duplicates } from './duplicates.ts'
import { BRIEF_WANT, type Brief, type BriefAnswer, type Item, type ItemState, WAITING } from './item.ts'
import { withFinish } from './pace.ts'
import type { Photos } from './store.ts'

export interface FeederState {
  paused: boolean
  /** When the last answers came since it was begun or resumed, milliseconds. */
  finished: readonly number[]
}

export interface FeederParts {
  classifier: Pick<Classifier, 'classify' | 'state' | 'subscribe'>
  photos: Photos
  /** The classes in groups, once they are there. */
  hierarchy(): Hierarchy | null
  duplicates: Duplicates
  /** Gets the bitmap for good. */
  onThumbnail(id: number, bitmap: ImageBitmap): void
  /** Milliseconds. */
  now(): number
}

/** So many are with the classifier: one is inferred, and the next ones are prepared. */
const AHEAD = 3

interface Asked {
  controller: AbortController
  /** Never rejects. */
  end: Promise<void>
}

export class Feeder {
  readonly store: StoreApi<FeederState> = createStore(() => ({ paused: false, finished: [] }))
  readonly #parts: FeederParts
  readonly #asked = new Map<number, Asked>()
  readonly #unfollow: (() => void)[]
  #disposed = false

  constructor(parts: FeederParts) {
    this.#parts = parts
    this.#unfollow = [
      parts.photos.subscribe(() => this.#follow()),
      parts.classifier.subscribe(() => this.#feed()),
    ]
    this.#follow()
  }

  /** What is with the classifier already is still answered. */
  pause(): void {
    this.store.setState({ paused: true })
  }

  resume(): void {
    this.store.setState({ paused: false, finished: [] })
    this.#feed()
  }

  /** Gives up what is asked; it waits again. */
  dispose(): void {
    this.#disposed = true
    for (const stop of this.#unfollow) stop()
    for (const { controller } of this.#asked.values()) controller.abort()
    this.#asked.clear()
    this.#parts.photos.changeBriefs(({ brief }) => (brief.status === 'asked' ? WAITING : brief))
  }

  #setBrief(id: number, brief: Brief): void {
    this.#parts.photos.changeBriefs((item) => (item.id === id ? brief : item.brief))
  }

  #follow(): void {
    this.#adoptShown()
    this.#giveUp()
    this.#feed()
  }

  #feed(): void {
    const { photos, classifier } = this.#parts
    while (!this.#disposed && !this.store.getState().paused && classifier.state.status !== 'failed') {
      const { items, selected } = photos.getState()
      const next = items.find(({ id, brief }) => brief.status === 'waiting' && id !== selected)
      if (!next || this.#asked.size >= AHEAD) return
      const controller = new AbortController()
      this.#asked.set(next.id, { controller, end: this.#answer(next, controller.signal) })
      this.#setBrief(next.id, { status: 'asked' })
    }
  }

  async #answer(item: Item, signal: AbortSignal): Promise<void> {
    const brief = (await this.#sameAsEarlier(item)) ?? (await this.#ask(item, signal))
    if (signal.aborted) return
    this.#asked.delete(item.id)
    const now = this.#parts.now()
    if (brief !== WAITING) this.store.setState(({ finished }) => ({ finished: withFinish(finished, now) }))
    this.#setBrief(item.id, brief)
  }

  /** The answer of an earlier item with the same bytes. */
  async #sameAsEarlier(item: Item): Promise<Brief | undefined> {
    const { photos, duplicates } = this.#parts
    const isThere = (id: number) => itemOf(photos.getState(), id) !== undefined
    const earlier = await duplicates.find(item.id, item.source, isThere)
    if (earlier === undefined) return undefined
    const first = this.#asked.get(earlier)
    await first?.end
    // of those that waited for one that is gone, the next is asked and the others wait for that
    if (first?.controller.signal.aborted) return this.#sameAsEarlier(item)
    const brief = itemOf(photos.getState(), earlier)?.brief
    if (brief?.status === 'failed') return brief
    return brief?.status === 'answered'
      ? answered({ ...brief.answer, sameAs: brief.answer.sameAs ?? earlier })
      : undefined
  }

  /** Never rejects. */
  async #ask({ id, source }: Item, signal: AbortSignal): Promise<Brief> {
    const { classifier, hierarchy, onThumbnail } = this.#parts
    const onPrepared = ({ thumbnail }: Prepared) => thumbnail && onThumbnail(id, thumbnail)
    try {
      const options = { want: BRIEF_WANT, priority: 'batch', signal, onPrepared } as const
      const classification = await classifier.classify(source, options)
      return answered(inBrief(classification, hierarchy()))
    } catch (error) {
      // what is lost with the model waits for it
      return failedWithModel(error, classifier) ? WAITING : { status: 'failed', problem: problemOf(error) }
    }
  }

  /** The whole answer of the photo on show is its small one too. */
  #adoptShown(): void {
    const item = itemOnShow(this.#parts.photos.getState())
    if (!item || item.brief.status === 'answered') return
    const brief = briefOfState(item.state, this.#parts)
    const known = brief?.status === 'failed' && item.brief.status === 'failed'
    if (brief && !known) this.#setBrief(item.id, brief)
  }

  /** What has been taken away or called off, or answered otherwise, is given up. */
  #giveUp(): void {
    for (const [id, { controller }] of this.#asked) {
      if (itemOf(this.#parts.photos.getState(), id)?.brief.status === 'asked') continue
      this.#asked.delete(id)
      controller.abort()
    }
  }
}

function answered(answer: BriefAnswer): Brief {
  return { status: 'answered', answer }
}

function failedWithModel(error: unknown, { state }: FeederParts['classifier']): boolean {
  return error instanceof ClassifierError && state.status === 'failed' && state.code === error.code
}

/** The small answer that is in a whole one, to the usual view. */
function briefOfState(state: ItemState, { classifier, hierarchy }: FeederParts): Brief | undefined {
  if (state.status === 'failed') {
    const { code } = state.problem
    const byModel = classifier.state.status === 'failed' && classifier.state.code === code
    return byModel ? undefined : { status: 'failed', problem: state.problem }
  }
  if (state.status !== 'done' || state.answered.kind !== 'center') return undefined
  return answered(inBrief(state.classification, hierarchy()))
}

function inBrief(classification: Classification, hierarchy: Hierarchy | null): BriefAnswer {
  const { predictions, probabilities = [], width, height, model } = classification
  const five = predictions.slice(0, BRIEF_WANT.top)
  return { predictions: five, headline: headline(probabilities, hierarchy), width, height, model }
}
