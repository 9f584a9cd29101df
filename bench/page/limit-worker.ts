import { serve } from './serve.ts'

/** Multiply-accumulates of DenseNet-121 at 224 x 224. */
const NETWORK_MACS = 2.83e9

/** Multiply-accumulates of one turn of a probe's loop. */
const MACS_A_TURN = { int8: 8 * 16, float32: 8 * 4 }

serve(async (start) => {
  if (start.kind !== 'limit') throw new Error(`not for this worker: ${start.kind}`)
  const { instance } = await WebAssembly.instantiateStreaming(fetch('../limit.wasm'))
  const probe = instance.exports[start.probe]
  if (typeof probe !== 'function') throw new Error(`no probe ${start.probe}`)
  const turns = Math.round(NETWORK_MACS / MACS_A_TURN[start.probe])
  return {
    threads: 1,
    // as many products as the network has
    async run() {
      probe(turns)
      return undefined
    },
  }
})
