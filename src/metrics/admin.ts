/** The admin pages: /metrics, /livez, /readyz, /version on odradek.admin.listeners. */
import { OperatorError } from '../base/errors.ts'
import type { Logger } from '../base/logger.ts'
import type { HttpListen, HttpRequest, HttpResponse, HttpServer } from '../io/http.ts'
import { CONTENT_TYPE, renderPage } from './prometheus.ts'
import type { Registry } from './registry.ts'

export interface AdminParams {
  readonly listen: HttpListen
  /** odradek.admin.listeners */
  readonly listeners: readonly string[]
  readonly registry: Registry
  /** Why the broker does not serve yet or any more; null: it does. */
  readonly notReady: () => string | null
  readonly version: Readonly<Record<string, string | number>>
  readonly logger: Logger
}

export interface Admin {
  /** Where it is served: http://127.0.0.1:9644 */
  readonly urls: readonly string[]
  close(): Promise<void>
}

/** A port that is taken, or another address that cannot be had, is a warning and not an end. */
export async function startAdmin(params: AdminParams): Promise<Admin> {
  const addresses = params.listeners.filter((text) => text.trim() !== '').map(parseAddress)
  const servers: HttpServer[] = []
  for (const address of addresses) {
    try {
      servers.push(await params.listen(address, (request) => answer(request, params)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      params.logger.warn(
        `The admin pages are not served on ${urlOf(address)} (${why}): set odradek.admin.listeners to another address, or to nothing`,
      )
    }
  }
  return {
    urls: servers.map(urlOf),
    async close() {
      await Promise.all(servers.map((server) => server.close()))
    },
  }
}

/** host:port, [v6]:port, :port or port alone (this host only). */
function parseAddress(text: string): { host: string; port: number } {
  const match = /^(?:http:\/\/)?(?:(?:\[([0-9a-fA-F:.]+)\]|([^:/\s[\]]*)):)?([0-9]{1,5})\/?$/.exec(text.trim())
  const port = Number(match?.[3] ?? Number.NaN)
  if (match === null || port > 65535) {
    throw new OperatorError(
      `odradek.admin.listeners has the entry "${text}": write host:port, for example 127.0.0.1:9644`,
    )
  }
  return { host: match[1] ?? match[2] ?? '127.0.0.1', port }
}

function urlOf({ host, port }: { readonly host: string; readonly port: number }): string {
  const shown = host === '' ? '0.0.0.0' : host
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`
}

function answer(request: HttpRequest, params: AdminParams): HttpResponse {
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET\n', { allow: 'GET, HEAD' })
  switch (request.path) {
    case '/metrics':
      return { status: 200, contentType: CONTENT_TYPE, body: renderPage(params.registry) }
    case '/livez':
      return text(200, 'ok\n')
    case '/readyz': {
      const reason = params.notReady()
      return reason === null ? text(200, 'ok\n') : text(503, `${reason}\n`)
    }
    case '/version':
      return { status: 200, contentType: 'application/json', body: `${JSON.stringify(params.version)}\n` }
    case '/':
      return text(200, 'odradek: /metrics /livez /readyz /version\n')
    default:
      return text(404, 'there is /metrics /livez /readyz /version\n')
  }
}

function text(status: number, body: string, headers?: Readonly<Record<string, string>>): HttpResponse {
  return { status, contentType: 'text/plain; charset=utf-8', body, headers }
}
