/** Our own int8 engine. */
import { prepareEngine } from '../../engine/index.ts'
import { ownScript } from '../own-scripts.ts'
import type { BackendStarter } from './backend.ts'

/**
 * @param isFirst whether it will most likely serve: its kernels are compiled and its threads started at once, before it
 *   is known which model there is; where it does not serve after all, they are there to fall back to
 */
export function engineStarter(maxThreads: number, isFirst: boolean): BackendStarter {
  const prepare = () =>
    prepareEngine({
      threads: maxThreads,
      startWorker: (script, name) => new Worker(ownScript(script), { type: 'module', name }),
    })
  let early = isFirst ? prepare() : undefined
  return {
    runtime: undefined,
    obstacle: async () => undefined,
    async prepare() {
      const preparation = early ?? prepare()
      early = undefined // it serves one engine
      return {
        async start(model, { input }) {
          const engine = await preparation.createEngine(model, input)
          return {
            name: 'engine',
            threads: engine.threads,
            run: (rgb, want, signal) => engine.run(rgb, { want, ...(signal ? { signal } : {}) }),
            release: () => engine.release(),
          }
        },
        release: () => preparation.release(),
      }
    },
  }
}
