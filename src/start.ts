/**
 * The first script: on later visits it starts the classifier, whose worker loads the model, before the page itself is
 * evaluated. Nothing that only the page needs is imported here.
 */
import { availableStorage, isBackend, storedChoice } from './app/settings/stored-choice.ts'
import { createClassifier, type WorkerPolicy } from './classifier/index.ts'
import { browserLocks, createStoring, holdPage, mayDeleteOld } from './offline/storing.ts'
import { pageVersion } from './offline/version.ts'
import { storedNames } from './storage/names.ts'

/** The development server sends the headers itself. */
function workerPolicy(): WorkerPolicy {
  return import.meta.env.DEV || navigator.serviceWorker?.controller ? 'served' : 'inherited'
}

function start() {
  const names = storedNames(document.baseURI)
  const tools = { names, locks: browserLocks(), channel: new BroadcastChannel(names.pages) }
  const storing = createStoring(tools)
  const policy = workerPolicy()
  const { backend, exact } = storedChoice(availableStorage(), names)
  /** For this visit only. */
  const asked = new URL(location.href).searchParams.get('backend')
  const manifestUrl = document.querySelector<HTMLLinkElement>('#model-manifest')?.href
  const version = pageVersion(document)
  const classifier = createClassifier({
    mayDeleteOld: () => mayDeleteOld(tools, version, policy === 'served'),
    ...(manifestUrl === undefined ? {} : { manifestUrl }),
    workerPolicy: policy,
    backend: isBackend(asked) ? asked : backend,
    exact,
  })
  holdPage(tools, storing, version, () => classifier.stopStoring())
  return { ...tools, storing, policy, classifier, version }
}

/** On a first visit the model comes by the network, which the page's own scripts need first. */
const early = workerPolicy() === 'served' ? start() : undefined
void import('./main.tsx').then(({ mountPage }) => mountPage(early ?? start()))
