/** The handlers whose whole work is to ask one other room and put its answer into words. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { ListOffsetsRequestInput, ListOffsetsResponse } from '../protocol/generated/002-list-offsets.js'
import type { ApiVersionsResponse } from '../protocol/generated/018-api-versions.js'
import type { DeleteRecordsResponse } from '../protocol/generated/021-delete-records.js'
import type { InitProducerIdResponse } from '../protocol/generated/022-init-producer-id.js'
import type { OffsetForLeaderEpochResponse } from '../protocol/generated/023-offset-for-leader-epoch.js'
import type { AlterReplicaLogDirsResponse } from '../protocol/generated/034-alter-replica-log-dirs.js'
import type { DescribeLogDirsResponse } from '../protocol/generated/035-describe-log-dirs.js'
import type { UpdateFeaturesResponse } from '../protocol/generated/057-update-features.js'
import type { DescribeClusterResponse } from '../protocol/generated/060-describe-cluster.js'
import type { DescribeProducersResponse } from '../protocol/generated/061-describe-producers.js'
import type { DescribeTransactionsResponse } from '../protocol/generated/065-describe-transactions.js'
import { handler as listOffsets } from './002-list-offsets.ts'
import { handler as apiVersions } from './018-api-versions.ts'
import { handler as deleteRecords } from './021-delete-records.ts'
import { handler as initProducerId } from './022-init-producer-id.ts'
import { handler as offsetForLeaderEpoch } from './023-offset-for-leader-epoch.ts'
import { handler as alterReplicaLogDirs } from './034-alter-replica-log-dirs.ts'
import { handler as describeLogDirs } from './035-describe-log-dirs.ts'
import { handler as updateFeatures } from './057-update-features.ts'
import { handler as describeCluster } from './060-describe-cluster.ts'
import { handler as describeProducers } from './061-describe-producers.ts'
import { handler as describeTransactions } from './065-describe-transactions.ts'
import { advertised } from './advertised.ts'
import { ask, CLUSTER_ID, type Fakes, fakeBroker, fakeContext } from './testing.ts'

const { UNSUPPORTED_VERSION, UNKNOWN_TOPIC_OR_PARTITION, INVALID_REQUEST, OFFSET_OUT_OF_RANGE } = ErrorCode

async function offsets(fakes: Fakes, version: number, ...asked: [topic: string, timestamp: number, count?: number][]) {
  const body: ListOffsetsRequestInput = {
    topics: asked.map(([name, timestamp, maxNumOffsets = 1]) => ({
      name,
      partitions: [{ partitionIndex: 0, timestamp, maxNumOffsets }],
    })),
  }
  const { topics } = await ask<ListOffsetsResponse>(listOffsets, version, body, fakes)
  return topics.flatMap(({ partitions }) => partitions)
}

test('ListOffsets: which special timestamp came with which version', async () => {
  const fakes = fakeBroker()
  const first: [timestamp: number, version: number][] = [
    [-1, 0],
    [-2, 0],
    [-3, 7],
    [-4, 8],
    [-5, 9],
    [-6, 11],
    [-7, 99],
  ]
  for (const [timestamp, version] of first) {
    for (let asked = 0; asked <= 11; asked++) {
      const [answer] = await offsets(fakes, asked, ['a', timestamp])
      const expected = asked >= version ? 0 : UNSUPPORTED_VERSION
      assert.equal(answer!.errorCode, expected, `timestamp ${timestamp} in version ${asked}`)
    }
  }
})

test('ListOffsets: found, not found, unknown, and named twice', async () => {
  const fakes = fakeBroker()
  fakes.replicas.at('a', 0)!.add(10, 8)
  for (const version of [1, 4, 11]) {
    const [latest] = await offsets(fakes, version, ['a', -1])
    assert.deepEqual([latest!.offset, latest!.timestamp, latest!.leaderEpoch], [8, -1, version >= 4 ? 3 : -1])
    const [found, missing, unknown] = await offsets(fakes, version, ['a', 4000], ['b', 6000], ['x', 0])
    assert.deepEqual([found!.errorCode, found!.offset, found!.timestamp], [0, 1, 5000])
    assert.deepEqual([missing!.errorCode, missing!.offset, missing!.timestamp], [0, -1, -1])
    assert.deepEqual([unknown!.errorCode, unknown!.offset], [UNKNOWN_TOPIC_OR_PARTITION, -1])
    const twice = await offsets(fakes, version, ['a', -1], ['b', -1], ['a', -2])
    assert.deepEqual(
      twice.map(({ errorCode }) => errorCode),
      version < 10 ? [INVALID_REQUEST, 0, INVALID_REQUEST] : [INVALID_REQUEST, 0],
    )
  }
})

test('ListOffsets 0 answers with a list of offsets', async () => {
  const fakes = fakeBroker()
  fakes.replicas.at('a', 0)!.add(10, 8)
  const cases: [timestamp: number, count: number, expected: number[]][] = [
    [-1, 5, [8, 0]],
    [-1, 1, [8]],
    [-1, 0, []],
    [-2, 5, [0]],
  ]
  for (const [timestamp, count, expected] of cases) {
    const [answer] = await offsets(fakes, 0, ['a', timestamp, count])
    assert.deepEqual(answer!.oldStyleOffsets, expected, `timestamp ${timestamp}, ${count} offsets`)
  }
  const [unknown] = await offsets(fakes, 0, ['x', -1])
  assert.deepEqual([unknown!.errorCode, unknown!.oldStyleOffsets], [UNKNOWN_TOPIC_OR_PARTITION, []])
})

test('ApiVersions: names of software are checked, and a client that means another broker is sent away', async () => {
  const fakes = fakeBroker()
  const named = (version: number, name: string, software = '1.0', more = {}) =>
    ask<ApiVersionsResponse>(
      apiVersions,
      version,
      { clientSoftwareName: name, clientSoftwareVersion: software, ...more },
      fakes,
    )
  for (const good of ['kcat', 'a', 'apache-kafka-java', 'x.y-1']) assert.equal((await named(3, good)).errorCode, 0)
  for (const bad of ['', '-x', 'x-', 'a b', 'ä', '.']) {
    assert.equal((await named(3, bad)).errorCode, INVALID_REQUEST)
    assert.equal((await named(3, 'x', bad)).errorCode, INVALID_REQUEST)
    assert.equal((await named(2, bad)).errorCode, 0)
  }
  const cases: [object, number][] = [
    [{ clusterId: CLUSTER_ID, nodeId: 1 }, 0],
    [{}, 0],
    [{ clusterId: 'other', nodeId: 1 }, ErrorCode.REBOOTSTRAP_REQUIRED],
    [{ clusterId: CLUSTER_ID, nodeId: 2 }, ErrorCode.REBOOTSTRAP_REQUIRED],
    [{ clusterId: CLUSTER_ID }, INVALID_REQUEST],
    [{ nodeId: 1 }, INVALID_REQUEST],
  ]
  for (const [more, error] of cases) assert.equal((await named(5, 'x', '1', more)).errorCode, error)
  const context = fakeContext(3)
  const request = { clientSoftwareName: 'kcat', clientSoftwareVersion: '1.7', clusterId: null, nodeId: -1 }
  await apiVersions.handle(request as never, context, fakes.services)
  assert.deepEqual([context.clientSoftwareName, context.clientSoftwareVersion], ['kcat', '1.7'])
})

test('ApiVersions: features, and version 3 without the supported ones', async () => {
  const told: Record<number, [supported: number, finalized: number]> = { 2: [0, 0], 3: [0, 1], 4: [1, 1], 5: [1, 1] }
  for (const [version, [supported, finalized]] of Object.entries(told)) {
    const body = { clientSoftwareName: 'a', clientSoftwareVersion: '1' }
    const answer = await ask<ApiVersionsResponse>(apiVersions, Number(version), body, fakeBroker())
    assert.equal(answer.supportedFeatures.length, supported)
    assert.equal(answer.finalizedFeatures.length, finalized)
  }
})

test('a feature is advertised once all that it stands for is served', () => {
  const handlerOf = (apiKey: number, maxVersion: number) => ({ apiKey, minVersion: 0, maxVersion, handle: () => null })
  const transactions = [22, 24, 25, 26, 27, 28].map((key) => handlerOf(key, 5))
  assert.deepEqual(advertised(transactions).features, [{ name: 'transaction.version', maxLevel: 2, initialLevel: 2 }])
  assert.equal(advertised(transactions, true).features[0]!.initialLevel, 0)
  assert.deepEqual(advertised(transactions.slice(1)).features, [])
  assert.deepEqual(advertised([...transactions.slice(0, -1), handlerOf(28, 4)]).features, [])
})

test('UpdateFeatures: each feature is answered before version 2, and an error is one for all', async () => {
  const asked: unknown[] = []
  const outcome = { error: 0, message: null as string | null }
  const fakes = fakeBroker()
  Object.assign(fakes.services.controller, {
    updateFeatures: async (...args: unknown[]) => {
      asked.push(args)
      return outcome
    },
  })
  const body = { featureUpdates: [{ feature: 'f', maxVersionLevel: 1, upgradeType: 2 }], validateOnly: true }
  for (const version of [0, 1, 2]) {
    const { results } = await ask<UpdateFeaturesResponse>(updateFeatures, version, body, fakes)
    assert.equal(results.length, version < 2 ? 1 : 0)
  }
  // Version 0 knows neither types of upgrades nor dry runs.
  const update = (upgradeType: number) => [{ feature: 'f', level: 1, upgradeType }]
  assert.deepEqual(asked, [
    [update(1), false],
    [update(2), true],
    [update(2), true],
  ])
  outcome.error = ErrorCode.NOT_CONTROLLER
  assert.equal((await ask<UpdateFeaturesResponse>(updateFeatures, 2, body, fakes)).errorCode, ErrorCode.NOT_CONTROLLER)
})

test('DeleteRecords: each partition once, as it is named last', async () => {
  const fakes = fakeBroker()
  fakes.replicas.at('a', 0)!.add(10, 8)
  fakes.metadata.addTopic('__consumer_offsets')
  const partition = (partitionIndex: number, offset: number) => ({ partitionIndex, offset })
  for (const version of [0, 1, 2]) {
    const topics = [
      { name: 'x', partitions: [partition(0, 0)] },
      { name: 'a', partitions: [partition(0, 99), partition(1, 5), partition(9, 0), partition(0, 3)] },
      { name: '__consumer_offsets', partitions: [partition(0, 0)] },
    ]
    const response = await ask<DeleteRecordsResponse>(deleteRecords, version, { topics, timeoutMs: 1000 }, fakes)
    const told = response.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, errorCode, lowWatermark }) => [name, partitionIndex, errorCode, lowWatermark]),
    )
    assert.deepEqual(told, [
      ['x', 0, UNKNOWN_TOPIC_OR_PARTITION, -1],
      ['a', 0, 0, 3],
      ['a', 1, OFFSET_OUT_OF_RANGE, -1],
      ['a', 9, UNKNOWN_TOPIC_OR_PARTITION, -1],
      ['__consumer_offsets', 0, ErrorCode.INVALID_TOPIC_EXCEPTION, -1],
    ])
  }
})

test('InitProducerId: a fresh id each time; with a transactional id its coordinator is asked', async () => {
  const fakes = fakeBroker()
  const init = (version: number, more: object) =>
    ask<InitProducerIdResponse>(
      initProducerId,
      version,
      { transactionalId: null, transactionTimeoutMs: 1, ...more },
      fakes,
    )
  for (let version = 0; version <= 5; version++) {
    const { errorCode, producerId, producerEpoch } = await init(version, {})
    assert.deepEqual([errorCode, producerId, producerEpoch], [0, 1000 + version, 0])
    const refused = await init(version, { transactionalId: 't' })
    assert.deepEqual(
      [refused.errorCode, refused.producerId, refused.producerEpoch],
      [ErrorCode.NOT_COORDINATOR, -1, -1],
    )
    assert.equal((await init(version, { transactionalId: '' })).errorCode, INVALID_REQUEST)
  }
  assert.equal((await init(3, { producerId: 5, producerEpoch: 2 })).producerId, 1006)
  assert.equal((await init(3, { producerId: 5 })).errorCode, INVALID_REQUEST)
  const services = { ...fakes.services, producerIds: { next: () => Promise.reject(new Error('the store is gone')) } }
  const failing = await ask<InitProducerIdResponse>(
    initProducerId,
    3,
    { transactionalId: null },
    { ...fakes, services },
  )
  assert.equal(failing.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
})

test('OffsetForLeaderEpoch, every version', async () => {
  const fakes = fakeBroker()
  fakes.replicas.at('a', 0)!.add(10, 8)
  for (let version = 0; version <= 4; version++) {
    const topics = [
      { topic: 'a', partitions: [{ partition: 0, leaderEpoch: 5 }] },
      { topic: 'x', partitions: [{ partition: 0, leaderEpoch: 5 }] },
    ]
    const response = await ask<OffsetForLeaderEpochResponse>(offsetForLeaderEpoch, version, { topics }, fakes)
    const [known, unknown] = response.topics.map(({ partitions }) => partitions[0]!)
    assert.deepEqual([known!.errorCode, known!.leaderEpoch, known!.endOffset], [0, version >= 1 ? 5 : -1, 8])
    assert.deepEqual([unknown!.errorCode, unknown!.endOffset], [UNKNOWN_TOPIC_OR_PARTITION, -1])
  }
})

/** Folders /a (one replica of a-0, one of b-0 on its way) and /b, which is offline. */
function withLogs(fakes: Fakes) {
  const moves: string[] = []
  const replica = (topic: string, isFuture: boolean) => ({ topic, partition: 0, size: 5, offsetLag: 1, isFuture })
  const logs = {
    logDirs: ['/a', '/b'],
    offlineLogDirs: ['/b'],
    get: (topic: string, partition: number) => (topic === 'a' && partition === 0 ? {} : null),
    moveToLogDir: async (topic: string, partition: number, logDir: string) => {
      moves.push(`${topic}-${partition} ${logDir}`)
      return 0
    },
    describeLogDirs: async () => [
      { logDir: '/a', error: 0, totalBytes: 100, usableBytes: 50, replicas: [replica('a', false), replica('b', true)] },
      { logDir: '/b', error: ErrorCode.KAFKA_STORAGE_ERROR, totalBytes: 1, usableBytes: 1, replicas: [] },
    ],
  }
  return { moves, fakes: { ...fakes, services: { ...fakes.services, logs: logs as never } } }
}

