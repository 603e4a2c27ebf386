/**
 * Notices clients that were told where the brokers are and never got there, which is what a wrong advertised.listeners looks
 * like from the broker: they ask for metadata again and again on the connection they began with, and no other request of
 * theirs ever comes. A client that gives up says something like "client has run out of available brokers to talk to".
 */
import type { Logger } from '../base/logger.ts'
import type { Clock } from '../io/world.ts'
import type { Peer } from '../network/dispatcher.ts'
import { RateLimitedLog } from '../network/rate-limited-log.ts'
import { ApiKey } from '../protocol/apis.ts'

export interface LostClientsParams {
  readonly clock: Clock
  readonly logger: Logger
  /** "host:port" as clients of a listener are told; null: not known. */
  readonly toldOn: (listener: string) => string | null
}

/** A healthy client asks once or twice before it goes where it was sent; one that lists topics asks no more than that. */
const ASKED_MIN = 3
/** After the first Metadata: long enough for a connection to the address that was told. */
const WATCHED_MS = 5000
const WATCHED_MAX = 1000

/** What a client may ask whoever it reaches: says nothing of whether it got further. */
const OF_THE_BEGINNING = new Set<number>([
  ApiKey.ApiVersions,
  ApiKey.Metadata,
  ApiKey.SaslHandshake,
  ApiKey.SaslAuthenticate,
  ApiKey.FindCoordinator,
  ApiKey.DescribeCluster,
])

interface Watched {
  readonly connectionId: number
  readonly listener: string
  asked: number
}

export class LostClients {
  private readonly params: LostClientsParams
  private readonly log: RateLimitedLog
  /** By host and client id, from its first Metadata on. */
  private readonly watched = new Map<string, Watched>()

  constructor(params: LostClientsParams) {
    this.params = params
    this.log = new RateLimitedLog(params.logger, () => params.clock.monotonicMs())
  }

  onRequest(apiKey: number, clientId: string | null, peer: Peer): void {
    if (apiKey === ApiKey.Metadata) this.asked(keyOf(clientId, peer), clientId, peer)
    else if (this.watched.size > 0 && !OF_THE_BEGINNING.has(apiKey)) this.watched.delete(keyOf(clientId, peer))
  }

  private asked(key: string, clientId: string | null, peer: Peer): void {
    const known = this.watched.get(key)
    if (known !== undefined) {
      // Several connections are several programs, each with its one question.
      if (known.connectionId === peer.connectionId) known.asked++
      return
    }
    if (this.watched.size >= WATCHED_MAX) return
    const { connectionId, listener, remoteHost } = peer
    const watched: Watched = { connectionId, listener, asked: 1 }
    this.watched.set(key, watched)
    this.params.clock.after(WATCHED_MS, () => {
      if (this.watched.get(key) !== watched) return
      this.watched.delete(key)
      if (watched.asked >= ASKED_MIN) this.tell(watched, clientId, remoteHost)
    })
  }

  private tell({ listener, asked }: Watched, clientId: string | null, host: string): void {
    const told = this.params.toldOn(listener)
    if (told === null) return
    this.log.write(
      'warn',
      `${listener} ${host}`,
      `a client asked where the brokers are and never came to ${told}, which it was told: if it says that no broker is available, set advertised.listeners (KAFKA_ADVERTISED_LISTENERS) of ${listener} to an address that it can reach; "odradek doctor -b HOST:PORT" beside the client names it`,
      { client: clientId, host, asked },
    )
  }
}

function keyOf(clientId: string | null, peer: Peer): string {
  return `${peer.remoteHost} ${clientId ?? ''}`
}
