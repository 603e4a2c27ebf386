import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../base/kinds.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { MetadataRequestInput, MetadataResponse } from '../protocol/generated/003-metadata.js'
import { handler } from './003-metadata.ts'
import { ask, CLUSTER_ID, type Fakes, fakeBroker, IDS } from './testing.ts'

function metadata(fakes: Fakes, version: number, request: MetadataRequestInput, listener = 'PLAINTEXT') {
  return ask<MetadataResponse>(handler, version, request, fakes, { listener })
}

/** "a:0" a topic and its error. */
function summary({ topics }: MetadataResponse): string {
  return topics.map(({ name, errorCode }) => `${name}:${errorCode}`).join(' ')
}

test('every version: brokers, controller, topics', async () => {
  for (let version = 0; version <= 13; version++) {
    const fakes = fakeBroker()
    const response = await metadata(fakes, version, { topics: [{ name: 'a' }] })
    assert.equal(summary(response), 'a:0')
    assert.deepEqual(
      response.brokers.map(({ nodeId, host, port }) => `${nodeId} ${host}:${port}`),
      ['1 host1:9001', '2 host2:9002'],
    )
    assert.equal(response.brokers[1]!.rack, version >= 1 ? 'r2' : null)
    assert.equal(response.controllerId, version >= 1 ? 1 : -1)
    assert.equal(response.clusterId, version >= 2 ? CLUSTER_ID : null)
    const { partitions, topicId } = response.topics[0]!
    assert.equal(topicId, version >= 10 ? IDS.a : ZERO_UUID)
    assert.equal(partitions.length, 2)
    const { leaderId, leaderEpoch, replicaNodes, isrNodes, errorCode } = partitions[1]!
    assert.deepEqual([leaderId, leaderEpoch, errorCode], [1, version >= 7 ? 4 : -1, 0])
    assert.deepEqual(
      [replicaNodes, isrNodes],
      [
        [1, 2],
        [1, 2],
      ],
    )
  }
})

test('all, none, and what an empty list means', async () => {
  const fakes = fakeBroker()
  assert.equal(summary(await metadata(fakes, 0, { topics: [] })), 'a:0 b:0')
  assert.equal(summary(await metadata(fakes, 1, { topics: [] })), '')
  assert.equal(summary(await metadata(fakes, 1, { topics: null })), 'a:0 b:0')
  assert.equal(summary(await metadata(fakes, 9, { topics: [{ name: 'b' }, { name: 'a' }, { name: 'b' }] })), 'b:0 a:0')
})

test('a missing topic is created when both sides allow it', async () => {
  const fakes = fakeBroker()
  const topics = [{ name: 'new' }, { name: 'a' }, { name: 'not good' }]
  assert.equal(summary(await metadata(fakes, 4, { topics, allowAutoTopicCreation: false })), 'a:0 new:3 not good:17')
  assert.equal(fakes.created.length, 0)
  assert.equal(summary(await metadata(fakes, 4, { topics })), 'a:0 not good:17 new:5')
  assert.deepEqual(
    fakes.created.map(({ name, numPartitions, replicationFactor }) => [name, numPartitions, replicationFactor]),
    [['new', -1, -1]],
  )
  const forbidden = fakeBroker({ 'auto.create.topics.enable': false })
  assert.equal(summary(await metadata(forbidden, 4, { topics })), 'a:0 new:3 not good:17')
  assert.equal(summary(await metadata(forbidden, 0, { topics: [{ name: 'new' }] })), 'new:3')
})

test('what creation comes to at once is told', async () => {
  const outcomes: [number, number][] = [
    [ErrorCode.NONE, ErrorCode.LEADER_NOT_AVAILABLE],
    [ErrorCode.REQUEST_TIMED_OUT, ErrorCode.LEADER_NOT_AVAILABLE],
    [ErrorCode.TOPIC_ALREADY_EXISTS, ErrorCode.LEADER_NOT_AVAILABLE],
    [ErrorCode.INVALID_REPLICATION_FACTOR, ErrorCode.INVALID_REPLICATION_FACTOR],
  ]
  for (const [outcome, told] of outcomes) {
    const fakes = fakeBroker()
    fakes.creationErrors.set('new', outcome)
    assert.equal(summary(await metadata(fakes, 9, { topics: [{ name: 'new' }] })), `new:${told}`)
  }
})

