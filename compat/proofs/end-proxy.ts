// A proxy before one broker that lets all frames pass, and makes the ends of transactions come late and more than once.
import { createServer, connect as dial, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { codecOf } from '../../src/protocol/codec.ts'
import { errorName } from '../../src/protocol/error-codes.ts'
import type { EndTxnRequest } from '../../src/protocol/generated/026-end-txn.js'
import { readRequestHeader } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { Connection, requestFrame } from '../diff/exchange.ts'
import { splitAddress } from '../lib/net.ts'

/** The first version of EndTxn whose client raises its epoch with every transaction (KIP-890). */
const FIRST_THAT_RAISES = 5

export interface EndProxyOptions {
  readonly port: number
  readonly broker: string
  readonly topic: string
  readonly partitions: readonly number[]
  /** Of WriteTxnMarkers: 2 tells the transaction version. */
  readonly markerVersion: number
  /** At least this long an end is late, at most twice as long; long enough for the next transaction to have begun. */
  readonly lateMs: number
  /** How long an EndTxn is held back now and then. */
  readonly holdMs: number
  /** From 0 to 1. */
  readonly random: () => number
}

export class EndProxy {
  /** "EndTxn NAME_OF_ERROR" and the like: how often what was repeated was answered so. */
  readonly answers = new Map<string, number>()
  ends = 0
  held = 0
  private readonly options: EndProxyOptions
  private readonly server: Server
  private readonly sockets = new Set<Socket>()
  private readonly repeats: Promise<void>[] = []

  private constructor(options: EndProxyOptions) {
    this.options = options
    this.server = createServer((client) => this.serve(client))
  }

  static async start(options: EndProxyOptions): Promise<EndProxy> {
    const proxy = new EndProxy(options)
    await new Promise<void>((resolve, reject) => {
      proxy.server.once('error', reject)
      proxy.server.listen(options.port, '127.0.0.1', resolve)
    })
    return proxy
  }

  /** After everything late has come. */
  async stop(): Promise<void> {
    await Promise.all(this.repeats)
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private serve(client: Socket): void {
    const { host, port } = splitAddress(this.options.broker)
    const broker = dial(port, host)
    for (const socket of [client, broker]) {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
      // The other side notices: both ends go together, save that what is held still reaches the broker.
      socket.on('error', () => socket.destroy())
    }
    broker.on('data', (bytes) => client.write(bytes))
    broker.on('close', () => client.destroy())
    let rest = Buffer.alloc(0)
    let order = Promise.resolve()
    client.on('data', (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes])
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        const frame = Buffer.from(rest.subarray(0, 4 + rest.readInt32BE(0)))
        rest = rest.subarray(frame.length)
        order = order.then(() => this.pass(frame, broker))
      }
    })
    client.on('close', () => {
      order = order.then(() => {
        broker.end()
      })
    })
  }

  private async pass(frame: Buffer, broker: Socket): Promise<void> {
    if (frame.readInt16BE(4) === ApiKey.EndTxn) {
      this.ends++
      for (let times = 0; times < 2; times++) this.repeats.push(this.repeatEnd(frame), this.repeatMarkers(frame))
      if (this.options.random() < 0.1) {
        this.held++
        await sleep(this.options.holdMs)
      }
    }
    if (!broker.destroyed) broker.write(frame)
  }

  private lateness(): Promise<void> {
    return sleep(this.options.lateMs * (1 + this.options.random()))
  }

  /** The same bytes once more, on a connection of its own. */
  private async repeatEnd(frame: Buffer): Promise<void> {
    await this.lateness()
    await this.ask(ApiKey.EndTxn, frame.readInt16BE(6), frame, (body) => [(body as { errorCode: number }).errorCode])
  }

  /** What the coordinator sent to the partitions' leader for this end comes once more. */
  private async repeatMarkers(frame: Buffer): Promise<void> {
    await this.lateness()
    const { topic, partitions, markerVersion } = this.options
    const { version, producerId, producerEpoch, committed } = readEnd(frame)
    const raises = version >= FIRST_THAT_RAISES
    const marker = {
      producerId,
      producerEpoch: raises ? producerEpoch + 1 : producerEpoch,
      transactionResult: committed,
      topics: [{ name: topic, partitionIndexes: partitions }],
      coordinatorEpoch: 0,
      transactionVersion: raises ? 2 : 0,
    }
    const again = requestFrame(ApiKey.WriteTxnMarkers, markerVersion, { markers: [marker] })
    await this.ask(ApiKey.WriteTxnMarkers, markerVersion, again, (body) => {
      const { markers } = body as { markers: { topics: { partitions: { errorCode: number }[] }[] }[] }
      return markers[0]!.topics[0]!.partitions.map(({ errorCode }) => errorCode)
    })
  }

  private async ask(key: number, version: number, frame: Buffer, errors: (body: unknown) => number[]): Promise<void> {
    const connection = new Connection(this.options.broker)
    const outcome = await connection.ask(key, version, frame)
    connection.close()
    const name = key === ApiKey.EndTxn ? 'EndTxn' : 'WriteTxnMarkers'
    const texts = outcome.kind === 'answer' ? errors(outcome.body).map(errorName) : [outcome.kind]
    for (const text of texts) {
      const line = `${name} ${text}`
      this.answers.set(line, (this.answers.get(line) ?? 0) + 1)
    }
  }
}

function readEnd(frame: Buffer): EndTxnRequest & { version: number } {
  const reader = new Reader(frame.subarray(4))
  const { apiVersion: version } = readRequestHeader(reader)
  return { ...(codecOf(ApiKey.EndTxn).readRequest(reader, version) as EndTxnRequest), version }
}
