/** A version of the site: one build of the page with one model. */

export interface ShellFile {
  /** Relative to the page. */
  url: string
  /** Stands for the content where the name does not. */
  revision?: string
}

/** What the build tells the service worker of itself, in the first line of its script. */
export interface Shell {
  /** Stands for all that was built. */
  build: string
  /** Stored when the service worker is installed. */
  files: ShellFile[]
  /** Stored once they have been used: most visitors never need them. */
  later: string[]
}

/** The model's manifest, named by its content. */
export const MANIFEST_ADDRESS = /^(?:\.\/)?model\/manifest-([0-9a-f]{16})\.json$/

/**
 * Page and service worker say the same of the same version.
 * @param manifest address of the model's manifest, where there is a model
 */
export function versionName(build: string, manifest: string | undefined): string {
  return `${build}-${MANIFEST_ADDRESS.exec(manifest ?? '')?.[1] ?? 'none'}`
}

/** Of the service worker. */
export function shellVersion({ build, files }: Shell): string {
  return versionName(build, files.find(({ url }) => MANIFEST_ADDRESS.test(url))?.url)
}

/** Of the page, from what the build has written into it. */
export function pageVersion(page: Document): string {
  const build = page.querySelector<HTMLMetaElement>('meta[name=build]')?.content ?? 'development'
  const manifest = page.querySelector('#model-manifest')?.getAttribute('href') ?? undefined
  return versionName(build, manifest)
}
