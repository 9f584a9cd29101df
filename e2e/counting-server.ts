import { createSocket } from 'node:dgram'
import { createServer } from 'node:http'
import { listen, shut } from './static-server.ts'

export interface CountingServer {
  readonly url: string
  /** What arrived: `GET /path`, `WebSocket /path`, `UDP` for WebTransport. */
  readonly requests: readonly string[]
  /** TCP connections, with or without a request. */
  connections(): number
  close(): Promise<void>
}

/** A server of another origin that welcomes everything and counts it. */
export async function startCounting(): Promise<CountingServer> {
  const requests: string[] = []
  let connections = 0
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    response.writeHead(200, {
      'Content-Type': 'text/javascript',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    })
    response.end('export {}')
  })
  server.on('connection', () => connections++)
  server.on('upgrade', (request, socket) => {
    requests.push(`WebSocket ${request.url}`)
    socket.end()
  })
  const port = await listen(server)
  const datagrams = createSocket('udp4', () => requests.push('UDP'))
  await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${port}/elsewhere`,
    requests,
    connections: () => connections,
    async close() {
      await new Promise<void>((resolve) => datagrams.close(resolve))
      await shut(server)
    },
  }
}
