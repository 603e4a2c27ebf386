/**
 * A client that behaves: it produces a record and fetches it back, again and again, while others send rubbish. Runs in a
 * thread of its own when it is the entry of a worker, so that its times are the broker's and not the fuzzer's.
 */
import { connect, type Socket } from 'node:net'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { ApiKey } from '../src/protocol/apis.ts'
import { buildBatch } from '../src/protocol/batch/builder.ts'
import { decodeResponse, encodeRequest } from '../src/protocol/frame.ts'

export interface HealthyOptions {
  readonly host: string
  readonly port: number
  readonly topic: string
  readonly pauseMs: number
}

export interface HealthyReport {
  served: number
  problems: string[]
  /** Of each produce with its fetch, ms. */
  times: number[]
}

const ANSWER_LIMIT_MS = 20_000
const PROBLEMS_KEPT = 10

interface Waiting {
  readonly resolve: (frame: Buffer) => void
  readonly reject: (error: Error) => void
}

export class HealthyClient {
  private readonly options: HealthyOptions
  private readonly times: number[] = []
  private readonly problems: string[] = []
  private served = 0
  private isStopped = false
  private socket: Socket | null = null
  private received: Buffer = Buffer.alloc(0)
  private waiting: Waiting | null = null
  private correlationId = 0

  constructor(options: HealthyOptions) {
    this.options = options
  }

  /** Until `stop`. The connection is opened once: that it is closed is a problem. */
  async run(): Promise<HealthyReport> {
    try {
      await this.open()
      for (let i = 0; !this.isStopped; i++) {
        const from = performance.now()
        await this.roundTrip(`healthy-${i}`)
        this.times.push(performance.now() - from)
        this.served += 2
        await new Promise((resolve) => setTimeout(resolve, this.options.pauseMs))
      }
    } catch (error) {
      this.problem(error instanceof Error ? error.message : String(error))
    }
    this.socket?.destroy()
    return { served: this.served, problems: this.problems, times: this.times }
  }

  stop(): void {
    this.isStopped = true
  }

  private problem(text: string): void {
    if (this.problems.length < PROBLEMS_KEPT) this.problems.push(text)
  }

  private async roundTrip(text: string): Promise<void> {
    const { topic } = this.options
    const records = buildBatch([{ timestamp: Date.now(), value: Buffer.from(text) }])
    const produced = await this.ask(ApiKey.Produce, 9, {
      acks: 1,
      timeoutMs: 10_000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
    })
    const placed = produced.responses[0]!.partitionResponses[0]!
    if (placed.errorCode !== 0) throw new Error(`Produce was answered with error ${placed.errorCode}`)
    const fetched = await this.ask(ApiKey.Fetch, 12, {
      maxWaitMs: 1000,
      minBytes: 1,
      maxBytes: 1 << 20,
      topics: [{ topic, partitions: [{ partition: 0, fetchOffset: placed.baseOffset, partitionMaxBytes: 1 << 20 }] }],
    })
    const partition = fetched.responses[0]?.partitions[0]
    if (partition === undefined || partition.errorCode !== 0) {
      throw new Error(`Fetch was answered with error ${partition?.errorCode ?? fetched.errorCode}`)
    }
    if (!Buffer.from(partition.records ?? []).includes(text)) throw new Error(`${text} was not where it was put`)
  }

  private async ask<K extends typeof ApiKey.Produce | typeof ApiKey.Fetch>(
    key: K,
    version: number,
    body: Parameters<typeof encodeRequest<K>>[4],
  ) {
    const id = ++this.correlationId
    this.socket!.write(Buffer.concat(encodeRequest(key, version, id, 'healthy', body)))
    const frame = await new Promise<Buffer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_LIMIT_MS} ms`)), ANSWER_LIMIT_MS)
      const settle = <T>(then: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer)
          then(value)
        }
      }
      this.waiting = { resolve: settle(resolve), reject: settle(reject) }
    })
    const answer = decodeResponse(key, version, frame)
    if (answer.correlationId !== id) throw new Error(`the answer to ${id} carries ${answer.correlationId}`)
    return answer.body
  }

  private async open(): Promise<void> {
    const { host, port } = this.options
    const socket = connect({ host, port, noDelay: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    this.socket = socket
    const failed = () => this.waiting?.reject(new Error('the healthy connection was closed'))
    socket.on('error', failed)
    socket.on('close', failed)
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk])
      if (this.received.length < 4 || this.received.length < 4 + this.received.readInt32BE(0)) return
      const end = 4 + this.received.readInt32BE(0)
      const frame = this.received.subarray(4, end)
      this.received = this.received.subarray(end)
      this.waiting?.resolve(frame)
    })
  }
}

/** The time that `part` of them stay within. */
export function quantile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
}

if (!isMainThread && workerData?.healthy !== undefined) {
  const client = new HealthyClient(workerData.healthy as HealthyOptions)
  parentPort!.once('message', () => client.stop())
  parentPort!.postMessage(await client.run())
}
