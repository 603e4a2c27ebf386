/**
 * The records on their way into one partition's log. What is written in one turn goes as one batch (several when it is too
 * much for one); batches are replayed in the order of the log, whatever the order in which their appends are answered.
 */
import type { Logger } from '../../base/logger.ts'
import type { Timer, World } from '../../io/world.ts'
import { BatchBuilder, type BatchOptions } from '../../protocol/batch/builder.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import { TextTooLongError } from '../../protocol/writer.ts'
import type { OwnAppend } from '../../replication/contract.ts'
import type { EncodedRecord, Marker, TransactionWrite } from './contract.ts'

/** Lengths and deltas of one record, at most and at least. */
const RECORD_OVERHEAD = 40
const RECORD_OVERHEAD_MIN = 7
const BATCH_OVERHEAD = 61
/** Records of one write that may still fit when compressed. */
const COMPRESSIBLE_BYTES_MAX = 16 * 1024 * 1024
const NO_PRODUCER = -1

export interface WriteQueueParams<Rec> {
  readonly world: World
  readonly logger: Logger
  /** Of one batch: max.message.bytes of the topic. */
  readonly maxBytes: () => number
  readonly timeoutMs: number
  /** The protocol's number of a compression type. */
  readonly compression: number
  encode(record: Rec): EncodedRecord
  append(batch: Uint8Array, options: OwnAppend): { error: number } | Promise<{ error: number }>
  replay(record: Rec, producerId: number): void
  endTransaction(producerId: number, commit: boolean): void
}

interface Write<Rec> {
  readonly records: readonly Rec[]
  /** null: was told already. */
  done: ((error: number) => void) | null
}

interface Batch<Rec> {
  readonly bytes: () => Uint8Array
  readonly options: OwnAppend
  readonly timeoutMs: number
  readonly writes: Write<Rec>[]
  /** -1: of no transaction. */
  readonly producerId: number
  /** null: records. */
  readonly marker: Marker | null
  /** null: not answered yet. */
  error: number | null
  timer: Timer | null
}

interface Open<Rec> {
  readonly builder: BatchBuilder
  readonly batch: Batch<Rec>
}

export class WriteQueue<Rec> {
  private readonly params: WriteQueueParams<Rec>
  /** Takes records until the turn ends. */
  private open: Open<Rec> | null = null
  /** Of this turn, in order; the open one is the last. */
  private made: Batch<Rec>[] = []
  private readonly inFlight: Batch<Rec>[] = []
  private readonly barriers: { after: number; call: () => void }[] = []
  private begun = 0
  private ended = 0
  private isStopped = false
  /** Batches that were not committed since the last one that was, and why the last of them was not. */
  private failed = 0
  private failure: number = ErrorCode.NONE

  constructor(params: WriteQueueParams<Rec>) {
    this.params = params
  }

  /** `of`: the records are those of a transaction, and get a batch of their own. */
  write(
    records: readonly Rec[],
    done: (error: number) => void,
    of: TransactionWrite | null = null,
    spareBytes = 0,
  ): void {
    if (this.isStopped) {
      done(ErrorCode.NOT_LEADER_OR_FOLLOWER)
      return
    }
    if (records.length === 0) {
      done(ErrorCode.NONE)
      return
    }
    const encoded: EncodedRecord[] = []
    const size = this.encode(records, spareBytes, encoded)
    if (typeof size !== 'number') {
      done(size.error)
      return
    }
    const { builder, batch } = of === null ? this.batchFor(size) : this.batchOf(of, size)
    const timestamp = this.params.world.clock.wallMs()
    for (const { key, value } of encoded) builder.add({ timestamp, key, value })
    batch.writes.push({ records, done })
  }

  /** Fills `encoded`, and answers its size. */
  private encode(records: readonly Rec[], spareBytes: number, encoded: EncodedRecord[]): number | { error: number } {
    // A request of few bytes may ask for many large records: no more of them is made than can be appended.
    const most = (this.params.compression === 0 ? this.params.maxBytes() : COMPRESSIBLE_BYTES_MAX) - spareBytes
    // What surely does not fit; what might not is for the append to say, unless something has to fit beside it.
    const overhead = spareBytes > 0 ? RECORD_OVERHEAD : RECORD_OVERHEAD_MIN
    let size = 0
    let least = 0
    try {
      for (const record of records) {
        const made = this.params.encode(record)
        const bytes = made.key.length + (made.value?.length ?? 0)
        size += bytes + RECORD_OVERHEAD
        least += bytes + overhead
        if (least > most) return { error: ErrorCode.MESSAGE_TOO_LARGE }
        encoded.push(made)
      }
    } catch (error) {
      if (error instanceof TextTooLongError) return { error: ErrorCode.UNKNOWN_SERVER_ERROR }
      throw error
    }
    return size
  }

