import { useCallback, useLayoutEffect, useMemo } from 'react'
import { announcement } from './announcement.ts'
import { Crop } from './Crop.tsx'
import { Header } from './Header.tsx'
import { ModelStatus } from './ModelStatus.tsx'
import { Panel } from './Panel.tsx'
import { Picker } from './Picker.tsx'
import { Preview } from './Preview.tsx'
import { usePageDrop } from './page-drop.ts'
import { usePagePaste } from './page-paste.ts'
import type { SettingsStore } from './settings.ts'
import type { Store } from './store.ts'
import { useValue } from './value.ts'
import { languagePack, WordsContext } from './words.ts'

/** The page. */
export function App({ store, settings }: { store: Store; settings: SettingsStore }) {
  const state = useValue(store)
  const { language, theme } = useValue(settings)
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
  return (
    <WordsContext value={pack}>
      <a className="skip" href="#photo">
        {words.skip}
      </a>
      <Header settings={settings} />
      {/* Each slot keeps its place in the tree: the picker is the same element with and without a photo. */}
      <main id="photo" tabIndex={-1} className={idle ? 'main main--idle' : 'main main--photo'}>
        {idle && (
          <div className="intro">
            <h2 className="intro__title">{words.intro.title}</h2>
            <p className="intro__sentence">{words.intro.sentence}</p>
            <ModelStatus model={model} actions={store} />
          </div>
        )}
        {!idle && <Preview key={photo.photo.id} photo={photo.photo} />}
        {!idle && <Panel model={model} photo={photo} actions={store} />}
        {!idle && (photo.crop || photo.status === 'working') && <Crop crop={photo.crop} />}
        <Picker another={!idle} onFiles={(files) => store.choose(files, 'chosen')} />
        {nothingPasted && <p className="notice">{words.pick.nothingPasted}</p>}
      </main>
      <footer className="footer">
        <p className="footer__privacy">{words.footer.privacy}</p>
        <p>
          {words.footer.made} {words.footer.limits}
        </p>
      </footer>
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
