/** Connections within the process. Bytes arrive in a later turn, or after a delay, in order. */
import { assert } from '../../base/assert.ts'
import {
  type Clock,
  type ConnectAddress,
  type ListenAddress,
  type Listener,
  type Net,
  NetError,
  type Socket,
  type SocketHandlers,
  type Turn,
} from '../world.ts'

/** What the network does to what is sent from one host to another. */
export interface Link {
  readonly delayMs?: number
  /** Held back (not lost: TCP sends again) until the link is whole. */
  readonly blocked?: boolean
}

const FIRST_EPHEMERAL_PORT = 40_000
const QUEUE_LIKED_BYTES = 64 * 1024
const READ_BYTES = 64 * 1024

/** Shared by the worlds that can reach each other. */
export class MemoryNetwork {
  readonly #listeners = new Map<string, (socket: MemorySocket) => void>()
  readonly #links = new Map<string, Link>()
  readonly #sockets = new Set<MemorySocket>()
  #nextPort = FIRST_EPHEMERAL_PORT
  readonly turn: Turn
  readonly clock: Clock

  constructor(turn: Turn, clock: Clock) {
    this.turn = turn
    this.clock = clock
  }

  /** The network as `host` sees it; '' and '0.0.0.0' are that host itself. */
  on(host: string): Net {
    return {
      listen: async (address, onConnection) => this.#listen(host, address, onConnection),
      connect: (address) => this.#connect(host, address),
    }
  }

