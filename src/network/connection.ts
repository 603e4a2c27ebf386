/**
 * One connection: bytes in, frames to the dispatcher, answers out in the order of the requests.
 *
 *     data ─► [input: what could not be started yet] ─► start ─► pending (in order) ─► output ─► one gather-write
 *
 * Whole frames are read where they lie in the socket's buffer; only what is incomplete, must wait, or is needed after
 * `start` is copied. Nothing is read while what was read cannot be started, while the peer does not read its answers, or
 * while the memory gate is full.
 */
import type { NetError, Socket } from '../io/world.ts'
import type { ConnectionHost } from './connection-host.ts'
import type { Peer, Reply } from './dispatcher.ts'
import { CloseConnection, KEEPS_FRAME, OVERLAPS } from './dispatcher.ts'
import { EndWaiters } from './end-waiters.ts'
import { FIRST_BYTES, recogniseWrongProtocol } from './first-bytes.ts'
import { asBuffer, InFlight, Input } from './input.ts'
import { CLOSE_GRACE_MS, CONNECTION_REQUESTS_MAX, CONNECTION_RESPONSE_BYTES_MAX, RESPONSE_SHARE_MIN } from './limits.ts'
import type { GateWaiter } from './memory-gate.ts'
import { Mute } from './mute.ts'
import { Output } from './output.ts'
import type { Slab } from './slab-pool.ts'

/** Key, version and correlation id. */
const HEADER_BYTES_MIN = 8

export class Connection implements GateWaiter {
  readonly peer: Peer
  lastActiveMs: number
  /** Since when the peer has taken nothing of what is queued; 0: it reads. */
  stalledSinceMs = 0
  private queuedAtLastSweep = 0
  private readonly socket: Socket
  private readonly host: ConnectionHost
  private readonly output: Output

  private readonly input: Input
  private readonly pending: InFlight<Reply>[] = []
  /** A request that does not overlap is under way. */
  private exclusive = false
  private paused = false
  private pumping = false
  private flushScheduled = false
  private sawFirstBytes = false
  private peerEnded = false
  /** The broker stops. */
  private draining = false
  private readonly endWaiters = new EndWaiters()
  /** No more requests are started. */
  private stopping = false
  private endedAtMs = 0
  private closed = false
  private unwrittenBytes = 0
  private muted: Mute | null = null

  constructor(
    socket: Socket,
    host: ConnectionHost,
    describe: Pick<Peer, 'listener' | 'securityProtocol' | 'connectionId'>,
  ) {
    this.socket = socket
    this.host = host
    this.output = new Output(host.outputSlabs)
    this.input = new Input(host.frameSlabs, host.frameBytesMax, () => host.gate.isFullFor(this))
    this.lastActiveMs = host.nowMs()
    this.peer = {
      ...describe,
      principal: 'User:ANONYMOUS',
      remoteHost: socket.remoteHost,
      remotePort: socket.remotePort,
      clientSoftwareName: '',
      clientSoftwareVersion: '',
      // One that sends no more may still read, but whoever waits for its sake may stop.
      isClosed: () => this.closed || this.peerEnded || this.draining,
      isGone: () => this.closed || this.endedAtMs !== 0,
      whenClosed: (call) => this.endWaiters.add(call),
      responseBudget: () => this.host.budget.share(RESPONSE_SHARE_MIN),
    }
    socket.handle({
      data: (bytes) => this.onData(bytes),
      drain: () => this.proceed(),
      ended: () => this.onEnded(),
      closed: (error) => this.onClosed(error),
    })
  }

  /** Nothing asked that is not answered. */
  get isIdle(): boolean {
    return this.pending.length === 0
  }

  get isClosed(): boolean {
    return this.closed
  }

