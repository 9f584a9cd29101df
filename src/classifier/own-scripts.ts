/** What of Trusted Types is used here; TypeScript's DOM library does not have them yet. */
interface TrustedTypes {
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

function createPolicy(name: string): (url: string) => string {
  const trustedTypes: TrustedTypes | undefined = Reflect.get(globalThis, 'trustedTypes')
  if (!trustedTypes) return ownOnly
  const policy = trustedTypes.createPolicy(name, { createScriptURL: ownOnly })
  return (url) => policy.createScriptURL(url)
}

let ownScripts: ((url: string) => string) | undefined

/**
 * The address of a script of our own, in the form that the browser's Trusted Types demand where a worker starts.
 * The value is an object there; TypeScript knows it as the text that it stands for.
 * @throws TypeError for another origin
 */
export function ownScript(url: string | URL): string {
  ownScripts ??= createPolicy('own-scripts')
  return ownScripts(String(url))
}

/** For a thread whose libraries start workers by plain addresses: those of our own origin pass, all others are refused. */
export function trustOwnScripts(): void {
  createPolicy('default')
}
