import type { BackendName } from '../../classifier/index.ts'
import { useWords } from '../language-pack.ts'

/** That a backend does not serve here, and why. */
export function LeftBackend({ backend, reason }: { backend: BackendName; reason: string }) {
  const { words } = useWords()
  return (
    <>
      {words.backend.left(words.backend[backend])} <span lang="en">{reason}</span>
    </>
  )
}
