/** Transactions over the wire, against a broker of the test's own. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ApiKey } from '../protocol/apis.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startBroker } from './main.ts'
import { ask, eventually, type RunningTestBroker } from './testing/groups.ts'

const { NONE, CONCURRENT_TRANSACTIONS, INVALID_PRODUCER_EPOCH, PRODUCER_FENCED } = ErrorCode
const flags = { 'transaction.state.log.num.partitions': '3', 'offsets.topic.num.partitions': '3' }
const env = { KAFKA_CREATE_TOPICS: 'orders:2:1' }
let broker: RunningTestBroker

before(async () => {
  broker = await startBroker({ port: 0, flags, env })
  await coordinated(broker)
})
after(() => broker.stop())

/** Until the coordinators of all ids are there and have loaded. */
async function coordinated(at: RunningTestBroker): Promise<void> {
  await eventually(async () => {
    const { coordinators } = await ask(at, ApiKey.FindCoordinator, 4, { keyType: 1, coordinatorKeys: ['t'] })
    assert.equal(coordinators[0]!.errorCode, NONE)
    assert.equal((await ask(at, ApiKey.ListTransactions, 0, {})).errorCode, NONE)
    const listed = await ask(at, ApiKey.DescribeTransactions, 0, { transactionalIds: ['a', 'b', 'c', 'd'] })
    for (const { errorCode } of listed.transactionStates) assert.equal(errorCode, ErrorCode.TRANSACTIONAL_ID_NOT_FOUND)
  })
}

function init(transactionalId: string, version = 5, more: object = {}) {
  return ask(broker, ApiKey.InitProducerId, version, { transactionalId, transactionTimeoutMs: 60_000, ...more })
}

async function add(transactionalId: string, producer: { producerId: number; producerEpoch: number }, version = 3) {
  const answer = await ask(broker, ApiKey.AddPartitionsToTxn, version, {
    v3AndBelowTransactionalId: transactionalId,
    v3AndBelowProducerId: producer.producerId,
    v3AndBelowProducerEpoch: producer.producerEpoch,
    v3AndBelowTopics: [{ name: 'orders', partitions: [0, 1] }],
  })
  return answer.resultsByTopicV3AndBelow[0]!.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
}

async function describe(transactionalId: string) {
  const { transactionStates } = await ask(broker, ApiKey.DescribeTransactions, 0, {
    transactionalIds: [transactionalId],
  })
  return transactionStates[0]!
}

/** The type of each control record of a partition: 1 commit, 0 abort. */
async function markersOf(topic: string, partition: number, at = broker): Promise<number[]> {
  const partitions = [{ partition, fetchOffset: 0, partitionMaxBytes: 1 << 20 }]
  const answer = await ask(at, ApiKey.Fetch, 4, { maxWaitMs: 0, topics: [{ topic, partitions }] })
  const records = answer.responses[0]!.partitions[0]!.records as Uint8Array
  const types: number[] = []
  for (const position of batchPositions(records)) {
    const walk = openRecords(records, position)
    while (walk.next()) types.push(walk.key()![3]!)
  }
  return types
}

test('the topic is made when the first coordinator is asked for, with the settings of its own', async () => {
  const metadata = await ask(broker, ApiKey.Metadata, 9, { topics: [{ name: '__transaction_state' }] })
  assert.equal(metadata.topics[0]!.partitions.length, 3)
  assert.equal(metadata.topics[0]!.isInternal, true)
  const { results } = await ask(broker, ApiKey.DescribeConfigs, 4, {
    resources: [{ resourceType: 2, resourceName: '__transaction_state', configurationKeys: null }],
  })
  const set = results[0]!.configs.filter(({ configSource }) => configSource === 1)
  assert.deepEqual(Object.fromEntries(set.map(({ name, value }) => [name, value])), {
    'compression.type': 'uncompressed',
    'cleanup.policy': 'compact',
    'min.insync.replicas': '1',
    'segment.bytes': '104857600',
    'unclean.leader.election.enable': 'false',
  })
})

test('a transaction before KIP-890: begun, described, listed, committed, marked in every partition', async () => {
  const producer = await init('old', 1)
  assert.equal(producer.errorCode, NONE)
  assert.deepEqual(await add('old', producer), [NONE, NONE])
  const ongoing = await describe('old')
  assert.deepEqual(
    [ongoing.transactionState, ongoing.transactionTimeoutMs, ongoing.producerId, ongoing.topics],
    ['Ongoing', 60_000, producer.producerId, [{ topic: 'orders', partitions: [0, 1] }]],
  )
  const listed = await ask(broker, ApiKey.ListTransactions, 2, {
    stateFilters: ['Ongoing', 'Sleeping'],
    producerIdFilters: [producer.producerId],
    transactionalIdPattern: 'o.d',
  })
  assert.deepEqual(listed.unknownStateFilters, ['Sleeping'])
  assert.deepEqual(
    listed.transactionStates.map(({ transactionalId, transactionState }) => [transactionalId, transactionState]),
    [['old', 'Ongoing']],
  )
  const bad = await ask(broker, ApiKey.ListTransactions, 2, { transactionalIdPattern: '(' })
  assert.equal(bad.errorCode, ErrorCode.INVALID_REGULAR_EXPRESSION)
  const { producerId, producerEpoch } = producer
  const end = { transactionalId: 'old', producerId, producerEpoch, committed: true }
  assert.equal((await ask(broker, ApiKey.EndTxn, 3, end)).errorCode, NONE)
  await eventually(async () => assert.equal((await describe('old')).transactionState, 'CompleteCommit'))
  assert.equal((await describe('old')).topics.length, 0)
  assert.deepEqual([await markersOf('orders', 0), await markersOf('orders', 1)], [[1], [1]])
})

