import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { listen, shut } from '../e2e/static-server.ts'
import { CLASS_INDEX } from '../src/classifier/labels/class-index.ts'

const LABELS = 'src/classifier/labels/class-index.json'

/** The tutorial's server, running. */
export interface Flask {
  description: string
  /** The whole POST, from the file's bytes to the parsed answer. `best` is the class's index. */
  predict: (photo: Uint8Array) => Promise<{ milliseconds: number; best: number }>
  stop: () => Promise<void>
}

async function freePort(): Promise<number> {
  const probe = createServer()
  const port = await listen(probe)
  await shut(probe)
  return port
}

/** Debian's packages go with Debian's Python, whatever else is called `python3`. */
const PYTHONS = ['/usr/bin/python3', 'python3']

const firstLine = (process: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    process.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n')[0] ?? ''))
    process.once('exit', (code) => reject(new Error(`Flask ended with ${code}`)))
  })

/** @returns `undefined` where Python, torch, torchvision or Flask is missing */
export async function startFlask(weights: string): Promise<Flask | undefined> {
  const python = PYTHONS.find(
    (name) => spawnSync(name, ['-c', 'import flask, torch, torchvision']).status === 0,
  )
  if (!python) return undefined
  const port = await freePort()
  const server = spawn(python, ['bench/flask_server.py', String(port), weights, LABELS], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const description = `Flask on loopback: ${await firstLine(server)}`
  const indices = new Map(CLASS_INDEX.map(({ id }, index) => [id, index]))
  const url = `http://127.0.0.1:${port}/predict`

  const predict = async (photo: Uint8Array) => {
    const start = performance.now()
    const form = new FormData()
    form.append('file', new Blob([Uint8Array.from(photo)], { type: 'image/jpeg' }), 'photo.jpg')
    const response = await fetch(url, { method: 'POST', body: form })
    const answer: { class_id: string } = await response.json()
    const milliseconds = performance.now() - start
    return { milliseconds, best: indices.get(answer.class_id) ?? -1 }
  }

  for (let attempt = 0; ; attempt++) {
    try {
      await fetch(url)
      break
    } catch (error) {
      if (attempt === 100) throw error
      await setTimeout(100) // it says that it starts before it listens
    }
  }
  return {
    description,
    predict,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill()
      await ended
    },
  }
}