test('AlterReplicaLogDirs: folders and partitions that are not there', async () => {
  const { moves, fakes } = withLogs(fakeBroker())
  const dir = (path: string, name: string, partitions: number[]) => ({ path, topics: [{ name, partitions }] })
  for (const version of [0, 1, 2]) {
    const dirs = [
      dir('/c', 'a', [0]),
      dir('/b', 'b', [0]),
      dir('/a', 'a', [0, 1]),
      dir('/a', 'x', [0]),
      dir('/c', 'y', [1]),
    ]
    const { results } = await ask<AlterReplicaLogDirsResponse>(alterReplicaLogDirs, version, { dirs }, fakes)
    const told = results.flatMap(({ topicName, partitions }) =>
      partitions.map(({ partitionIndex, errorCode }) => `${topicName}-${partitionIndex} ${errorCode}`),
    )
    assert.deepEqual(told, ['a-0 0', 'a-1 6', 'b-0 56', 'x-0 3', 'y-1 57'])
  }
  assert.deepEqual(moves, ['a-0 /a', 'a-0 /a', 'a-0 /a'])
})

test('DescribeLogDirs: all, some, none; an offline folder says so', async () => {
  const { fakes } = withLogs(fakeBroker())
  for (let version = 0; version <= 5; version++) {
    const describe = async (topics: object[] | null) => {
      const { results } = await ask<DescribeLogDirsResponse>(describeLogDirs, version, { topics }, fakes)
      const names = results.map((result) => result.topics.map(({ name }) => name).join(','))
      return { results, names }
    }
    const { results, names } = await describe(null)
    assert.deepEqual(names, ['a,b', ''])
    assert.deepEqual(
      results.map(({ errorCode }) => errorCode),
      [0, ErrorCode.KAFKA_STORAGE_ERROR],
    )
    assert.deepEqual(
      results.map(({ usableBytes }) => usableBytes),
      version >= 4 ? [50, -1] : [-1, -1],
    )
    assert.equal(results[0]!.topics[1]!.partitions[0]!.isFutureKey, true)
    assert.deepEqual((await describe([{ topic: 'b', partitions: [0, 5] }])).names, ['b', ''])
    assert.deepEqual((await describe([])).names, ['', ''])
  }
})

