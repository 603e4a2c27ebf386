/** The listeners of a broker and all their connections. */
import { OperatorError } from '../base/errors.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfig } from '../config/contract.ts'
import { type Listener, NetError, type Socket, type Timer, type World } from '../io/world.ts'
import type { BrokerEndpoint } from '../metadata/contract.ts'
import { AT_ONCE, type ConnectionRates } from '../quota/connection-rates.ts'
import { Connection } from './connection.ts'
import type { ConnectionHost } from './connection-host.ts'
import { ConnectionLimits } from './connection-limits.ts'
import type { Peer, RequestDispatcher, RequestObserver } from './dispatcher.ts'
import { CloseConnection } from './dispatcher.ts'
import { advertise, type BoundListener, type Endpoints, type ListenerEndpoint } from './endpoints.ts'
import type { WrongProtocol } from './first-bytes.ts'
import { REQUEST_BYTES_MAX, RESPONSE_BYTES_MAX, SLOW_FRAME_MS, STALLED_READER_MS } from './limits.ts'
import { MemoryGate } from './memory-gate.ts'
import { ResponseBudget } from './output.ts'
import { RateLimitedLog } from './rate-limited-log.ts'
import { type Slab, SlabPool } from './slab-pool.ts'

const SWEEP_MS = 1000
/** Small frames that must be kept share a slab of this size. */
const SHARED_SLAB_BYTES = 64 * 1024
const SHARED_FRAME_BYTES_MAX = 16 * 1024

export interface NetworkOptions {
  readonly world: World
  readonly logger: Logger
  readonly config: BrokerConfig
  readonly endpoints: Endpoints
  readonly dispatcher: RequestDispatcher
  readonly observer?: RequestObserver
  /** Told of every chunk of an answer that the system has taken: nobody looks at it any more. */
  readonly onChunkSent?: (chunk: Uint8Array) => void
  /** Absent: connections may come as fast as they like. */
  readonly rates?: ConnectionRates
}

export class NetworkServer implements ConnectionHost {
  readonly dispatcher: RequestDispatcher
  readonly observer: RequestObserver | null
  private readonly rates: ConnectionRates | undefined
  readonly gate: MemoryGate
  readonly budget = new ResponseBudget(RESPONSE_BYTES_MAX)
  readonly frameSlabs: SlabPool
  readonly outputSlabs = new SlabPool()
  readonly onChunkSent: ((chunk: Uint8Array) => void) | null
  readonly frameBytesMax: number
  keptAt = 0
  /** What clients are told, with the ports that were really taken. */
  endpoints: readonly BrokerEndpoint[] = []
  /** What is listened on. */
  bound: readonly BoundListener[] = []

  private readonly world: World
  private readonly logger: Logger
  private readonly log: RateLimitedLog
  private readonly config: BrokerConfig
  private readonly limits: ConnectionLimits
  private readonly connections = new Set<Connection>()
  private listeners: Listener[] = []
  private shared: Slab | null = null
  private sharedAt = 0
  private nextConnectionId = 1
  private stopping = false
  private stopSweep: () => void = () => {}
  private onEmpty: (() => void) | null = null

  /** Binds every listener. Rejects with an OperatorError when one cannot be. Connections are served from here on. */
  static async start(options: NetworkOptions): Promise<NetworkServer> {
    const server = new NetworkServer(options)
    await server.listen(options.endpoints)
    return server
  }

  private constructor(options: NetworkOptions) {
    this.world = options.world
    this.logger = options.logger
    this.config = options.config
    this.dispatcher = options.dispatcher
    this.observer = options.observer ?? null
    this.onChunkSent = options.onChunkSent ?? null
    this.rates = options.rates
    this.log = new RateLimitedLog(options.logger, () => this.nowMs())
    this.limits = new ConnectionLimits(options.config, options.endpoints)
    this.frameBytesMax = options.config.number('socket.request.max.bytes')
    const queued = options.config.number('queued.max.request.bytes')
    const later = (call: () => void) => this.world.turn.later(call)
    this.gate = new MemoryGate(queued > 0 ? queued : REQUEST_BYTES_MAX, () => this.nowMs(), later)
    this.frameSlabs = new SlabPool((delta) => (delta > 0 ? this.gate.take(delta) : this.gate.give(-delta)))
  }

