import { Suspense, useCallback, useLayoutEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Store } from '../photos/store.ts'
import { announcement } from './answer/announcement.ts'
import { Panel } from './answer/Panel.tsx'
import { LazyChoices } from './crop/lazy-tools.tsx'
import { Header } from './Header.tsx'
import { Picker } from './home/Picker.tsx'
import { usePageDrop } from './home/page-drop.ts'
import { usePagePaste } from './home/page-paste.ts'
import { languagePack, WordsContext } from './language-pack.ts'
import { ModelStatus } from './loading/ModelStatus.tsx'
import { Crop } from './photo/Crop.tsx'
import { Preview } from './photo/Preview.tsx'
import { LazyPrivacyPanel } from './privacy/lazy-panel.tsx'
import { offlineStatus } from './privacy/offline-status.ts'
import { SiteFooter } from './privacy/SiteFooter.tsx'
import type { Site } from './privacy/site.ts'
import { UpdateBanner } from './privacy/UpdateBanner.tsx'
import { Samples } from './samples/Samples.tsx'
import { LazySettingsPanel } from './settings/lazy-panel.tsx'
import type { SettingsStore } from './settings/settings.ts'
import { useValue } from './use-value.ts'
import { Views } from './views/Views.tsx'

interface AppProps {
  store: Store
  settings: SettingsStore
  site: Site
  /** The privacy panel is open from the start: the address asks for it. */
  showPrivacy?: boolean
}

/** The page. */
export function App({ store, settings, site, showPrivacy = false }: AppProps) {
  const state = useValue(store)
  const siteState = useStore(site)
  const [settingsOpen, setSettingsOpen] = useState(false)
  const [privacyOpen, setPrivacyOpen] = useState(showPrivacy)
  const { language, theme } = useStore(settings)
  /** The class whose map lies over the photo. */
  const [shown, setShown] = useState<{ photo: number; index: number } | null>(null)
  const pack = useMemo(() => languagePack(language), [language])
  const { words } = pack

  useLayoutEffect(() => {
    document.documentElement.lang = pack.tag
    document.documentElement.dataset.theme = theme
    document.title = words.title
  }, [pack.tag, theme, words.title])

  const dropFiles = useCallback((files: File[]) => store.choose(files, 'dropped'), [store])
  const pasteImages = useCallback((images: File[]) => store.choose(images, 'pasted'), [store])
  const hovering = usePageDrop(dropFiles)
  usePagePaste(pasteImages, store.reportEmptyPaste)

  const { model, photo, nothingPasted } = state
  const idle = photo.status === 'idle'
  const answer = photo.status === 'done' ? photo : undefined
  const photoId = photo.status === 'idle' ? undefined : photo.photo.id
  // another photo begins without a map
  const shownClass = shown && shown.photo === photoId ? shown.index : null
  const showClass = (index: number | null) =>
    setShown(index === null || photoId === undefined ? null : { photo: photoId, index })
  const shownLabel = shownClass === null ? undefined : state.classes[shownClass]
  const updating = answer !== undefined && answer.view !== answer.answered
  const openPrivacy = () => setPrivacyOpen(true)
  return (
    <WordsContext value={pack}>
      <a className="skip" href="#photo">
        {words.skip}
      </a>
      <Header settings={settings} onPrivacy={openPrivacy} onSettings={() => setSettingsOpen(true)} />
      {typeof siteState.offline === 'object' &&
        siteState.offline.status === 'ready' &&
        siteState.offline.updateReady && (
          <UpdateBanner busy={photo.status === 'working'} onUpdate={site.applyUpdate} />
        )}
      {/* Each slot keeps its place in the tree: the picker is the same element with and without a photo. */}
      <main
        id="photo"
        tabIndex={-1}
        className={idle ? 'main main--idle' : `main main--photo${updating ? ' main--updating' : ''}`}
      >
        {idle && (
          <div className="intro">
            <h2 className="intro__title">{words.intro.title}</h2>
            <p className="intro__sentence">{words.intro.sentence}</p>
            <ModelStatus model={model} actions={store} />
          </div>
        )}
        {!idle && (
          <Preview
            key={photo.photo.id}
            photo={photo.photo}
            answer={answer}
            shownClass={
              shownLabel && shownClass !== null ? { index: shownClass, name: shownLabel.name } : undefined
            }
            onLook={store.look}
          />
        )}
        {!idle && (
          <Panel
            model={model}
            photo={photo}
            classes={state.classes}
            hierarchy={state.hierarchy}
            shownClass={shownClass}
            onShowClass={showClass}
            actions={store}
          />
        )}
        {!idle && (photo.crop || photo.status === 'working') && (
          <Crop crop={photo.crop}>
            {answer && (
              <Suspense fallback={<p>{words.photo.cropNote}</p>}>
                <LazyChoices answer={answer} onLook={store.look} />
              </Suspense>
            )}
          </Crop>
        )}
        <Picker another={!idle} onFiles={(files) => store.choose(files, 'chosen')} />
        {idle && (
          <Samples
            load={siteState.offline === 'development' || siteState.policy !== undefined}
            onFile={(file) => {
              store.choose([file], 'sample')
              // the gallery is gone, and with it the button that had the keyboard's focus
              document.getElementById('photo')?.focus({ preventScroll: true })
              window.scrollTo(0, 0) // the gallery lies below, the photo on top
            }}
          />
        )}
        {photo.status === 'done' && (
          <Views
            key={`views-${photo.photo.id}`}
            answer={photo}
            classes={state.classes}
            hierarchy={state.hierarchy}
            shownClass={shownClass}
            onShowClass={showClass}
          />
        )}
        {nothingPasted && <p className="notice">{words.pick.nothingPasted}</p>}
      </main>
      <SiteFooter
        offline={offlineStatus(siteState, model)}
        installable={siteState.installable}
        onInstall={() => void site.install()}
        onPrivacy={openPrivacy}
      />
      {privacyOpen && (
        <Suspense>
          <LazyPrivacyPanel site={site} model={model} onClose={() => setPrivacyOpen(false)} />
        </Suspense>
      )}
      {settingsOpen && (
        <Suspense>
          <LazySettingsPanel
            settings={settings}
            model={model}
            actions={store}
            onClose={() => setSettingsOpen(false)}
          />
        </Suspense>
      )}
      {hovering && (
        <div className="drop" aria-hidden="true">
          <p>{words.pick.drop}</p>
        </div>
      )}
      <p className="visually-hidden" role="status" aria-live="polite">
        {announcement(state, pack)}
      </p>
    </WordsContext>
  )
}
