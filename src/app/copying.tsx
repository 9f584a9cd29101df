import { useState } from 'react'
import { useWords } from './language-pack.ts'
import { shortcut } from './shortcut.ts'

export type Copied =
  | { status: 'none' }
  | { status: 'copied' }
  /** The browser did not let the page copy: the text, for copying by hand. */
  | { status: 'refused'; text: string }

/** Copies text, and remembers how that went. */
export function useCopying(): { copied: Copied; copyText: (text: string) => Promise<void> } {
  const [copied, setCopied] = useState<Copied>({ status: 'none' })
  return {
    copied,
    async copyText(text) {
      try {
        await navigator.clipboard.writeText(text)
        setCopied({ status: 'copied' })
      } catch {
        // No permission, no focus, or no clipboard at all (pages without https).
        setCopied({ status: 'refused', text })
      }
    },
  }
}

/** The text that the browser did not let the page copy, selected. */
export function RefusedCopy({ copied, label }: { copied: Copied; label: string }) {
  const { words } = useWords()
  if (copied.status !== 'refused') return null
  return (
    <label className="copy__refused">
      {words.copy.refused(shortcut('C'))}
      <textarea
        key={copied.text}
        aria-label={label}
        readOnly
        rows={6}
        value={copied.text}
        ref={(field) => {
          field?.focus()
          field?.select()
        }}
      />
    </label>
  )
}
