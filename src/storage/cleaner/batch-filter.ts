/**
 * What of a log survives compaction, batch by batch. The rules are those of Apache's Cleaner: of each key its last record;
 * tombstones until their delete horizon; nothing of aborted transactions; markers until nothing is left of their
 * transaction and their delete horizon has come; an empty batch where a producer's last sequence number or the round's
 * last offset would be lost. What did not change is handed on byte for byte.
 */

import type { Offset, ProducerId, TimestampMs } from '../../base/kinds.ts'
import { DECOMPRESSED_BATCH_BYTES_MAX } from '../../base/limits.ts'
import {
  BATCH_HEADER_BYTES,
  compressionAt,
  deleteHorizonAt,
  isControlAt,
  lastOffsetAt,
  magicAt,
  producerEpochAt,
  producerIdAt,
  sizeInBytesAt,
} from '../../protocol/batch/header.ts'
import { openRecords } from '../../protocol/batch/iterate.ts'
import { MessageView } from '../../protocol/batch/message-set.ts'
import { RecordCursor, type RecordView } from '../../protocol/batch/record-cursor.ts'
import { decompress } from '../../protocol/compression/compression.ts'
import { emptyBatch, KeptRecords, type OldRecord, wrapOldRecords } from './batch-rewrite.ts'
import type { CleanedTransactions } from './cleaned-transactions.ts'
import type { OffsetMap } from './offset-map.ts'

/** A producer that is known to the log. */
export interface LastRecord {
  /** -1: since its epoch began there were markers alone. */
  readonly lastOffset: Offset
  readonly epoch: number
}

export interface Round {
  readonly map: OffsetMap
  readonly transactions: CleanedTransactions
  readonly nowMs: TimestampMs
  readonly deleteRetentionMs: number
  /** Where the round ends: its last batch is kept, be it empty. */
  readonly upperBound: Offset
}

/** Takes what stays: bytes of the chunk that is being filtered, or new ones. */
export type Keep = (bytes: Uint8Array, from: number, to: number) => void

export class FilterStats {
  recordsRead = 0
  recordsKept = 0
  recordsWithoutKey = 0
}

export class BatchFilter {
  /** Of magic 0 and 1, which have no delete horizon: whether the segment is too young for its tombstones to go. */
  keepsOldTombstones = true
  private readonly round: Round
  private readonly producers: ReadonlyMap<ProducerId, LastRecord>
  private readonly keep: Keep
  private readonly stats: FilterStats
  private readonly kept = new KeptRecords()
  private readonly cursor = new RecordCursor()
  private readonly message = new MessageView()

  constructor(round: Round, producers: ReadonlyMap<ProducerId, LastRecord>, keep: Keep, stats: FilterStats) {
    this.round = round
    this.producers = producers
    this.keep = keep
    this.stats = stats
  }

  /** The batch at `at`, which was checked. */
  batch(bytes: Uint8Array, at: number): void {
    if (magicAt(bytes, at) < 2) this.oldMessage(bytes, at)
    else this.newBatch(bytes, at)
  }

  private newBatch(bytes: Uint8Array, at: number): void {
    const { transactions, nowMs } = this.round
    const isControl = isControlAt(bytes, at)
    const isUseless = isControl ? transactions.control(bytes, at) : transactions.data(bytes, at)
    const horizon = deleteHorizonAt(bytes, at)
    const dropsRecords = isUseless && (!isControl || (horizon !== null && horizon <= nowMs))
    const mustStay = this.isLastOfProducer(bytes, at) || lastOffsetAt(bytes, at) + 1 === this.round.upperBound
    if (dropsRecords) {
      if (mustStay) this.keepNew(emptyBatch(bytes, at))
      return
    }
    this.filterRecords(bytes, at, isControl, isControl && isUseless, mustStay)
  }

  private filterRecords(
    bytes: Uint8Array,
    at: number,
    isControl: boolean,
    isMarkerOfNothing: boolean,
    mustStay: boolean,
  ): void {
    const { cursor, kept, round } = this
    const size = sizeInBytesAt(bytes, at)
    const compression = compressionAt(bytes, at)
    const horizon = deleteHorizonAt(bytes, at)
    const compressed = bytes.subarray(at + BATCH_HEADER_BYTES, at + size)
    const data =
      compression === 0 ? null : decompress(compression, compressed, { maxBytes: DECOMPRESSED_BATCH_BYTES_MAX })
    cursor.open(bytes, at, data)
    kept.clear()
    const keepsTombstones = horizon === null || round.nowMs < horizon
    let read = 0
    while (cursor.next()) {
      read++
      if (isControl || this.stays(cursor, keepsTombstones)) kept.add(cursor)
    }
    this.stats.recordsRead += read
    this.stats.recordsKept += kept.count
    if (kept.count === 0) {
      if (mustStay) this.keepNew(emptyBatch(bytes, at))
      return
    }
    const wantsHorizon = horizon === null && (isMarkerOfNothing || kept.hasTombstone)
    if (kept.count === read && !wantsHorizon) {
      this.keep(bytes, at, at + size)
      return
    }
    // Timestamps are told as deltas from it: beyond 2^53 they would be rounded.
    const farthest = Math.min(round.nowMs + round.deleteRetentionMs, Number.MAX_SAFE_INTEGER)
    const newHorizon = wantsHorizon ? farthest : horizon
    this.keepNew(kept.build(bytes, at, cursor.bytes, newHorizon))
  }

  private stays(record: RecordView, keepsTombstones: boolean): boolean {
    const { map } = this.round
    if (record.offset > map.latestOffset) return true
    if (record.keySize < 0) {
      this.stats.recordsWithoutKey++
      return false
    }
    if (record.offset < map.get(record.bytes, record.keyAt, record.keySize)) return false
    return record.valueSize >= 0 || keepsTombstones
  }

  /** What a start without a snapshot would no longer know: the last sequence number, or the epoch that fences. */
  private isLastOfProducer(bytes: Uint8Array, at: number): boolean {
    const last = this.producers.get(producerIdAt(bytes, at))
    if (last === undefined) return false
    if (last.lastOffset >= 0) return lastOffsetAt(bytes, at) === last.lastOffset
    return isControlAt(bytes, at) && producerEpochAt(bytes, at) === last.epoch
  }

  private oldMessage(bytes: Uint8Array, at: number): void {
    const { message } = this
    const size = sizeInBytesAt(bytes, at)
    message.read(bytes, at, at + size)
    const records = openRecords(bytes, at)
    const kept: OldRecord[] = []
    let read = 0
    while (records.next()) {
      read++
      if (!this.stays(records, this.keepsOldTombstones)) continue
      const { offset, timestamp } = records
      kept.push({ offset, timestamp, key: records.key(), value: records.value() })
    }
    this.stats.recordsRead += read
    this.stats.recordsKept += kept.length
    if (kept.length === 0) return
    if (kept.length === read) this.keep(bytes, at, at + size)
    else this.keepNew(wrapOldRecords(message.magic as 0 | 1, message.compression, message.isLogAppendTime, kept))
  }

  private keepNew(batch: Uint8Array): void {
    this.keep(batch, 0, batch.length)
  }
}
