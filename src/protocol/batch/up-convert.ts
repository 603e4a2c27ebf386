/** Checks a message set of magic 0 or 1 that a producer sent, and makes one v2 batch of it. */
import { RECORDS_PER_TURN } from '../../base/limits.ts'
import type { World } from '../../io/world.ts'
import { ErrorCode } from '../error-codes.ts'
import { BatchBuilder } from './builder.ts'
import { LOG_OVERHEAD, magicAt, NO_TIMESTAMP, sizeInBytesAt } from './header.ts'
import { inTurns, type MaybePromise, then } from './later.ts'
import { isMessageCrcValid, MessageCursor, MessageView, messageBytesMin } from './message-set.ts'
import { RecordErrors } from './record-errors.ts'
import { finishBatch, storedOptions, targetCompression } from './rewrite.ts'
import { type AcceptedRecords, type BatchRules, Rejection } from './rules.ts'
import type { Unpacker } from './unpacker.ts'

/** The whole messages in `bytes[0..end)`; throws Rejection or InvalidBatchError. */
export function upConvert(
  bytes: Uint8Array,
  end: number,
  rules: BatchRules,
  world: Pick<World, 'compute' | 'turn'>,
  unpacker: Unpacker,
): MaybePromise<AcceptedRecords> {
  return then(inTurns(world.turn, checkOuter(bytes, end, rules)), (source) => {
    if (source === 0) return build(bytes.subarray(0, end), null, 0, rules, world)
    const wrapper = new MessageView()
    wrapper.read(bytes, 0, end)
    const value = wrapper.value()
    if (value === null) throw new Rejection(ErrorCode.INVALID_RECORD, 'A compressed message has no value.')
    return unpacker.use(source, value, wrapper.magic === 0, (set) => build(set, wrapper, source, rules, world))
  })
}

/** The outer messages, in Apache's order of checks; answers the compression. */
function* checkOuter(bytes: Uint8Array, end: number, rules: BatchRules): Generator<void, number, void> {
  const magic = magicAt(bytes, 0)
  let compression = 0
  let count = 0
  let mixed = false
  for (let at = 0; at < end; ) {
    const size = sizeInBytesAt(bytes, at)
    if (size > rules.config.maxMessageBytes) throw tooLarge(size, rules)
    if (size < messageBytesMin(magicAt(bytes, at)) || !isMessageCrcValid(bytes, at)) {
      throw new Rejection(ErrorCode.CORRUPT_MESSAGE, `The CRC of message ${count} does not match.`)
    }
    if (magicAt(bytes, at) !== magic) mixed = true
    else compression = bytes[at + 17]! & 0x07 || compression
    at += size
    if (++count % RECORDS_PER_TURN === 0) yield
  }
  if (compression !== 0 && count > 1) {
    throw new Rejection(ErrorCode.INVALID_RECORD, 'A compressed message has others beside it.')
  }
  if (mixed) throw new Rejection(ErrorCode.INVALID_RECORD, 'The messages are of different magic.')
  return compression
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
  else cursor.openWrapper(wrapper, set)
  const errors = new RecordErrors(rules)
  for (let i = 0; cursor.next(); i++) {
    if (wrapper !== null && !isMessageCrcValid(set, cursor.at)) {
      throw new Rejection(ErrorCode.CORRUPT_MESSAGE, `The CRC of message ${i} within a compressed one does not match.`)
    }
    errors.check(cursor, i, (wrapper ?? cursor).isLogAppendTime)
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
