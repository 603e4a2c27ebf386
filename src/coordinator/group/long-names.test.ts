/**
 * Bytes that are no UTF-8 are read as U+FFFD, three bytes each: a name of 32,767 such bytes cannot be stored. Cut, it would be
 * the key of other names as well.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { Reader } from '../../protocol/reader.ts'
import { TextTooLongError } from '../../protocol/writer.ts'
import type { JoinRequest } from './classic/join.ts'
import { encodeRecord } from './records.ts'
import { DATA_TOPIC, MemoryBroker } from './testing/broker-in-memory.ts'
import { JOIN, NOBODY, OFFSET_VALUE } from './testing/requests.ts'

const STRING_BYTES_MAX = 32_767

/** As it comes from a client: so many bytes 0xff. */
function unreadable(count: number): string {
  const frame = Buffer.alloc(2 + count, 0xff)
  frame.writeInt16BE(count)
  return new Reader(frame).string()
}

const OFFSET = { topic: DATA_TOPIC, partition: 0, value: OFFSET_VALUE }

test('a name that cannot be stored is refused wherever it would be, and leaves nothing behind', async () => {
  const broker = await MemoryBroker.start()
  const { groups } = broker
  const name = unreadable(STRING_BYTES_MAX)
  assert.equal(await groups.commit(name, NOBODY, [OFFSET]), ErrorCode.UNKNOWN_SERVER_ERROR)
  const of = { transactionalId: 't', producerId: 1, producerEpoch: 0, support: 'adds partitions' } as const
  assert.equal(
    await groups.commitInTransaction(name, NOBODY, of, [OFFSET], ErrorCode.ILLEGAL_GENERATION),
    ErrorCode.UNKNOWN_SERVER_ERROR,
  )
  const requests: Partial<JoinRequest>[] = [
    { memberId: name },
    { newMemberId: `${'c'.repeat(STRING_BYTES_MAX)}-1` },
    { groupInstanceId: name },
    { clientId: name },
    { protocolType: name },
    { protocols: [...JOIN.protocols, { name, metadata: new Uint8Array(0) }] },
  ]
  const replies = [await groups.join(name, JOIN)]
  for (const request of requests) replies.push(await groups.join('g', { ...JOIN, ...request }))
  for (const { errorCode, memberId } of replies)
    assert.deepEqual([errorCode, memberId], [ErrorCode.UNKNOWN_SERVER_ERROR, ''])
  assert.deepEqual((await groups.list()).groups, [])
  await broker.stop()
})

test('the longest name that can be stored is, and a record never holds a part of one', () => {
  const longest = unreadable(STRING_BYTES_MAX / 3)
  assert.equal(longest, '\u{fffd}'.repeat(10_922))
  const record = (group: string, metadata = '') =>
    encodeRecord({ type: 'offset', group, topic: 't', partition: 0, value: { ...OFFSET_VALUE, metadata } })
  assert.equal(new Reader(record(longest).key, 2).string(), longest)
  assert.throws(() => record(unreadable(STRING_BYTES_MAX)), TextTooLongError)
  assert.throws(() => record('g', unreadable(10_923)), TextTooLongError)
})
