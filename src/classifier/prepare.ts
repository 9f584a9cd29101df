/** The first half of a photo's way, which needs no model: opened, upright, cropped. */
import { IMAGENET } from '../network/imagenet.ts'
import { lookRenderer, planLooks } from './image/looks.ts'
import type { OpenPhoto, ReadBack } from './pixels.ts'
import type { Region, Source, View, Want } from './types.ts'

/** One of the network's inputs. */
export interface Input {
  /** RGB, `[224, 224, 3]`. */
  rgb: Uint8Array
  /** Where in the upright photo it is from. */
  region: Region
  mirrored: boolean
}

export interface PreparedPhoto {
  inputs: [Input, ...Input[]]
  /** Size of the upright photo, pixels. */
  width: number
  height: number
  readBack: ReadBack
  /** Where wanted. Whoever gets it closes it. */
  thumbnail?: ImageBitmap
  /** Milliseconds. */
  decode: number
  preprocess: number
}

export interface PhotoRequest {
  source: Source
  view: View
  colorSpaceConversion: 'default' | 'none'
  /** Names the photo, if it is to be kept decoded. */
  keep?: string
  want?: Pick<Want, 'thumbnail'>
}

/** Takes bitmaps and frames over: they are closed with the photo. */
export type Open = (
  source: Source,
  options: { colorSpaceConversion: 'default' | 'none' },
) => Promise<OpenPhoto>

/** The largest photo that is kept: 128 MB. Larger ones are rare, and decoded each time. */
const KEPT_PIXELS = 32 * 1024 * 1024

/** Pixels are closed once they are of no use; a file holds nothing. */
export function closeSource(source: Source): void {
  if ('close' in source) source.close()
}

/** Makes the network's inputs of photos, and keeps the one photo that may be looked at again. */
export class Preparer {
  readonly #open: Open
  readonly #now: () => number
  #kept: { key: string; photo: OpenPhoto } | undefined
  /** The photo that is to be kept; it may not be open yet. */
  #wanted: string | undefined

  /** @param now milliseconds */
  constructor(open: Open, now: () => number) {
    this.#open = open
    this.#now = now
  }

  /** Names the photo to keep from now on, or none. */
  keep(key: string | undefined): void {
    this.#wanted = key
    if (this.#kept?.key === key) return
    this.#kept?.photo.close()
    this.#kept = undefined
  }

  /**
   * Closes what it opens.
   * @throws ClassifierError for a photo that can't be decoded
   */
  async prepare(request: PhotoRequest): Promise<PreparedPhoto> {
    const { source, view, colorSpaceConversion, keep } = request
    const start = this.#now()
    if (this.#kept && this.#kept.key === keep) {
      closeSource(source)
      return withThumbnail(this.#kept.photo, this.#render(this.#kept.photo, view, start), request)
    }
    const photo = await this.#open(source, { colorSpaceConversion })
    try {
      return await withThumbnail(photo, this.#render(photo, view, start), request)
    } finally {
      // It may have been given up while it was opened.
      if (keep !== undefined && keep === this.#wanted && photo.width * photo.height <= KEPT_PIXELS) {
        this.#kept = { key: keep, photo }
      } else {
        photo.close()
      }
    }
  }

  /**
   * All of a photo, made small. Closes what it opens.
   * @throws ClassifierError for a photo that can't be decoded
   */
  async thumbnail(source: Blob, side: number): Promise<ImageBitmap> {
    const photo = await this.#open(source, { colorSpaceConversion: 'default' })
    try {
      return await photo.thumbnail(side)
    } finally {
      photo.close()
    }
  }

  #render(photo: OpenPhoto, view: View, begun: number): PreparedPhoto {
    const { width, height, readBack } = photo
    let start = begun
    /** Milliseconds since the last call. */
    const lap = () => {
      const before = start
      start = this.#now()
      return start - before
    }
    let decode = lap()
    let preprocess = 0
    const [first, ...others] = planLooks(width, height, view, IMAGENET)
    const render = lookRenderer((rect) => {
      preprocess += lap()
      const pixels = photo.read(rect)
      decode += lap()
      return pixels
    }, IMAGENET.size)
    const toInput = (plan: typeof first): Input => {
      const rgb = render(plan)
      preprocess += lap()
      return { rgb, region: plan.region, mirrored: plan.mirrored }
    }
    const inputs: [Input, ...Input[]] = [toInput(first), ...others.map(toInput)]
    return { inputs, width, height, readBack, decode, preprocess }
  }
}

/** The answer does not depend on the thumbnail: a photo of which none can be made is answered without. */
async function withThumbnail(
  photo: OpenPhoto,
  prepared: PreparedPhoto,
  { want }: PhotoRequest,
): Promise<PreparedPhoto> {
  if (want?.thumbnail === undefined) return prepared
  const thumbnail = await photo.thumbnail(want.thumbnail).catch(() => undefined)
  return thumbnail ? { ...prepared, thumbnail } : prepared
}
