/** node:http behind io/http.ts. Loaded when first needed, so that a start does not pay for it. */
import type { AddressInfo } from 'node:net'
import type { HttpHandler, HttpListen } from '../http.ts'
import { netError } from './net-error.ts'

const CONNECTIONS_MAX = 64
const HEADER_BYTES_MAX = 8192
const REQUEST_TIMEOUT_MS = 10_000

export const listenHttp: HttpListen = async ({ host, port }, handler) => {
  const http = await import('node:http')
  const server = http.createServer({ maxHeaderSize: HEADER_BYTES_MAX, requestTimeout: REQUEST_TIMEOUT_MS })
  server.maxConnections = CONNECTIONS_MAX
  server.on('request', (request, response) => {
    // Bodies are not read: nothing here takes one.
    request.resume()
    void answer(handler, request, response)
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(netError(`listen on ${host || '*'}:${port}`, error)))
    server.listen({ host: host === '' ? undefined : host, port }, resolve)
  })
  server.unref()
  const address = server.address() as AddressInfo
  return {
    host: address.address,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
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
