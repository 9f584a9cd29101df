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

  floats(values: Float32Array): number {
    return this.place(4 * values.length, (buffer, at) =>
      new Float32Array(buffer, at, values.length).set(values),
    )
  }

  integers(values: ArrayLike<number>): number {
    return this.place(4 * values.length, (buffer, at) =>
      new Int32Array(buffer, at, values.length).set(values),
    )
  }

  shorts(values: ArrayLike<number>): number {
    return this.place(2 * values.length, (buffer, at) =>
      new Int16Array(buffer, at, values.length).set(values),
    )
  }

  /** Writes all that was placed. */
  write(buffer: ArrayBufferLike): void {
    for (const write of this.writers) write(buffer)
  }
}
