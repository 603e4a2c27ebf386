/**
 * One connection to a broker: frames out, answers back in order, versions agreed on at its start (KIP-35). What breaks it
 * rejects everything that waits on it.
 */
import { assert } from '../../base/assert.ts'
import { NetError, type Socket, type World } from '../../io/world.ts'
import { ApiKey, apis } from '../../protocol/apis.ts'
import type { RequestInputOf, ResponseOf } from '../../protocol/codec.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { decodeResponse, encodeRequest } from '../../protocol/frame.ts'

export interface ConnectionParams {
  readonly world: World
  readonly host: string
  readonly port: number
  readonly clientId: string
  readonly connectTimeoutMs: number
  /** A frame of the broker's that is larger breaks the connection. */
  readonly frameBytesMax: number
}

interface Waiting {
  readonly apiKey: number
  readonly version: number
  readonly correlationId: number
  readonly resolve: (body: unknown) => void
  readonly reject: (error: Error) => void
}

export interface SendOptions {
  /** The highest version to use although both sides know a newer one. */
  readonly maxVersion?: number
  readonly timeoutMs: number
  /** Produce with acks=0 is not answered: resolves with null once it is written. */
  readonly unanswered?: boolean
}

const SOFTWARE = { clientSoftwareName: 'odradek', clientSoftwareVersion: '0' }

export class Connection {
  readonly host: string
  readonly port: number
  readonly #params: ConnectionParams
  readonly #socket: Socket
  readonly #waiting: Waiting[] = []
  #correlationId = 0
  #versions: ReadonlyMap<number, { min: number; max: number }> | null = null
  #broken: Error | null = null
  /** Bytes of the frame that is arriving. */
  #arriving: Buffer = Buffer.alloc(0)
  #arrived = 0

  private constructor(params: ConnectionParams, socket: Socket) {
    this.host = params.host
    this.port = params.port
    this.#params = params
    this.#socket = socket
  }

  /** Rejects with a NetError. */
  static async open(params: ConnectionParams): Promise<Connection> {
    const { world, host, port, connectTimeoutMs } = params
    const socket = await world.net.connect({ host, port, timeoutMs: connectTimeoutMs })
    const connection = new Connection(params, socket)
    socket.handle({
      data: (bytes) => connection.#take(bytes),
      drain: () => {},
      ended: () => connection.#break(connection.#lost('closed the connection')),
      closed: (error) => connection.#break(error ?? connection.#lost('closed the connection')),
    })
    await connection.#agree(connectTimeoutMs)
    return connection
  }

  get isBroken(): boolean {
    return this.#broken !== null
  }

  close(): void {
    this.#break(this.#lost('was left by us'))
  }

  /** Rejects with a NetError when the connection breaks, or when the broker does not answer in time. */
  send<K extends number>(apiKey: K, body: RequestInputOf<K>, options: SendOptions): Promise<ResponseOf<K>> {
    return this.#exchange(apiKey, this.#versionFor(apiKey, options.maxVersion), body, options) as Promise<ResponseOf<K>>
  }

  #exchange(apiKey: number, version: number, body: unknown, options: SendOptions): Promise<unknown> {
    if (this.#broken !== null) return Promise.reject(this.#broken)
    const correlationId = this.#correlationId
    this.#correlationId = (correlationId + 1) & 0x7fffffff
    const chunks = encodeRequest(apiKey, version, correlationId, this.#params.clientId, body as never)
    if (options.unanswered) {
      return new Promise((resolve) => void this.#socket.write(chunks, () => resolve(null)))
    }
    return new Promise((resolve, reject) => {
      const timer = this.#params.world.clock.after(options.timeoutMs, () => {
        this.#break(this.#lost(`did not answer within ${options.timeoutMs} ms`, 'timeout'))
      })
      const done =
        <T>(call: (value: T) => void) =>
        (value: T): void => {
          timer.cancel()
          call(value)
        }
      this.#waiting.push({ apiKey, version, correlationId, resolve: done(resolve), reject: done(reject) })
      this.#socket.write(chunks)
    })
  }

