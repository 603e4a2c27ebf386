/**
 * Just enough of HTTP/1.1 over Net to serve pages: GET and HEAD, one request a connection, bounded in every direction.
 * node:http would do the same and cost a start thirty milliseconds and nine megabytes.
 */
import type { HttpHandler, HttpListen, HttpRequest, HttpResponse } from './http.ts'
import type { Socket, World } from './world.ts'

const CONNECTIONS_MAX = 64
const REQUEST_BYTES_MAX = 8192
const REQUEST_MS_MAX = 10_000
const ANSWER_MS_MAX = 30_000

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

export function httpOver(world: Pick<World, 'net' | 'clock'>): HttpListen {
  return async ({ host, port }, handler) => {
    const open = new Set<Socket>()
    const listener = await world.net.listen({ host, port }, (socket) => {
      if (open.size >= CONNECTIONS_MAX) {
        socket.destroy()
        return
      }
      open.add(socket)
      serve(world, socket, handler, () => open.delete(socket))
    })
    return {
      host: listener.host,
      port: listener.port,
      async close() {
        await listener.close()
        for (const socket of open) socket.destroy()
      },
    }
  }
}

function serve(world: Pick<World, 'clock'>, socket: Socket, handler: HttpHandler, done: () => void): void {
  let head: Buffer | null = Buffer.alloc(0)
  let timer = world.clock.after(REQUEST_MS_MAX, () => socket.destroy())
  const finish = async (request: HttpRequest | null): Promise<void> => {
    head = null
    timer.cancel()
    timer = world.clock.after(ANSWER_MS_MAX, () => socket.destroy())
    socket.write(encode(await answerTo(request, handler), request?.method === 'HEAD'))
    socket.end()
  }
  socket.handle({
    data(bytes) {
      // What follows the head is a body, which nothing here takes.
      if (head === null) return
      head = Buffer.concat([head, bytes])
      const end = head.indexOf('\r\n\r\n')
      if (end >= 0) void finish(parseHead(head.toString('latin1', 0, end)))
      else if (head.length > REQUEST_BYTES_MAX) void finish(null)
    },
    drain() {},
    ended() {
      if (head !== null) socket.destroy()
    },
    closed() {
      timer.cancel()
      done()
    },
  })
}

/** null: it is no request. */
function parseHead(head: string): HttpRequest | null {
  if (head.length > REQUEST_BYTES_MAX) return null
  const [first = '', ...lines] = head.split('\r\n')
  const match = /^([A-Z]{1,20}) (\/[\x21-\x7e]*) HTTP\/1\.[01]$/.exec(first)
  if (match === null) return null
  const [path = '/', query = ''] = match[2]!.split('?', 2)
  const host =
    lines
      .find((line) => /^host:/i.test(line))
      ?.slice(5)
      .trim() ?? ''
  return { method: match[1]!, path, query, host }
}

async function answerTo(request: HttpRequest | null, handler: HttpHandler): Promise<HttpResponse> {
  if (request === null) return { status: 400, contentType: 'text/plain', body: 'this is no request\n' }
  try {
    return await handler(request)
  } catch {
    return { status: 500, contentType: 'text/plain', body: 'this page could not be made\n' }
  }
}

function encode(response: HttpResponse, headOnly: boolean): Uint8Array[] {
  const body = Buffer.from(response.body)
  const headers: Record<string, string> = {
    'content-type': response.contentType,
    'content-length': String(body.length),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...response.headers,
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${response.status} ${REASONS[response.status] ?? 'Unknown'}\r\n${lines.join('')}\r\n`
  return headOnly ? [Buffer.from(head)] : [Buffer.from(head), body]
}
