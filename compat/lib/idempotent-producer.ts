// A small idempotent producer that never gives up: what was not confirmed is sent again, with the same sequence numbers,
// over a new connection when the old one ends. It remembers what was confirmed and at which offset.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { decodeAnswer, requestFrame } from '../diff/exchange.ts'
import { batch } from '../diff/records.ts'
import { splitAddress } from './net.ts'

const IN_FLIGHT_MAX = 5
const DUPLICATE_SEQUENCE_NUMBER = 46

export interface ConfirmedBatch {
  producerId: number
  baseSequence: number
  count: number
  /** -1 when the broker only said that it has it. */
  baseOffset: number
}

interface Sent extends ConfirmedBatch {
  frame: Buffer
}

interface ProduceAnswer {
  responses: { partitionResponses: { errorCode: number; baseOffset: number }[] }[]
}

export class IdempotentProducer {
  readonly confirmed: ConfirmedBatch[] = []
  readonly problems: string[] = []
  resent = 0
  private readonly address: string
  private readonly topic: string
  private readonly partition: number
  private readonly producerId: number
  private readonly valueBytes: number
  private nextSequence = 0
  private readonly waiting: Sent[] = []
  private stopped = false
  private socket: Socket | undefined

  constructor(address: string, topic: string, partition: number, producerId: number, valueBytes: number) {
    this.address = address
    this.topic = topic
    this.partition = partition
    this.producerId = producerId
    this.valueBytes = valueBytes
  }

  /** Produces until `stop`, and then until everything is confirmed or `drainMs` have passed. */
  async run(drainMs = 30_000): Promise<void> {
    let giveUpAt = Number.POSITIVE_INFINITY
    while (!this.stopped || (this.waiting.length > 0 && Date.now() < giveUpAt)) {
      if (this.stopped && giveUpAt === Number.POSITIVE_INFINITY) giveUpAt = Date.now() + drainMs
      try {
        await this.session()
      } catch {
        await sleep(20)
      }
    }
    if (this.waiting.length > 0) this.problems.push(`${this.waiting.length} batches were never confirmed`)
  }

  stop(): void {
    this.stopped = true
    if (this.waiting.length === 0) this.socket?.destroy()
  }

  private newBatch(): Sent {
    const baseSequence = this.nextSequence
    const count = 1 + (baseSequence % 7)
    this.nextSequence += count
    const records = Array.from({ length: count }, (_, i) => ({
      key: `${this.producerId}:${baseSequence + i}`,
      value: 'v'.repeat(this.valueBytes),
    }))
    const bytes = batch({ records, timestamp: Date.now(), producerId: this.producerId, producerEpoch: 0, baseSequence })
    const partitionData = [{ index: this.partition, records: bytes }]
    const body = { acks: -1, timeoutMs: 10_000, topicData: [{ name: this.topic, partitionData }] }
    const frame = requestFrame(ApiKey.Produce, 9, body, baseSequence)
    return { producerId: this.producerId, baseSequence, count, baseOffset: -1, frame }
  }

  /** One connection, until it ends. */
  private session(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { host, port } = splitAddress(this.address)
      const socket = connect(port, host)
      this.socket = socket
      let received = Buffer.alloc(0)
      socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')))
      socket.on('connect', () => {
        socket.setNoDelay(true)
        this.resent += this.waiting.length
        for (const one of this.waiting) socket.write(one.frame)
        this.fillUp(socket)
      })
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk])
        while (received.length >= 4 && received.length >= 4 + received.readInt32BE(0)) {
          const size = received.readInt32BE(0)
          const again = this.onAnswer(received.subarray(4, 4 + size))
          received = received.subarray(4 + size)
          if (again) return void socket.destroy()
        }
        if (this.stopped && this.waiting.length === 0) socket.destroy()
        else this.fillUp(socket)
      })
      socket.on('error', reject)
      socket.on('close', () => resolve())
    })
  }

  private fillUp(socket: Socket): void {
    while (!this.stopped && this.waiting.length < IN_FLIGHT_MAX) {
      const next = this.newBatch()
      this.waiting.push(next)
      socket.write(next.frame)
    }
  }

  /** True when everything that waits is to be sent again. */
  private onAnswer(frame: Buffer): boolean {
    const first = this.waiting[0]
    const answer = decodeAnswer(ApiKey.Produce, 9, frame) as ProduceAnswer
    const of = answer.responses[0]?.partitionResponses[0]
    if (!first || !of) {
      this.problems.push('an answer that nobody waits for')
      return true
    }
    if (of.errorCode !== 0 && of.errorCode !== DUPLICATE_SEQUENCE_NUMBER) {
      // Not available yet, not leader yet: asked again. Anything about sequences or epochs is a fault.
      if (![3, 5, 6, 7, 19, 56].includes(of.errorCode)) {
        this.problems.push(`producer ${this.producerId} sequence ${first.baseSequence}: error code ${of.errorCode}`)
        this.stopped = true
        this.waiting.length = 0
      }
      return true
    }
    this.waiting.shift()
    const { producerId, baseSequence, count } = first
    const baseOffset = of.errorCode === 0 ? of.baseOffset : -1
    this.confirmed.push({ producerId, baseSequence, count, baseOffset })
    return false
  }
}