  nowMs(): number {
    return this.world.clock.monotonicMs()
  }

  after(delayMs: number, call: () => void): Timer {
    return this.world.clock.after(delayMs, call)
  }

  get connectionCount(): number {
    return this.connections.size
  }

  private async listen(endpoints: Endpoints): Promise<void> {
    const bound: BoundListener[] = []
    try {
      for (const endpoint of endpoints.listeners) {
        const listener = await this.bind(endpoint)
        this.listeners.push(listener)
        bound.push({ ...endpoint, port: listener.port })
      }
    } catch (error) {
      await Promise.all(this.listeners.map((listener) => listener.close()))
      throw error
    }
    this.bound = bound
    this.endpoints = advertise(endpoints, bound)
    const sweep = this.world.clock.every(SWEEP_MS, () => this.sweep())
    this.stopSweep = () => sweep.cancel()
  }

  private async bind(endpoint: ListenerEndpoint): Promise<Listener> {
    const { config } = this
    const address = {
      host: endpoint.host,
      port: endpoint.port,
      backlog: config.number('socket.listen.backlog.size'),
      receiveBufferBytes: config.number('socket.receive.buffer.bytes'),
      sendBufferBytes: config.number('socket.send.buffer.bytes'),
    }
    try {
      return await this.world.net.listen(address, (socket) => this.accept(socket, endpoint))
    } catch (error) {
      if (error instanceof NetError) throw bindError(error, endpoint)
      throw error
    }
  }

  private accept(socket: Socket, endpoint: ListenerEndpoint): void {
    const { listener, securityProtocol } = endpoint
    const refused = this.stopping ? 'the broker stops' : this.limits.refusal(socket.remoteHost, listener)
    if (refused !== null) {
      this.log.write('warn', `refused ${refused}`, `A connection was refused: ${refused}`, { host: socket.remoteHost })
      this.observer?.onConnection?.(listener, 'refused')
      socket.handle({ data() {}, drain() {}, ended() {}, closed() {} })
      socket.destroy()
      return
    }
    this.limits.opened(socket.remoteHost, listener)
    const connectionId = this.nextConnectionId++
    const connection = new Connection(socket, this, { listener, securityProtocol, connectionId })
    this.connections.add(connection)
    this.observer?.onConnection?.(listener, 'opened')
    const admission = this.rates?.admit(listener, socket.remoteHost, this.nowMs())
    if (admission === undefined || admission === AT_ONCE) return
    const { waitMs, isTaken } = admission
    if (waitMs === 0) {
      this.log.write('warn', 'crowded', 'A connection was refused: too many wait for max.connection.creation.rate', {
        host: socket.remoteHost,
      })
      connection.destroy()
      return
    }
    // Set before the end of the silence, so that it comes before.
    if (!isTaken) this.after(waitMs, () => connection.destroy())
    connection.mute(waitMs)
  }

  onClosed(connection: Connection): void {
    if (!this.connections.delete(connection)) return
    const { peer } = connection
    this.limits.closed(peer.remoteHost, peer.listener)
    this.observer?.onConnection?.(peer.listener, 'closed')
    if (this.connections.size === 0) this.onEmpty?.()
  }

  // ── What connections need ───────────────────────────────────────────────────────────────────────────────────────

  keepFrame(bytes: number): Slab {
    if (bytes > SHARED_FRAME_BYTES_MAX) {
      this.keptAt = 0
      return this.frameSlabs.acquire(bytes)
    }
    if (this.shared === null || this.sharedAt + bytes > this.shared.buffer.length) {
      if (this.shared !== null) this.frameSlabs.release(this.shared)
      this.shared = this.frameSlabs.acquire(SHARED_SLAB_BYTES)
      this.sharedAt = 0
    } else if (this.shared.references === 1) {
      // Nobody else holds it any more: its start is as good as new.
      this.sharedAt = 0
    }
    this.keptAt = this.sharedAt
    this.sharedAt += bytes
    this.frameSlabs.retain(this.shared)
    return this.shared
  }

