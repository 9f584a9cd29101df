/** How items get their answers: for each one inference at a time, to what is wanted of it by then. */
import {
  type Classification,
  type Classifier,
  ClassifierError,
  type Prepared,
  type View,
} from '../classifier/index.ts'
import {
  askedAgain,
  type FullClassification,
  type Item,
  type ItemState,
  isFull,
  isUpToDate,
  type Problem,
  WANT,
  wantedView,
  withAnswer,
  withPrepared,
  withProblem,
} from './item.ts'

/** Where the items are kept. */
export interface ItemStore {
  item(id: number): Item | undefined
  change(id: number, next: (state: ItemState) => ItemState): void
  /** Takes a bitmap into care until no item has it, nor {@link Answering.crops}. */
  hold(bitmap: ImageBitmap | undefined): void
  /** Closes the bitmaps that nobody has any more. */
  release(): void
}

export interface Answering {
  /** Answers an item anew; what was awaited for it is given up. */
  answer(id: number): Promise<void>
  isAwaited(id: number): boolean
  /** Gives up all that is awaited. */
  abort(): void
  /** What the network will see of the answers that are awaited. */
  crops(): ImageBitmap[]
}

/** An answer that is awaited. */
interface Awaited {
  controller: AbortController
  crop: ImageBitmap | undefined
}

type Answer = { classification: FullClassification; crop: ImageBitmap } | { problem: Problem }

export function createAnswering(classifier: Pick<Classifier, 'classify'>, items: ItemStore): Answering {
  /** By the item's id: the newest alone counts. */
  const awaited = new Map<number, Awaited>()

  function accept(id: number, mine: Awaited, prepared: Prepared): void {
    items.hold(prepared.crop)
    if (awaited.get(id) === mine) {
      mine.crop = prepared.crop
      items.change(id, (state) => withPrepared(state, prepared))
    } else items.release()
  }

  /** Never rejects. */
  async function ask({ id, source }: Item, view: View, mine: Awaited): Promise<Answer> {
    const { signal } = mine.controller
    const onPrepared = (prepared: Prepared) => accept(id, mine, prepared)
    const options = { want: WANT, view, keep: true, signal, onPrepared }
    try {
      const classification = await classifier.classify(source, options)
      items.hold(classification.crop)
      mine.crop ??= classification.crop
      return completeAnswer(classification, mine.crop)
    } catch (error) {
      return { problem: problemOf(error) }
    }
  }

  async function answer(id: number): Promise<void> {
    const mine: Awaited = { controller: new AbortController(), crop: undefined }
    awaited.get(id)?.controller.abort()
    awaited.set(id, mine)
    items.change(id, askedAgain)
    let item = items.item(id)
    while (item) {
      const view = wantedView(item.state)
      const result = await ask(item, view, mine)
      if (awaited.get(id) !== mine) return items.release()
      mine.crop = undefined
      items.change(id, (state) =>
        'problem' in result
          ? withProblem(state, view, result.problem)
          : withAnswer(state, view, result.classification, result.crop),
      )
      item = items.item(id)
      if (item && isUpToDate(item.state)) break
    }
    awaited.delete(id)
  }

  return {
    answer,
    isAwaited: (id) => awaited.has(id),
    abort() {
      for (const { controller } of awaited.values()) controller.abort()
      awaited.clear()
    },
    crops: () => [...awaited.values()].flatMap(({ crop }) => (crop ? [crop] : [])),
  }
}

function completeAnswer(classification: Classification, crop: ImageBitmap | undefined): Answer {
  if (!crop || !isFull(classification)) {
    throw new ClassifierError('internal', 'The answer lacks a part that was asked for.')
  }
  return { classification, crop }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ClassifierError) return { code: error.code, message: error.message }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) }
}