test('DescribeCluster: brokers here, no controllers', async () => {
  const fakes = fakeBroker()
  for (const version of [0, 1, 2]) {
    const response = await ask<DescribeClusterResponse>(describeCluster, version, {}, fakes)
    assert.deepEqual(
      response.brokers.map(({ brokerId, host, port, rack }) => [brokerId, host, port, rack]),
      [
        [1, 'host1', 9001, null],
        [2, 'host2', 9002, 'r2'],
      ],
    )
    assert.deepEqual([response.clusterId, response.controllerId, response.errorCode], [CLUSTER_ID, 1, 0])
    const asked = { includeClusterAuthorizedOperations: true }
    const operations = (await ask<DescribeClusterResponse>(describeCluster, version, asked, fakes))
      .clusterAuthorizedOperations
    assert.equal(operations, 8096)
  }
  const kind = async (endpointType: number) =>
    (await ask<DescribeClusterResponse>(describeCluster, 1, { endpointType }, fakes)).errorCode
  assert.deepEqual([await kind(1), await kind(2), await kind(7)], [0, 114, 115])
})

test('DescribeProducers: of leaders, and why not of others', async () => {
  const fakes = fakeBroker()
  const producer = {
    producerId: 5,
    producerEpoch: 1,
    lastSequence: 9,
    lastTimestamp: 1000,
    coordinatorEpoch: 2,
    currentTxnStartOffset: -1,
  }
  fakes.replicas.partition = ((topic: string, partition: number) => {
    if (topic !== 'a') return null
    return { isLeader: partition === 0, log: { activeProducers: () => [producer] } }
  }) as never
  const topics = [
    { name: 'a', partitionIndexes: [0, 1, 0] },
    { name: 'b', partitionIndexes: [0, 7] },
    { name: 'x', partitionIndexes: [0] },
    { name: 'a', partitionIndexes: [0] },
    { name: 'a b', partitionIndexes: [0] },
  ]
  const response = await ask<DescribeProducersResponse>(describeProducers, 0, { topics }, fakes)
  const partitions = response.topics.flatMap((topic) => topic.partitions)
  assert.deepEqual(
    partitions.map(({ errorCode }) => errorCode),
    [0, 6, 6, 3, 3, 17],
  )
  assert.deepEqual(partitions[0]!.activeProducers, [producer])
  assert.match(partitions[5]!.errorMessage!, /'a b' contains/)
})

test('DescribeTransactions answers an id once, however often it is named', async () => {
  const fakes = fakeBroker()
  Object.assign(fakes.services, { transactions: { describe: () => ErrorCode.TRANSACTIONAL_ID_NOT_FOUND } })
  const request = { transactionalIds: ['a', 'b', 'a'] }
  const { transactionStates } = await ask<DescribeTransactionsResponse>(describeTransactions, 0, request, fakes)
  assert.deepEqual(
    transactionStates.map(({ transactionalId }) => transactionalId),
    ['a', 'b'],
  )
})
