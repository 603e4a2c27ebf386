/**
 * Sends inputs over many connections at once, several behind one another on each, and says what came of them. An input
 * counts only when the broker has dealt with it: it answered, it closed the connection, or it stayed silent for long. What
 * stood behind one that closed the connection is sent again.
 */
import { connect, type Socket } from 'node:net'
import { ApiKey, apis } from '../src/protocol/apis.ts'
import { codecOf } from '../src/protocol/codec.ts'
import { encodeRequest } from '../src/protocol/frame.ts'
import { readResponseHeader } from '../src/protocol/header.ts'
import { Reader } from '../src/protocol/reader.ts'
import type { Input, Kind } from './inputs.ts'

export interface LaneOptions {
  readonly host: string
  readonly port: number
  readonly lanes: number
  /** The next input; undefined when there are no more. */
  readonly next: () => Input | undefined
  /** Called when an input has been dealt with. */
  readonly onDone: () => void
  readonly isStopped: () => boolean
}

export interface Tally {
  answered: number
  closed: number
  /** Nothing within SILENCE_MS, as a Fetch that waits; or no answer is due, as for acks=0. */
  silent: number
  connections: number
  byKind: Map<Kind, number>
  /** Answers that the codecs do not read: each is a fault of the broker. */
  unreadable: string[]
  /** Connections that were not accepted. */
  refused: number
}

const BURST = 8
const SILENCE_MS = 3000
const LAST_WAIT_MS = 60
const CONNECT_MS = 10_000
const MARK = 0x7ead_beef
const MARKER = Buffer.concat(encodeRequest(ApiKey.ApiVersions, 0, MARK, 'fuzz-mark', {}))
/** Ports of one address would run out: closed connections keep theirs for a minute. */
const ADDRESSES = 40
const REFUSALS_MAX = 50
const UNREADABLE_KEPT = 20

export async function runLanes(options: LaneOptions): Promise<Tally> {
  const tally: Tally = {
    answered: 0,
    closed: 0,
    silent: 0,
    connections: 0,
    byKind: new Map(),
    unreadable: [],
    refused: 0,
  }
  const again: Input[] = []
  const take = () => again.pop() ?? options.next()
  await Promise.all(Array.from({ length: options.lanes }, (_, i) => new Lane(options, tally, again, take, i).run()))
  return tally
}

class Lane {
  private readonly options: LaneOptions
  private readonly tally: Tally
  private readonly again: Input[]
  private readonly take: () => Input | undefined
  private turn: number
  private socket: Socket | null = null
  private isOpen = false
  private received: Buffer = Buffer.alloc(0)
  private wake: (() => void) | null = null

  constructor(options: LaneOptions, tally: Tally, again: Input[], take: () => Input | undefined, index: number) {
    this.options = options
    this.tally = tally
    this.again = again
    this.take = take
    this.turn = index
  }

  async run(): Promise<void> {
    while (!this.options.isStopped() && this.tally.refused < REFUSALS_MAX) {
      const burst = this.nextBurst()
      if (burst.length === 0) break
      if (!(await this.open())) this.again.push(...burst.reverse())
      else await this.send(burst)
    }
    this.close()
  }

  private nextBurst(): Input[] {
    const burst: Input[] = []
    while (burst.length < BURST) {
      const input = this.take()
      if (input === undefined) break
      burst.push(input)
      if (input.isLast) break
    }
    return burst
  }

  private async send(burst: readonly Input[]): Promise<void> {
    const last = burst.at(-1)!.isLast ? burst.at(-1)! : null
    const framed = last === null ? burst : burst.slice(0, -1)
    const waiting = new Map(framed.map((input, i) => [input.correlationId, i]))
    this.socket!.write(Buffer.concat([...framed.map(({ bytes }) => bytes), MARKER]))
    let answers = 0
    let dealtWith = 0
    const deadline = Date.now() + SILENCE_MS
    for (;;) {
      const frame = this.takeFrame()
      if (frame !== null) {
        const correlation = frame.readUInt32BE(0)
        if (correlation === MARK) break
        answers++
        const at = waiting.get(correlation)
        if (at !== undefined) this.check(framed[at]!, frame)
        dealtWith = Math.max(answers, at === undefined ? 0 : at + 1)
        continue
      }
      if (!this.isOpen || Date.now() >= deadline) {
        this.broken(burst, dealtWith, answers)
        return
      }
      await this.more(deadline - Date.now())
    }
    this.count(framed, answers)
    if (last !== null) await this.sendLast(last)
  }

