/**
 * Lets Node load modules that ask Vite for the address of a wasm file (`import url from 'a.wasm?url'`): here the address
 * is the file's path.
 */
import { type ResolveHook, register } from 'node:module'

const SUFFIX = '?url'

export const resolve: ResolveHook = async (specifier, context, next) => {
  if (!specifier.endsWith(`.wasm${SUFFIX}`)) return next(specifier, context)
  const { url } = await next(specifier.slice(0, -SUFFIX.length), context)
  const code = `export default ${JSON.stringify(url)}`
  return { url: `data:text/javascript,${encodeURIComponent(code)}`, format: 'module', shortCircuit: true }
}

/** To be called before such a module is imported. */
export function registerWasmAddresses(): void {
  register(import.meta.url)
}
