/** What went wrong, in a form that a program can tell apart. The page has words for each. */
export type ErrorCode =
  | 'not-an-image'
  | 'damaged-image'
  | 'unsupported-image'
  | 'image-too-large'
  | 'canvas-noise'
  | 'model-missing'
  | 'model-corrupt'
  | 'page-outdated'
  | 'network'
  | 'no-webassembly'
  | 'unsupported-browser'
  | 'worker-blocked'
  | 'inference-failed'
  | 'internal'

/** An error of the classifier: says what happened; `code` decides what a person can do about it. */
export class ClassifierError extends Error {
  override name = 'ClassifierError'

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** What was thrown, as an error of the classifier: `internal` for what nobody foresaw. */
export function toClassifierError(error: unknown): ClassifierError {
  if (error instanceof ClassifierError) return error
  return new ClassifierError('internal', messageOf(error), { cause: error })
}

/** The words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