test('a transaction with KIP-890, with the offsets of a group, aborted; the epoch rises', async () => {
  const { producerId, producerEpoch } = await init('new')
  const group = await ask(broker, ApiKey.AddOffsetsToTxn, 3, {
    transactionalId: 'new',
    producerId,
    producerEpoch,
    groupId: 'g',
  })
  // No group was ever coordinated here, but its partition is known by its name.
  assert.equal(group.errorCode, NONE)
  const answer = await ask(broker, ApiKey.AddPartitionsToTxn, 5, {
    transactions: [
      { transactionalId: 'new', producerId, producerEpoch, topics: [{ name: 'orders', partitions: [1] }] },
      { transactionalId: 'new', producerId, producerEpoch, topics: [{ name: 'orders', partitions: [1, 9] }] },
      { transactionalId: 'nobody', producerId, producerEpoch, topics: [{ name: 'orders', partitions: [1] }] },
    ],
  })
  assert.deepEqual(
    answer.resultsByTransaction.map(({ topicResults }) =>
      topicResults[0]!.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode),
    ),
    [
      [NONE],
      [ErrorCode.OPERATION_NOT_ATTEMPTED, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [ErrorCode.INVALID_PRODUCER_ID_MAPPING],
    ],
  )
  const topics = [
    { name: 'orders', partitions: [0, 1, 0] },
    { name: 'nothing', partitions: [] },
  ]
  for (const version of [4, 5]) {
    const { resultsByTransaction } = await ask(broker, ApiKey.AddPartitionsToTxn, version, {
      transactions: [{ transactionalId: 'new', producerId, producerEpoch, verifyOnly: true, topics }],
    })
    assert.deepEqual(
      resultsByTransaction[0]!.topicResults.map(({ resultsByPartition }) =>
        resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode),
      ),
      [[ErrorCode.TRANSACTION_ABORTABLE, NONE]],
    )
  }
  const internal = await ask(broker, ApiKey.AddPartitionsToTxn, 3, {
    v3AndBelowTransactionalId: 'new',
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: [
      { name: '__transaction_state', partitions: [0] },
      { name: 'orders', partitions: [0] },
    ],
  })
  assert.deepEqual(
    internal.resultsByTopicV3AndBelow.map((topic) => topic.resultsByPartition[0]!.partitionErrorCode),
    [ErrorCode.TOPIC_AUTHORIZATION_FAILED, ErrorCode.OPERATION_NOT_ATTEMPTED],
  )
  const end = { transactionalId: 'new', producerId, producerEpoch, committed: false }
  const ended = await ask(broker, ApiKey.EndTxn, 5, end)
  assert.deepEqual([ended.errorCode, ended.producerId, ended.producerEpoch], [NONE, producerId, producerEpoch + 1])
  await eventually(async () => assert.equal((await describe('new')).transactionState, 'CompleteAbort'))
  assert.deepEqual(await markersOf('orders', 1), [1, 0])
})

test('a fenced producer is told what its version of the request knows', async () => {
  const old = await init('fenced')
  assert.deepEqual(await add('fenced', old), [NONE, NONE])
  assert.equal((await init('fenced')).errorCode, CONCURRENT_TRANSACTIONS)
  let young = old
  await eventually(async () => assert.equal((young = await init('fenced')).errorCode, NONE))
  assert.ok(young.producerEpoch > old.producerEpoch)
  const { producerId, producerEpoch } = old
  for (const version of [0, 1, 2, 3]) {
    const expected = version < 2 ? INVALID_PRODUCER_EPOCH : PRODUCER_FENCED
    assert.deepEqual(await add('fenced', old, version), [expected, expected])
    const end = { transactionalId: 'fenced', producerId, producerEpoch, committed: true }
    assert.equal((await ask(broker, ApiKey.EndTxn, version, end)).errorCode, expected)
    const offsets = { transactionalId: 'fenced', producerId, producerEpoch, groupId: 'g' }
    assert.equal((await ask(broker, ApiKey.AddOffsetsToTxn, version, offsets)).errorCode, expected)
  }
  assert.equal((await init('fenced', 3, old)).errorCode, INVALID_PRODUCER_EPOCH)
  assert.equal((await init('fenced', 4, old)).errorCode, PRODUCER_FENCED)
})

test('what was known of transactional ids is known after a restart', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-transactions-'))
  const shared = broker
  try {
    const options = { port: 0, flags: { ...flags, 'log.dirs': dir }, env }
    broker = await startBroker(options)
    await coordinated(broker)
    const { producerId, producerEpoch } = await init('kept')
    await add('kept', { producerId, producerEpoch })
    await broker.stop()
    broker = await startBroker(options)
    await eventually(async () => {
      const found = await describe('kept')
      assert.deepEqual(
        [found.transactionState, found.producerId, found.producerEpoch],
        ['Ongoing', producerId, producerEpoch],
      )
    })
    const end = { transactionalId: 'kept', producerId, producerEpoch, committed: true }
    assert.equal((await ask(broker, ApiKey.EndTxn, 3, end)).errorCode, NONE)
    await eventually(async () => assert.deepEqual(await markersOf('orders', 0), [1]))
    await broker.stop()
  } finally {
    broker = shared
    rmSync(dir, { recursive: true, force: true })
  }
})
