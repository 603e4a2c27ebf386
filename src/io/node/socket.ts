import net from 'node:net'
import { assert } from '../../base/assert.ts'
import type { NetError, SocketHandlers, Socket as WorldSocket } from '../world.ts'
import { netError } from './net-error.ts'

/**
 * All sockets of the process read into this one buffer: libuv fills it and calls us in one step, and the bytes are
 * valid during the call only. A fresh 64 KiB buffer per read costs more than the read.
 */
const READ_BYTES = 64 * 1024
let readBuffer: Buffer | null = null

const receivers = new WeakMap<net.Socket, NodeSocket>()

function received(this: net.Socket, count: number, buffer: Uint8Array): boolean {
  receivers.get(this)?.data(buffer.subarray(0, count))
  return true
}

export function onreadOptions(): { onread: net.OnReadOpts } {
  readBuffer ??= Buffer.allocUnsafeSlow(READ_BYTES).fill(0)
  return { onread: { buffer: readBuffer, callback: received as net.OnReadOpts['callback'] } }
}

interface WithHandle {
  _handle: { reading?: boolean; useUserBuffer?: unknown } | null
}

/**
 * `onread` can only be given when a Socket is made, and a server makes its sockets itself: give the handle that it
 * accepted to a Socket of ours. Where Node's inside looks different, the socket stays as it is ('data' events).
 */
export function acceptedSocket(raw: net.Socket): net.Socket | null {
  const inside = raw as unknown as WithHandle
  const handle = inside._handle
  if (!handle) {
    raw.destroy()
    return null
  }
  if (typeof handle.useUserBuffer !== 'function') return raw
  inside._handle = null
  const options = {
    handle,
    allowHalfOpen: true,
    readable: true,
    writable: true,
    pauseOnCreate: true,
    ...onreadOptions(),
  }
  const socket = new net.Socket(options as unknown as net.SocketConstructorOpts)
  // Without a handle this only ends the empty shell, which also stops counting as the server's connection.
  raw.destroy()
  return socket
}

const nothing: SocketHandlers = { data() {}, drain() {}, ended() {}, closed() {} }

export class NodeSocket implements WorldSocket {
  readonly remoteHost: string
  readonly remotePort: number
  readonly localHost: string
  readonly localPort: number
  readonly #socket: net.Socket
  #handlers: SocketHandlers = nothing
  #error: NetError | null = null
  #closed = false
  #paused = false

  constructor(socket: net.Socket) {
    this.#socket = socket
    this.remoteHost = plainAddress(socket.remoteAddress)
    this.remotePort = socket.remotePort ?? 0
    this.localHost = plainAddress(socket.localAddress)
    this.localPort = socket.localPort ?? 0
    receivers.set(socket, this)
    // From here on: an error before handle() is called must not go unheard.
    socket.on('error', (error) => {
      this.#error ??= netError(`talk to ${this.remoteHost}:${this.remotePort}`, error)
    })
    socket.on('close', () => {
      this.#closed = true
      const handlers = this.#handlers
      this.#handlers = nothing
      handlers.closed(this.#error)
    })
  }

  /** Called by the shared read callback. */
  data(bytes: Uint8Array): void {
    this.#handlers.data(bytes)
  }

  handle(handlers: SocketHandlers): void {
    assert(this.#handlers === nothing, 'a socket is handled once')
    if (this.#closed) {
      handlers.closed(this.#error)
      return
    }
    this.#handlers = handlers
    const socket = this.#socket
    socket.on('drain', () => this.#handlers.drain())
    socket.on('end', () => this.#handlers.ended())
    // Never emitted for a socket with `onread`.
    if (!usesOnread(socket)) socket.on('data', (bytes: Buffer) => this.#handlers.data(bytes))
    this.resume()
  }

  write(chunks: readonly Uint8Array[], onWritten?: () => void): boolean {
    const socket = this.#socket
    if (socket.destroyed || socket.writableEnded) return false
    if (chunks.length === 1) return socket.write(chunks[0]!, onWritten && written(onWritten))
    const last = chunks.length - 1
    let more = true
    socket.cork()
    for (let i = 0; i <= last; i++) {
      more = i === last && onWritten ? socket.write(chunks[i]!, written(onWritten)) : socket.write(chunks[i]!)
    }
    socket.uncork()
    // Corked bytes count as queued until uncork handed them to the system, which usually takes them at once.
    return more || !socket.writableNeedDrain
  }

  get queuedBytes(): number {
    return this.#socket.writableLength
  }

  pause(): void {
    this.#paused = true
    this.#socket.pause()
  }

  resume(): void {
    this.#paused = false
    this.#socket.resume()
    // A stream resumes in the next tick, even when it was paused again meanwhile.
    process.nextTick(this.#keepPaused)
  }

  readonly #keepPaused = () => {
    if (this.#paused) this.#socket.pause()
  }

  end(): void {
    this.#socket.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }
}

/** An IPv4 peer of a listener for every address, as it calls itself (and as Java does). */
function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d+\.)/, '')
}

/** A write that failed is told by `closed`, not as written. */
function written(call: () => void): (error?: Error | null) => void {
  return (error) => {
    if (!error) call()
  }
}

function usesOnread(socket: net.Socket): boolean {
  const handle = (socket as unknown as WithHandle)._handle
  return typeof handle?.useUserBuffer === 'function'
}