test('by id: names are not looked at then, and nothing is created', async () => {
  const fakes = fakeBroker()
  const unknown = 'zzzzzzzzzzzzzzzzzzzzzA'
  for (const version of [12, 13]) {
    const topics = [
      { name: 'b' },
      { topicId: IDS.a, name: null },
      { topicId: unknown, name: null },
      { topicId: IDS.a, name: null },
    ]
    const response = await metadata(fakes, version, { topics })
    assert.equal(summary(response), 'a:0 null:100')
    assert.equal(response.topics[1]!.topicId, unknown)
  }
  assert.equal(fakes.created.length, 0)
})

test('ids before version 12, and topics without a name, are refused as a whole', async () => {
  const fakes = fakeBroker()
  const cases: [number, MetadataRequestInput, string][] = [
    [10, { topics: [{ name: 'a', topicId: IDS.a }] }, 'a:42'],
    [11, { topics: [{ name: 'b' }, { name: null }] }, 'b:42 :42'],
    [12, { topics: [{ name: 'b' }, { name: null }] }, 'b:-1 :-1'],
  ]
  for (const [version, request, expected] of cases) {
    const response = await metadata(fakes, version, request)
    assert.equal(summary(response), expected)
    assert.deepEqual([response.brokers, response.clusterId, response.controllerId], [[], null, -1])
  }
})

test('a leader that is not there, not on this listener, and replicas that an old client could not find', async () => {
  const fakes = fakeBroker()
  fakes.metadata.addBroker(3, ['INTERNAL'])
  fakes.metadata.addTopic('none', 1, { leader: -1, isr: [1], replicas: [1, 9], offlineReplicas: [9] })
  fakes.metadata.addTopic('dead', 1, { leader: 9 })
  fakes.metadata.addTopic('inside', 1, { leader: 3, isr: [1, 3], replicas: [1, 3] })
  fakes.metadata.addTopic('lame', 1, { leader: 1, isr: [1], replicas: [1, 9] })
  const topics = ['none', 'dead', 'inside', 'lame'].map((name) => ({ name }))
  const codes = async (version: number) =>
    (await metadata(fakes, version, { topics })).topics.map(({ partitions }) => partitions[0]!.errorCode)
  assert.deepEqual(await codes(9), [5, 5, 72, 0])
  assert.deepEqual(await codes(5), [5, 5, 5, 0])
  assert.deepEqual(await codes(0), [5, 5, 5, 9])
  const modern = (await metadata(fakes, 9, { topics })).topics.map(({ partitions }) => partitions[0]!)
  assert.deepEqual([modern[0]!.leaderId, modern[0]!.replicaNodes, modern[0]!.offlineReplicas], [-1, [1, 9], [9]])
  const old = (await metadata(fakes, 0, { topics })).topics.map(({ partitions }) => partitions[0]!)
  assert.deepEqual([old[0]!.replicaNodes, old[2]!.isrNodes, old[3]!.replicaNodes], [[1], [1], [1]])
  const inside = await metadata(fakes, 9, { topics }, 'INTERNAL')
  assert.deepEqual(
    inside.brokers.map(({ nodeId }) => nodeId),
    [3],
  )
  assert.equal(inside.topics[2]!.partitions[0]!.errorCode, 0)
})

test('authorized operations are told when they are asked for', async () => {
  const fakes = fakeBroker()
  const topics = [{ name: 'a' }]
  const asked = { topics, includeTopicAuthorizedOperations: true, includeClusterAuthorizedOperations: true }
  const response = await metadata(fakes, 10, asked)
  assert.deepEqual([response.topics[0]!.topicAuthorizedOperations, response.clusterAuthorizedOperations], [3576, 8096])
  const missing = await metadata(fakes, 9, { ...asked, topics: [{ name: 'x' }], allowAutoTopicCreation: false })
  assert.equal(missing.topics[0]!.topicAuthorizedOperations, 3576)
  const silent = await metadata(fakes, 10, { topics })
  const unknown = -2147483648
  assert.deepEqual(
    [silent.topics[0]!.topicAuthorizedOperations, silent.clusterAuthorizedOperations],
    [unknown, unknown],
  )
})

test('internal topics are marked', async () => {
  const fakes = fakeBroker()
  fakes.metadata.addTopic('__consumer_offsets')
  const { topics } = await metadata(fakes, 9, { topics: [{ name: '__consumer_offsets' }, { name: 'a' }] })
  assert.deepEqual(
    topics.map(({ isInternal }) => isInternal),
    [true, false],
  )
})
