import { build, type InlineConfig } from 'vite'

/** Builds a site as the build command does: Vitest's `NODE_ENV` would give one for development, without service worker. */
export async function buildSite(config: InlineConfig): Promise<void> {
  const before = process.env.NODE_ENV
  process.env.NODE_ENV = 'production'
  try {
    await build({ logLevel: 'error', ...config })
  } finally {
    if (before === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = before
  }
}
