import type { BackendName } from '../../classifier/index.ts'
import type { LanguagePack } from '../language-pack.ts'

/** What computes, in words: `WebAssembly, 2 threads`. Threads are no matter of ours on a GPU. */
export function backendText(
  { backend, threads }: { backend: BackendName; threads: number },
  { words, format }: LanguagePack,
): string {
  const name = words.backend[backend]
  return backend !== 'webgpu' ? words.backend.threads(name, threads, format.integer(threads)) : name
}
