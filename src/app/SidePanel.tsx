import { type ReactNode, useEffect, useId, useRef } from 'react'
import { CloseIcon } from './icons.tsx'
import './styles/side-panel.css'

interface SidePanelProps {
  title: string
  /** What the button that closes it is called. */
  close: string
  onClose: () => void
  children: ReactNode
}

/** A modal dialog that slides over the page from the side. It closes by its button, Escape, or a click beside it. */
export function SidePanel({ title, close, onClose, children }: SidePanelProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal()
  }, [])

  return (
    <dialog ref={dialog} className="side-panel" aria-labelledby={id} closedby="any" onClose={onClose}>
      <div className="side-panel__header">
        <h2 id={id} className="side-panel__title">
          {title}
        </h2>
        <button type="button" className="side-panel__close" onClick={() => dialog.current?.close()}>
          <CloseIcon />
          <span className="visually-hidden">{close}</span>
        </button>
      </div>
      <div className="side-panel__body">{children}</div>
    </dialog>
  )
}
