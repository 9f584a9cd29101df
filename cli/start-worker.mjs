// A worker thread of Node 20 knows no TypeScript, even where the command that starts it does.
import { register } from 'tsx/esm/api'

register()
const { registerWasmAddresses } = await import('./wasm-addresses.ts')
registerWasmAddresses()
await import('./worker.ts')
