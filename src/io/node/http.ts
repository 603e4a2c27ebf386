/**
 * node:http behind io/http.ts. It costs 13 MB and 30 ms to load, so a plain socket listens, and node:http is loaded when
 * the first connection comes.
 */
import type { Server } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import type { HttpHandler, HttpListen } from '../http.ts'
import { netError } from './net-error.ts'

const CONNECTIONS_MAX = 64
const HEADER_BYTES_MAX = 8192
const REQUEST_TIMEOUT_MS = 10_000

export const listenHttp: HttpListen = async ({ host, port }, handler) => {
  let http: Promise<Server> | null = null
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => socket.destroy())
    http ??= makeHttp(handler)
    http.then((http) => {
      http.emit('connection', socket)
      socket.resume()
    })
  })
  server.maxConnections = CONNECTIONS_MAX
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(netError(`listen on ${host || '*'}:${port}`, error)))
    server.listen({ host: host === '' ? undefined : host, port }, resolve)
  })
  server.unref()
  const address = server.address() as AddressInfo
  return {
    host: address.address,
    port: address.port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      const used = await http
      used?.close()
      used?.closeAllConnections()
      await closed
    },
  }
}

async function makeHttp(handler: HttpHandler): Promise<Server> {
  const { createServer } = await import('node:http')
  const server = createServer({ maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: REQUEST_TIMEOUT_MS })
  server.on('request', (request, response) => {
    // Bodies are not read: nothing here takes one.
    request.resume()
    void answer(handler, request, response)
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  return server
}

async function answer(
  handler: HttpHandler,
  request: import('node:http').IncomingMessage,
  response: import('node:http').ServerResponse,
): Promise<void> {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2)
  const method = request.method ?? 'GET'
  try {
    const made = await handler({ method, path, query, host: request.headers.host ?? '' })
    response.writeHead(made.status, {
      'content-type': made.contentType,
      'content-length': Buffer.byteLength(made.body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...made.headers,
    })
    response.end(method === 'HEAD' ? undefined : made.body)
  } catch {
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
}