  noteWrongProtocol(wrong: WrongProtocol, peer: Peer): void {
    const text = wrong.message.charAt(0).toUpperCase() + wrong.message.slice(1)
    this.log.write('warn', wrong.kind, text, describe(peer))
  }

  noteFailure(error: unknown, peer: Peer, apiKey: number, version: number): void {
    const fields = { ...describe(peer), ...(apiKey >= 0 ? { apiKey, version } : {}) }
    if (error instanceof CloseConnection) {
      this.log.write('warn', `close ${apiKey}`, `A connection was closed: ${error.message}`, fields)
    } else if (error instanceof Error && error.name === 'DecodeError') {
      this.log.write('warn', 'malformed', `A connection was closed: malformed request: ${error.message}`, fields)
    } else {
      const stack = error instanceof Error ? error.stack : String(error)
      this.log.write('error', `failure ${apiKey}`, 'A request failed and its connection was closed', {
        ...fields,
        stack,
      })
    }
  }

  // ── Time ────────────────────────────────────────────────────────────────────────────────────────────────────────

  private sweep(): void {
    const nowMs = this.nowMs()
    const idleMs = this.config.number('connections.max.idle.ms')
    for (const connection of [...this.connections]) {
      connection.sweep(nowMs)
      if (idleMs >= 0 && connection.isIdle && nowMs - connection.lastActiveMs > idleMs) connection.destroy()
    }
    const slow = this.gate.relieve(SLOW_FRAME_MS)
    if (slow instanceof Connection) this.evict(slow, 'its frame takes too long to arrive while memory is short')
    if (this.budget.isShort) this.evictStalled(nowMs)
  }

  /** Peers that ask for much and do not read it give way to those that do. */
  private evictStalled(nowMs: number): void {
    for (const connection of [...this.connections]) {
      const { stalledSinceMs } = connection
      if (stalledSinceMs === 0 || nowMs - stalledSinceMs <= STALLED_READER_MS) continue
      this.evict(connection, 'it does not read its answers while memory is short')
      if (!this.budget.isShort) return
    }
  }

  private evict(connection: Connection, why: string): void {
    this.log.write('warn', why, `A connection was closed: ${why}`, describe(connection.peer))
    connection.destroy()
  }

  // ── The end ─────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes no more connections, requests that were started are answered within `drainMs`, then all is closed. */
  async stop(drainMs: number): Promise<void> {
    this.stopping = true
    await Promise.all(this.listeners.map((listener) => listener.close()))
    this.listeners = []
    if (this.connections.size > 0) {
      const empty = new Promise<void>((resolve) => (this.onEmpty = resolve))
      const limit = this.world.clock.after(drainMs, () => {
        this.logger.info('Connections are closed with requests under way', { connections: this.connections.size })
        for (const connection of [...this.connections]) connection.destroy()
      })
      for (const connection of [...this.connections]) connection.drain()
      await empty
      limit.cancel()
    }
    this.stopSweep()
    if (this.shared !== null) this.frameSlabs.release(this.shared)
    this.shared = null
  }
}

function describe(peer: Peer): Record<string, unknown> {
  const { listener, remoteHost, remotePort, clientSoftwareName } = peer
  return { listener, remoteHost, remotePort, ...(clientSoftwareName === '' ? {} : { clientSoftwareName }) }
}

function bindError(error: NetError, endpoint: ListenerEndpoint): OperatorError {
  const where = `${endpoint.listener}://${endpoint.host}:${endpoint.port}`
  if (error.kind === 'in-use') {
    return new OperatorError(
      `Port ${endpoint.port} of listener ${where} is taken by another process: stop that one, or set another port in listeners`,
    )
  }
  if (error.kind === 'denied') {
    return new OperatorError(`Listener ${where} is not permitted: use a port above 1023 in listeners`)
  }
  if (error.kind === 'not-available' || error.kind === 'not-found') {
    return new OperatorError(`Listener ${where} is no address of this machine: set one of its own in listeners`)
  }
  return new OperatorError(`Listener ${where} cannot be opened (${error.message}): correct listeners`)
}