  /** The end of a transaction: counts in its place between the records. */
  writeMarker(marker: Marker, done: (error: number) => void): void {
    if (this.isStopped) {
      done(ErrorCode.NOT_LEADER_OR_FOLLOWER)
      return
    }
    const { bytes, transactionVersion, timeoutMs } = marker
    this.open = null
    this.add({
      bytes: () => bytes,
      options: { markerOf: transactionVersion },
      timeoutMs,
      writes: [{ records: [], done }],
      producerId: marker.producerId,
      marker,
      error: null,
      timer: null,
    })
  }

  afterWrites(call: () => void): void {
    if (this.ended === this.begun) call()
    else this.barriers.push({ after: this.begun, call })
  }

  /** Everyone who waits is told; nothing is replayed any more. */
  stop(error: number): void {
    this.isStopped = true
    const batches = [...this.inFlight, ...this.made]
    this.inFlight.length = 0
    this.made = []
    this.open = null
    for (const batch of batches) this.tell(batch, error)
    this.ended = this.begun
    for (const { call } of this.barriers.splice(0)) call()
  }

  private batchFor(size: number): Open<Rec> {
    const room = this.params.maxBytes() - BATCH_OVERHEAD
    if (this.open !== null && this.open.builder.sizeInBytes + size <= room) return this.open
    this.open = this.make(size, {}, {}, NO_PRODUCER)
    return this.open
  }

  private batchOf({ producerId, producerEpoch, guard }: TransactionWrite, size: number): Open<Rec> {
    this.open = null
    // Sequences are the business of clients: Apache writes 0, too.
    const header = { producerId, producerEpoch, baseSequence: 0, transactional: true }
    return this.make(size, header, { guard }, producerId)
  }

  private make(size: number, header: BatchOptions, options: OwnAppend, producerId: number): Open<Rec> {
    const { compression, timeoutMs } = this.params
    const builder = new BatchBuilder(size + BATCH_OVERHEAD)
    const bytes = () => builder.finish({ ...header, compression })
    const batch: Batch<Rec> = {
      bytes,
      options,
      timeoutMs,
      writes: [],
      producerId,
      marker: null,
      error: null,
      timer: null,
    }
    this.add(batch)
    return { builder, batch }
  }

  private add(batch: Batch<Rec>): void {
    if (this.made.length === 0) this.params.world.turn.later(() => this.flush())
    this.begun++
    this.made.push(batch)
  }

  private flush(): void {
    const batches = this.made
    this.made = []
    this.open = null
    for (const batch of batches) if (!this.isStopped) this.append(batch)
  }

  private append(batch: Batch<Rec>): void {
    this.inFlight.push(batch)
    batch.timer = this.params.world.clock.after(batch.timeoutMs, () => this.tell(batch, ErrorCode.REQUEST_TIMED_OUT))
    const appended = this.params.append(batch.bytes(), batch.options)
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
    if (isCommitted) this.replay(batch)
    if (batch.producerId === NO_PRODUCER) this.tellLog(isCommitted ? ErrorCode.NONE : error)
    this.tell(batch, error)
  }

  /** When it begins, changes and ends: a full disk refuses for hours, and coordinators try again and again. */
  private tellLog(error: number): void {
    const { logger } = this.params
    if (error === ErrorCode.NONE) {
      if (this.failed > 0) logger.info('records of a coordinator are committed again', { refusedBatches: this.failed })
      this.failed = 0
    } else {
      this.failed++
      if (error !== this.failure) logger.warn('records of a coordinator are not committed', { error: errorName(error) })
    }
    this.failure = error
  }

  private replay({ writes, producerId, marker }: Batch<Rec>): void {
    if (marker !== null) this.params.endTransaction(producerId, marker.commit)
    for (const { records } of writes) for (const record of records) this.params.replay(record, producerId)
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
