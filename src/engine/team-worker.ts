/** A thread of the engine: says that it is there, starts its kernels when told, and works until it is terminated. */
import { type Enlistment, startMember } from './member.ts'
import { serve } from './team.ts'

/** What a thread says: that its script runs, and that it is ready to work. */
export type ThreadMessage = 'started' | 'enlisted'

/** Of the worker's global scope, what is used here: the DOM library types `self` as a window. */
interface Scope {
  postMessage(message: ThreadMessage): void
  addEventListener(type: 'message', listener: (event: MessageEvent<Enlistment>) => void): void
}
declare const self: Scope

async function work(enlistment: Enlistment): Promise<void> {
  const member = await startMember(enlistment)
  self.postMessage('enlisted')
  serve(member)
}

// An error becomes one of the worker, which its owner hears.
self.addEventListener('message', ({ data }) => {
  work(data).catch((error: unknown) => {
    setTimeout(() => {
      throw error
    })
  })
})
self.postMessage('started')
