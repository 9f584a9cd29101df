import { ClassifierError } from '../errors.ts'

/**
 * Fetches a file whose name holds its hash, and says in a typed error why it could not.
 * @throws ClassifierError `network`; `page-outdated` where it is no longer there: a newer version of the site has taken
 *   its place; the signal's reason when aborted
 */
export async function fetchOk(url: URL, options: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, options)
  } catch (cause) {
    options.signal?.throwIfAborted()
    throw new ClassifierError('network', `${url.pathname} could not be fetched.`, { cause })
  }
  if (response.status === 404)
    throw new ClassifierError('page-outdated', `${url.pathname} is no longer there.`)
  if (!response.ok)
    throw new ClassifierError('network', `${url.pathname} was answered with status ${response.status}.`)
  return response
}
