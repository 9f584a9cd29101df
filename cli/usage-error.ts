/** The command can't be run as it was given: says what to do instead. */
export class UsageError extends Error {
  override name = 'UsageError'
}
