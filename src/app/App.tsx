import { Suspense, useLayoutEffect, useMemo, useState } from 'react'
import type { ModelState } from '../classifier/index.ts'
import { isOpen } from '../photos/collection.ts'
import type { Item } from '../photos/item.ts'
import { Announcer } from './answer/Announcer.tsx'
import { Header } from './Header.tsx'
import { DropTarget } from './home/DropTarget.tsx'
import { languagePack, WordsContext } from './language-pack.ts'
import { lazyPart } from './lazy-part.tsx'
import { Main } from './Main.tsx'
import { OpenPanelContext, type PanelName } from './open-panel.ts'
import { offlineStatus } from './privacy/offline-status.ts'
import { SiteFooter } from './privacy/SiteFooter.tsx'
import { UpdateBanner } from './privacy/UpdateBanner.tsx'
import { type Stores, StoresContext, useModel, usePhotos, useSettings, useSite, useStores } from './stores.ts'

interface AppProps {
  stores: Stores
  /** The privacy panel is open from the start: the address asks for it. */
  showPrivacy?: boolean
}

export function App({ stores, showPrivacy = false }: AppProps) {
  return (
    <StoresContext value={stores}>
      <Page showPrivacy={showPrivacy} />
    </StoresContext>
  )
}

function Page({ showPrivacy }: { showPrivacy: boolean }) {
  const language = useSettings((settings) => settings.language)
  const theme = useSettings((settings) => settings.theme)
  const [panel, setPanel] = useState<PanelName | undefined>(showPrivacy ? 'privacy' : undefined)
  const pack = useMemo(() => languagePack(language), [language])
  const { words, tag } = pack

  useLayoutEffect(() => {
    document.documentElement.lang = tag
    document.documentElement.dataset.theme = theme
    document.title = words.title
  }, [tag, theme, words.title])

  return (
    <WordsContext value={pack}>
      <OpenPanelContext value={setPanel}>
        <a className="skip" href="#photo">
          {words.skip}
        </a>
        <Header />
        <UpdateOffer />
        <Main />
        <Footer />
        {panel && <Panel name={panel} onClose={() => setPanel(undefined)} />}
        <DropTarget />
        <Announcer />
      </OpenPanelContext>
    </WordsContext>
  )
}

function UpdateOffer() {
  const { site } = useStores()
  const offered = useSite(
    ({ offline }) => typeof offline === 'object' && offline.status === 'ready' && offline.updateReady,
  )
  const busy = usePhotos(({ items, many }) => items.some(many ? isOpen : isBusy))
  return offered && <UpdateBanner busy={busy} onUpdate={site.applyUpdate} />
}

function isBusy({ state: { status } }: Item): boolean {
  return status === 'waiting' || status === 'working'
}

const NOT_READY: ModelState = { status: 'absent' }

function Footer() {
  const { site } = useStores()
  const state = useSite((present) => present)
  // how far a download is makes no difference here
  const model = useModel((present) => (present.state.status === 'ready' ? present.state : NOT_READY))
  return (
    <SiteFooter
      offline={offlineStatus(state, model)}
      installable={state.installable}
      onInstall={() => void site.install()}
    />
  )
}

const LazyPrivacyPanel = lazyPart(async () => (await import('./privacy/PrivacyPanel.tsx')).PrivacyPanel)
const LazySettingsPanel = lazyPart(async () => (await import('./settings/SettingsPanel.tsx')).SettingsPanel)

function Panel({ name, onClose }: { name: PanelName; onClose: () => void }) {
  const { site } = useStores()
  const model = useModel(({ state }) => state)
  return (
    <Suspense>
      {name === 'privacy' ? (
        <LazyPrivacyPanel site={site} model={model} onClose={onClose} />
      ) : (
        <LazySettingsPanel onClose={onClose} />
      )}
    </Suspense>
  )
}