  /** Finishes what is under way, then closes. */
  drain(): void {
    this.draining = true
    this.stopping = true
    this.endWaiters.tell()
    this.proceed()
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** Reads nothing for so long, or until the connection is closed for being idle. Answers still go out. */
  mute(ms: number): void {
    this.muted ??= new Mute(this.host, () => this.proceed())
    this.muted.begin(ms)
    this.settleSoon()
  }

  /** Called about once a second: notices a peer that does not read, and one that does not close. */
  sweep(nowMs: number): void {
    const queued = this.socket.queuedBytes
    if (queued === 0 || queued < this.queuedAtLastSweep) {
      this.stalledSinceMs = 0
      if (this.endedAtMs !== 0 && queued > 0) this.endedAtMs = nowMs
    } else if (this.stalledSinceMs === 0) this.stalledSinceMs = nowMs
    this.queuedAtLastSweep = queued
    if (this.endedAtMs !== 0 && nowMs - this.endedAtMs > CLOSE_GRACE_MS) this.socket.destroy()
  }

  // ── In ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  private onData(chunk: Uint8Array): void {
    if (this.closed || this.endedAtMs !== 0) return
    const bytes = asBuffer(chunk)
    const nowMs = this.host.nowMs()
    this.lastActiveMs = nowMs
    this.pumping = true
    let at = 0
    if (!this.input.isEmpty) at = this.continueInput(bytes, nowMs)
    if (this.input.isEmpty && at < bytes.length) {
      at = this.consume(bytes, at, bytes.length, null, nowMs)
      if (!this.isEnding) this.input.add(bytes, at, bytes.length, nowMs)
    }
    this.pumping = false
    this.settle()
  }

  private get isEnding(): boolean {
    return this.closed || this.endedAtMs !== 0 || (this.stopping && this.pending.at(-1)?.error !== undefined)
  }

  /** Starts whole frames of bytes[from..to); answers where it stopped: at an incomplete frame, or because it must wait. */
  private consume(bytes: Buffer, from: number, to: number, slab: Slab | null, arrivedMs: number): number {
    let at = from
    if (!this.sawFirstBytes && !this.inspectFirst(bytes, at, to)) return to
    while (to - at >= 4) {
      const length = bytes.readInt32BE(at)
      if (!this.isLengthGood(length)) return to
      if (to - at - 4 < length || !this.mayStart(slab !== null)) return at
      this.sawFirstBytes = true
      this.start(bytes, at + 4, at + 4 + length, slab, arrivedMs)
      at += 4 + length
      if (this.isEnding) return to
    }
    return at
  }

  /** False: this is not Kafka, and the connection ends. Few bytes: looks again when there are more. */
  private inspectFirst(bytes: Buffer, from: number, to: number): boolean {
    if (to - from >= FIRST_BYTES) this.sawFirstBytes = true
    const wrong = recogniseWrongProtocol(bytes, from, to)
    if (wrong === null) return true
    this.host.noteWrongProtocol(wrong, this.peer)
    this.fail(new CloseConnection(wrong.message), true)
    return false
  }

  private isLengthGood(length: number): boolean {
    if (length >= HEADER_BYTES_MIN && length <= this.host.frameBytesMax) return true
    const what =
      length > this.host.frameBytesMax
        ? `a frame of ${length} bytes, more than socket.request.max.bytes=${this.host.frameBytesMax}`
        : `a frame length of ${length}`
    this.fail(new CloseConnection(what), false)
    return false
  }

  /** `stored`: the frame is already in counted memory, so that starting it can only give memory back. */
  private mayStart(stored: boolean): boolean {
    return !this.exclusive && this.hasRoomFor(stored)
  }

  private hasRoomFor(stored: boolean): boolean {
    return (
      !this.stopping &&
      !this.muted?.isOn &&
      this.pending.length < CONNECTION_REQUESTS_MAX &&
      this.socket.queuedBytes + this.output.byteLength <= CONNECTION_RESPONSE_BYTES_MAX &&
      (stored || !this.host.gate.isFullFor(this))
    )
  }

  /** Adds to `input` what completes its first frame and starts it; answers how many of `bytes` it took. */
  private continueInput(bytes: Buffer, nowMs: number): number {
    const { input } = this
    let at = 0
    if (input.byteLength < 4) {
      at = Math.min(4 - input.byteLength, bytes.length)
      input.add(bytes, 0, at, nowMs)
      if (input.byteLength < 4) return at
    }
    const { missing } = input
    if (missing > 0) {
      const taken = Math.min(missing, bytes.length - at)
      input.add(bytes, at, at + taken, nowMs)
      at += taken
      if (taken < missing) {
        if (!this.sawFirstBytes) this.consumeInput()
        return this.isEnding ? bytes.length : at
      }
      input.arrivedMs = nowMs
    }
    this.consumeInput()
    if (this.isEnding) return bytes.length
    if (input.isEmpty) return at
    // Something is left that waits, or whose rest is in here: everything goes behind it.
    input.add(bytes, at, bytes.length, nowMs)
    if (this.mayStart(true)) this.consumeInput()
    return bytes.length
  }

  /** Starts what is whole in `input`, and lets go of it when nothing is left. */
  private consumeInput(): void {
    const { input } = this
    const { slab } = input
    if (slab === null) return
    input.from = this.consume(slab.buffer, input.from, input.to, slab, input.arrivedMs)
    if (input.byteLength === 0 || this.isEnding) input.drop()
  }

