// A small producer with acks=all that never gives up: what was not confirmed is sent again, over a new connection when the
// old one ends. With a producer id it sends again under the same sequence numbers; without one, records may come twice. It
// remembers what was confirmed, at which offset and when.
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { errorName, isRetriable } from '../../src/protocol/error-codes.ts'
import { decodeAnswer, requestFrame } from '../diff/exchange.ts'
import { batch } from '../diff/records.ts'
import { splitAddress } from '../lib/net.ts'

const IN_FLIGHT_MAX = 5
const DUPLICATE_SEQUENCE_NUMBER = 46

/** Records have the keys `name:first`, `name:first+1`, … */
export interface Confirmed {
  name: string
  first: number
  count: number
  /** -1 when the broker only said that it has it. */
  baseOffset: number
}

interface Sent extends Confirmed {
  frame: Buffer
}

interface ProduceAnswer {
  responses: { partitionResponses: { errorCode: number; baseOffset: number }[] }[]
}

export interface PersistentProducerOptions {
  address: string
  topic: string
  partition: number
  name: string
  /** -1: not idempotent. */
  producerId: number
  valueBytes: number
}

export class PersistentProducer {
  readonly confirmed: Confirmed[] = []
  /** performance.now() of each confirmation. */
  readonly confirmedAt: number[] = []
  readonly problems: string[] = []
  resent = 0
  readonly options: PersistentProducerOptions
  private next = 0
  private readonly waiting: Sent[] = []
  private stopped = false
  private socket: Socket | undefined

  constructor(options: PersistentProducerOptions) {
    this.options = options
  }

  /** Produces until `stop`, and then until everything is confirmed or `drainMs` have passed. */
  async run(drainMs = 30_000): Promise<void> {
    let giveUpAt = Number.POSITIVE_INFINITY
    while (!this.stopped || (this.waiting.length > 0 && Date.now() < giveUpAt)) {
      if (this.stopped && giveUpAt === Number.POSITIVE_INFINITY) giveUpAt = Date.now() + drainMs
      try {
        await this.session()
      } catch {
        // Refused or reset: the broker is not there just now.
      }
      await sleep(10)
    }
    if (this.waiting.length > 0) this.problems.push(`${this.waiting.length} batches were never confirmed`)
  }

  stop(): void {
    this.stopped = true
    if (this.waiting.length === 0) this.socket?.destroy()
  }

  private newBatch(): Sent {
    const { name, topic, partition, producerId, valueBytes } = this.options
    const first = this.next
    const count = 1 + (first % 7)
    this.next += count
    const value = 'v'.repeat(valueBytes)
    const records = Array.from({ length: count }, (_, i) => ({ key: `${name}:${first + i}`, value }))
    const isIdempotent = producerId >= 0
    const bytes = batch({
      records,
      timestamp: Date.now(),
      producerId,
      producerEpoch: isIdempotent ? 0 : -1,
      baseSequence: isIdempotent ? first : -1,
    })
    const body = {
      acks: -1,
      timeoutMs: 10_000,
      topicData: [{ name: topic, partitionData: [{ index: partition, records: bytes }] }],
    }
    return { name, first, count, baseOffset: -1, frame: requestFrame(ApiKey.Produce, 9, body, first) }
  }

  /** One connection, until it ends. */
  private session(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { host, port } = splitAddress(this.options.address)
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
      this.problems.push(`${this.options.name}: an answer that nobody waits for`)
      return true
    }
    if (of.errorCode !== 0 && of.errorCode !== DUPLICATE_SEQUENCE_NUMBER) {
      // Not available yet, not the leader yet: asked again. Anything about sequences or epochs is a fault.
      if (!isRetriable(of.errorCode)) {
        this.problems.push(`${first.name}:${first.first} was answered ${errorName(of.errorCode)}`)
        this.stopped = true
        this.waiting.length = 0
      }
      return true
    }
    this.waiting.shift()
    const { name, count } = first
    this.confirmed.push({ name, first: first.first, count, baseOffset: of.errorCode === 0 ? of.baseOffset : -1 })
    this.confirmedAt.push(performance.now())
    return false
  }
}
