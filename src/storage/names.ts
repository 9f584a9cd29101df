/**
 * Every name under which this site stores something: the one registry. On a shared origin (`user.github.io/*`) other
 * sites, and other copies of this one, store beside it; so each name carries the site's own path, and nothing whose name
 * is not made here is ever read or deleted.
 */

/** First word of every name. A space ends each word: no path contains one, since URLs encode it. */
const APP = 'private-image-classifier'

export interface StoredNames {
  /** Cache Storage: parts of the model and of the runtimes, verified. */
  files: string
  /** Cache Storage: one version of the app's shell. */
  shell(version: string): string
  /** Cache Storage: sample pictures. */
  samples: string
  /** Cache Storage: which backend a measurement has shown to be the fastest. */
  backend: string
  /** Local storage: one of a visitor's settings. */
  setting(key: string): string
  /** BroadcastChannel by which pages and service worker agree. */
  pages: string
  /** Web Lock, shared: a page of that version is open. */
  openPage(version: string): string
  /** Web Lock: shared by all who may store something now, exclusive for who deletes it all. */
  storing: string
  /** Web Lock, shared: a page is open that must find nothing stored, since a person has deleted it all. */
  stopped: string
  /** Whether a name is one of this site's: of a cache, a database, a stored setting or a lock. */
  isOurs(name: string): boolean
  /** Whether it names a version of the shell. */
  isShell(name: string): boolean
  /** Whether it is the lock of an open page, of whatever version. */
  isOpenPage(name: string): boolean
}

/**
 * @param site address of the folder that the page is in, which is also the service worker's scope; other files of the
 *   site lie below it
 */
export function storedNames(site: string | URL): StoredNames {
  const { pathname } = new URL('./', site)
  const prefix = `${APP} ${pathname} `
  const shell = `${prefix}shell `
  const openPage = `${prefix}page `
  return {
    files: `${prefix}files`,
    shell: (version) => shell + version,
    samples: `${prefix}samples`,
    backend: `${prefix}backend`,
    setting: (key) => `${prefix}setting ${key}`,
    pages: `${prefix}pages`,
    openPage: (version) => openPage + version,
    storing: `${prefix}storing`,
    stopped: `${prefix}stopped`,
    isOurs: (name) => name.startsWith(prefix),
    isShell: (name) => name.startsWith(shell),
    isOpenPage: (name) => name.startsWith(openPage),
  }
}
