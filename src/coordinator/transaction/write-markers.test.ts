import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../../io/memory/world.ts'
import { isControlAt, isTransactionalAt, producerEpochAt, producerIdAt } from '../../protocol/batch/header.ts'
import { openRecords } from '../../protocol/batch/iterate.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { CoordinatedReplicas, OwnAppend, ProduceAppend, ReplicaPartition } from '../../replication/contract.ts'
import type { Marker } from '../runtime/contract.ts'
import { type TxnMarker, writeMarkers } from './write-markers.ts'

interface Held {
  readonly at: string
  readonly bytes: Uint8Array
  readonly options: OwnAppend | undefined
  readonly settle: (error: number) => void
}

function held() {
  const world = new MemoryWorld()
  const appends: Held[] = []
  const ofGroups: { partition: number; marker: Marker; settle: (error: number) => void }[] = []
  const replicas: CoordinatedReplicas = {
    partition: (topic) => (topic === 'gone' ? null : ({ log: {} } as unknown as ReplicaPartition)),
    watchLeadership() {},
    verifyOwn: () => ({ error: 0, guard: undefined }),
    appendOwn: (topic, partition, bytes, options) =>
      new Promise((resolve) => {
        const settle = (error: number) => resolve({ error } as ProduceAppend)
        appends.push({ at: `${topic}-${partition}`, bytes, options, settle })
      }),
  }
  const groups = {
    topic: '__consumer_offsets',
    writeMarker: (partition: number, marker: Marker) =>
      new Promise<number>((settle) => ofGroups.push({ partition, marker, settle })),
  }
  const write = (markers: readonly TxnMarker[]) =>
    writeMarkers(markers, { clock: world.clock, replicas, groups, timeoutMs: 30_000 })
  return { appends, ofGroups, write }
}

const commit: TxnMarker = {
  producerId: 7,
  producerEpoch: 3,
  commit: true,
  coordinatorEpoch: 5,
  transactionVersion: 2,
  partitions: [
    { topic: 'a', partition: 1 },
    { topic: 'gone', partition: 0 },
    { topic: 'a', partition: 0 },
  ],
}

test('each partition gets the bytes of a control batch, and each is answered for itself', async () => {
  const { appends, write } = held()
  const results = write([commit, { ...commit, producerId: 8, commit: false, partitions: [commit.partitions[0]!] }])
  await Promise.resolve()
  assert.deepEqual(
    appends.map(({ at, options }) => [at, options]),
    ['a-1', 'a-0', 'a-1'].map((at) => [at, { markerOf: 2, timeoutMs: 30_000 }]),
  )
  const { bytes } = appends[0]!
  assert.ok(isControlAt(bytes, 0) && isTransactionalAt(bytes, 0))
  assert.deepEqual([producerIdAt(bytes, 0), producerEpochAt(bytes, 0)], [7, 3])
  const records = openRecords(bytes, 0)
  assert.ok(records.next())
  assert.deepEqual([...records.key()!], [0, 0, 0, 1])
  assert.deepEqual([...records.value()!], [0, 0, 0, 0, 0, 5])
  appends[0]!.settle(ErrorCode.NONE)
  appends[1]!.settle(ErrorCode.INVALID_PRODUCER_EPOCH)
  appends[2]!.settle(ErrorCode.NOT_ENOUGH_REPLICAS)
  const none = { partitionIndex: 1, errorCode: ErrorCode.NONE }
  assert.deepEqual(await results, [
    {
      producerId: 7,
      topics: [
        { name: 'a', partitions: [none, { partitionIndex: 0, errorCode: ErrorCode.INVALID_PRODUCER_EPOCH }] },
        { name: 'gone', partitions: [{ partitionIndex: 0, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }] },
      ],
    },
    {
      producerId: 8,
      topics: [{ name: 'a', partitions: [{ partitionIndex: 1, errorCode: ErrorCode.NOT_ENOUGH_REPLICAS }] }],
    },
  ])
})

test('a marker of a groups partition goes through their coordinator, whose errors become the leader’s', async () => {
  const { appends, ofGroups, write } = held()
  const results = write([{ ...commit, partitions: [{ topic: '__consumer_offsets', partition: 4 }] }])
  await Promise.resolve()
  assert.equal(appends.length, 0)
  const { partition, marker, settle } = ofGroups[0]!
  assert.equal(partition, 4)
  assert.deepEqual([marker.producerId, marker.commit, marker.transactionVersion], [7, true, 2])
  settle(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
  const [result] = await results
  assert.equal(result!.topics[0]!.partitions[0]!.errorCode, ErrorCode.NOT_LEADER_OR_FOLLOWER)
})

test('a marker of no producer, or in no epoch, is refused and written nowhere', async () => {
  const { appends, write } = held()
  const partitions = [commit.partitions[0]!]
  const wrong: readonly [Partial<TxnMarker>, number][] = [
    [{ producerId: -1 }, ErrorCode.UNKNOWN_SERVER_ERROR],
    [{ producerEpoch: -1 }, ErrorCode.UNKNOWN_SERVER_ERROR],
    [{ producerEpoch: -7 }, ErrorCode.INVALID_PRODUCER_EPOCH],
    [{ coordinatorEpoch: -9 }, ErrorCode.TRANSACTION_COORDINATOR_FENCED],
  ]
  const results = await write(wrong.map(([more]) => ({ ...commit, partitions, ...more })))
  assert.deepEqual(
    results.map(({ topics }) => topics[0]!.partitions[0]!.errorCode),
    wrong.map(([, error]) => error),
  )
  assert.deepEqual(appends, [])
})
