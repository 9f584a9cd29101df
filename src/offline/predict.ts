import type { PredictAnswer, PredictRequest } from './messages.ts'

/** As much as the tutorials' server would take; a bigger photo goes through the page. */
const MAX_BYTES = 64 * 1024 * 1024

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

function refusal(status: number, code: string, message: string, headers?: Record<string, string>): Response {
  return json(status, { error: { code, message } }, headers)
}

/** The status for an error code of the classifier that is the photo's fault; any other is the page's own: 500. */
const STATUS: Record<string, number> = {
  'not-an-image': 415,
  'damaged-image': 415,
  'unsupported-image': 415,
  'image-too-large': 413,
}

/** The page says this while the model is on its way: asking again later helps. */
export const NOT_READY = 'model-not-ready'

function unavailable(message: string): Response {
  return refusal(503, NOT_READY, message, { 'Retry-After': '5' })
}

async function formFile(request: Request): Promise<Blob | undefined> {
  try {
    const file = (await request.formData()).get('file')
    return file instanceof Blob ? file : undefined
  } catch {
    return undefined // no multipart at all
  }
}

/** How many classes are asked for: `?top=5`; without it one, in the tutorial's own form. */
function wantedClasses(url: URL): number | undefined {
  const top = url.searchParams.get('top')
  if (top === null) return undefined
  const count = Number(top)
  return Number.isInteger(count) && count >= 1 && count <= 1000 ? count : Number.NaN
}

/**
 * The tutorials' `POST /predict`, answered by the page's classifier; the network is never asked.
 * @param ask hands the file to an open page and gives its answer, or `undefined` when no page is open
 */
export async function answerPredict(
  request: Request,
  ask: (message: PredictRequest) => Promise<PredictAnswer | undefined>,
): Promise<Response> {
  if (request.method !== 'POST') {
    return refusal(405, 'method-not-allowed', 'Use POST with a multipart form that has a file.', {
      Allow: 'POST',
    })
  }
  const top = wantedClasses(new URL(request.url))
  if (Number.isNaN(top)) return refusal(400, 'bad-request', 'top is a whole number from 1 to 1000.')
  if (Number(request.headers.get('Content-Length') ?? 0) > MAX_BYTES) return tooLarge()
  const file = await formFile(request)
  if (!file || file.size === 0) return refusal(400, 'no-file', 'The form has no file in its field "file".')
  if (file.size > MAX_BYTES) return tooLarge()
  const answer = await ask({ type: 'predict', file, top })
  if (!answer) return unavailable('No open page could answer. Open the site in a tab.')
  if (answer.ok) return json(200, answer.body)
  if (answer.code === NOT_READY) return unavailable(answer.message)
  return refusal(STATUS[answer.code] ?? 500, answer.code, answer.message)
}

function tooLarge(): Response {
  return refusal(413, 'image-too-large', `The file has more than ${MAX_BYTES} bytes.`)
}