  /** The connection ended, or nothing came, at input `dealtWith` of the burst. */
  private broken(burst: readonly Input[], dealtWith: number, answers: number): void {
    const done = burst.slice(0, dealtWith + 1)
    if (done.length > 0) {
      for (const input of done) this.done(input)
      this.tally.answered += Math.min(answers, done.length - 1)
      if (this.isOpen) this.tally.silent++
      else this.tally.closed++
    }
    this.again.push(...burst.slice(dealtWith + 1).reverse())
    this.close()
  }

  private count(inputs: readonly Input[], answers: number): void {
    for (const input of inputs) this.done(input)
    this.tally.answered += answers
    this.tally.silent += inputs.length - answers
  }

  private done(input: Input): void {
    this.tally.byKind.set(input.kind, (this.tally.byKind.get(input.kind) ?? 0) + 1)
    this.options.onDone()
  }

  private async sendLast(input: Input): Promise<void> {
    this.socket!.write(input.bytes)
    if (input.kind !== 'half') {
      const deadline = Date.now() + LAST_WAIT_MS
      while (this.isOpen && Date.now() < deadline) {
        if (this.takeFrame() === null) await this.more(deadline - Date.now())
      }
    } else await this.more(input.number % 10)
    if (this.isOpen) this.tally.silent++
    else this.tally.closed++
    this.done(input)
    this.close(input.number % 3 === 0)
  }

  private check(input: Input, frame: Buffer): void {
    const { key, version, bytes } = input
    if (bytes.readInt16BE(4) !== key || bytes.readInt16BE(6) !== version) return
    try {
      const reader = new Reader(frame)
      readResponseHeader(reader, key, version)
      codecOf(key).readResponse(reader, version)
      if (reader.pos !== reader.end) throw new Error(`${reader.end - reader.pos} bytes are left`)
    } catch (error) {
      const what = `input ${input.number}, ${apis.get(key)!.name} ${version}: ${error instanceof Error ? error.message : error}`
      if (this.tally.unreadable.length < UNREADABLE_KEPT) this.tally.unreadable.push(what)
    }
  }

  // ── The connection ──────────────────────────────────────────────────────────────────────────────────────────────

  private open(): Promise<boolean> {
    if (this.isOpen) return Promise.resolve(true)
    const { host, port, lanes } = this.options
    this.turn += lanes
    const local = host === '127.0.0.1' ? `127.0.0.${2 + (this.turn % ADDRESSES)}` : undefined
    return new Promise((resolve) => {
      const socket = connect({ host, port, localAddress: local, noDelay: true })
      const failed = () => {
        clearTimeout(timer)
        socket.destroy()
        this.tally.refused++
        resolve(false)
      }
      const timer = setTimeout(failed, CONNECT_MS)
      socket.once('error', failed)
      socket.once('connect', () => {
        clearTimeout(timer)
        socket.removeListener('error', failed)
        this.adopt(socket)
        resolve(true)
      })
    })
  }

  private adopt(socket: Socket): void {
    this.socket = socket
    this.isOpen = true
    this.received = Buffer.alloc(0)
    this.tally.connections++
    const ended = () => {
      if (this.socket !== socket) return
      this.isOpen = false
      this.wake?.()
    }
    socket.on('data', (chunk: Buffer) => {
      if (this.socket !== socket) return
      this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk])
      this.wake?.()
    })
    socket.on('error', ended)
    socket.on('end', ended)
    socket.on('close', ended)
  }

  private close(hard = true): void {
    const socket = this.socket
    const wasOpen = this.isOpen
    this.socket = null
    this.isOpen = false
    if (socket === null) return
    // Of a socket that the other side has ended, a reset never comes to an end.
    if (!wasOpen) socket.destroy()
    else if (hard) socket.resetAndDestroy()
    else {
      socket.end()
      setTimeout(() => socket.destroy(), 1000).unref()
    }
  }

  private takeFrame(): Buffer | null {
    const bytes = this.received
    if (bytes.length < 4) return null
    const size = bytes.readInt32BE(0)
    if (size < 4 || size > 2 ** 28) throw new Error(`the broker sent a frame of ${size} bytes`)
    if (bytes.length < 4 + size) return null
    this.received = bytes.subarray(4 + size)
    return bytes.subarray(4, 4 + size)
  }

  private more(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake?.(), Math.max(1, limitMs))
      this.wake = () => {
        clearTimeout(timer)
        this.wake = null
        resolve()
      }
    })
  }
}
