/** Addresses are multiples of a cache line, so that neighbours do not share one. */
const ALIGNMENT = 64

/**
 * Lays out memory before there is any: places are handed out one after another, and what belongs there is written once
 * the memory is known.
 */
export class Arena {
  /** Address 0 stays free: it is nobody's. */
  private end = ALIGNMENT
  private readonly writers: ((buffer: ArrayBufferLike) => void)[] = []

  /** Bytes that the memory must have. */
  get bytes(): number {
    return this.end
  }

  /** A place of some bytes. New memory is 0 everywhere. */
  reserve(bytes: number): number {
    const address = this.end
    this.end += Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
    return address
  }

  /** A place of some bytes that `write` fills. */
  place(bytes: number, write: (buffer: ArrayBufferLike, address: number) => void): number {
    const address = this.reserve(bytes)
    this.writers.push((buffer) => write(buffer, address))
    return address
  }

  /** A place of numbers. */
  numbers(values: Float32Array | Int32Array | Int16Array): number {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    return this.place(bytes.length, (buffer, at) => new Uint8Array(buffer, at).set(bytes))
  }

  /** Writes all that was placed. */
  write(buffer: ArrayBufferLike): void {
    for (const write of this.writers) write(buffer)
  }
}
