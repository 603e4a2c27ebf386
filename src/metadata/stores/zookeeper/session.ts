/**
 * A session with ZooKeeper: kept alive by pings, carried from server to server when a connection is lost, and replaced
 * by a new one when it has expired. Requests go out in the order of asking; those whose answer was lost with a
 * connection are sent again first, so every write must bear that it was done already (as Apache Kafka's).
 */
import { OperatorError } from '../../../base/errors.ts'
import type { Logger } from '../../../base/logger.ts'
import { shuffled } from '../../../base/shuffled.ts'
import type { Timer, TlsClient, World } from '../../../io/world.ts'
import { ZooKeeperMeters } from '../../../metrics/zookeeper-metrics.ts'
import type { SessionEvent } from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import type { ZooKeeperAddress, ZooKeeperHost } from './connect-string.ts'
import { hostText } from './connect-string.ts'
import { ZooKeeperConnection } from './connection.ts'
import { JuteError, JuteReader, JuteWriter } from './jute.ts'
import type { SessionKey } from './wire.ts'
import { decodeConnect, decodeHeader, encodeAuth, encodeConnect, OpCode, Xid, ZkError } from './wire.ts'

export interface SessionOptions {
  readonly world: Pick<World, 'net' | 'clock' | 'entropy'>
  readonly logger: Logger
  readonly address: ZooKeeperAddress
  readonly sessionTimeoutMs: number
  readonly maxInFlight: number
  /** Of the scheme "digest": user:password. */
  readonly digest?: string | null
  readonly tls?: TlsClient | null
  readonly meters?: ZooKeeperMeters
}

export interface SessionListener {
  /** After every connection: what is sent before all requests. */
  watchesAgain(lastZxid: bigint): Iterable<Uint8Array>
  watchEvent(reader: JuteReader): void
  /** Of 'expired' the end is waited for. */
  changed(event: SessionEvent): Promise<void>
}

export interface Request {
  readonly opCode: number
  readonly path: string
  readonly body: Uint8Array
  /** Called as the answer comes, in order, before events that come after it. Throws what is wrong with the packet. */
  answered(error: number, reader: JuteReader): void
  failed(error: NodeError): void
}

interface InFlight {
  readonly request: Request
  xid: number
  sentMs: number
  /** Connections that were lost while its answer was awaited. */
  losses: number
}

interface Begun {
  /** Resolves with the reason when the connection is lost. */
  readonly lost: Promise<string>
}

const NO_SESSION: SessionKey = { id: 0n, password: new Uint8Array(16) }
/** Between connections, and between rounds over all hosts. */
const PAUSE_MS = 50
const PAUSE_MAX_MS = 1000
/** A server closes the connection without a word when a request is larger than it takes (jute.maxbuffer, by default a megabyte). */
const LARGE_REQUEST_BYTES = 16 * 1024
const LOSSES_OF_LARGE_MAX = 3
/** How long the last word of a session is waited for. */
const CLOSE_MS = 5000

export class ZooKeeperSession {
  readonly #options: SessionOptions
  readonly #listener: SessionListener
  readonly #logger: Logger
  readonly #meters: ZooKeeperMeters
  readonly #hosts: ZooKeeperHost[]
  #nextHost = 0
  #key: SessionKey = NO_SESSION
  #timeoutMs: number
  #lastZxid = 0n
  #connection: ZooKeeperConnection | null = null
  #heardMs = 0
  #sentMs = 0
  #keepAlive: Timer | null = null
  #xid = 0
  /** Asked for and not sent. */
  readonly #queue: InFlight[] = []
  readonly #inFlight: InFlight[] = []
  #closing = false
  /** It has expired, and not everybody has let go of it yet. */
  #expiring = false
  #waits = true
  #onLost: ((reason: string) => void) | null = null
  #refuseStart: ((error: NodeError) => void) | null = null
  #wake: (() => void) | null = null
  /** Connections in a row that were lost before an answer. */
  #fruitless = 0
  #lastReason = 'not tried yet'

  constructor(options: SessionOptions, listener: SessionListener) {
    this.#options = options
    this.#listener = listener
    this.#logger = options.logger
    this.#meters = options.meters ?? new ZooKeeperMeters()
    this.#timeoutMs = options.sessionTimeoutMs
    const { entropy } = options.world
    this.#hosts = shuffled(options.address.hosts, (limit) => entropy.below(limit))
  }

