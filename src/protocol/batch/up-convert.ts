/** Checks a message set of magic 0 or 1 that a producer sent, and makes one v2 batch of it. */
import { RECORDS_PER_TURN } from '../../base/limits.ts'
import type { World } from '../../io/world.ts'
import { ErrorCode } from '../error-codes.ts'
import { BatchBuilder } from './builder.ts'
import { InvalidBatchError } from './errors.ts'
import { compressionAt, isCrcValid, LOG_OVERHEAD, magicAt, NO_TIMESTAMP } from './header.ts'
import { batchSizeAt } from './iterate.ts'
import { inTurns, type MaybePromise, then } from './later.ts'
import { isMessageCrcValid, MessageCursor, MessageView, messageCompressionAt } from './message-set.ts'
import { RecordErrors } from './record-errors.ts'
import { finishBatch, storedOptions, targetCompression } from './rewrite.ts'
import { type AcceptedRecords, type BatchRules, Rejection } from './rules.ts'
import type { Unpacker } from './unpacker.ts'

/** What a check of the outer messages found. */
interface Outer {
  readonly end: number
  readonly compression: number
}

/**
 * The whole messages of `bytes`, of which there is one at least; what is cut at the end is left out. Throws Rejection or
 * InvalidBatchError.
 */
export function upConvert(
  bytes: Uint8Array,
  rules: BatchRules,
  world: Pick<World, 'compute' | 'turn'>,
  unpacker: Unpacker,
): MaybePromise<AcceptedRecords> {
  return then(inTurns(world.turn, checkOuter(bytes, rules)), ({ end, compression }) => {
    if (compression === 0) return build(bytes.subarray(0, end), null, 0, rules, world)
    const wrapper = new MessageView()
    wrapper.read(bytes, 0, end)
    const value = wrapper.value()
    if (value === null) throw new Rejection(ErrorCode.INVALID_RECORD, 'A compressed message has no value.')
    return unpacker.use(compression, value, wrapper.magic === 0, (set) =>
      build(set, wrapper, compression, rules, world),
    )
  })
}

/** The outer messages, in Apache's order of checks. */
function* checkOuter(bytes: Uint8Array, rules: BatchRules): Generator<void, Outer, void> {
  const magic = magicAt(bytes, 0)
  let compression = 0
  let count = 0
  let mixed = false
  let end = 0
  for (let size = wholeSizeAt(bytes, 0); size !== 0; size = wholeSizeAt(bytes, end)) {
    if (size > rules.config.maxMessageBytes) throw tooLarge(size, rules)
    const isV2 = magicAt(bytes, end) === 2
    if (!(isV2 ? isCrcValid(bytes, end) : isMessageCrcValid(bytes, end))) {
      throw new Rejection(ErrorCode.CORRUPT_MESSAGE, `The CRC of message ${count} does not match.`)
    }
    compression = (isV2 ? compressionAt(bytes, end) : messageCompressionAt(bytes, end)) || compression
    if (magicAt(bytes, end) !== magic) mixed = true
    end += size
    if (++count % RECORDS_PER_TURN === 0) yield
  }
  if (compression !== 0 && count > 1) {
    throw new Rejection(ErrorCode.INVALID_RECORD, 'A compressed message has others beside it.')
  }
  if (mixed) throw new Rejection(ErrorCode.INVALID_RECORD, 'The messages are of different magic.')
  return { end, compression }
}

function build(
  set: Uint8Array,
  wrapper: MessageView | null,
  source: number,
  rules: BatchRules,
  world: Pick<World, 'compute' | 'turn'>,
): MaybePromise<AcceptedRecords> {
  return then(inTurns(world.turn, collected(set, wrapper, rules)), (builder) => {
    const options = storedOptions(rules, targetCompression(rules.config, source), builder.maxTimestamp)
    return then(finishBatch(builder, options, world.compute), (batch) => {
      if (batch.length > rules.config.maxMessageBytes) throw tooLarge(batch.length, rules)
      const { recordCount } = builder
      const maxTimestamp = options.maxTimestamp!
      const logAppendTimeMs = options.timestampType === 'LogAppendTime' ? maxTimestamp : NO_TIMESTAMP
      return { error: 0, bytes: batch, batchCount: 1, recordCount, maxTimestamp, logAppendTimeMs, rewritten: true }
    })
  })
}

/** `wrapper` null: the messages of `set` are the outer ones. */
function* collected(
  set: Uint8Array,
  wrapper: MessageView | null,
  rules: BatchRules,
): Generator<void, BatchBuilder, void> {
  const builder = new BatchBuilder(set.length + LOG_OVERHEAD)
  const cursor = new MessageCursor()
  if (wrapper === null) cursor.openSet(set, 0, set.length)
  else cursor.openWrapper(wrapper, set, true)
  const errors = new RecordErrors(rules)
  for (let i = 0; cursor.next(); i++) {
    errors.check(cursor, i, (wrapper ?? cursor).isLogAppendTime)
    // Each outer message is a batch of its own: the first bad one is told alone.
    if (wrapper === null) errors.throwIfAny()
    builder.add({ timestamp: cursor.timestamp, key: cursor.key(), value: cursor.value() })
    if (i % RECORDS_PER_TURN === RECORDS_PER_TURN - 1) yield
  }
  errors.throwIfAny()
  return builder
}

export function tooLarge(size: number, { config }: BatchRules): Rejection {
  return new Rejection(
    ErrorCode.MESSAGE_TOO_LARGE,
    `A batch of ${size} bytes is larger than max.message.bytes, which is ${config.maxMessageBytes}.`,
  )
}

/** 0 when no whole batch is left, as it is where a request was cut; CORRUPT_MESSAGE when that cannot be. */
export function wholeSizeAt(bytes: Uint8Array, at: number): number {
  try {
    return batchSizeAt(bytes, at, bytes.length)
  } catch (error) {
    if (!(error instanceof InvalidBatchError)) throw error
    throw new Rejection(ErrorCode.CORRUPT_MESSAGE, error.message)
  }
}
