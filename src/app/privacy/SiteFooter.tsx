import { useWords } from '../language-pack.ts'
import { useOpenPanel } from '../open-panel.ts'
import { OfflineLine } from './OfflineLine.tsx'
import type { OfflineStatus } from './offline-status.ts'

interface SiteFooterProps {
  offline: OfflineStatus
  installable: boolean
  onInstall: () => void
}

/** The promise, whether it holds without a network too, and the way to check it. */
export function SiteFooter({ offline, installable, onInstall }: SiteFooterProps) {
  const { words } = useWords()
  const openPanel = useOpenPanel()
  return (
    <footer className="footer">
      <div className="footer__promise">
        <p className="footer__privacy">{words.footer.privacy}</p>
        <div className="row footer__actions">
          <button type="button" className="link" aria-haspopup="dialog" onClick={() => openPanel('privacy')}>
            {words.site.check}
          </button>
          {installable && (
            <button type="button" className="link" onClick={onInstall}>
              {words.site.install}
            </button>
          )}
        </div>
      </div>
      <div className="footer__about">
        <p>
          {words.footer.made} {words.footer.limits}
        </p>
        <OfflineLine status={offline} />
      </div>
    </footer>
  )
}
