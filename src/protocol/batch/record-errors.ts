/** Checks of single records that depend on the topic, with the answers that name the records. */

import type { TimestampMs } from '../../base/kinds.ts'
import { RECORD_ERRORS_MAX } from '../../base/limits.ts'
import { ErrorCode } from '../error-codes.ts'
import { NO_TIMESTAMP } from './header.ts'
import { type BatchRules, type RecordError, Rejection } from './rules.ts'

/** What LogValidator looks at in one record. */
export interface CheckedRecord {
  readonly timestamp: TimestampMs
  readonly keySize: number
}

export function isTimestampAllowed(timestamp: TimestampMs, { config, nowMs }: BatchRules): boolean {
  return (
    Number.isSafeInteger(timestamp) &&
    nowMs - timestamp <= config.messageTimestampBeforeMaxMs &&
    timestamp - nowMs <= config.messageTimestampAfterMaxMs
  )
}

/** Collects what is wrong with the records of one batch. */
export class RecordErrors {
  private readonly errors: RecordError[] = []
  private readonly rules: BatchRules
  private count = 0
  private badTimestamp = false

  constructor(rules: BatchRules) {
    this.rules = rules
  }

  /** The first thing that is wrong with a record counts, in Apache's order: key, then timestamp. */
  check(record: CheckedRecord, batchIndex: number, batchIsLogAppendTime: boolean): void {
    const { config } = this.rules
    if (config.compact && record.keySize < 0) {
      this.add(batchIndex, 'A compacted topic takes no record without a key.')
    } else if (config.messageTimestampType === 'CreateTime' && record.timestamp !== NO_TIMESTAMP) {
      if (!isTimestampAllowed(record.timestamp, this.rules)) this.addTimestamp(batchIndex, record.timestamp)
    } else if (batchIsLogAppendTime) {
      this.badTimestamp = true
      this.add(batchIndex, 'A producer must not set the timestamp type LogAppendTime.')
    }
  }

  add(batchIndex: number, message: string): void {
    this.count++
    if (this.errors.length < RECORD_ERRORS_MAX) this.errors.push({ batchIndex, message })
  }

  throwIfAny(): void {
    if (this.count === 0) return
    if (this.badTimestamp) {
      throw new Rejection(ErrorCode.INVALID_TIMESTAMP, 'One or more records have an invalid timestamp.', this.errors)
    }
    const first = this.errors[0]!
    throw new Rejection(
      ErrorCode.INVALID_RECORD,
      `${this.count} of the records are invalid; the first is record ${first.batchIndex}: ${first.message}`,
      this.errors,
    )
  }

  private addTimestamp(batchIndex: number, timestamp: TimestampMs): void {
    const { config, nowMs } = this.rules
    const earliest = nowMs - config.messageTimestampBeforeMaxMs
    const latest = nowMs + config.messageTimestampAfterMaxMs
    this.badTimestamp = true
    this.add(batchIndex, `The timestamp ${timestamp} is out of range: allowed is ${earliest} to ${latest}.`)
  }
}
