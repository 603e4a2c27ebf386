/**
 * What a leader does with the records of a Produce request before they may be stored: Apache's checks (ProduceRequest,
 * UnifiedLog, LogValidator), with its error codes, and a few more where Apache would store what consumers choke on. An
 * uncompressed v2 batch, the common case, is looked at where it lies and patched there.
 *
 * Stricter than Apache: uncompressed records whose offset deltas are not 0, 1, 2, … get them put in order; a transactional
 * batch needs a producer id, a producer id needs an epoch; what a batch unpacks to is bounded (MESSAGE_TOO_LARGE, at which
 * producers split the batch); timestamps lie within ±2^53.
 */
import { RECORDS_PER_TURN } from '../../base/limits.ts'
import type { World } from '../../io/world.ts'
import { CompressionError, CompressionType } from '../compression/types.ts'
import { ErrorCode } from '../error-codes.ts'
import { InvalidBatchError, InvalidCrcError } from './errors.ts'
import {
  BATCH_HEADER_BYTES,
  baseOffsetAt,
  baseSequenceAt,
  baseTimestampAt,
  compressionAt,
  crcAt,
  faultAt,
  isControlAt,
  isCrcValid,
  isTransactionalAt,
  lastOffsetDeltaAt,
  magicAt,
  maxTimestampAt,
  NO_TIMESTAMP,
  producerEpochAt,
  producerIdAt,
  recordCountAt,
  setMaxTimestamp,
  sizeInBytesAt,
  timestampTypeAt,
} from './header.ts'
import { inTurns, type MaybePromise, then } from './later.ts'
import { RecordCursor } from './record-cursor.ts'
import { isTimestampAllowed, RecordErrors } from './record-errors.ts'
import { finishBatch, rewritten, storedOptions, targetCompression } from './rewrite.ts'
import { type AcceptedRecords, type BatchRules, Rejection, type ValidatedRecords } from './rules.ts'
import { Skim } from './skim.ts'
import { Unpacker } from './unpacker.ts'
import { tooLarge, upConvert, wholeSizeAt } from './up-convert.ts'

export {
  type AcceptedRecords,
  type BatchConfig,
  type BatchRules,
  isAccepted,
  type RecordError,
  type RejectedRecords,
  type ValidatedRecords,
} from './rules.ts'

const ZSTD_FROM_PRODUCE_VERSION = 7
const V2_FROM_PRODUCE_VERSION = 3

/** One per broker: it holds the budget of memory for decompression. */
export class BatchValidator {
  private readonly world: Pick<World, 'compute' | 'turn'>
  private readonly unpacker: Unpacker
  private readonly skim = new Skim()

  constructor(world: Pick<World, 'compute' | 'turn'>, unpacker = new Unpacker(world.compute)) {
    this.world = world
    this.unpacker = unpacker
  }

  /**
   * `bytes` may be changed in place. Answers a promise only where a batch is large and compressed (or is to be), or has
   * very many records; `bytes` then stay as they are until the answer. Never throws or rejects for what a client sent.
   */
  validate(bytes: Uint8Array, rules: BatchRules): MaybePromise<ValidatedRecords> {
    try {
      const result = rules.origin === 'client' ? this.fromClient(bytes, rules) : ownBatches(bytes, rules)
      return result instanceof Promise ? result.catch(rejection) : result
    } catch (error) {
      return rejection(error)
    }
  }

  private fromClient(bytes: Uint8Array, rules: BatchRules): MaybePromise<AcceptedRecords> {
    const { apiVersion } = rules
    const size = wholeSizeAt(bytes, 0)
    if (size === 0) {
      if (apiVersion >= V2_FROM_PRODUCE_VERSION) throw wrongRequest('There is no whole record batch.')
      return accepted(bytes.subarray(0, 0), 0, 0, NO_TIMESTAMP, rules, false)
    }
    const magic = magicAt(bytes, 0)
    if (magic !== 2) {
      if (apiVersion >= V2_FROM_PRODUCE_VERSION)
        throw wrongRequest(`Produce v${apiVersion} takes magic 2, not ${magic}.`)
      return upConvert(bytes, rules, this.world, this.unpacker)
    }
    if (apiVersion < ZSTD_FROM_PRODUCE_VERSION && size > BATCH_HEADER_BYTES) {
      if (compressionAt(bytes, 0) === CompressionType.ZSTD) {
        const message = `Produce v${apiVersion} does not take zstd, v${ZSTD_FROM_PRODUCE_VERSION} and later do.`
        throw new Rejection(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, message, [], true)
      }
    }
    if (size < bytes.length && wholeSizeAt(bytes, size) !== 0)
      throw wrongRequest('There is more than one record batch.')
    checkHeader(bytes, size, rules)
    return this.batch(bytes, size, rules)
  }

