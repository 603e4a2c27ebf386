/** Helpers of this room's tests: a configuration from a map, a dispatcher that does as told, a client that speaks frames. */
import { silentLogger } from '../base/logger.ts'
import type { BrokerConfig } from '../config/contract.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import type { World } from '../io/world.ts'
import type { Peer, Reply, RequestDispatcher } from './dispatcher.ts'
import type { Endpoints } from './endpoints.ts'
import { type NetworkOptions, NetworkServer } from './server.ts'

export const world: World = makeNodeWorld()

type Value = number | boolean | string | null | readonly string[]

const DEFAULTS: Record<string, Value> = {
  listeners: ['PLAINTEXT://127.0.0.1:0'],
  'advertised.listeners': [],
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
  'inter.broker.listener.name': null,
  'security.inter.broker.protocol': 'PLAINTEXT',
  'socket.request.max.bytes': 104_857_600,
  'queued.max.request.bytes': -1,
  'socket.listen.backlog.size': 50,
  'socket.receive.buffer.bytes': 102_400,
  'socket.send.buffer.bytes': 102_400,
  'connections.max.idle.ms': 600_000,
  'max.connections': 2_147_483_647,
  'max.connections.per.ip': 2_147_483_647,
  'max.connections.per.ip.overrides': '',
}

export function fakeConfig(values: Record<string, Value> = {}): BrokerConfig {
  const get = (name: string): Value => {
    if (name in values) return values[name]!
    if (name in DEFAULTS) return DEFAULTS[name]!
    throw new Error(`no fake value for ${name}`)
  }
  return {
    number: (name) => get(name) as number,
    boolean: (name) => get(name) as boolean,
    string: (name) => get(name) as string | null,
    list: (name) => get(name) as string[],
    isSet: (name) => name in values,
    topic: () => {
      throw new Error('no topics here')
    },
    onChange() {},
  }
}

export const LOOPBACK: Endpoints = {
  listeners: [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 0 }],
  advertised: [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 0 }],
  interBrokerListener: 'PLAINTEXT',
}

/** A request frame: key, version, correlation id, then `body`. Its length comes in front. */
export function frame(apiKey: number, correlationId: number, body: Uint8Array | string = '', version = 0): Buffer {
  const bytes = Buffer.from(body as string)
  const head = Buffer.alloc(12)
  head.writeInt32BE(8 + bytes.length, 0)
  head.writeInt16BE(apiKey, 4)
  head.writeInt16BE(version, 6)
  head.writeInt32BE(correlationId, 8)
  return Buffer.concat([head, bytes])
}

/** An answer frame: correlation id, then `body`. */
export function reply(correlationId: number, ...body: Uint8Array[]): Reply {
  const head = Buffer.alloc(8)
  head.writeInt32BE(4 + body.reduce((sum, chunk) => sum + chunk.length, 0), 0)
  head.writeInt32BE(correlationId, 4)
  return { encode: () => [head, ...body] }
}

export interface Seen {
  readonly apiKey: number
  readonly correlationId: number
  readonly body: Buffer
  readonly peer: Peer
  /** Lies in the frame. */
  readonly live: Buffer
}

/** `answer` decides; `traits` by API key. */
export class FakeDispatcher implements RequestDispatcher {
  readonly seen: Seen[] = []
  readonly traitsByKey = new Map<number, number>()
  private readonly answer: (request: Seen) => Reply | null | Promise<Reply | null>

  constructor(answer: (request: Seen) => Reply | null | Promise<Reply | null>) {
    this.answer = answer
  }

  traits(apiKey: number): number {
    return this.traitsByKey.get(apiKey) ?? 0
  }

  start(buffer: Buffer, from: number, to: number, peer: Peer) {
    const request = {
      apiKey: buffer.readInt16BE(from),
      correlationId: buffer.readInt32BE(from + 4),
      body: Buffer.from(buffer.subarray(from + 8, to)),
      live: buffer.subarray(from + 8, to),
      peer,
    }
    this.seen.push(request)
    return this.answer(request)
  }
}

export function startServer(
  dispatcher: RequestDispatcher,
  values: Record<string, Value> = {},
  options: Pick<NetworkOptions, 'observer' | 'rates' | 'onChunkSent'> & {
    logger?: typeof silentLogger
    world?: World
  } = {},
): Promise<NetworkServer> {
  const config = fakeConfig(values)
  return NetworkServer.start({ world, logger: silentLogger, config, endpoints: LOOPBACK, dispatcher, ...options })
}

/** Reads whole frames; `answers` are correlation id and body. */
export class FrameClient {
  readonly answers: { correlationId: number; body: Buffer }[] = []
  isClosed = false
  isEnded = false
  private readonly socket: Awaited<ReturnType<World['net']['connect']>>
  private rest: Buffer = Buffer.alloc(0)

  static async connect(port: number, net: World['net'] = world.net): Promise<FrameClient> {
    return new FrameClient(await net.connect({ host: '127.0.0.1', port }))
  }

  private constructor(socket: Awaited<ReturnType<World['net']['connect']>>) {
    this.socket = socket
    socket.handle({
      data: (bytes) => this.onData(bytes),
      drain() {},
      ended: () => {
        this.isEnded = true
        socket.end()
      },
      closed: () => (this.isClosed = true),
    })
  }

  send(...chunks: Uint8Array[]): void {
    this.socket.write(chunks)
  }

  get unsent(): number {
    return this.socket.queuedBytes
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  end(): void {
    this.socket.end()
  }

  destroy(): void {
    this.socket.destroy()
  }

  get correlationIds(): number[] {
    return this.answers.map((answer) => answer.correlationId)
  }

  private onData(bytes: Uint8Array): void {
    this.rest = Buffer.concat([this.rest, bytes])
    while (this.rest.length >= 4 && this.rest.length >= 4 + this.rest.readInt32BE(0)) {
      const end = 4 + this.rest.readInt32BE(0)
      this.answers.push({ correlationId: this.rest.readInt32BE(4), body: Buffer.from(this.rest.subarray(8, end)) })
      this.rest = this.rest.subarray(end)
    }
  }
}

/** Waits until `test` holds; throws with `what` after two seconds. */
export async function until(test: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (test()) return
    await world.clock.sleep(2)
  }
  throw new Error(`never happened: ${what}`)
}

export class Deferred<T> {
  readonly promise: Promise<T>
  resolve!: (value: T) => void
  reject!: (error: unknown) => void
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }
}
