/** What transactions leave in partitions, over the wire: produced, ended by markers, read back. No coordinator is asked here. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ApiKey } from '../protocol/apis.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startBroker } from './main.ts'
import { ask, type RunningTestBroker } from './testing/groups.ts'

let broker: RunningTestBroker

before(async () => {
  broker = await startBroker({
    port: 0,
    flags: { 'transaction.partition.verification.enable': 'false' },
    env: { KAFKA_CREATE_TOPICS: 'lso:1:1,late:1:1,wait:1:1,refused:2:1' },
  })
})
after(() => broker.stop())

async function produce(topic: string, producerId: number, sequence: number, value: string, epoch = 0) {
  const records = buildBatch([{ timestamp: Date.now(), key: null, value: Buffer.from(value) }], {
    producerId,
    producerEpoch: epoch,
    baseSequence: sequence,
    transactional: true,
  })
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }]
  const body = { transactionalId: 'id', acks: -1, timeoutMs: 5000, topicData }
  const { responses } = await ask(broker, ApiKey.Produce, 11, body)
  return responses[0]!.partitionResponses[0]!
}

interface End {
  readonly commit: boolean
  readonly epoch?: number
  readonly coordinatorEpoch?: number
  readonly transactionVersion?: number
}

async function end(topic: string, producerId: number, of: End): Promise<number> {
  const marker = {
    producerId,
    producerEpoch: of.epoch ?? 0,
    transactionResult: of.commit,
    coordinatorEpoch: of.coordinatorEpoch ?? 0,
    transactionVersion: of.transactionVersion ?? 1,
    topics: [{ name: topic, partitionIndexes: [0] }],
  }
  const { markers } = await ask(broker, ApiKey.WriteTxnMarkers, 2, { markers: [marker] })
  return markers[0]!.topics[0]!.partitions[0]!.errorCode
}

async function fetch(topic: string, more: { offset?: number; isolationLevel?: number; maxWaitMs?: number } = {}) {
  const { responses } = await ask(broker, ApiKey.Fetch, 11, {
    replicaId: -1,
    maxWaitMs: more.maxWaitMs ?? 0,
    minBytes: 1,
    maxBytes: 1 << 20,
    isolationLevel: more.isolationLevel ?? 1,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topic, partitions: [{ partition: 0, fetchOffset: more.offset ?? 0, partitionMaxBytes: 1 << 20 }] }],
    forgottenTopicsData: [],
    rackId: '',
  })
  const { lastStableOffset, highWatermark, abortedTransactions, records } = responses[0]!.partitions[0]!
  const offsets: number[] = []
  for (const at of batchPositions(records ?? new Uint8Array())) {
    const walk = openRecords(records!, at)
    while (walk.next()) offsets.push(walk.offset)
  }
  return { lastStableOffset, highWatermark, aborted: abortedTransactions, offsets }
}

async function latest(topic: string, isolationLevel: number): Promise<number> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -1, currentLeaderEpoch: -1 }] }]
  const answer = await ask(broker, ApiKey.ListOffsets, 6, { replicaId: -1, isolationLevel, topics })
  return answer.topics[0]!.partitions[0]!.offset
}

async function describe(topic: string) {
  const body = { topics: [{ name: topic, partitionIndexes: [0] }] }
  const { topics } = await ask(broker, ApiKey.DescribeProducers, 0, body)
  return topics[0]!.partitions[0]!.activeProducers.map(({ producerId, producerEpoch, ...rest }) => ({
    producerId,
    producerEpoch,
    coordinatorEpoch: rest.coordinatorEpoch,
    open: rest.currentTxnStartOffset,
  }))
}

test('readers of committed records stop before what is open, and are told what was aborted', async () => {
  assert.equal((await produce('lso', 1, 0, 'a')).baseOffset, 0)
  assert.equal((await produce('lso', 2, 0, 'b')).baseOffset, 1)
  assert.deepEqual(await fetch('lso'), { lastStableOffset: 0, highWatermark: 2, aborted: [], offsets: [] })
  assert.deepEqual((await fetch('lso', { isolationLevel: 0 })).offsets, [0, 1])
  assert.equal((await fetch('lso', { isolationLevel: 0 })).aborted, null)
  assert.deepEqual([await latest('lso', 0), await latest('lso', 1)], [2, 0])
  assert.deepEqual(await describe('lso'), [
    { producerId: 1, producerEpoch: 0, coordinatorEpoch: -1, open: 0 },
    { producerId: 2, producerEpoch: 0, coordinatorEpoch: -1, open: 1 },
  ])
  assert.equal(await end('lso', 1, { commit: false, coordinatorEpoch: 4 }), ErrorCode.NONE)
  assert.deepEqual([await latest('lso', 0), await latest('lso', 1)], [3, 1])
  assert.deepEqual(await fetch('lso'), {
    lastStableOffset: 1,
    highWatermark: 3,
    aborted: [{ producerId: 1, firstOffset: 0 }],
    offsets: [0],
  })
  assert.equal(await end('lso', 2, { commit: true }), ErrorCode.NONE)
  assert.deepEqual(await fetch('lso'), {
    lastStableOffset: 4,
    highWatermark: 4,
    aborted: [{ producerId: 1, firstOffset: 0 }],
    offsets: [0, 1, 2, 3],
  })
  assert.deepEqual(await describe('lso'), [
    { producerId: 1, producerEpoch: 0, coordinatorEpoch: 4, open: -1 },
    { producerId: 2, producerEpoch: 0, coordinatorEpoch: 0, open: -1 },
  ])
})

test('a fetch of committed records that waits is answered when the marker is there', async () => {
  await produce('wait', 1, 0, 'a')
  const waiting = fetch('wait', { maxWaitMs: 20_000 })
  await produce('wait', 2, 0, 'b')
  await end('wait', 1, { commit: true })
  const { lastStableOffset, offsets } = await waiting
  assert.deepEqual([lastStableOffset, offsets], [1, [0]])
  await end('wait', 2, { commit: false })
})

test('late and repeated markers do no harm', async () => {
  const { NONE, INVALID_PRODUCER_EPOCH, TRANSACTION_COORDINATOR_FENCED } = ErrorCode
  await produce('late', 1, 0, 'a')
  // Version 2: the end raises the epoch.
  const first = { commit: true, epoch: 1, coordinatorEpoch: 3, transactionVersion: 2 }
  assert.equal(await end('late', 1, first), NONE)
  assert.equal(await end('late', 1, first), NONE)
  assert.equal((await fetch('late')).lastStableOffset, await latest('late', 0))
  await produce('late', 1, 0, 'b', 1)
  const open = (await describe('late'))[0]!.open
  assert.ok(open >= 2)
  assert.equal(await end('late', 1, first), INVALID_PRODUCER_EPOCH)
  assert.equal(await end('late', 1, { ...first, epoch: 0 }), INVALID_PRODUCER_EPOCH)
  assert.equal(await end('late', 1, { ...first, epoch: 2, coordinatorEpoch: 2 }), TRANSACTION_COORDINATOR_FENCED)
  assert.equal((await describe('late'))[0]!.open, open)
  assert.equal(await end('late', 1, { ...first, epoch: 2 }), NONE)
  assert.equal((await describe('late'))[0]!.open, -1)
  // Before version 2 nobody can tell a late marker from a new one.
  await produce('late', 2, 0, 'c')
  assert.equal(await end('late', 2, { commit: false }), NONE)
  await produce('late', 2, 1, 'd')
  assert.equal(await end('late', 2, { commit: false }), NONE)
  assert.equal((await describe('late')).find(({ producerId }) => producerId === 2)!.open, -1)
})

test('markers of one request are answered by producer, each partition for itself', async () => {
  const marker = (producerId: number, names: string[]) => ({
    producerId,
    producerEpoch: 0,
    transactionResult: true,
    coordinatorEpoch: 0,
    topics: names.map((name) => ({ name, partitionIndexes: [1, 0, 9, 1] })),
  })
  const { markers } = await ask(broker, ApiKey.WriteTxnMarkers, 1, {
    markers: [marker(1, ['refused', 'nowhere']), marker(2, ['refused']), marker(1, ['refused'])],
  })
  const { NONE, UNKNOWN_TOPIC_OR_PARTITION: UNKNOWN } = ErrorCode
  const errors = ({
    name,
    partitions,
  }: {
    name: string
    partitions: { partitionIndex: number; errorCode: number }[]
  }) => [name, ...partitions.map(({ partitionIndex, errorCode }) => `${partitionIndex} ${errorCode}`)]
  assert.deepEqual(
    markers.map(({ producerId, topics }) => [producerId, ...topics.map(errors)]),
    [
      [
        1,
        ['refused', `1 ${NONE}`, `0 ${NONE}`, `9 ${UNKNOWN}`],
        ['nowhere', `1 ${UNKNOWN}`, `0 ${UNKNOWN}`, `9 ${UNKNOWN}`],
      ],
      [2, ['refused', `1 ${NONE}`, `0 ${NONE}`, `9 ${UNKNOWN}`]],
    ],
  )
  assert.deepEqual((await ask(broker, ApiKey.WriteTxnMarkers, 0, { markers: [] })).markers, [])
})
