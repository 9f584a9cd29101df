import { createContext, use } from 'react'

/** A panel that slides over the page. */
export type PanelName = 'privacy' | 'settings'

export const OpenPanelContext = createContext<(panel: PanelName) => void>(() => {})

/** Opens a panel, for a button anywhere in the page. */
export function useOpenPanel(): (panel: PanelName) => void {
  return use(OpenPanelContext)
}
