import type { PredictAnswer, PredictRequest } from './messages.ts'

/** Of a file: as much as the tutorials' server would take; a bigger photo goes through the page. */
const MAX_BYTES = 64 * 1024 * 1024

/** Browsers end a service worker whose answer takes minutes. */
const MAX_FILES = 100

/** Why a request or one of its files is not answered. */
interface Refusal {
  status: number
  code: string
  message: string
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
  })
}

/** What a client reads of a refusal, alone or in place of an answer among others. */
const errorBody = ({ code, message }: Refusal) => ({ error: { code, message } })

function refuse(refusal: Refusal, headers?: Record<string, string>): Response {
  return json(refusal.status, errorBody(refusal), headers)
}

const badRequest = (message: string): Refusal => ({ status: 400, code: 'bad-request', message })

const NO_FILE: Refusal = {
  ...{ status: 400, code: 'no-file', message: 'The form has no file in its field "file".' },
}

const TOO_LARGE: Refusal = {
  ...{ status: 413, code: 'image-too-large', message: `The file has more than ${MAX_BYTES} bytes.` },
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

const NO_PAGE: Refusal = {
  ...{ status: 503, code: NOT_READY, message: 'No open page could answer. Open the site in a tab.' },
}

/** The form's fields `file`, in their order; a text in one of them is no file. */
async function formFiles(request: Request): Promise<(Blob | undefined)[]> {
  try {
    return (await request.formData())
      .getAll('file')
      .map((value) => (value instanceof Blob && value.size > 0 ? value : undefined))
  } catch {
    return [] // no multipart at all
  }
}

/** How many classes are asked for: `?top=5`; without it one, in the tutorial's own form. */
function wantedClasses(url: URL): number | undefined {
  const top = url.searchParams.get('top')
  if (top === null) return undefined
  const count = Number(top)
  return Number.isInteger(count) && count >= 1 && count <= 1000 ? count : Number.NaN
}

type Ask = (message: PredictRequest) => Promise<PredictAnswer | undefined>

async function answerFile(
  file: Blob | undefined,
  top: number | undefined,
  ask: Ask,
): Promise<{ body: unknown } | Refusal> {
  if (!file) return NO_FILE
  if (file.size > MAX_BYTES) return TOO_LARGE
  const answer = await ask({ type: 'predict', file, top })
  if (!answer) return NO_PAGE
  if (answer.ok) return { body: answer.body }
  const { code, message } = answer
  return { status: code === NOT_READY ? 503 : (STATUS[code] ?? 500), code, message }
}

/** Where asking again later helps, it says when. */
const refuseOne = (refusal: Refusal) =>
  refuse(refusal, refusal.status === 503 ? { 'Retry-After': '5' } : undefined)

/** One after another: the page may take its time for each. Once nobody can answer, none is asked any more. */
async function answerFiles(
  files: readonly (Blob | undefined)[],
  top: number | undefined,
  ask: Ask,
): Promise<Response> {
  const bodies: unknown[] = []
  for (const file of files) {
    const answer = await answerFile(file, top, ask)
    if ('body' in answer) bodies.push(answer.body)
    else if (answer.status === 503) return refuseOne(answer)
    else bodies.push(errorBody(answer))
  }
  return json(200, bodies)
}

/**
 * The tutorials' `POST /predict`, answered by the page's classifier; the network is never asked. Several fields `file` are
 * answered by an array in their order, whose elements are what each would get alone: an answer, or an `error`. 503 is
 * always the whole request's.
 * @param ask hands the file to an open page and gives its answer, or `undefined` when no page is open
 */
export async function answerPredict(request: Request, ask: Ask): Promise<Response> {
  if (request.method !== 'POST') {
    const message = 'Use POST with a multipart form that has a file.'
    return refuse({ status: 405, code: 'method-not-allowed', message }, { Allow: 'POST' })
  }
  const top = wantedClasses(new URL(request.url))
  if (Number.isNaN(top)) return refuse(badRequest('top is a whole number from 1 to 1000.'))
  if (Number(request.headers.get('Content-Length') ?? 0) > MAX_FILES * MAX_BYTES) return refuse(TOO_LARGE)
  const files = await formFiles(request)
  if (files.length > MAX_FILES) {
    return refuse(
      badRequest(`The form has more than ${MAX_FILES} files. Send the others in another request.`),
    )
  }
  if (files.length > 1) return answerFiles(files, top, ask)
  const answer = await answerFile(files[0], top, ask)
  return 'body' in answer ? json(200, answer.body) : refuseOne(answer)
}
