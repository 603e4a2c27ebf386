/** One connection to one broker: versions are agreed on first, then any number of requests may be under way. */
import type { NetErrorKind, Socket, Timer, World } from '../io/world.ts'
import { NetError } from '../io/world.ts'
import { ApiKey, apiName, apis } from '../protocol/apis.ts'
import { codecOf, type RequestInputOf, type ResponseOf } from '../protocol/codec.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { encodeRequest } from '../protocol/frame.ts'
import { readResponseHeader } from '../protocol/header.ts'
import { Reader } from '../protocol/reader.ts'
import { UnsupportedApiError } from './errors.ts'
import { FrameAssembler, RESPONSE_BYTES_MAX } from './frames.ts'

export interface ConnectionOptions {
  readonly world: World
  readonly host: string
  readonly port: number
  readonly clientId?: string
  /** For connecting and agreeing on versions. */
  readonly connectTimeoutMs?: number
  /** For every request that says nothing else. */
  readonly requestTimeoutMs?: number
  readonly responseBytesMax?: number
  readonly softwareVersion?: string
}

export interface RequestOptions {
  /** By default the highest that both sides know. */
  readonly version?: number
  readonly timeoutMs?: number
}

export interface VersionRange {
  readonly min: number
  readonly max: number
}

interface Waiting {
  readonly apiKey: number
  readonly timer: Timer
  readonly resolve: (frame: Buffer) => void
  readonly reject: (error: Error) => void
}

const CONNECT_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 30_000
const CLIENT_ID = 'odradek'
/** The first version that says who the client is; older brokers name what they know. */
const API_VERSIONS_TRIED = 3

export class BrokerConnection {
  readonly address: string
  /** What the broker serves, by API key. */
  readonly served = new Map<number, VersionRange>()
  private readonly options: ConnectionOptions
  private readonly socket: Socket
  private readonly waiting = new Map<number, Waiting>()
  private nextCorrelationId = 1
  private failure: NetError | null = null
  private onClose: (() => void) | null = null

  /** Rejects with a NetError when nobody is there, or nobody who speaks Kafka. */
  static async open(options: ConnectionOptions): Promise<BrokerConnection> {
    const { world, host, port, connectTimeoutMs = CONNECT_TIMEOUT_MS } = options
    const socket = await world.net.connect({ host, port, timeoutMs: connectTimeoutMs })
    const connection = new BrokerConnection(options, socket)
    try {
      await connection.agreeOnVersions(connectTimeoutMs)
    } catch (error) {
      connection.close()
      throw error
    }
    return connection
  }

  private constructor(options: ConnectionOptions, socket: Socket) {
    this.options = options
    this.socket = socket
    this.address = `${options.host}:${options.port}`
    const frames = new FrameAssembler((frame) => this.onFrame(frame), options.responseBytesMax ?? RESPONSE_BYTES_MAX)
    socket.handle({
      data: (bytes) => {
        if (this.failure !== null) return
        try {
          frames.push(bytes)
        } catch (error) {
          this.breakOff('io', `sent ${(error as Error).message}`)
        }
      },
      drain() {},
      ended: () => this.breakOff('io', 'closed the connection'),
      closed: (error) => this.fail(error ?? this.lost('io', 'closed the connection')),
    })
  }

  get isOpen(): boolean {
    return this.failure === null
  }

  /** Calls once, when the connection is no more. */
  whenClosed(call: () => void): void {
    this.onClose = call
    if (this.failure !== null) call()
  }

  /** The highest version of a key that both sides know. */
  versionOf(apiKey: number): number {
    const api = apis.get(apiKey)
    const served = this.served.get(apiKey)
    const name = apiName(apiKey)
    if (api === undefined || served === undefined) {
      throw new UnsupportedApiError(apiKey, `the broker at ${this.address} does not serve ${name}`)
    }
    const version = Math.min(api.maxVersion, served.max)
    if (version < Math.max(api.minVersion, served.min)) {
      throw new UnsupportedApiError(
        apiKey,
        `the broker at ${this.address} serves ${name} ${served.min} to ${served.max}, and this client knows up to ${api.maxVersion}`,
      )
    }
    return version
  }

