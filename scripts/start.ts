/**
 * `npm start`: prepares the model where it is missing, then serves the page.
 *
 *     npm start -- [--port N] [--host HOST] [--weights FILE]
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { type BuildOptions, buildModel, missingReport } from '../model/build.ts'
import { findManifest, writeMissing } from '../model/published.ts'
import type { MissingModel } from '../src/network/manifest.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const MODEL = join(ROOT, 'public', 'model')

/** Vite's own, said here because the README names it. */
const PORT = 5173

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Builds the model. Where that fails: why, in the words that both the terminal and the page show. */
async function prepareModel(options: BuildOptions): Promise<MissingModel | undefined> {
  try {
    const result = await buildModel(options)
    if (result.status === 'missing') return result.missing
    if (result.status === 'refused') return failed(result.message)
    return undefined
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error))
  }
}

function failed(reason: string): MissingModel {
  return {
    tried: [{ source: 'npm run model', reason }],
    remedy: ['Put right what the reason says, then run npm start again'],
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${text} is not a port`)
  return port
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      weights: { type: 'string' },
    },
  })
  const port = portOf(values.port)

  const missing = await prepareModel({ weights: values.weights })
  if (missing) {
    say(missingReport(missing))
    await writeMissing(MODEL, missing)
    say(
      findManifest(MODEL)
        ? 'The page is served all the same, with the model of an earlier build.'
        : 'The page is served all the same and says this too.',
    )
  }

  const server = await createServer({
    root: ROOT,
    server: { port, ...(values.host === undefined ? {} : { host: values.host }) },
  })
  await server.listen()
  const urls = [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])]
  say(`\n  The classifier is at ${urls.join(' and ')}   (Ctrl+C ends it)`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