  // ── Versions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** A broker older than our newest ApiVersions answers in version 0 which it knows. */
  async #agree(timeoutMs: number): Promise<void> {
    const newest = apis.get(ApiKey.ApiVersions)!.maxVersion
    type Answer = ResponseOf<typeof ApiKey.ApiVersions>
    let answer = (await this.#exchange(ApiKey.ApiVersions, newest, SOFTWARE, { timeoutMs })) as Answer
    if (answer.errorCode === ErrorCode.UNSUPPORTED_VERSION) {
      const known = answer.apiKeys.find(({ apiKey }) => apiKey === ApiKey.ApiVersions)?.maxVersion ?? 0
      answer = (await this.#exchange(ApiKey.ApiVersions, Math.min(known, newest), SOFTWARE, { timeoutMs })) as Answer
    }
    this.#versions = new Map(answer.apiKeys.map((api) => [api.apiKey, { min: api.minVersion, max: api.maxVersion }]))
  }

  #versionFor(apiKey: number, maxVersion = Number.POSITIVE_INFINITY): number {
    const ours = apis.get(apiKey)
    const theirs = this.#versions?.get(apiKey)
    assert(ours !== undefined, `there is no API key ${apiKey}`)
    const version = Math.min(ours.maxVersion, theirs?.max ?? -1, maxVersion)
    if (theirs !== undefined && version >= theirs.min && version >= ours.minVersion) return version
    throw new NetError('io', `${this.host}:${this.port} does not serve ${ours.name} in a version that is known here`)
  }

  // ── Answers ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #take(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length)
    this.#arriving.set(bytes, this.#arrived)
    this.#arrived += bytes.length
    let at = 0
    while (this.#arrived - at >= 4) {
      const size = this.#arriving.readInt32BE(at)
      if (size < 4 || size > this.#params.frameBytesMax) {
        this.#break(this.#lost(`sent a frame of ${size} bytes: is that a Kafka broker's plain port?`))
        return
      }
      if (this.#arrived - at - 4 < size) break
      // A frame of its own: bodies keep pointing into it.
      this.#answer(Buffer.from(this.#arriving.subarray(at + 4, at + 4 + size)))
      at += 4 + size
    }
    this.#arriving.copyWithin(0, at, this.#arrived)
    this.#arrived -= at
  }

  #makeRoom(more: number): void {
    const needed = this.#arrived + more
    if (needed <= this.#arriving.length) return
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#arriving.length * 2, 16_384))
    this.#arriving.copy(grown, 0, 0, this.#arrived)
    this.#arriving = grown
  }

  #answer(frame: Buffer): void {
    const waiting = this.#waiting[0]
    if (waiting === undefined || frame.readInt32BE(0) !== waiting.correlationId) {
      this.#break(this.#lost('answered something that was not asked'))
      return
    }
    this.#waiting.shift()
    try {
      waiting.resolve(decodeResponse(waiting.apiKey, versionOf(waiting, frame), frame).body)
    } catch (error) {
      waiting.reject(error as Error)
    }
  }

  #lost(what: string, kind: 'io' | 'timeout' = 'io'): NetError {
    return new NetError(kind, `${this.host}:${this.port} ${what}`)
  }

  #break(error: Error): void {
    if (this.#broken !== null) return
    this.#broken = error
    this.#socket.destroy()
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** ApiVersions that is too new is answered in version 0: the error stands right behind the correlation id. */
function versionOf({ apiKey, version }: Waiting, frame: Buffer): number {
  if (apiKey !== ApiKey.ApiVersions || frame.length < 6) return version
  return frame.readInt16BE(4) === ErrorCode.UNSUPPORTED_VERSION ? 0 : version
}
