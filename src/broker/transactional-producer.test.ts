/** Whole transactions over the wire: records and offsets, with a coordinator, as old and new producers make them. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ApiKey } from '../protocol/apis.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startBroker } from './main.ts'
import { ask, coordinator, eventually, type RunningTestBroker } from './testing/groups.ts'

const { NONE, INVALID_TXN_STATE, TRANSACTION_ABORTABLE, UNSTABLE_OFFSET_COMMIT } = ErrorCode
/** The second one is what producers before KIP-890 are told. */
const TRY_AGAIN = new Set<number>([ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.NOT_ENOUGH_REPLICAS])
let broker: RunningTestBroker

before(async () => {
  broker = await startBroker({
    port: 0,
    flags: {
      'transaction.state.log.num.partitions': '2',
      'offsets.topic.num.partitions': '2',
      'group.initial.rebalance.delay.ms': '0',
    },
    env: { KAFKA_CREATE_TOPICS: 'old:2:1,new:2:1,strange:1:1,in:1:1' },
  })
  await coordinator(broker, 'any')
  await eventually(async () => {
    const { coordinators } = await ask(broker, ApiKey.FindCoordinator, 4, { keyType: 1, coordinatorKeys: ['t'] })
    assert.equal(coordinators[0]!.errorCode, NONE)
  })
})
after(() => broker.stop())

interface Producer {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

async function init(transactionalId: string): Promise<Producer> {
  let answer: { producerId: number; producerEpoch: number } | null = null
  await eventually(async () => {
    const request = { transactionalId, transactionTimeoutMs: 60_000 }
    const { errorCode, producerId, producerEpoch } = await ask(broker, ApiKey.InitProducerId, 5, request)
    assert.equal(errorCode, NONE)
    answer = { producerId, producerEpoch }
  })
  return { transactionalId, ...answer! }
}

async function produce(version: number, producer: Producer, topic: string, sequence: number, partitions = [0]) {
  const { transactionalId, producerId, producerEpoch } = producer
  const records = buildBatch(
    [{ timestamp: Date.now(), key: null, value: Buffer.from(`${producerEpoch} ${sequence}`) }],
    {
      producerId,
      producerEpoch,
      baseSequence: sequence,
      transactional: true,
    },
  )
  const topicData = [{ name: topic, partitionData: partitions.map((index) => ({ index, records })) }]
  const body = { transactionalId, acks: -1, timeoutMs: 5000, topicData }
  for (;;) {
    const { responses } = await ask(broker, ApiKey.Produce, version, body)
    const errors = responses[0]!.partitionResponses.map(({ errorCode }) => errorCode)
    // The transaction before is not over yet: producers try again.
    if (!errors.some((error) => TRY_AGAIN.has(error))) return errors
  }
}

/** The producer as it goes on. */
async function end(version: number, producer: Producer, committed: boolean): Promise<Producer> {
  const answer = await ask(broker, ApiKey.EndTxn, version, { ...producer, committed })
  assert.equal(answer.errorCode, NONE)
  const { producerId, producerEpoch } = version >= 5 ? answer : producer
  return { ...producer, producerId, producerEpoch }
}

async function addPartitions({ transactionalId, producerId, producerEpoch }: Producer, topic: string) {
  await eventually(async () => {
    const answer = await ask(broker, ApiKey.AddPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions: [0] }],
    })
    assert.equal(answer.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode, NONE)
  })
}

/** What a reader of committed records sees of a partition, aborted records left out. */
async function committed(topic: string, partition = 0): Promise<string[]> {
  const { responses } = await ask(broker, ApiKey.Fetch, 11, {
    replicaId: -1,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 1 << 20,
    isolationLevel: 1,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topic, partitions: [{ partition, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }],
    forgottenTopicsData: [],
    rackId: '',
  })
  const { records, abortedTransactions } = responses[0]!.partitions[0]!
  assert.deepEqual(abortedTransactions, [])
  const values: string[] = []
  for (const at of batchPositions(records ?? new Uint8Array())) {
    const walk = openRecords(records!, at)
    while (walk.next()) values.push(Buffer.from(walk.value() ?? []).toString())
  }
  return values.filter((value) => !value.startsWith('\0'))
}

