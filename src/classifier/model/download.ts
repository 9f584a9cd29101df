import type { ModelFile } from '../../../model/manifest.ts'
import { ClassifierError } from '../errors.ts'

/** SHA-256, 64 hex digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Fetches, and says in a typed error why it could not. */
export async function fetchOk(url: URL, signal?: AbortSignal): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, signal ? { signal } : {})
  } catch (cause) {
    signal?.throwIfAborted()
    throw new ClassifierError('network', `${url.pathname} could not be fetched.`, { cause })
  }
  if (response.status === 404) throw new ClassifierError('model-missing', `${url.pathname} is not there.`)
  if (!response.ok)
    throw new ClassifierError('network', `${url.pathname} was answered with status ${response.status}.`)
  return response
}

/**
 * Downloads a file of the model folder and checks it against the manifest before anyone sees a byte of it.
 * @param onProgress called with the bytes that have come so far
 * @throws ClassifierError `network`, `model-missing`, or `model-corrupt` when size or SHA-256 differ
 */
export async function downloadFile(
  file: ModelFile,
  folder: URL,
  onProgress: (loaded: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = new URL(file.path, folder)
  const response = await fetchOk(url, signal)
  const bytes = new Uint8Array(file.bytes)
  let loaded = 0
  const reader = response.body?.getReader()
  try {
    for (;;) {
      const chunk = await reader?.read()
      if (!chunk || chunk.done) break
      if (loaded + chunk.value.length > file.bytes) {
        await reader?.cancel()
        throw new ClassifierError(
          'model-corrupt',
          `${file.path} is longer than the manifest's ${file.bytes} bytes.`,
        )
      }
      bytes.set(chunk.value, loaded)
      loaded += chunk.value.length
      onProgress(loaded)
    }
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof ClassifierError) throw cause
    throw new ClassifierError('network', `The download of ${file.path} broke off at byte ${loaded}.`, {
      cause,
    })
  }
  if (loaded < file.bytes) {
    throw new ClassifierError(
      'network',
      `The download of ${file.path} ended at byte ${loaded} of ${file.bytes}.`,
    )
  }
  const found = await sha256(bytes)
  if (found !== file.sha256) {
    throw new ClassifierError('model-corrupt', `${file.path} has the SHA-256 ${found}, not ${file.sha256}.`)
  }
  return bytes
}
