/** One TCP connection to a ZooKeeper server: packets with their length before them. Knows nothing of sessions. */
import type { NetError, Socket } from '../../../io/world.ts'

/** As Apache Kafka's client, which raises ZooKeeper's own limit of one megabyte (jute.maxbuffer). */
export const PACKET_BYTES_MAX = 4 * 1024 * 1024
const LENGTH_BYTES = 4

export interface PacketHandlers {
  /** The packet is the receiver's own. */
  packet(packet: Buffer): void
  /** Once, last. `tooLarge`: the server sent a packet larger than is taken. */
  lost(reason: string, tooLarge: boolean): void
}

export class ZooKeeperConnection {
  readonly #socket: Socket
  readonly #handlers: PacketHandlers
  /** Of the packet that is being read: its length, as far as it came, then itself. */
  #length = Buffer.alloc(LENGTH_BYTES)
  #packet: Buffer | null = null
  #filled = 0
  #lost = false

  /** In the turn in which the socket was handed over. */
  constructor(socket: Socket, handlers: PacketHandlers) {
    this.#socket = socket
    this.#handlers = handlers
    socket.handle({
      data: (bytes) => this.#data(bytes),
      drain: () => {},
      ended: () => this.drop('the server closed the connection'),
      closed: (error: NetError | null) => this.drop(error?.message ?? 'the connection was closed'),
    })
  }

  send(...chunks: readonly Uint8Array[]): void {
    if (this.#lost) return
    const length = Buffer.allocUnsafe(LENGTH_BYTES)
    length.writeInt32BE(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
    this.#socket.write([length, ...chunks])
  }

  drop(reason: string, tooLarge = false): void {
    if (this.#lost) return
    this.#lost = true
    this.#packet = null
    this.#socket.destroy()
    this.#handlers.lost(reason, tooLarge)
  }

  #data(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length && !this.#lost) {
      const into = this.#packet ?? this.#length
      const count = Math.min(into.length - this.#filled, bytes.length - at)
      into.set(bytes.subarray(at, at + count), this.#filled)
      at += count
      this.#filled += count
      if (this.#filled === into.length) this.#full(into)
    }
  }

  #full(read: Buffer): void {
    this.#filled = 0
    if (this.#packet !== null) {
      this.#packet = null
      this.#handlers.packet(read)
      return
    }
    const length = read.readInt32BE(0)
    if (length > 0 && length <= PACKET_BYTES_MAX) this.#packet = Buffer.allocUnsafe(length)
    else {
      const reason = `the server sent a packet of ${length} bytes (at most ${PACKET_BYTES_MAX} are taken)`
      this.drop(reason, length > 0)
    }
  }
}
