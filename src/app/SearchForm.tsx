import type { ReactNode } from 'react'

/**
 * Around a field that is only for this page. Its address keeps Chromium from asking its autofill server about the field:
 * it leaves forms alone whose address says that they search (`FormStructure::ShouldBeParsed`). Nothing is ever sent there.
 */
export function SearchForm({ children }: { children: ReactNode }) {
  return (
    <form action="search" onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  )
}
