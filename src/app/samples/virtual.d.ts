/** Made by the plugin in `scripts/samples.ts`. */
declare module 'virtual:samples' {
  /** Addresses of each sample's files, by its id. */
  export const urls: Readonly<Record<string, { photo: string; thumbnail: string }>>
}
