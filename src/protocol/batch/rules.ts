/** What a leader asks of the records of a Produce request, and what it answers. */
import type { TimestampMs } from '../../base/kinds.ts'

/** Topic settings, in effect, that bear on records; named as in the log's configuration, which has them all. */
export interface BatchConfig {
  readonly maxMessageBytes: number
  readonly compact: boolean
  readonly compressionType: 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd'
  readonly compressionGzipLevel: number
  readonly compressionLz4Level: number
  readonly compressionZstdLevel: number
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime'
  readonly messageTimestampBeforeMaxMs: number
  readonly messageTimestampAfterMaxMs: number
}

export interface BatchRules {
  readonly config: BatchConfig
  /** Of the Produce request. */
  readonly apiVersion: number
  /** 'client': everything is checked. Otherwise our own v2 batches, one or more. */
  readonly origin: 'client' | 'coordinator' | 'marker'
  readonly nowMs: TimestampMs
}

export interface RecordError {
  readonly batchIndex: number
  readonly message: string | null
}

export interface RejectedRecords {
  /** ErrorCode, not 0. */
  readonly error: number
  readonly message: string
  readonly recordErrors: readonly RecordError[]
  /** It is the request that is wrong, whatever the log it is for. */
  readonly ofRequest?: boolean
}

export interface AcceptedRecords {
  readonly error: 0
  /**
   * v2 batches, base offsets counted from 0, leader epoch not set. The input itself (patched) when nothing had to be
   * rewritten; empty when the input held no whole message, which clients before Produce v3 may send.
   */
  readonly bytes: Uint8Array
  readonly batchCount: number
  readonly recordCount: number
  /** Of all batches; -1: no timestamp. */
  readonly maxTimestamp: TimestampMs
  /** -1 unless the topic uses LogAppendTime. */
  readonly logAppendTimeMs: TimestampMs
  /** The batch was rewritten: converted from an old format, compressed otherwise, or offsets put in order. */
  readonly rewritten: boolean
}

export type ValidatedRecords = AcceptedRecords | RejectedRecords

export function isAccepted(records: ValidatedRecords): records is AcceptedRecords {
  return records.error === 0
}

/** Thrown within the validation; never leaves it. */
export class Rejection extends Error {
  readonly code: number
  readonly recordErrors: readonly RecordError[]
  readonly ofRequest: boolean
  constructor(code: number, message: string, recordErrors: readonly RecordError[] = [], ofRequest = false) {
    super(message)
    this.name = 'Rejection'
    this.code = code
    this.recordErrors = recordErrors
    this.ofRequest = ofRequest
  }
}
