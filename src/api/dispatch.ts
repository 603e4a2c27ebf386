/** From a frame to its handler and back: header, version, decoding, and the answer when its turn has come. */
import { assert } from '../base/assert.ts'
import {
  CloseConnection,
  KEEPS_FRAME,
  OVERLAPS,
  type Peer,
  type Reply,
  type RequestDispatcher,
} from '../network/dispatcher.ts'
import { ApiKey, apis } from '../protocol/apis.ts'
import { codecOf } from '../protocol/codec.ts'
import { encodeResponse } from '../protocol/frame.ts'
import { readRequestHeader } from '../protocol/header.ts'
import { Reader } from '../protocol/reader.ts'
import { unsupportedVersion } from './018-api-versions.ts'
import type { BrokerServices, Handler, RequestContext } from './handler.ts'
import { LostClients } from './lost-clients.ts'
import { limited } from './throttling.ts'

export interface DispatchOptions {
  readonly handlers: readonly Handler[]
  readonly services: BrokerServices
}

/**
 * Requests with byte fields, which lie in the frame: it is kept until they are answered. The rest is read completely, and
 * JoinGroup and SyncGroup, which wait long, copy what they keep in the turn in which they are handled.
 */
const KEYS_WITH_BYTES = new Set<number>([
  ApiKey.Produce,
  ApiKey.SaslAuthenticate,
  ApiKey.RenewDelegationToken,
  ApiKey.ExpireDelegationToken,
  ApiKey.AlterUserScramCredentials,
  ApiKey.Envelope,
  ApiKey.PushTelemetry,
])

/** Array elements of one request: what is thirty bytes on the wire can be three hundred as objects. */
const ELEMENTS_MAX = 500_000

export function makeDispatch(options: DispatchOptions): RequestDispatcher {
  return new Dispatch(options)
}

class Dispatch implements RequestDispatcher {
  private readonly services: BrokerServices
  private readonly lostClients: LostClients
  /** By API key. */
  private readonly handlers: (Handler | undefined)[] = []
  private readonly traitsOf: number[] = []

  constructor({ handlers, services }: DispatchOptions) {
    this.services = services
    this.lostClients = new LostClients({
      clock: services.world.clock,
      logger: services.logger,
      toldOn(listener) {
        const told = services.endpoints.find((endpoint) => endpoint.listener === listener)
        return told === undefined ? null : `${told.host}:${told.port}`
      },
    })
    for (const handler of handlers) {
      const { apiKey, minVersion, maxVersion } = handler
      const api = apis.get(apiKey)
      assert(api !== undefined && this.handlers[apiKey] === undefined, `API key ${apiKey} is listed twice or unknown`)
      assert(minVersion >= api.minVersion && maxVersion <= api.maxVersion, `${api.name} has versions without a codec`)
      this.handlers[apiKey] = handler
      this.traitsOf[apiKey] = (handler.overlaps ? OVERLAPS : 0) | (KEYS_WITH_BYTES.has(apiKey) ? KEEPS_FRAME : 0)
    }
  }

  traits(apiKey: number): number {
    return this.traitsOf[apiKey] ?? 0
  }

  start(buffer: Buffer, from: number, to: number, peer: Peer): Reply | null | Promise<Reply | null> {
    const reader = new Reader(buffer, from, to, ELEMENTS_MAX)
    const { apiKey, apiVersion, correlationId, clientId } = readRequestHeader(reader)
    const handler = this.handlers[apiKey]
    if (handler === undefined) throw new CloseConnection(notServed(apiKey, apiVersion))
    if (apiVersion < handler.minVersion || apiVersion > handler.maxVersion) {
      // Alone among the keys, since it is how a client finds out what it may send (KIP-511).
      if (apiKey !== ApiKey.ApiVersions) throw new CloseConnection(notServed(apiKey, apiVersion))
      return new EncodedLater(apiKey, 0, correlationId, unsupportedVersion(handler))
    }
    const request = codecOf(apiKey).readRequest(reader, apiVersion) as never
    this.lostClients.onRequest(apiKey, clientId, peer)
    const context = new Context(peer, apiKey, apiVersion, correlationId, clientId, to - from)
    const quotas = this.services.quotas.active
    if (quotas !== null) {
      const { clock } = this.services.world
      const limiting = { quotas, clock, context, startedMs: clock.monotonicMs() }
      return limited(handler.handle(request, context, this.services), limiting)
    }
    const answer = handler.handle(request, context, this.services)
    if (answer instanceof Promise) {
      return answer.then((body) => (body === null ? null : new EncodedLater(apiKey, apiVersion, correlationId, body)))
    }
    return answer === null ? null : new EncodedLater(apiKey, apiVersion, correlationId, answer)
  }
}

function notServed(apiKey: number, apiVersion: number): string {
  if (apiKey === ApiKey.SaslHandshake || apiKey === ApiKey.SaslAuthenticate) {
    return 'it began SASL, which this listener does not have; set security.protocol=PLAINTEXT at the client'
  }
  const name = apis.get(apiKey)?.name
  return `it sent version ${apiVersion} of ${name === undefined ? `an unknown API key, ${apiKey}` : name}, which is not served`
}

class EncodedLater implements Reply {
  private readonly apiKey: number
  private readonly apiVersion: number
  private readonly correlationId: number
  private readonly body: unknown

  constructor(apiKey: number, apiVersion: number, correlationId: number, body: unknown) {
    this.apiKey = apiKey
    this.apiVersion = apiVersion
    this.correlationId = correlationId
    this.body = body
  }

  encode(): readonly Uint8Array[] {
    return encodeResponse(this.apiKey, this.apiVersion, this.correlationId, this.body as never)
  }
}

/** What is the same for all requests of a connection is looked up there. */
class Context implements RequestContext {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  readonly clientId: string | null
  readonly sizeInBytes: number
  throttleTimeMs = 0
  private readonly peer: Peer

  constructor(
    peer: Peer,
    apiKey: number,
    apiVersion: number,
    correlationId: number,
    clientId: string | null,
    sizeInBytes: number,
  ) {
    this.peer = peer
    this.apiKey = apiKey
    this.apiVersion = apiVersion
    this.correlationId = correlationId
    this.clientId = clientId
    this.sizeInBytes = sizeInBytes
  }

  get listener(): string {
    return this.peer.listener
  }
  get securityProtocol(): string {
    return this.peer.securityProtocol
  }
  get principal(): string {
    return this.peer.principal
  }
  get remoteHost(): string {
    return this.peer.remoteHost
  }
  get remotePort(): number {
    return this.peer.remotePort
  }
  get connectionId(): number {
    return this.peer.connectionId
  }
  get clientSoftwareName(): string {
    return this.peer.clientSoftwareName
  }
  set clientSoftwareName(name: string) {
    this.peer.clientSoftwareName = name
  }
  get clientSoftwareVersion(): string {
    return this.peer.clientSoftwareVersion
  }
  set clientSoftwareVersion(version: string) {
    this.peer.clientSoftwareVersion = version
  }
  get isClosed(): () => boolean {
    return this.peer.isClosed
  }
  get isGone(): () => boolean {
    return this.peer.isGone
  }
  get whenClosed(): (call: () => void) => () => void {
    return this.peer.whenClosed
  }
  get responseBudget(): () => number {
    return this.peer.responseBudget
  }
}
