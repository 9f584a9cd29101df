/**
 * Every name under which this site stores something: the one registry. On a shared origin (`user.github.io/*`) other
 * sites, and other copies of this one, store beside it; so each name carries the site's own path, and nothing whose name
 * is not made here is ever read or deleted.
 */

/** First word of every name. A space ends each word: no path contains one, since URLs encode it. */
const APP = 'private-image-classifier'

export type StoredNames = ReturnType<typeof storedNames>

/**
 * @param site address of the folder that the page is in, which is also the service worker's scope; other files of the
 *   site lie below it
 */
export function storedNames(site: string | URL) {
  const { pathname } = new URL('./', site)
  const prefix = `${APP} ${pathname} `
  const shell = `${prefix}shell `
  const openPage = `${prefix}page `
  return {
    /** Cache Storage: parts of the model and of the runtimes, verified. */
    files: `${prefix}files`,
    /** Cache Storage: one version of the app's shell. */
    shell: (version: string) => shell + version,
    /** Cache Storage: sample pictures. */
    samples: `${prefix}samples`,
    /** Cache Storage: which backend a measurement has shown to be the fastest. */
    backend: `${prefix}backend`,
    /** Local storage: one of a visitor's settings. */
    setting: (key: string) => `${prefix}setting ${key}`,
    /** BroadcastChannel by which pages and service worker agree. */
    pages: `${prefix}pages`,
    /** Web Lock, shared: a page of that version is open. */
    openPage: (version: string) => openPage + version,
    /** Web Lock: shared by all who may store something now, exclusive for who deletes it all. */
    storing: `${prefix}storing`,
    /** Web Lock, shared: a page is open that must find nothing stored, since a person has deleted it all. */
    stopped: `${prefix}stopped`,
    /** Whether a name is one of this site's: of a cache, a database, a stored setting or a lock. */
    isOurs: (name: string) => name.startsWith(prefix),
    isShell: (name: string) => name.startsWith(shell),
    /** Whether it is the lock of an open page, of whatever version. */
    isOpenPage: (name: string) => name.startsWith(openPage),
  }
}