test('an old producer adds partitions itself; what it did not add is refused', async () => {
  const producer = await init('old')
  assert.deepEqual(await produce(10, producer, 'old', 0), [INVALID_TXN_STATE])
  assert.deepEqual(await produce(11, producer, 'old', 0), [TRANSACTION_ABORTABLE])
  await addPartitions(producer, 'old')
  assert.deepEqual(await produce(11, producer, 'old', 0, [0, 1]), [NONE, TRANSACTION_ABORTABLE])
  assert.deepEqual(await produce(9, producer, 'old', 1), [NONE])
  assert.deepEqual(await committed('old'), [])
  await end(3, producer, true)
  await eventually(async () => assert.equal((await committed('old')).length, 2))
  // The transaction is over, once its coordinator has recorded that: nothing more goes into it.
  await eventually(async () => assert.deepEqual(await produce(9, producer, 'old', 2), [INVALID_TXN_STATE]))
})

test('a new producer adds partitions by writing to them, and its epoch rises with every transaction', async () => {
  let producer = await init('new')
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(await produce(12, producer, 'new', 0, [0, 1]), [NONE, NONE])
    assert.deepEqual(await produce(12, producer, 'new', 1), [NONE])
    const next = await end(5, producer, true)
    assert.equal(next.producerEpoch, producer.producerEpoch + 1)
    assert.deepEqual(await produce(12, producer, 'new', 2), [ErrorCode.INVALID_PRODUCER_EPOCH])
    producer = next
  }
  await eventually(async () => assert.equal((await committed('new')).length, 6))
  await eventually(async () => assert.equal((await committed('new', 1)).length, 3))
})

test('who is not known to the coordinator writes nothing', async () => {
  const stranger = { transactionalId: 'stranger', producerId: 4711, producerEpoch: 0 }
  for (const version of [9, 11, 12]) {
    assert.deepEqual(await produce(version, stranger, 'strange', 0), [ErrorCode.INVALID_PRODUCER_ID_MAPPING])
  }
  const { transactionalId, producerId, producerEpoch } = await init('known')
  const body = (more: object) => ({ transactionalId, producerId, producerEpoch, ...more })
  assert.deepEqual(await produce(12, body({ producerId: producerId + 1000 }) as Producer, 'strange', 0), [
    ErrorCode.INVALID_PRODUCER_ID_MAPPING,
  ])
  assert.deepEqual(await committed('strange'), [])
})

const offsetsBody = (producer: Producer, groupId: string, committedOffset: number, more: object = {}) => ({
  ...producer,
  groupId,
  topics: [{ name: 'in', partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: 'm' }] }],
  ...more,
})

async function commitOffsets(version: number, body: ReturnType<typeof offsetsBody>): Promise<number> {
  for (;;) {
    const { topics } = await ask(broker, ApiKey.TxnOffsetCommit, version, body)
    const { errorCode } = topics[0]!.partitions[0]!
    if (errorCode !== ErrorCode.CONCURRENT_TRANSACTIONS) return errorCode
  }
}

async function offsetOf(groupId: string, requireStable: boolean): Promise<number> {
  const topics = [{ name: 'in', partitionIndexes: [0] }]
  const { groups } = await ask(broker, ApiKey.OffsetFetch, 8, { requireStable, groups: [{ groupId, topics }] })
  const { errorCode, committedOffset } = groups[0]!.topics[0]!.partitions[0]!
  return errorCode === UNSTABLE_OFFSET_COMMIT ? Number.NaN : committedOffset
}

