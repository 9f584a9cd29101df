/** This model or this browser can't be run by the engine; the message says why. Another runtime may do it. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused'
}

/** A thread of the engine has ended or does not answer. The engine has released all its threads: make another one. */
export class EngineBroken extends Error {
  override readonly name = 'EngineBroken'
}
