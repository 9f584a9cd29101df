/** What the first HEIC photo downloads where the browser does not know the format: libheif's wasm and its script. */
export const HEIC_DECODER_BYTES = 1_511_000
