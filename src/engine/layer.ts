/** What a kernel is told about its layer; `kernels/layer.ts` says what each field means and has the same order. */
export const FIELDS = [
  'sources',
  'places',
  'offset',
  'pixels',
  'tiles',
  'inputs',
  'outputs',
  'pixelPitch',
  'rowPitch',
  'largest',
  'placeLargest',
  'low',
  'placeLow',
  'norm',
  'weights',
  'scale',
  'bias',
  'logits',
  'logitBias',
] as const

export type LayerFields = Partial<Record<(typeof FIELDS)[number], number>>

/** The 32-bit words of a layer. Fields that a kernel does not read are 0. */
export function layerWords(fields: LayerFields): number[] {
  return FIELDS.map((name) => fields[name] ?? 0)
}