  get id(): bigint {
    return this.#key.id
  }

  get key(): SessionKey {
    return this.#key
  }

  get isConnected(): boolean {
    return this.#connection !== null
  }

  /** Resolves with the first connection; OperatorError when there is none in time. The session lives on after that. */
  async start(limitMs: number): Promise<void> {
    if (!this.#waits) throw new NodeError('connection-loss', '/')
    let timer: Timer | null = null
    const first = new Promise<void>((resolve, reject) => {
      this.#refuseStart = reject
      timer = this.#options.world.clock.after(limitMs, () => reject(this.#notInTime(limitMs)))
      this.#live(resolve).catch((error: unknown) => {
        this.#logger.error('The session with ZooKeeper is given up', { error: String(error) })
        reject(error)
      })
    })
    try {
      await first
    } catch (error) {
      this.#end()
      throw error
    } finally {
      ;(timer as Timer | null)?.cancel()
      this.#refuseStart = null
    }
  }

  submit(request: Request): void {
    if (this.#closing || this.#expiring) request.failed(new NodeError('session-expired', request.path))
    else if (!this.#waits && this.#connection === null) request.failed(new NodeError('connection-loss', request.path))
    else {
      this.#queue.push({ request, xid: 0, sentMs: 0, losses: 0 })
      this.#pump()
    }
  }

  /** From now on nothing waits for a connection that is not there: for a stop, which must not wait for ZooKeeper. */
  stopWaiting(): void {
    this.#waits = false
    if (this.#connection !== null) return
    this.#failAll('connection-loss')
    this.#refuseStart?.(new NodeError('connection-loss', '/'))
  }

  /** Ends the session on the server, so that its ephemeral nodes go at once; a server that cannot be reached lets it expire. */
  async close(): Promise<void> {
    if (this.#closing) return
    if (this.#connection !== null) await this.#sayGoodbye()
    this.#end()
  }

  // ── The life of connections ───────────────────────────────────────────────────────────────────────────────────────

  async #live(onFirst: () => void): Promise<void> {
    let first = true
    while (!this.#closing) {
      const isNew = this.#key.id === 0n
      const outcome = await this.#connectSomewhere()
      if (outcome === 'closed') return
      if (outcome === 'expired') {
        await this.#expire()
        continue
      }
      if (first) onFirst()
      else void this.#listener.changed(isNew ? 'connected' : 'reconnected')
      first = false
      const reason = await outcome.lost
      if (this.#closing) return
      this.#logger.warn('The connection to ZooKeeper is lost', { reason })
      void this.#listener.changed('disconnected')
      // A connection that brought nothing must not be followed by the next without a breath.
      await this.#pause(Math.min(PAUSE_MS * 2 ** Math.min(this.#fruitless++, 10), PAUSE_MAX_MS))
    }
  }

  /** Without a wait after the greeting: a connection that is lost at once must be noticed. */
  #begin(connection: ZooKeeperConnection, isNew: boolean): Begun {
    this.#connection = connection
    this.#meters.connected = true
    this.#meters.connects++
    const lost = new Promise<string>((resolve) => (this.#onLost = resolve))
    const { clock } = this.#options.world
    this.#heardMs = clock.monotonicMs()
    this.#keepAlive = clock.every(Math.max(1, Math.floor(this.#timeoutMs / 6)), () => this.#onTick())
    this.#logger.info(isNew ? 'A session with ZooKeeper began' : 'The session with ZooKeeper goes on', {
      session: sessionName(this.#key.id),
      timeoutMs: this.#timeoutMs,
    })
    const { digest } = this.#options
    if (digest) this.#send(Xid.AUTH, OpCode.AUTH, encodeAuth('digest', Buffer.from(digest)))
    for (const body of this.#listener.watchesAgain(this.#lastZxid)) {
      this.#send(Xid.SET_WATCHES, OpCode.SET_WATCHES, body)
    }
    this.#pump()
    return { lost }
  }

  /** Two thirds of the session's time without a word: the server is given up while there is time to reach another. */
  #onTick(): void {
    const nowMs = this.#options.world.clock.monotonicMs()
    if (nowMs - this.#heardMs >= (this.#timeoutMs * 2) / 3) {
      this.#connection?.drop(`the server was silent for ${Math.round(nowMs - this.#heardMs)} ms`)
    } else if (nowMs - this.#sentMs >= this.#timeoutMs / 6) {
      this.#send(Xid.PING, OpCode.PING, new Uint8Array(0))
    }
  }

  async #connectSomewhere(): Promise<Begun | 'expired' | 'closed'> {
    for (let attempt = 1; !this.#closing; attempt++) {
      const host = this.#hosts[this.#nextHost++ % this.#hosts.length]!
      const where = hostText(host)
      try {
        return await this.#connect(host)
      } catch (error) {
        this.#lastReason = `${where}: ${error instanceof Error ? error.message : String(error)}`
        this.#logger.debug('ZooKeeper cannot be reached', { server: where, reason: this.#lastReason })
      }
      if (attempt % this.#hosts.length !== 0) continue
      const round = attempt / this.#hosts.length
      if (round === 1 || round % 30 === 0) {
        this.#logger.warn('No server of ZooKeeper can be reached; trying on', { reason: this.#lastReason })
      }
      await this.#pause(Math.min(PAUSE_MS * 2 ** Math.min(round, 10), PAUSE_MAX_MS))
    }
    return 'closed'
  }

  /** A sleep, since nothing else may keep a process alive whose start waits for ZooKeeper. */
  #pause(ms: number): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.#wake = resolve))
    return Promise.race([this.#options.world.clock.sleep(ms), woken])
  }

  async #connect({ host, port }: ZooKeeperHost): Promise<Begun | 'expired' | 'closed'> {
    const { net, clock } = this.#options.world
    const limitMs = Math.max(1, Math.floor(this.#timeoutMs / this.#hosts.length))
    const socket = await net.connect({ host, port, timeoutMs: limitMs, anyAddress: true, tls: this.#options.tls })
    if (this.#closing) {
      socket.destroy()
      return 'closed'
    }
    return new Promise((resolve, reject) => {
      let greeted = false
      const timer = clock.after(limitMs, () => connection.drop(`no session within ${limitMs} ms`))
      const connection = new ZooKeeperConnection(socket, {
        packet: (packet) => {
          if (greeted) return this.#onPacket(connection, packet)
          greeted = true
          timer.cancel()
          try {
            resolve(this.#onGreeting(connection, packet))
          } catch (error) {
            reject(error)
          }
          if (this.#connection !== connection) connection.drop('there is nothing to say')
        },
        lost: (reason, tooLarge) => {
          timer.cancel()
          if (this.#connection === connection) this.#onConnectionLost(reason, tooLarge)
          else reject(new Error(`${reason}, before a session was agreed on`))
        },
      })
      connection.send(encodeConnect(this.#key, this.#lastZxid, this.#options.sessionTimeoutMs))
    })
  }

  #onGreeting(connection: ZooKeeperConnection, packet: Buffer): Begun | 'expired' | 'closed' {
    if (this.#closing) return 'closed'
    const session = decodeConnect(new JuteReader(packet))
    const isNew = this.#key.id === 0n
    if (session === null && isNew) throw new Error('the server gives no session')
    if (session === null) return 'expired'
    this.#key = session
    this.#timeoutMs = session.timeoutMs
    return this.#begin(connection, isNew)
  }

  #onConnectionLost(reason: string, tooLarge: boolean): void {
    this.#connection = null
    this.#meters.connected = false
    this.#meters.disconnects++
    this.#keepAlive?.cancel()
    const lost = this.#inFlight.splice(0)
    // Answers come in order: what was too large is the answer to the first.
    if (tooLarge) this.#refuse(lost.shift(), reason)
    const again: InFlight[] = []
    for (const sent of lost) {
      sent.losses++
      if (isSuspect(sent) && sent.losses >= LOSSES_OF_LARGE_MAX) {
        this.#refuse(sent, `${sent.losses} connections in a row were lost while its answer was awaited`)
      } else again.push(sent)
    }
    this.#queue.unshift(...again)
    if (!this.#waits) this.#failAll('connection-loss')
    this.#onLost?.(reason)
  }

  async #expire(): Promise<void> {
    this.#logger.warn('The session with ZooKeeper has expired', { session: sessionName(this.#key.id) })
    this.#meters.expires++
    this.#key = NO_SESSION
    this.#lastZxid = 0n
    this.#timeoutMs = this.#options.sessionTimeoutMs
    // Told before anything of a new session: who held an office by this session lets go of it first.
    this.#expiring = true
    const letGo = this.#listener.changed('expired')
    this.#failAll('session-expired')
    await letGo
    this.#expiring = false
  }

  /** It, or its answer, is larger than a packet may be. */
  #refuse(sent: InFlight | undefined, reason: string): void {
    if (sent === undefined) return
    const { path, body } = sent.request
    this.#logger.error(
      'A request to ZooKeeper is given up: it, or its answer, is larger than one side takes; raise jute.maxbuffer of the servers, or see what is stored there',
      { path, bytes: body.length, reason },
    )
    sent.request.failed(new NodeError('bad-arguments', path))
  }

  #failAll(kind: 'session-expired' | 'connection-loss'): void {
    for (const { request } of [...this.#inFlight.splice(0), ...this.#queue.splice(0)]) {
      request.failed(new NodeError(kind, request.path))
    }
  }

  #end(): void {
    this.#closing = true
    this.#keepAlive?.cancel()
    const connection = this.#connection
    this.#connection = null
    connection?.drop('closed')
    this.#failAll('session-expired')
    this.#onLost?.('closed')
    this.#wake?.()
  }

  #notInTime(limitMs: number): OperatorError {
    const hosts = this.#options.address.hosts.map(hostText).join(',')
    return new OperatorError(
      `ZooKeeper (${hosts}) cannot be reached within ${limitMs} ms (${this.#lastReason}): start it, or set zookeeper.connect to where it is`,
    )
  }

  // ── Packets ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #pump(): void {
    while (this.#connection !== null && this.#inFlight.length < this.#options.maxInFlight && this.#queue.length > 0) {
      // One that a server may have choked on goes alone, so that no other is taken for it.
      if (this.#inFlight.length > 0 && (isSuspect(this.#queue[0]!) || isSuspect(this.#inFlight[0]!))) return
      const next = this.#queue.shift()!
      // Positive numbers are requests; they begin again long before they are confused.
      this.#xid = (this.#xid % 0x7fff_ffff) + 1
      next.xid = this.#xid
      this.#inFlight.push(next)
      this.#send(next.xid, next.request.opCode, next.request.body)
      next.sentMs = this.#sentMs
    }
  }

  #send(xid: number, opCode: number, body: Uint8Array): void {
    this.#sentMs = this.#options.world.clock.monotonicMs()
    this.#connection?.send(new JuteWriter().int(xid).int(opCode).finish(), body)
  }

  #onPacket(connection: ZooKeeperConnection, packet: Buffer): void {
    if (this.#connection !== connection) return
    this.#heardMs = this.#options.world.clock.monotonicMs()
    try {
      this.#take(new JuteReader(packet))
    } catch (error) {
      connection.drop(
        `what the server sent is not understood (${error instanceof Error ? error.message : String(error)})`,
      )
    }
  }

  #take(reader: JuteReader): void {
    const { xid, zxid, error } = decodeHeader(reader)
    if (xid === Xid.WATCH_EVENT) this.#listener.watchEvent(reader)
    if (xid === Xid.AUTH && error !== ZkError.OK) {
      this.#meters.authFailures++
      this.#logger.error('ZooKeeper does not know this user and password: what needs them will be refused')
    }
    // Pings and what else has no request behind it.
    if (xid < 0) return
    if (error === ZkError.SESSION_MOVED) {
      this.#connection?.drop('the session moved to another server')
      return
    }
    if (this.#inFlight[0]?.xid !== xid) throw new JuteError(`request ${xid} is answered out of order`)
    const { request, sentMs } = this.#inFlight.shift()!
    this.#meters.latencyMs.observe(this.#heardMs - sentMs)
    if (zxid > 0n) this.#lastZxid = zxid
    this.#fruitless = 0
    try {
      request.answered(error, reader)
    } catch (problem) {
      request.failed(new NodeError('connection-loss', request.path))
      throw problem
    }
    this.#pump()
  }

  #sayGoodbye(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#options.world.clock.after(CLOSE_MS, resolve)
      const finish = (): void => {
        timer.cancel()
        resolve()
      }
      this.stopWaiting()
      this.submit({
        opCode: OpCode.CLOSE_SESSION,
        path: '/',
        body: new Uint8Array(0),
        answered: finish,
        failed: finish,
      })
    })
  }
}

function isSuspect({ request, losses }: InFlight): boolean {
  return losses > 0 && request.body.length > LARGE_REQUEST_BYTES
}

/** As ZooKeeper's own log writes it. */
export function sessionName(id: bigint): string {
  return `0x${BigInt.asUintN(64, id).toString(16)}`
}
