/** What of Trusted Types is used here; TypeScript's DOM library does not have them yet. */
interface TrustedTypes {
  /** Applied to plain texts; there is at most one. */
  readonly defaultPolicy: object | null
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

/** @throws TypeError for an address that is not of the page's own origin */
function ownOnly(url: string): string {
  const { origin } = new URL(url, globalThis.location.href)
  if (origin !== globalThis.location.origin) throw new TypeError(`refused to run a script of ${origin}`)
  return url
}

const trustedTypes = (): TrustedTypes | undefined => Reflect.get(globalThis, 'trustedTypes')

function createOwnScripts(): (url: string) => string {
  try {
    const policy = trustedTypes()?.createPolicy('own-scripts', { createScriptURL: ownOnly })
    if (policy) return (url) => policy.createScriptURL(url)
  } catch {
    // The thread has a policy of this name: its module was evaluated twice, as WebKit does with a worker's entry that
    // a chunk imports. Plain texts pass the default policy then.
  }
  return ownOnly
}

const ownScripts = createOwnScripts()

/**
 * The address of a script of our own, in the form that the browser's Trusted Types demand where a worker starts.
 * The value is an object there; TypeScript knows it as the text that it stands for.
 * @throws TypeError for another origin
 */
export function ownScript(url: string | URL): string {
  return ownScripts(String(url))
}

/** For a thread whose libraries start workers by plain addresses: those of our own origin pass, all others are refused. */
export function trustOwnScripts(): void {
  const types = trustedTypes()
  if (types && !types.defaultPolicy) types.createPolicy('default', { createScriptURL: ownOnly })
}