  /** Byte fields of the answer lie in memory of its own. Rejects with NetError, DecodeError or UnsupportedApiError. */
  async request<K extends number>(
    apiKey: K,
    body: RequestInputOf<K>,
    options: RequestOptions = {},
  ): Promise<ResponseOf<K>> {
    const version = options.version ?? this.versionOf(apiKey)
    return decodeBody(apiKey, version, await this.exchange(apiKey, version, body, options.timeoutMs))
  }

  /** For Produce with acks=0, which has no answer. */
  send<K extends number>(apiKey: K, body: RequestInputOf<K>, options: { version?: number } = {}): void {
    if (this.failure !== null) throw this.failure
    const version = options.version ?? this.versionOf(apiKey)
    this.socket.write(this.encode(apiKey, version, this.takeCorrelationId(), body))
  }

  close(): void {
    this.breakOff('io', 'was left by this client')
  }

  private encode<K extends number>(apiKey: K, version: number, correlationId: number, body: RequestInputOf<K>) {
    return encodeRequest(apiKey, version, correlationId, this.options.clientId ?? CLIENT_ID, body)
  }

  private takeCorrelationId(): number {
    const taken = this.nextCorrelationId
    this.nextCorrelationId = taken === 0x7fffffff ? 1 : taken + 1
    return taken
  }

  private exchange<K extends number>(
    apiKey: K,
    version: number,
    body: RequestInputOf<K>,
    timeoutMs = this.options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
  ): Promise<Buffer> {
    if (this.failure !== null) return Promise.reject(this.failure)
    const correlationId = this.takeCorrelationId()
    const chunks = this.encode(apiKey, version, correlationId, body)
    return new Promise((resolve, reject) => {
      // Whoever does not answer one request in time will not answer those behind it.
      const timer = this.options.world.clock.after(timeoutMs, () => {
        this.breakOff('timeout', `did not answer ${apiName(apiKey)} within ${timeoutMs} ms`)
      })
      this.waiting.set(correlationId, { apiKey, timer, resolve, reject })
      this.socket.write(chunks)
    })
  }

  private onFrame(frame: Buffer): void {
    const correlationId = frame.readInt32BE(0)
    const waiting = this.waiting.get(correlationId)
    if (waiting === undefined) {
      this.breakOff('io', 'answered what was not asked: is this a Kafka broker?')
      return
    }
    this.waiting.delete(correlationId)
    waiting.timer.cancel()
    waiting.resolve(frame)
  }

  private lost(kind: NetErrorKind, what: string): NetError {
    return new NetError(kind, `${this.address} ${what}`)
  }

  private breakOff(kind: NetErrorKind, what: string): void {
    this.fail(this.lost(kind, what))
    this.socket.destroy()
  }

  private fail(error: NetError): void {
    if (this.failure !== null) return
    this.failure = error
    for (const { timer, reject } of this.waiting.values()) {
      timer.cancel()
      reject(error)
    }
    this.waiting.clear()
    this.onClose?.()
  }

  /** A broker that does not know our version answers in version 0, and names the versions that it does (KIP-511). */
  private async agreeOnVersions(timeoutMs: number): Promise<void> {
    const body = { clientSoftwareName: 'odradek', clientSoftwareVersion: this.options.softwareVersion ?? '0' }
    for (let version = API_VERSIONS_TRIED; ; ) {
      const frame = await this.exchange(ApiKey.ApiVersions, version, body, timeoutMs)
      // The error code stands first in every version.
      const isRefused = frame.length >= 6 && frame.readInt16BE(4) === ErrorCode.UNSUPPORTED_VERSION
      const { errorCode, apiKeys } = decodeBody(ApiKey.ApiVersions, isRefused ? 0 : version, frame)
      if (isRefused && version > 0) {
        const own = apiKeys.find(({ apiKey }) => apiKey === ApiKey.ApiVersions)
        version = Math.min(version - 1, own?.maxVersion ?? 0)
        continue
      }
      if (errorCode !== ErrorCode.NONE) throw this.lost('io', `refused to name its versions (error ${errorCode})`)
      for (const { apiKey, minVersion, maxVersion } of apiKeys) {
        this.served.set(apiKey, { min: minVersion, max: maxVersion })
      }
      return
    }
  }
}

function decodeBody<K extends number>(apiKey: K, version: number, frame: Buffer): ResponseOf<K> {
  const r = new Reader(frame)
  readResponseHeader(r, apiKey, version)
  return codecOf(apiKey).readResponse(r, version)
}
