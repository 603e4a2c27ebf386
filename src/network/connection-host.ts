/** What a connection gets from the server that owns it. */
import type { Connection } from './connection.ts'
import type { Peer, RequestDispatcher, RequestObserver } from './dispatcher.ts'
import type { WrongProtocol } from './first-bytes.ts'
import type { MemoryGate } from './memory-gate.ts'
import type { MuteHost } from './mute.ts'
import type { ResponseBudget } from './output.ts'
import type { Slab, SlabPool } from './slab-pool.ts'

export interface ConnectionHost extends MuteHost {
  readonly dispatcher: RequestDispatcher
  readonly observer: RequestObserver | null
  readonly gate: MemoryGate
  readonly budget: ResponseBudget
  /** Counted by the gate. */
  readonly frameSlabs: SlabPool
  readonly outputSlabs: SlabPool
  /** Told of every chunk of an answer that the system has taken. */
  readonly onChunkSent: ((chunk: Uint8Array) => void) | null
  readonly frameBytesMax: number
  /** Memory for a frame that is needed after its turn; the caller copies to `keptAt` and releases the slab. */
  keepFrame(bytes: number): Slab
  readonly keptAt: number
  noteWrongProtocol(wrong: WrongProtocol, peer: Peer): void
  /** A request failed in a way that ends its connection. */
  noteFailure(error: unknown, peer: Peer, apiKey: number, version: number): void
  onClosed(connection: Connection): void
}
