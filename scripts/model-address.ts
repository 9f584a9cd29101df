/**
 * Puts the address of the model's manifest into the built page and its service worker, so that page, shell and model are
 * of one version. Pure functions on texts: the build uses them, and the tests' server where another model takes the
 * place of the built one.
 */
import { MANIFEST_ADDRESS, type Shell } from '../src/offline/version.ts'

const LINK = /\s*<link id="model-manifest"[^>]*>/
const SHELL_LINE = /^self\.shell=(\{.*\});\n/

/** @param address of the manifest, relative to the page; `undefined` without a model */
export function pageWithModel(html: string, address: string | undefined): string {
  const without = html.replace(LINK, '')
  if (address === undefined) return without
  const link = `<link id="model-manifest" rel="model" href="./${address}">`
  return without.replace(/(\s*)<\/head>/, (end, space) => `${space}  ${link}${end}`)
}

/** The service worker's script with the list of the shell's files as its first line. */
export function writeShell(code: string, shell: Shell): string {
  return `self.shell=${JSON.stringify(shell)};\n${code}`
}

/** @throws Error for a script that {@link writeShell} has not made */
export function readShell(script: string): Shell {
  const line = SHELL_LINE.exec(script)?.[1]
  if (line === undefined) throw new Error('The service worker begins with no list of files.')
  const shell: Shell = JSON.parse(line)
  return shell
}

/** @param address of the manifest, relative to the page; `undefined` without a model */
export function serviceWorkerWithModel(script: string, address: string | undefined): string {
  const shell = readShell(script)
  const files = shell.files.filter(({ url }) => !MANIFEST_ADDRESS.test(url))
  if (address !== undefined) files.push({ url: address })
  return writeShell(script.replace(SHELL_LINE, ''), { ...shell, files })
}
