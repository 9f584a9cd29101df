/** What the page knows of the model, outside React. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Classifier, ClassLabel, Hierarchy, ModelState } from '../classifier/index.ts'

export interface ModelStore {
  state: ModelState
  /** What the network tells apart, in the order of its outputs; empty until the model has been ready once. */
  classes: readonly ClassLabel[]
  /** The classes in groups; `null` until they are loaded, which begins with the model. */
  hierarchy: Hierarchy | null
}

export type Model = Omit<StoreApi<ModelStore>, 'setState'>

/**
 * Follows the state of `classifier`.
 * @param loadGroups called when the model is on its way, again after a failure: answers do without the groups
 */
export function createModel(
  classifier: Pick<Classifier, 'state' | 'subscribe'>,
  loadGroups: () => Promise<Hierarchy>,
): Model {
  const store = createStore<ModelStore>(() => ({ state: classifier.state, classes: [], hierarchy: null }))
  let groupsAwaited = false

  async function wantGroups(): Promise<void> {
    if (groupsAwaited) return
    groupsAwaited = true
    try {
      store.setState({ hierarchy: await loadGroups() })
    } catch {
      groupsAwaited = false
    }
  }

  function follow(): void {
    const { state } = classifier
    store.setState(state.status === 'ready' ? { state, classes: state.classes } : { state })
    if (state.status !== 'absent') void wantGroups()
  }
  classifier.subscribe(follow)
  follow()
  return store
}
