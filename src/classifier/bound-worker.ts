import { ownScript } from './own-scripts.ts'

/**
 * How a content security policy comes to bind a worker. `'served'`: with the headers of its script, which a service
 * worker or a server sends. `'inherited'`: from the page, whose `<meta>` policy binds no worker loaded by its address.
 */
export type WorkerPolicy = 'served' | 'inherited'

/**
 * Starts a module worker that the policy binds.
 * @param url of the script, on the own origin; relative to the page
 */
export function startBoundWorker(url: string, policy: WorkerPolicy, name: string): Worker {
  const options: WorkerOptions = { type: 'module', name }
  if (policy === 'served') return new Worker(ownScript(url), options)
  // A worker from a blob inherits the policy of the page that made it, and so does all that it imports.
  const script = `import ${JSON.stringify(new URL(url, document.baseURI).href)}`
  const blobUrl = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))
  return new Worker(ownScript(blobUrl), options)
}
