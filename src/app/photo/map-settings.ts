/** How the map lies over the photo. */
export interface MapSettings {
  /** The map stays, of the best class unless another one is pointed at. */
  on: boolean
  /** 0 to 1. */
  opacity: number
  /** The map is taken away for a moment, to compare. */
  photoOnly: boolean
}

export const NO_MAP: MapSettings = { on: false, opacity: 0.7, photoOnly: false }
