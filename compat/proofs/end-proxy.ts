// A proxy before one broker that lets all frames pass, and makes the ends of transactions come late and more than once.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { codecOf } from '../../src/protocol/codec.ts'
import { errorName } from '../../src/protocol/error-codes.ts'
import type { EndTxnRequest } from '../../src/protocol/generated/026-end-txn.js'
import { readRequestHeader } from '../../src/protocol/header.ts'
import { Reader } from '../../src/protocol/reader.ts'
import { Connection, requestFrame } from '../diff/exchange.ts'
import { FrameProxy } from '../lib/frame-proxy.ts'

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
  private readonly repeats: Promise<void>[] = []
  private proxy: FrameProxy | undefined

  private constructor(options: EndProxyOptions) {
    this.options = options
  }

  static async start(options: EndProxyOptions): Promise<EndProxy> {
    const ends = new EndProxy(options)
    ends.proxy = await FrameProxy.start(options.port, options.broker, { onRequest: (frame) => ends.pass(frame) })
    return ends
  }

  /** After everything late has come. */
  async stop(): Promise<void> {
    await Promise.all(this.repeats)
    await this.proxy?.stop()
  }

  private async pass(frame: Buffer): Promise<void> {
    if (frame.readInt16BE(4) !== ApiKey.EndTxn) return
    this.ends++
    for (let times = 0; times < 2; times++) this.repeats.push(this.repeatEnd(frame), this.repeatMarkers(frame))
    if (this.options.random() < 0.1) {
      this.held++
      await sleep(this.options.holdMs)
    }
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
