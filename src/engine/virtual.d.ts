/** Made by `compile.ts`: wasm in base64. */
declare module 'virtual:engine-kernels/*' {
  const base64: string
  export default base64
}
