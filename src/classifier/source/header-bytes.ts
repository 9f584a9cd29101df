import { ClassifierError } from '../errors.ts'

export interface Size {
  width: number
  height: number
}

/** How many bytes are read from the file at once. */
const WINDOW = 64 * 1024

/** Far more than any honest header needs. */
const MAX_STEPS = 100_000

/** @throws ClassifierError `damaged-image` for a file that has gone, or may no longer be read */
export async function readBytes(file: Blob, start = 0, end = file.size): Promise<ArrayBuffer> {
  try {
    return await file.slice(start, end).arrayBuffer()
  } catch (cause) {
    throw new ClassifierError('damaged-image', 'The file can no longer be read.', { cause })
  }
}

/** A file's bytes at places that its header points to, of which only few are read. */
export class HeaderBytes {
  readonly length: number
  readonly #file: Blob
  #start = 0
  #window = new ArrayBuffer(0)
  #steps = 0

  constructor(file: Blob) {
    this.#file = file
    this.length = file.size
  }

  /**
   * @returns the bytes, or `undefined` where the file ends before them
   * @throws ClassifierError `damaged-image` for a file that can't be read, or after so many calls that it has no end
   */
  async at(start: number, length: number): Promise<DataView | undefined> {
    if (++this.#steps > MAX_STEPS) throw new ClassifierError('damaged-image', 'The file’s header has no end.')
    if (!(start + length <= this.length)) return undefined // NaN is nowhere
    if (start < this.#start || start + length > this.#start + this.#window.byteLength) {
      this.#window = await readBytes(this.#file, start, Math.min(start + WINDOW, this.length))
      this.#start = start
    }
    return new DataView(this.#window, start - this.#start, length)
  }
}

/** Four characters. */
export function latin1(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))
}