test('offsets in a transaction of a new producer are unstable until it ends', async () => {
  let producer = await init('offsets')
  assert.equal(await commitOffsets(5, offsetsBody(producer, 'group', 5)), NONE)
  assert.deepEqual([await offsetOf('group', false), await offsetOf('group', true)], [-1, Number.NaN])
  producer = await end(5, producer, true)
  await eventually(async () => assert.equal(await offsetOf('group', true), 5))
  assert.equal(await commitOffsets(5, offsetsBody(producer, 'group', 9)), NONE)
  assert.deepEqual([await offsetOf('group', false), await offsetOf('group', true)], [5, Number.NaN])
  producer = await end(5, producer, false)
  await eventually(async () => assert.equal(await offsetOf('group', true), 5))
})

test('an offset that is deleted while it is pending stays deleted', async () => {
  const producer = await init('deleted')
  assert.equal(await commitOffsets(5, offsetsBody(producer, 'deleting', 5)), NONE)
  const topics = [{ name: 'in', partitions: [{ partitionIndex: 0 }] }]
  const deleted = await ask(broker, ApiKey.OffsetDelete, 0, { groupId: 'deleting', topics })
  assert.deepEqual([deleted.errorCode, deleted.topics[0]!.partitions[0]!.errorCode], [NONE, NONE])
  await end(5, producer, true)
  await eventually(async () => {
    const { transactionStates } = await ask(broker, ApiKey.DescribeTransactions, 0, { transactionalIds: ['deleted'] })
    assert.equal(transactionStates[0]!.transactionState, 'CompleteCommit')
  })
  assert.equal(await offsetOf('deleting', true), -1)
})

test('an old producer names the group first; only who belongs to the group may commit', async () => {
  const producer = await init('members')
  const groupId = 'of members'
  assert.equal(await commitOffsets(3, offsetsBody(producer, groupId, 1)), INVALID_TXN_STATE)
  assert.equal(await commitOffsets(4, offsetsBody(producer, groupId, 1)), TRANSACTION_ABORTABLE)
  assert.equal((await ask(broker, ApiKey.AddOffsetsToTxn, 3, { ...producer, groupId })).errorCode, NONE)
  const joinBody = {
    groupId,
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 5000,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: new Uint8Array() }],
  }
  const { memberId } = await ask(broker, ApiKey.JoinGroup, 9, joinBody)
  const { generationId } = await ask(broker, ApiKey.JoinGroup, 9, { ...joinBody, memberId })
  // As a producer does while the group is being assigned: the generation is what counts.
  const member = { memberId, generationIdOrMemberEpoch: generationId }
  assert.equal(await commitOffsets(3, offsetsBody(producer, groupId, 1, member)), NONE)
  const stale = { ...member, generationIdOrMemberEpoch: generationId - 1 }
  assert.equal(await commitOffsets(3, offsetsBody(producer, groupId, 2, stale)), ErrorCode.ILLEGAL_GENERATION)
  const unknown = { ...member, memberId: 'nobody' }
  assert.equal(await commitOffsets(3, offsetsBody(producer, groupId, 2, unknown)), ErrorCode.UNKNOWN_MEMBER_ID)
  // Before version 3 nobody says who it is.
  assert.equal(await commitOffsets(2, offsetsBody(producer, groupId, 3)), NONE)
  await end(3, producer, true)
  await eventually(async () => assert.equal(await offsetOf(groupId, true), 3))
  const nobody = { ...producer, producerEpoch: producer.producerEpoch + 1 }
  assert.equal(await commitOffsets(5, offsetsBody(nobody, groupId, 4)), ErrorCode.INVALID_PRODUCER_EPOCH)
  assert.equal(await commitOffsets(5, offsetsBody(producer, '', 4)), ErrorCode.INVALID_GROUP_ID)
  const noProducer = { ...producer, producerId: -5 }
  assert.equal(await commitOffsets(5, offsetsBody(noProducer, groupId, 4)), ErrorCode.INVALID_PRODUCER_ID_MAPPING)
})
