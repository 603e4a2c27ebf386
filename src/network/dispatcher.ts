/** What the network needs from the room that answers requests, and what it tells it about who asks. */

/** One connection, as the handlers see it. */
export interface Peer {
  readonly listener: string
  readonly securityProtocol: string
  /** 'User:ANONYMOUS' on a plain listener. */
  readonly principal: string
  readonly remoteHost: string
  readonly remotePort: number
  /** Numbers each connection of this process. */
  readonly connectionId: number
  /** Told by ApiVersions v3+; '' until then. */
  clientSoftwareName: string
  clientSoftwareVersion: string
  /** Nobody waits for answers any more, or the broker stops: a request that waits may give up. */
  readonly isClosed: () => boolean
  /** Nobody can get an answer any more. One that only sends no more still reads, and a broker that stops finishes what is under way. */
  readonly isGone: () => boolean
  /** Calls once when isClosed becomes true; answers how to take it back. */
  readonly whenClosed: (call: () => void) => () => void
  /** How many bytes of answer this connection should be given now, so that all together stay bounded. */
  readonly responseBudget: () => number
}

/** An answer, encoded only when its turn has come. */
export interface Reply {
  /** Above 0: for so many milliseconds after this answer nothing is read from the connection (KIP-219). */
  readonly throttleMs?: number
  /** The whole frame, its length in front. The chunks stay unchanged. */
  encode(): readonly Uint8Array[]
}

/** Bits of RequestDispatcher.traits. */
export const OVERLAPS = 1
export const KEEPS_FRAME = 2

export interface RequestDispatcher {
  /**
   * OVERLAPS: the next request of the connection may start before this one is answered. KEEPS_FRAME: the bytes are needed
   * until the answer is encoded; otherwise they are valid during `start` only.
   */
  traits(apiKey: number): number
  /**
   * The frame is buffer[from..to), without its length. Answers null when nothing is to be sent (acks=0). Throws or rejects with
   * CloseConnection for what closes the connection by protocol, with anything else for a malformed frame or our own bug.
   */
  start(buffer: Buffer, from: number, to: number, peer: Peer): Reply | null | Promise<Reply | null>
}

/** Ends one connection: what the client did leaves no way to answer. Not our bug. */
export class CloseConnection extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'CloseConnection'
  }
}

/** Hears of every request when its answer was handed to the socket (or it was dropped, with `error`). */
export interface RequestObserver {
  onRequest(
    apiKey: number,
    version: number,
    bytesIn: number,
    bytesOut: number,
    /** from the arrival of its last byte to its start */
    queueMs: number,
    /** from the arrival of its last byte to its answer */
    totalMs: number,
    error?: unknown,
  ): void
  /** An answer told its client to wait. */
  onThrottle?(apiKey: number, throttleMs: number): void
  onConnection?(listener: string, event: 'opened' | 'closed' | 'refused'): void
}
