/** OffsetDelete (KIP-496): what somebody reads stays. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeSubscription } from '../../client/group/protocol.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DATA_TOPIC, MemoryBroker } from './testing/broker-in-memory.ts'
import { JOIN, NOBODY, OFFSET_VALUE } from './testing/requests.ts'

const PLACES = [DATA_TOPIC, 'other'].map((topic) => ({ topic, partition: 0 }))

/** A stable group of one member that reads the topic, with an offset of two. */
async function made(protocolType: string, metadata: Uint8Array): Promise<MemoryBroker> {
  const broker = await MemoryBroker.start()
  const { groups, world } = broker
  const offsets = PLACES.map((place) => ({ ...place, value: OFFSET_VALUE }))
  assert.equal(await groups.commit('g', NOBODY, offsets), ErrorCode.NONE)
  const joining = groups.join('g', { ...JOIN, protocolType, protocols: [{ name: 'range', metadata }] })
  await world.advance(1)
  const { memberId, generationId } = await joining
  const named = { groupInstanceId: null, protocolType, protocolName: 'range' }
  const syncing = groups.sync('g', { ...named, memberId, generationId, assignments: new Map() })
  await world.settle()
  assert.equal((await syncing).errorCode, ErrorCode.NONE)
  return broker
}

test('while a consumer reads a topic, its offsets stay and others may go', async () => {
  const broker = await made('consumer', encodeSubscription([DATA_TOPIC], [], -1))
  const { error, errors } = await broker.groups.deleteOffsets('g', PLACES)
  assert.deepEqual([error, errors], [ErrorCode.NONE, [ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC, ErrorCode.NONE]])
  const offsets = broker.groups.offsetsOf('g')
  assert.ok(typeof offsets === 'object' && offsets !== null)
  assert.deepEqual([...offsets.topics.keys()], [DATA_TOPIC])
  await broker.stop()
})

test('when it is not known what a consumer reads, all of it stays; other members keep everything as well', async () => {
  const unclear = await made('consumer', Buffer.from('7fff', 'hex'))
  const subscribed = ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC
  assert.deepEqual(await unclear.groups.deleteOffsets('g', PLACES), { error: 0, errors: [subscribed, subscribed] })
  await unclear.stop()
  const connect = await made('connect', new Uint8Array(0))
  assert.deepEqual(await connect.groups.deleteOffsets('g', PLACES), { error: ErrorCode.NON_EMPTY_GROUP, errors: [] })
  await connect.stop()
})

test('an empty group goes with the last of its offsets, and not before', async () => {
  const broker = await MemoryBroker.start()
  const { groups } = broker
  const offsets = PLACES.map((place) => ({ ...place, value: OFFSET_VALUE }))
  assert.equal(await groups.commit('g', NOBODY, offsets), ErrorCode.NONE)
  const [first, second] = PLACES
  // One of two, though it is named twice; then one that there is not.
  assert.equal((await groups.deleteOffsets('g', [first!, first!])).error, ErrorCode.NONE)
  assert.equal((await groups.deleteOffsets('g', [first!])).error, ErrorCode.NONE)
  assert.equal((await groups.deleteOffsets('g', [])).error, ErrorCode.NONE)
  assert.equal(groups.committedCount, 1)
  assert.deepEqual(await groups.deleteOffsets('g', [second!]), { error: ErrorCode.NONE, errors: [ErrorCode.NONE] })
  assert.equal(groups.count(null), 0)
  assert.equal((await groups.deleteOffsets('g', [second!])).error, ErrorCode.GROUP_ID_NOT_FOUND)
  await broker.stop()
})