  private batch(bytes: Uint8Array, size: number, rules: BatchRules): MaybePromise<AcceptedRecords> {
    const source = compressionAt(bytes, 0)
    if (source !== CompressionType.NONE) {
      const part = bytes.subarray(BATCH_HEADER_BYTES, size)
      return this.unpacker.use(source, part, false, (data) => this.unpacked(bytes, size, data, rules))
    }
    const count = recordCountAt(bytes, 0)
    if (count > RECORDS_PER_TURN) return this.unpacked(bytes, size, null, rules)
    const { skim } = this
    try {
      skim.open(bytes, BATCH_HEADER_BYTES, size, count, baseTimestampAt(bytes, 0))
      skim.run(count)
      return this.judge(bytes, size, null, skim, rules)
    } finally {
      skim.close()
    }
  }

  /** `data`: the decompressed records. */
  private unpacked(bytes: Uint8Array, size: number, data: Uint8Array | null, rules: BatchRules) {
    const skim = new Skim()
    const count = recordCountAt(bytes, 0)
    if (data === null) skim.open(bytes, BATCH_HEADER_BYTES, size, count, baseTimestampAt(bytes, 0))
    else skim.open(data, 0, data.length, count, baseTimestampAt(bytes, 0))
    return then(inTurns(this.world.turn, skimmed(skim)), () => this.judge(bytes, size, data, skim, rules))
  }

  /** Every record is sound in itself; do the topic and the request take them? */
  private judge(
    bytes: Uint8Array,
    size: number,
    data: Uint8Array | null,
    skim: Skim,
    rules: BatchRules,
  ): MaybePromise<AcceptedRecords> {
    const { config } = rules
    const claimsLogAppendTime = timestampTypeAt(bytes, 0) === 'LogAppendTime'
    const maxTimestamp = claimsLogAppendTime ? maxTimestampAt(bytes, 0) : skim.maxTimestamp
    if (!areTimestampsFine(bytes, skim, claimsLogAppendTime, rules) || (config.compact && skim.hasNullKey)) {
      return inTurns(this.world.turn, throwRecordErrors(bytes, data, claimsLogAppendTime, rules))
    }
    const source = compressionAt(bytes, 0)
    const target = targetCompression(config, source)
    if (target !== source || !skim.isSequential) return this.rewrite(bytes, size, data, target, maxTimestamp, rules)
    const isLogAppendTime = config.messageTimestampType === 'LogAppendTime'
    setMaxTimestamp(bytes, 0, config.messageTimestampType, isLogAppendTime ? rules.nowMs : maxTimestamp)
    const whole = size === bytes.length ? bytes : bytes.subarray(0, size)
    return accepted(whole, 1, recordCountAt(bytes, 0), maxTimestamp, rules, false)
  }

  private rewrite(
    bytes: Uint8Array,
    size: number,
    data: Uint8Array | null,
    target: number,
    maxTimestamp: number,
    rules: BatchRules,
  ): MaybePromise<AcceptedRecords> {
    return then(inTurns(this.world.turn, rewritten(bytes.subarray(0, size), data)), ({ builder, options }) => {
      const stored = { ...options, ...storedOptions(rules, target, maxTimestamp) }
      return then(finishBatch(builder, stored, this.world.compute), (batch) => {
        if (batch.length > rules.config.maxMessageBytes) throw tooLarge(batch.length, rules)
        return accepted(batch, 1, builder.recordCount, maxTimestamp, rules, true)
      })
    })
  }
}

function* skimmed(skim: Skim): Generator<void, void, void> {
  while (!skim.run(RECORDS_PER_TURN)) yield
}

/** What is about the header alone, in Apache's order. */
function checkHeader(bytes: Uint8Array, size: number, rules: BatchRules): void {
  if (size < BATCH_HEADER_BYTES) throw new Rejection(ErrorCode.CORRUPT_MESSAGE, `A record batch of ${size} bytes.`)
  const baseOffset = baseOffsetAt(bytes, 0)
  if (baseOffset !== 0) throw invalid(`The base offset of a batch to append is 0, not ${baseOffset}.`)
  if (size > rules.config.maxMessageBytes) throw tooLarge(size, rules)
  if (!isCrcValid(bytes, 0)) {
    throw new Rejection(ErrorCode.CORRUPT_MESSAGE, `The CRC of the batch does not match (it says ${crcAt(bytes, 0)}).`)
  }
  const count = recordCountAt(bytes, 0)
  if (count <= 0 || lastOffsetDeltaAt(bytes, 0) !== count - 1) {
    throw invalid(`A last offset delta of ${lastOffsetDeltaAt(bytes, 0)} with ${count} records.`)
  }
  if (isControlAt(bytes, 0)) throw invalid('Clients do not write control records.')
  const producerId = producerIdAt(bytes, 0)
  if (producerId > -1) {
    if (!Number.isSafeInteger(producerId)) throw invalid(`A producer id of ${producerId}.`)
    if (baseSequenceAt(bytes, 0) < 0) throw invalid(`Sequence ${baseSequenceAt(bytes, 0)} with a producer id.`)
    const epoch = producerEpochAt(bytes, 0)
    if (epoch < 0) throw new Rejection(ErrorCode.INVALID_PRODUCER_EPOCH, `Epoch ${epoch} with a producer id.`)
  } else if (isTransactionalAt(bytes, 0)) {
    throw invalid('A transactional batch without a producer id.')
  }
  if (compressionAt(bytes, 0) > CompressionType.ZSTD) {
    const message = `There is no compression type ${compressionAt(bytes, 0)}.`
    throw new Rejection(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, message)
  }
}

