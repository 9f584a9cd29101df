/** This model or this browser can't be run by the engine; the message says why. Another runtime may do it. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused'
}
