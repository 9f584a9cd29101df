/** What answers can be saved as. Known before what writes them is loaded. */
export const FORMATS = ['csv', 'json-lines', 'json-best', 'json-ranked', 'list', 'xmp', 'xmp-stem'] as const

export type Format = (typeof FORMATS)[number]