function areTimestampsFine(bytes: Uint8Array, skim: Skim, claimsLogAppendTime: boolean, rules: BatchRules): boolean {
  if (rules.config.messageTimestampType === 'LogAppendTime') {
    return !claimsLogAppendTime && Number.isSafeInteger(baseTimestampAt(bytes, 0))
  }
  if (claimsLogAppendTime) {
    const timestamp = maxTimestampAt(bytes, 0)
    return timestamp !== NO_TIMESTAMP && isTimestampAllowed(timestamp, rules)
  }
  if (!Number.isSafeInteger(baseTimestampAt(bytes, 0))) return false
  // No record has a timestamp.
  if (skim.minTimestamp === Number.POSITIVE_INFINITY) return true
  return (
    isTimestampAllowed(skim.minTimestamp, rules) &&
    (skim.maxTimestamp === NO_TIMESTAMP || isTimestampAllowed(skim.maxTimestamp, rules))
  )
}

/** Walks the records once more, to say which ones are wrong. */
function* throwRecordErrors(
  bytes: Uint8Array,
  data: Uint8Array | null,
  claimsLogAppendTime: boolean,
  rules: BatchRules,
): Generator<void, never, void> {
  const errors = new RecordErrors(rules)
  const cursor = new RecordCursor()
  cursor.open(bytes, 0, data)
  for (let i = 0; cursor.next(); i++) {
    errors.check(cursor, i, claimsLogAppendTime)
    if (i % RECORDS_PER_TURN === RECORDS_PER_TURN - 1) yield
  }
  errors.throwIfAny()
  throw new Rejection(ErrorCode.INVALID_TIMESTAMP, `A base timestamp of ${baseTimestampAt(bytes, 0)}.`)
}

/** Batches that the broker itself wrote: nothing is looked into, LogAppendTime is set. */
function ownBatches(bytes: Uint8Array, rules: BatchRules): AcceptedRecords {
  const { messageTimestampType: type } = rules.config
  let batchCount = 0
  let recordCount = 0
  let maxTimestamp = NO_TIMESTAMP
  for (let at = 0; at < bytes.length; at += sizeInBytesAt(bytes, at)) {
    const fault = faultAt(bytes, at, bytes.length)
    if (fault !== null) throw new Rejection(ErrorCode.CORRUPT_MESSAGE, fault)
    if (sizeInBytesAt(bytes, at) > rules.config.maxMessageBytes) throw tooLarge(sizeInBytesAt(bytes, at), rules)
    if (type === 'LogAppendTime') setMaxTimestamp(bytes, at, type, rules.nowMs)
    maxTimestamp = Math.max(maxTimestamp, maxTimestampAt(bytes, at))
    batchCount++
    recordCount += recordCountAt(bytes, at)
  }
  return accepted(bytes, batchCount, recordCount, maxTimestamp, rules, false)
}

function accepted(
  bytes: Uint8Array,
  batchCount: number,
  recordCount: number,
  maxTimestamp: number,
  rules: BatchRules,
  isRewritten: boolean,
): AcceptedRecords {
  const isLogAppendTime = rules.config.messageTimestampType === 'LogAppendTime' && batchCount > 0
  return {
    error: 0,
    bytes,
    batchCount,
    recordCount,
    maxTimestamp: isLogAppendTime ? rules.nowMs : maxTimestamp,
    logAppendTimeMs: isLogAppendTime ? rules.nowMs : NO_TIMESTAMP,
    rewritten: isRewritten,
  }
}

function invalid(message: string): Rejection {
  return new Rejection(ErrorCode.INVALID_RECORD, message)
}

function wrongRequest(message: string): Rejection {
  return new Rejection(ErrorCode.INVALID_RECORD, message, [], true)
}

function rejection(error: unknown): ValidatedRecords {
  if (error instanceof Rejection) {
    const { code, message, recordErrors, ofRequest } = error
    return { error: code, message, recordErrors, ofRequest }
  }
  const answer = (code: number, message: string) => ({ error: code, message, recordErrors: [] })
  if (error instanceof InvalidCrcError) return answer(ErrorCode.CORRUPT_MESSAGE, error.message)
  if (error instanceof InvalidBatchError) return answer(ErrorCode.INVALID_RECORD, error.message)
  if (error instanceof CompressionError) {
    if (error.kind === 'too-large') return answer(ErrorCode.MESSAGE_TOO_LARGE, error.message)
    if (error.kind === 'unsupported') return answer(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, error.message)
    return answer(ErrorCode.INVALID_RECORD, error.message)
  }
  throw error
}
