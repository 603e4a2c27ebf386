/**
 * The records on their way into one partition's log. What is written in one turn goes as one batch (several when it is too
 * much for one); batches are replayed in the order of the log, whatever the order in which their appends are answered.
 */
import type { Logger } from '../../base/logger.ts'
import type { Timer, World } from '../../io/world.ts'
import { BatchBuilder } from '../../protocol/batch/builder.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import type { EncodedRecord } from './contract.ts'

/** Lengths and deltas of one record, at most. */
const RECORD_OVERHEAD = 40
const BATCH_OVERHEAD = 61
/** Records of one write that may still fit when compressed. */
const COMPRESSIBLE_BYTES_MAX = 16 * 1024 * 1024

export interface WriteQueueParams<Rec> {
  readonly world: World
  readonly logger: Logger
  /** Of one batch: max.message.bytes of the topic. */
  readonly maxBytes: () => number
  readonly timeoutMs: number
  /** The protocol's number of a compression type. */
  readonly compression: number
  encode(record: Rec): EncodedRecord
  append(batch: Uint8Array): { error: number } | Promise<{ error: number }>
  replay(record: Rec): void
}

interface Write<Rec> {
  readonly records: readonly Rec[]
  /** null: was told already. */
  done: ((error: number) => void) | null
}

interface Batch<Rec> {
  readonly builder: BatchBuilder
  readonly writes: Write<Rec>[]
  /** null: not answered yet. */
  error: number | null
  timer: Timer | null
}

export class WriteQueue<Rec> {
  private readonly params: WriteQueueParams<Rec>
  /** Takes records until the turn ends. */
  private open: Batch<Rec> | null = null
  /** Closed in this turn, before `open`. */
  private full: Batch<Rec>[] = []
  private readonly inFlight: Batch<Rec>[] = []
  private readonly barriers: { after: number; call: () => void }[] = []
  private begun = 0
  private ended = 0
  private isStopped = false

  constructor(params: WriteQueueParams<Rec>) {
    this.params = params
  }

  write(records: readonly Rec[], done: (error: number) => void): void {
    if (this.isStopped) {
      done(ErrorCode.NOT_LEADER_OR_FOLLOWER)
      return
    }
    if (records.length === 0) {
      done(ErrorCode.NONE)
      return
    }
    const encoded: EncodedRecord[] = []
    let size = 0
    // A request of few bytes may ask for many large records: no more of them is made than can be appended.
    const most = this.params.compression === 0 ? this.params.maxBytes() : COMPRESSIBLE_BYTES_MAX
    for (const record of records) {
      const made = this.params.encode(record)
      size += made.key.length + (made.value?.length ?? 0) + RECORD_OVERHEAD
      if (size > most) {
        done(ErrorCode.MESSAGE_TOO_LARGE)
        return
      }
      encoded.push(made)
    }
    const batch = this.batchFor(size)
    const timestamp = this.params.world.clock.wallMs()
    for (const { key, value } of encoded) batch.builder.add({ timestamp, key, value })
    batch.writes.push({ records, done })
  }

  afterWrites(call: () => void): void {
    if (this.ended === this.begun) call()
    else this.barriers.push({ after: this.begun, call })
  }

  /** Everyone who waits is told; nothing is replayed any more. */
  stop(error: number): void {
    this.isStopped = true
    const batches = [...this.inFlight, ...this.full, ...(this.open ? [this.open] : [])]
    this.inFlight.length = 0
    this.full = []
    this.open = null
    for (const batch of batches) this.tell(batch, error)
    this.ended = this.begun
    for (const { call } of this.barriers.splice(0)) call()
  }

  private batchFor(size: number): Batch<Rec> {
    const room = this.params.maxBytes() - BATCH_OVERHEAD
    if (this.open !== null && this.open.builder.sizeInBytes + size > room) {
      this.full.push(this.open)
      this.open = null
    }
    if (this.open !== null) return this.open
    if (this.full.length === 0) this.params.world.turn.later(() => this.flush())
    this.begun++
    this.open = { builder: new BatchBuilder(size + BATCH_OVERHEAD), writes: [], error: null, timer: null }
    return this.open
  }

  private flush(): void {
    if (this.isStopped || this.open === null) return
    const batches = [...this.full, this.open]
    this.full = []
    this.open = null
    for (const batch of batches) this.append(batch)
  }

  private append(batch: Batch<Rec>): void {
    this.inFlight.push(batch)
    const { world, timeoutMs, compression } = this.params
    batch.timer = world.clock.after(timeoutMs, () => this.tell(batch, ErrorCode.REQUEST_TIMED_OUT))
    const appended = this.params.append(batch.builder.finish({ compression }))
    if (!(appended instanceof Promise)) {
      this.settle(batch, appended.error)
      return
    }
    appended.then(
      ({ error }) => this.settle(batch, error),
      (error) => {
        this.params.logger.error('records of a coordinator could not be appended', { reason: String(error) })
        this.settle(batch, ErrorCode.UNKNOWN_SERVER_ERROR)
      },
    )
  }

  private settle(batch: Batch<Rec>, error: number): void {
    if (this.isStopped) return
    batch.error = error
    while (this.inFlight.length > 0 && this.inFlight[0]!.error !== null) this.finish(this.inFlight.shift()!)
    while (this.barriers.length > 0 && this.barriers[0]!.after <= this.ended) this.barriers.shift()!.call()
  }

  private finish(batch: Batch<Rec>): void {
    this.ended++
    const error = batch.error!
    // Committed, though with fewer replicas than asked for.
    const isCommitted = error === ErrorCode.NONE || error === ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND
    if (isCommitted) {
      for (const { records } of batch.writes) for (const record of records) this.params.replay(record)
    } else {
      this.params.logger.warn('records of a coordinator were not committed', { error: errorName(error) })
    }
    this.tell(batch, error)
  }

  private tell(batch: Batch<Rec>, error: number): void {
    batch.timer?.cancel()
    for (const write of batch.writes) {
      const { done } = write
      write.done = null
      done?.(error)
    }
  }
}