  /** From now on, in this direction. */
  setLink(from: string, to: string, link: Link): void {
    this.#links.set(`${from}>${to}`, link)
    for (const socket of this.#sockets) socket.deliver()
  }

  link(from: string, to: string): Link {
    return this.#links.get(`${from}>${to}`) ?? {}
  }

  /** The host is gone without a word: its listeners refuse, its connections are reset for the other side. */
  kill(host: string): void {
    for (const key of [...this.#listeners.keys()]) if (key.startsWith(`${host}:`)) this.#listeners.delete(key)
    for (const socket of [...this.#sockets]) if (socket.localHost === host) socket.die()
  }

  forget(socket: MemorySocket): void {
    this.#sockets.delete(socket)
  }

  #listen(host: string, address: ListenAddress, onConnection: (socket: Socket) => void): Listener {
    const port = address.port === 0 ? this.#nextPort++ : address.port
    const key = `${host}:${port}`
    if (this.#listeners.has(key)) throw new NetError('in-use', `could not listen on ${key}: in use`)
    const accept = (socket: Socket) => onConnection(socket)
    this.#listeners.set(key, accept)
    return {
      host,
      port,
      close: async () => {
        if (this.#listeners.get(key) === accept) this.#listeners.delete(key)
      },
    }
  }

  async #connect(from: string, address: ConnectAddress): Promise<Socket> {
    const host = isSelf(address.host) ? from : address.host
    const there = `${host}:${address.port}`
    const [out, back] = [this.link(from, host), this.link(host, from)]
    if (out.blocked || back.blocked) {
      await this.clock.sleep(address.timeoutMs ?? 120_000)
      throw new NetError('timeout', `could not connect to ${there} in time`)
    }
    const delayMs = (out.delayMs ?? 0) + (back.delayMs ?? 0)
    if (delayMs > 0) await this.clock.sleep(delayMs)
    else await new Promise<void>((resolve) => this.turn.later(resolve))
    const accept = this.#listeners.get(there)
    if (!accept) throw new NetError('refused', `could not connect to ${there}: nobody listens`)
    const near = new MemorySocket(this, from, this.#nextPort++, host, address.port)
    const far = new MemorySocket(this, host, address.port, from, near.localPort)
    near.peer = far
    far.peer = near
    this.#sockets.add(near)
    this.#sockets.add(far)
    this.turn.later(() => accept(far))
    return near
  }
}

interface Queued {
  /** null: the end. */
  readonly bytes: Uint8Array | null
  readonly dueMs: number
  readonly onWritten: (() => void) | null
}

class MemorySocket implements Socket {
  readonly remoteHost: string
  readonly remotePort: number
  readonly localHost: string
  readonly localPort: number
  readonly #network: MemoryNetwork
  peer: MemorySocket | null = null
  #handlers: SocketHandlers | null = null
  #paused = false
  #ended = false
  #endHeard = false
  #closed = false
  #wantsDrain = false
  #delivering = false
  /** Sent by us, not yet read by the other side. */
  readonly #queue: Queued[] = []
  #queuedBytes = 0

  constructor(network: MemoryNetwork, localHost: string, localPort: number, remoteHost: string, remotePort: number) {
    this.#network = network
    this.localHost = localHost
    this.localPort = localPort
    this.remoteHost = remoteHost
    this.remotePort = remotePort
  }

  get queuedBytes(): number {
    return this.#queuedBytes
  }

  handle(handlers: SocketHandlers): void {
    assert(this.#handlers === null, 'a socket is handled once')
    this.#handlers = handlers
    if (this.#closed) this.#network.turn.later(() => handlers.closed(null))
    else this.peer?.deliver()
  }

  write(chunks: readonly Uint8Array[], onWritten?: () => void): boolean {
    if (this.#closed || this.#ended) return false
    const dueMs = this.#network.clock.monotonicMs() + (this.#link().delayMs ?? 0)
    chunks.forEach((bytes, index) => {
      const last = index === chunks.length - 1
      this.#queue.push({ bytes, dueMs, onWritten: (last && onWritten) || null })
      this.#queuedBytes += bytes.length
    })
    this.deliver()
    if (this.#queuedBytes < QUEUE_LIKED_BYTES) return true
    this.#wantsDrain = true
    return false
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
    this.peer?.deliver()
  }

  end(): void {
    if (this.#ended || this.#closed) return
    this.#ended = true
    this.#queue.push({ bytes: null, dueMs: this.#network.clock.monotonicMs(), onWritten: null })
    this.deliver()
  }

  destroy(): void {
    if (this.#closed) return
    const { peer } = this
    // What the other side had sent and we had not read makes the system answer with a reset.
    const unread = (peer?.queuedBytes ?? 0) > 0
    this.#close(null)
    if (!peer) return
    this.#network.turn.later(() => {
      if (unread) peer.#close(new NetError('io', 'the other side reset the connection'))
      else peer.#hearEnd()
    })
  }

  /** As destroy, but our own side hears nothing: it no longer exists. */
  die(): void {
    this.#handlers = null
    const { peer } = this
    this.#close(null)
    if (peer) peer.#close(new NetError('io', 'the other side reset the connection'))
  }

  /** Moves what we sent to the other side, as far as it reads and the link lets it through. */
  deliver(): void {
    if (this.#delivering || this.#queue.length === 0) return
    this.#delivering = true
    this.#network.turn.later(() => {
      this.#delivering = false
      this.#deliverNow()
    })
  }

  #deliverNow(): void {
    const { peer } = this
    while (this.#queue.length > 0 && peer?.reads() && !this.#link().blocked) {
      const waitMs = this.#queue[0]!.dueMs - this.#network.clock.monotonicMs()
      if (waitMs > 0) {
        this.#network.clock.after(waitMs, () => this.deliver())
        return
      }
      const { bytes, onWritten } = this.#queue.shift()!
      if (bytes === null) peer.#hearEnd()
      else {
        this.#queuedBytes -= bytes.length
        onWritten?.()
        peer.#hear(bytes)
      }
    }
    if (this.#wantsDrain && this.#queuedBytes === 0) {
      this.#wantsDrain = false
      this.#handlers?.drain()
    }
  }

  reads(): boolean {
    return this.#handlers !== null && !this.#paused && !this.#closed
  }

  #hear(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += READ_BYTES) {
      // A copy that is wiped afterwards: the bytes are valid during the call only.
      const read = Uint8Array.from(bytes.subarray(at, at + READ_BYTES))
      this.#handlers?.data(read)
      read.fill(0xdd)
    }
  }

  #hearEnd(): void {
    if (this.#closed || this.#endHeard) return
    this.#endHeard = true
    this.#handlers?.ended()
    if (this.#ended) {
      if (this.peer) this.peer.#close(null)
      this.#close(null)
    }
  }

  #close(error: NetError | null): void {
    if (this.#closed) return
    this.#closed = true
    this.#queue.length = 0
    this.#queuedBytes = 0
    this.#network.forget(this)
    this.#network.turn.later(() => this.#handlers?.closed(error))
  }

  #link(): Link {
    return this.#network.link(this.localHost, this.remoteHost)
  }
}

function isSelf(host: string): boolean {
  return host === '' || host === 'localhost' || host === '127.0.0.1' || host === '0.0.0.0' || host === '::1'
}
