/** A small HTTP server as the rooms see it; http-server.ts makes one over Net. */

export interface HttpRequest {
  readonly method: string
  /** Without the query, as it was sent. */
  readonly path: string
  /** Without '?'; '' when there is none. */
  readonly query: string
  /** The Host header; '' when there is none. */
  readonly host: string
}

export interface HttpResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface HttpServer {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

export type HttpHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>

/** Rejects with a NetError. Port 0: any free one. */
export type HttpListen = (
  address: { readonly host: string; readonly port: number },
  handler: HttpHandler,
) => Promise<HttpServer>