  // ── A request ───────────────────────────────────────────────────────────────────────────────────────────────────

  private start(bytes: Buffer, from: number, to: number, slab: Slab | null, arrivedMs: number): void {
    const { host } = this
    if (host.gate.privileged === this) host.gate.leave(this)
    const apiKey = bytes.readInt16BE(from)
    const version = bytes.readInt16BE(from + 2)
    const startedMs = host.nowMs()
    const traits = host.dispatcher.traits(apiKey)
    let frame = bytes
    let at = from
    let kept: Slab | null = null
    if ((traits & KEEPS_FRAME) !== 0) {
      if (slab === null) {
        kept = host.keepFrame(to - from)
        at = host.keptAt
        frame = kept.buffer
        bytes.copy(frame, at, from, to)
      } else {
        host.frameSlabs.retain(slab)
        kept = slab
      }
    }
    const bytesIn = to - from + 4
    let result: Reply | null | Promise<Reply | null>
    try {
      result = host.dispatcher.start(frame, at, at + to - from, this.peer)
    } catch (error) {
      if (kept !== null) host.frameSlabs.release(kept)
      this.fail(error, false, apiKey, version, bytesIn)
      return
    }
    if (!(result instanceof Promise) && this.pending.length === 0) {
      this.answer(result, apiKey, version, bytesIn, arrivedMs, startedMs)
      if (kept !== null) host.frameSlabs.release(kept)
      return
    }
    const request = new InFlight<Reply>(apiKey, version, bytesIn, arrivedMs, startedMs, kept)
    this.pending.push(request)
    if (!(result instanceof Promise)) {
      request.reply = result
      request.done = true
      return
    }
    request.begin(host.gate)
    const exclusive = (traits & OVERLAPS) === 0
    if (exclusive) this.exclusive = true
    result.then(
      (reply) => this.onAnswer(request, exclusive, reply, undefined),
      (error: unknown) => this.onAnswer(request, exclusive, null, error ?? new Error('rejected without a reason')),
    )
  }

  private onAnswer(request: InFlight<Reply>, exclusive: boolean, reply: Reply | null, error: unknown): void {
    request.settle(this.host.gate)
    if (exclusive) this.exclusive = false
    if (this.closed || this.endedAtMs !== 0) {
      this.letGo(request)
      if (error !== undefined) this.host.noteFailure(error, this.peer, request.apiKey, request.version)
      return
    }
    this.lastActiveMs = this.host.nowMs()
    request.reply = reply
    request.error = error
    this.proceed()
  }

  /** Puts answers into the output as far as the oldest ones are there. */
  private answerInOrder(): void {
    let count = 0
    while (count < this.pending.length) {
      const request = this.pending[count]!
      if (!request.done) break
      count++
      if (request.error !== undefined) {
        this.endAfter(request)
        return
      }
      this.answer(request.reply, request.apiKey, request.version, request.bytesIn, request.arrivedMs, request.startedMs)
      this.letGo(request)
      if (this.closed || this.endedAtMs !== 0) return
    }
    if (count > 0) this.pending.splice(0, count)
  }

  private letGo(request: InFlight<Reply>): void {
    if (request.slab !== null) this.host.frameSlabs.release(request.slab)
    request.slab = null
    request.reply = null
  }

  private answer(
    reply: Reply | null,
    apiKey: number,
    version: number,
    bytesIn: number,
    arrivedMs: number,
    startedMs: number,
  ): void {
    let bytesOut = 0
    if (reply !== null) {
      if (reply.throttleMs !== undefined) {
        this.mute(reply.throttleMs)
        this.host.observer?.onThrottle?.(apiKey, reply.throttleMs)
      }
      try {
        bytesOut = this.output.add(reply.encode())
      } catch (error) {
        this.host.noteFailure(error, this.peer, apiKey, version)
        this.stopping = true
        this.end()
        return
      }
    }
    this.host.observer?.onRequest(
      apiKey,
      version,
      bytesIn,
      bytesOut,
      startedMs - arrivedMs,
      this.host.nowMs() - arrivedMs,
    )
  }

  /** Ends the connection behind the answers that are still to come. `known`: it was already logged. */
  private fail(error: unknown, known: boolean, apiKey = -1, version = -1, bytesIn = 0): void {
    this.stopping = true
    const nowMs = this.host.nowMs()
    const request = new InFlight<Reply>(apiKey, version, bytesIn, nowMs, nowMs, null)
    request.done = true
    request.error = known ? null : (error ?? new Error('thrown without a reason'))
    this.pending.push(request)
  }

