/** Our own drawings, on a grid of 24. All are decoration: the text beside them says what they mean. */
import type { ReactNode } from 'react'

function icon(shapes: ReactNode, className = 'icon') {
  return () => (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {shapes}
    </svg>
  )
}

/** The product's mark: the corners of a crop around what it found. */
export const MarkIcon = icon(
  <>
    <path d="M3 8V3h5M16 3h5v5M21 16v5h-5M8 21H3v-5" />
    <circle cx="12" cy="12" r="4" />
  </>,
  'icon icon--mark',
)

export const SystemIcon = icon(
  <>
    <circle cx="12" cy="12" r="8" />
    <path className="icon__fill" d="M12 4a8 8 0 0 1 0 16Z" />
  </>,
)

export const LightIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2.5M12 19v2.5M2.5 12H5M19 12h2.5M5.3 5.3 7 7M17 17l1.7 1.7M18.7 5.3 17 7M7 17l-1.7 1.7" />
  </>,
)

export const DarkIcon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.500Z" />)

export const PhotoIcon = icon(
  <>
    <rect x="3.5" y="5" width="17" height="14" rx="2" />
    <path d="m4 17 5-5 3.5 3.5 2.5-2.5 5 4.5" />
    <circle cx="15.5" cy="9.5" r="1.3" />
  </>,
)

export const CopyIcon = icon(
  <>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2" />
    <path d="M15.5 8.500v-2a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2" />
  </>,
)

export const AlertIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.500v5.500M12 16.200v.3" />
  </>,
)

/** Two sliders. */
export const SettingsIcon = icon(
  <>
    <path d="M4 8h7M17 8h3M4 16h3M13 16h7" />
    <circle cx="14" cy="8" r="2.600" />
    <circle cx="10" cy="16" r="2.600" />
  </>,
)

export const ShieldIcon = icon(
  <>
    <path d="M12 3.5 19 6v5.5c0 4.2-2.800 7.400-7 9-4.2-1.600-7-4.800-7-9V6Z" />
    <path d="m9 12 2.2 2.2L15.2 10" />
  </>,
)

export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />)
