import { ClassifierError } from '../errors.ts'

/**
 * Fetches, and says in a typed error why it could not.
 * @throws ClassifierError `network` or `model-missing`; the signal's reason when aborted
 */
export async function fetchOk(url: URL, options: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, options)
  } catch (cause) {
    options.signal?.throwIfAborted()
    throw new ClassifierError('network', `${url.pathname} could not be fetched.`, { cause })
  }
  if (response.status === 404) throw new ClassifierError('model-missing', `${url.pathname} is not there.`)
  if (!response.ok)
    throw new ClassifierError('network', `${url.pathname} was answered with status ${response.status}.`)
  return response
}