  private endAfter(request: InFlight<Reply>): void {
    const { error } = request
    if (error !== null) this.host.noteFailure(error, this.peer, request.apiKey, request.version)
    if (request.apiKey >= 0) {
      const { apiKey, version, bytesIn, startedMs, arrivedMs } = request
      const nowMs = this.host.nowMs()
      this.host.observer?.onRequest(apiKey, version, bytesIn, 0, startedMs - arrivedMs, nowMs - arrivedMs, error)
    }
    this.letGo(request)
    this.stopping = true
    this.end()
  }

  // ── Out, and the state as a whole ───────────────────────────────────────────────────────────────────────────────

  /** Something that held this connection up may be over. */
  private proceed(): void {
    if (this.closed || this.pumping) return
    this.pumping = true
    this.answerInOrder()
    if (!this.isEnding) this.consumeInput()
    this.pumping = false
    if (this.output.byteLength > CONNECTION_RESPONSE_BYTES_MAX) this.settle()
    else this.settleSoon()
  }

  /** Answers that come one after another in this turn go out together. */
  private settleSoon(): void {
    if (this.flushScheduled) return
    this.flushScheduled = true
    queueMicrotask(() => {
      this.flushScheduled = false
      this.settle()
    })
  }

  /** Answers what is ready, writes it, and sees to it that the socket reads exactly while something could be started. */
  private settle(): void {
    if (this.closed) return
    this.answerInOrder()
    this.flush()
    if (this.closed) return
    if (this.endedAtMs === 0 && this.pending.length === 0 && (this.stopping || (this.peerEnded && this.mayEnd)))
      this.end()
    if (this.endedAtMs !== 0) return
    // While an exclusive request is under way reading goes on until there is something to hold: a peer that goes away is
    // noticed, and most peers wait for the answer anyhow.
    const wait = this.input.isEmpty ? !this.hasRoomFor(false) : !this.mayStart(false)
    const { gate } = this.host
    if (wait && gate.isFullFor(this)) gate.wait(this)
    else if (gate.isShort && gate.privileged !== this) gate.leave(this)
    if (wait === this.paused) return
    this.paused = wait
    if (wait) this.socket.pause()
    else this.socket.resume()
  }

  /** The peer sends no more: nothing that it sent whole waits to be started. */
  private get mayEnd(): boolean {
    return this.input.isEmpty || this.mayStart(true)
  }

  private flush(): void {
    if (this.output.byteLength === 0) return
    const bytes = this.output.byteLength
    const { chunks, slabs } = this.output.take()
    this.unwrittenBytes += bytes
    this.host.budget.outstanding += bytes
    this.socket.write(chunks, () => {
      const { onChunkSent } = this.host
      if (onChunkSent !== null) for (const chunk of chunks) onChunkSent(chunk)
      for (const slab of slabs) this.host.outputSlabs.release(slab)
      if (this.closed) return
      this.unwrittenBytes -= bytes
      this.host.budget.outstanding -= bytes
      if (this.paused || !this.input.isEmpty || this.stopping) this.proceed()
    })
  }

  /** Our side is done: what was handed over is still written. */
  private end(): void {
    if (this.endedAtMs !== 0 || this.closed) return
    this.flush()
    this.endedAtMs = Math.max(1, this.host.nowMs())
    this.input.drop()
    this.dropPending()
    this.host.gate.leave(this)
    // What still comes is read and dropped, so that the peer gets our last answers rather than a reset.
    if (this.paused) this.socket.resume()
    this.paused = false
    this.socket.end()
  }

  get isMidFrame(): boolean {
    return !this.input.isEmpty
  }

  onRoom(): void {
    this.proceed()
  }

  private onEnded(): void {
    this.peerEnded = true
    this.endWaiters.tell()
    if (this.endedAtMs !== 0) return
    this.proceed()
  }

  private onClosed(_error: NetError | null): void {
    if (this.closed) return
    this.closed = true
    this.muted?.end()
    this.endWaiters.tell()
    this.input.drop()
    this.output.drop()
    this.host.gate.leave(this)
    this.host.budget.outstanding -= this.unwrittenBytes
    this.unwrittenBytes = 0
    this.dropPending()
    this.host.onClosed(this)
  }

  /** Requests under way keep their frames until their handlers are done with them (onAnswer). */
  private dropPending(): void {
    for (const request of this.pending) if (request.done) this.letGo(request)
    this.pending.length = 0
  }
}
