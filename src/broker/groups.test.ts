/** Consumer groups over the wire, against a broker of the test's own. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startBroker } from './main.ts'
import { ask, coordinator, eventually, type RunningTestBroker } from './testing/groups.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
let broker: RunningTestBroker
const flags = {
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '50',
  'offsets.topic.num.partitions': '5',
  'num.partitions': '3',
}

before(async () => {
  broker = await startBroker({ port: 0, flags, env: { KAFKA_CREATE_TOPICS: 'orders:3:1,gone:1:1' } })
  await coordinator(broker, 'any')
})
after(() => broker.stop())

const joinBody = (groupId: string, more: object = {}) => ({
  groupId,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 5000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: bytes('m') }],
  ...more,
})

async function joinTwice(groupId: string, more: object = {}) {
  const first = await ask(broker, ApiKey.JoinGroup, 9, joinBody(groupId, more))
  assert.equal(first.errorCode, ErrorCode.MEMBER_ID_REQUIRED)
  return ask(broker, ApiKey.JoinGroup, 9, joinBody(groupId, { ...more, memberId: first.memberId }))
}

/** A stable group of one. */
async function stable(groupId: string, more: object = {}) {
  const joined = await joinTwice(groupId, more)
  assert.equal(joined.errorCode, 0)
  assert.equal(joined.leader, joined.memberId)
  const { memberId, generationId } = joined
  const synced = await ask(broker, ApiKey.SyncGroup, 5, {
    groupId,
    memberId,
    generationId,
    protocolType: 'consumer',
    protocolName: 'range',
    assignments: [{ memberId, assignment: bytes('a') }],
  })
  assert.equal(synced.errorCode, 0)
  assert.equal(new TextDecoder().decode(synced.assignment), 'a')
  return { groupId, memberId, generationId }
}

const commitBody = (groupId: string, offset: number, more: object = {}) => ({
  groupId,
  topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: offset, committedMetadata: 'hi' }] }],
  ...more,
})

async function committed(groupId: string, at = broker) {
  const { groups } = await ask(at, ApiKey.OffsetFetch, 8, { groups: [{ groupId, topics: null }] })
  assert.equal(groups[0]!.errorCode, 0)
  return Object.fromEntries(
    groups[0]!.topics.flatMap(({ name, partitions }) =>
      partitions.map((p) => [`${name}-${p.partitionIndex}`, p.committedOffset]),
    ),
  )
}

test('the topic is made when the first coordinator is asked for, with the settings of its own', async () => {
  const metadata = await ask(broker, ApiKey.Metadata, 9, { topics: [{ name: '__consumer_offsets' }] })
  assert.equal(metadata.topics[0]!.partitions.length, 5)
  assert.equal(metadata.topics[0]!.isInternal, true)
  const { results } = await ask(broker, ApiKey.DescribeConfigs, 4, {
    resources: [{ resourceType: 2, resourceName: '__consumer_offsets', configurationKeys: null }],
  })
  const set = results[0]!.configs.filter(({ configSource }) => configSource === 1)
  assert.deepEqual(Object.fromEntries(set.map(({ name, value }) => [name, value])), {
    'compression.type': 'producer',
    'cleanup.policy': 'compact',
    'segment.bytes': '104857600',
  })
})

test('keys of a kind that there is not are no keys', async () => {
  const single = await ask(broker, ApiKey.FindCoordinator, 3, { keyType: 9, key: 'g' })
  assert.equal(single.errorCode, ErrorCode.INVALID_REQUEST)
  const group = await ask(broker, ApiKey.FindCoordinator, 0, { key: 'g' })
  assert.equal(group.errorCode, 0)
  assert.equal(group.nodeId, 1)
})

test('a member joins, is assigned, beats, commits and leaves', async () => {
  const { groupId, memberId, generationId } = await stable('life')
  const beat = await ask(broker, ApiKey.Heartbeat, 4, { groupId, memberId, generationId })
  assert.equal(beat.errorCode, 0)
  const stale = await ask(broker, ApiKey.Heartbeat, 4, { groupId, memberId, generationId: generationId - 1 })
  assert.equal(stale.errorCode, ErrorCode.ILLEGAL_GENERATION)
  const stranger = await ask(broker, ApiKey.OffsetCommit, 8, commitBody(groupId, 1))
  assert.equal(stranger.topics[0]!.partitions[0]!.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  const commit = commitBody(groupId, 42, { memberId, generationIdOrMemberEpoch: generationId })
  assert.equal((await ask(broker, ApiKey.OffsetCommit, 8, commit)).topics[0]!.partitions[0]!.errorCode, 0)
  assert.deepEqual(await committed(groupId), { 'orders-0': 42 })

  const { groups } = await ask(broker, ApiKey.DescribeGroups, 5, {
    groups: [groupId],
    includeAuthorizedOperations: true,
  })
  assert.equal(groups[0]!.groupState, 'Stable')
  assert.equal(groups[0]!.members[0]!.clientHost, '/127.0.0.1')
  assert.equal(groups[0]!.authorizedOperations, 328)
  const listed = await ask(broker, ApiKey.ListGroups, 5, { statesFilter: ['stable'], typesFilter: ['Classic'] })
  assert.deepEqual(
    listed.groups.filter((group) => group.groupId === groupId).map(({ protocolType }) => protocolType),
    ['consumer'],
  )
  assert.equal((await ask(broker, ApiKey.ListGroups, 5, { typesFilter: ['consumer'] })).groups.length, 0)

  const deletion = await ask(broker, ApiKey.DeleteGroups, 2, { groupsNames: [groupId, groupId, 'nobody'] })
  assert.deepEqual(
    deletion.results.map(({ errorCode }) => errorCode),
    [ErrorCode.NON_EMPTY_GROUP, ErrorCode.GROUP_ID_NOT_FOUND],
  )
  const left = await ask(broker, ApiKey.LeaveGroup, 5, { groupId, members: [{ memberId }, { memberId: 'x' }] })
  assert.deepEqual(
    left.members.map(({ errorCode }) => errorCode),
    [0, ErrorCode.UNKNOWN_MEMBER_ID],
  )
  await eventually(async () => {
    const again = await ask(broker, ApiKey.DescribeGroups, 5, { groups: [groupId] })
    assert.equal(again.groups[0]!.groupState, 'Empty')
  })
  assert.equal((await ask(broker, ApiKey.DeleteGroups, 2, { groupsNames: [groupId] })).results[0]!.errorCode, 0)
  assert.deepEqual(await committed(groupId), {})
})

test('a second member waits for the first one to come back, and both get their part', async () => {
  const first = await stable('two')
  const second = joinTwice('two')
  await eventually(async () => {
    const beat = await ask(broker, ApiKey.Heartbeat, 4, first)
    assert.equal(beat.errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
  })
  const [a, b] = await Promise.all([ask(broker, ApiKey.JoinGroup, 9, joinBody('two', first)), second])
  assert.equal(a.generationId, first.generationId + 1)
  assert.equal(b.generationId, a.generationId)
  assert.equal(a.leader, first.memberId)
  assert.deepEqual(new Set(a.members.map(({ memberId }) => memberId)), new Set([a.memberId, b.memberId]))
  assert.equal(b.members.length, 0)
  const sync = (memberId: string, assignments: { memberId: string; assignment: Uint8Array }[]) =>
    ask(broker, ApiKey.SyncGroup, 3, { groupId: 'two', memberId, generationId: a.generationId, assignments })
  const waiting = sync(b.memberId, [])
  const assignments = [a.memberId, b.memberId].map((memberId) => ({ memberId, assignment: bytes(memberId) }))
  const [mine, other] = await Promise.all([sync(a.memberId, assignments), waiting])
  assert.equal(new TextDecoder().decode(mine.assignment), a.memberId)
  assert.equal(new TextDecoder().decode(other.assignment), b.memberId)
})

test('a silent member is removed', async () => {
  const { groupId } = await stable('silent', { sessionTimeoutMs: 60 })
  await eventually(async () => {
    const { groups } = await ask(broker, ApiKey.DescribeGroups, 5, { groups: [groupId] })
    assert.equal(groups[0]!.groupState, 'Empty')
  })
})

test('a static member that comes back takes its place and fences who had it', async () => {
  const join = (memberId: string) =>
    ask(broker, ApiKey.JoinGroup, 9, joinBody('static', { groupInstanceId: 'i', memberId }))
  const first = await join('')
  assert.equal(first.errorCode, 0)
  const sync = { groupId: 'static', generationId: first.generationId, groupInstanceId: 'i' }
  const assignments = [{ memberId: first.memberId, assignment: bytes('a') }]
  await ask(broker, ApiKey.SyncGroup, 3, { ...sync, memberId: first.memberId, assignments })
  const second = await join('')
  assert.equal(second.errorCode, 0)
  assert.equal(second.generationId, first.generationId)
  assert.equal(second.skipAssignment, true)
  assert.notEqual(second.memberId, first.memberId)
  assert.equal((await join(first.memberId)).errorCode, ErrorCode.FENCED_INSTANCE_ID)
  const synced = await ask(broker, ApiKey.SyncGroup, 3, { ...sync, memberId: second.memberId })
  assert.equal(new TextDecoder().decode(synced.assignment), 'a')
})

test('what cannot be committed is said partition by partition', async () => {
  const answer = await ask(broker, ApiKey.OffsetCommit, 8, {
    groupId: 'simple',
    topics: [
      {
        name: 'orders',
        partitions: [
          { partitionIndex: 0, committedOffset: 1 },
          { partitionIndex: 9, committedOffset: 1 },
          { partitionIndex: 1, committedOffset: 1, committedMetadata: 'x'.repeat(4097) },
        ],
      },
    ],
  })
  assert.deepEqual(
    answer.topics[0]!.partitions.map(({ errorCode }) => errorCode),
    [0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.OFFSET_METADATA_TOO_LARGE],
  )
  assert.deepEqual(await committed('simple'), { 'orders-0': 1 })
})

test('by topic id', async () => {
  const { topics } = await ask(broker, ApiKey.Metadata, 12, { topics: [{ name: 'orders' }] })
  const { topicId } = topics[0]!
  const other = 'K7jQ0mDdR0Kf9gMZyT7nXQ'
  const partitions = [{ partitionIndex: 2, committedOffset: 7 }]
  const answer = await ask(broker, ApiKey.OffsetCommit, 10, {
    groupId: 'ids',
    topics: [
      { topicId, partitions },
      { topicId: other, partitions },
    ],
  })
  assert.deepEqual(
    answer.topics.map((topic) => topic.partitions[0]!.errorCode),
    [0, ErrorCode.UNKNOWN_TOPIC_ID],
  )
  const { groups } = await ask(broker, ApiKey.OffsetFetch, 10, {
    groups: [
      { groupId: 'ids', topics: [{ topicId, partitionIndexes: [2] }] },
      { groupId: 'ids', topics: null },
    ],
  })
  for (const { topics } of groups) {
    assert.equal(topics[0]!.topicId, topicId)
    assert.equal(topics[0]!.partitions[0]!.committedOffset, 7)
  }
})

test('a topic that is named twice is answered once, and what is said last is committed', async () => {
  const names = (topics: readonly { name: string; partitions: readonly { partitionIndex: number }[] }[]) =>
    topics.map(({ name, partitions }) => [name, ...partitions.map(({ partitionIndex }) => partitionIndex)])
  const one = (partitionIndex: number, committedOffset: number) => ({
    name: 'orders',
    partitions: [{ partitionIndex, committedOffset }],
  })
  const topics = [one(0, 3), one(1, 4), one(0, 5)]
  const committer = { groupId: 'twice', generationIdOrMemberEpoch: -1, retentionTimeMs: -1 }
  assert.deepEqual(names((await ask(broker, ApiKey.OffsetCommit, 8, { ...committer, topics })).topics), [
    ['orders', 0, 1],
  ])
  const wanted = [0, 1, 0].map((partition) => ({ name: 'orders', partitionIndexes: [partition] }))
  const fetched = await ask(broker, ApiKey.OffsetFetch, 7, { groupId: 'twice', topics: wanted })
  assert.deepEqual(names(fetched.topics), [['orders', 0, 1]])
  assert.equal(fetched.topics[0]!.partitions[0]!.committedOffset, 5)
})

test('old versions: no member, one group, errors at partitions', async () => {
  const old = await ask(broker, ApiKey.OffsetCommit, 0, commitBody('old', 3))
  assert.equal(old.topics[0]!.partitions[0]!.errorCode, 0)
  const wanted = { groupId: 'old', topics: [{ name: 'orders', partitionIndexes: [0, 1] }] }
  for (const version of [0, 1, 5, 7]) {
    const { topics } = await ask(broker, ApiKey.OffsetFetch, version, wanted)
    assert.deepEqual(
      topics[0]!.partitions.map(({ committedOffset, metadata }) => [committedOffset, metadata]),
      [
        [3, 'hi'],
        [-1, ''],
      ],
    )
    const none = version === 0 ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : ErrorCode.NONE
    assert.equal(topics[0]!.partitions[1]!.errorCode, none)
  }
  const left = await ask(broker, ApiKey.LeaveGroup, 1, { groupId: 'nobody', memberId: 'x' })
  assert.equal(left.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
  const joined = await ask(broker, ApiKey.JoinGroup, 1, joinBody('old-member'))
  assert.equal(joined.errorCode, 0)
})

test('offsets are deleted one by one, and with their topic', async () => {
  await ask(broker, ApiKey.OffsetCommit, 8, commitBody('del', 3))
  await ask(broker, ApiKey.OffsetCommit, 8, {
    groupId: 'del',
    topics: [{ name: 'gone', partitions: [{ partitionIndex: 0, committedOffset: 1 }] }],
  })
  const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0 }, { partitionIndex: 9 }] }]
  const answer = await ask(broker, ApiKey.OffsetDelete, 0, { groupId: 'del', topics })
  assert.deepEqual(
    answer.topics[0]!.partitions.map(({ errorCode }) => errorCode),
    [0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
  )
  assert.deepEqual(await committed('del'), { 'gone-0': 1 })
  await ask(broker, ApiKey.DeleteTopics, 4, { topicNames: ['gone'], timeoutMs: 5000 })
  await eventually(async () => assert.deepEqual(await committed('del'), {}))
  const nobody = await ask(broker, ApiKey.OffsetDelete, 0, { groupId: 'nobody', topics })
  assert.equal(nobody.errorCode, ErrorCode.GROUP_ID_NOT_FOUND)
})

test('bad names and times are refused', async () => {
  const empty = await ask(broker, ApiKey.JoinGroup, 5, joinBody(''))
  assert.equal(empty.errorCode, ErrorCode.INVALID_GROUP_ID)
  const short = await ask(broker, ApiKey.JoinGroup, 5, joinBody('g', { sessionTimeoutMs: 1 }))
  assert.equal(short.errorCode, ErrorCode.INVALID_SESSION_TIMEOUT)
  const without = await ask(broker, ApiKey.JoinGroup, 5, joinBody('g', { protocols: [] }))
  assert.equal(without.errorCode, ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  const unknown = await ask(broker, ApiKey.JoinGroup, 5, joinBody('no-group', { memberId: 'x' }))
  assert.equal(unknown.errorCode, ErrorCode.UNKNOWN_MEMBER_ID)
})

test('offsets and members are there again after a restart; who waits when the broker stops is told', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-groups-'))
  try {
    const options = { port: 0, flags: { ...flags, 'log.dirs': dir }, env: { KAFKA_CREATE_TOPICS: 'orders:3:1' } }
    const first = await startBroker(options)
    await coordinator(first, 'kept')
    await ask(first, ApiKey.OffsetCommit, 8, commitBody('kept', 77))
    const { memberId } = await ask(first, ApiKey.JoinGroup, 9, joinBody('waits'))
    const one = await ask(first, ApiKey.JoinGroup, 9, joinBody('waits', { memberId }))
    const { generationId } = one
    const assignments = [{ memberId, assignment: bytes('a') }]
    await ask(first, ApiKey.SyncGroup, 3, { groupId: 'waits', memberId, generationId, assignments })
    const waiting = ask(first, ApiKey.JoinGroup, 3, joinBody('waits'))
    await eventually(async () => {
      const beat = await ask(first, ApiKey.Heartbeat, 4, { groupId: 'waits', memberId, generationId })
      assert.equal(beat.errorCode, ErrorCode.REBALANCE_IN_PROGRESS)
    })
    await first.stop()
    assert.equal((await waiting).errorCode, ErrorCode.NOT_COORDINATOR)

    const second = await startBroker(options)
    await coordinator(second, 'kept')
    await eventually(async () => assert.deepEqual(await committed('kept', second), { 'orders-0': 77 }))
    await eventually(async () => {
      const beat = await ask(second, ApiKey.Heartbeat, 4, { groupId: 'waits', memberId, generationId })
      assert.equal(beat.errorCode, 0)
    })
    const { groups } = await ask(second, ApiKey.DescribeGroups, 5, { groups: ['waits'] })
    assert.equal(groups[0]!.groupState, 'Stable')
    assert.equal(new TextDecoder().decode(groups[0]!.members[0]!.memberAssignment), 'a')
    await second.stop()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('partitions are answered as sets, topics without partitions not at all', async () => {
  const groupId = 'sets'
  const topics = [
    { name: 'orders', partitionIndexes: [0, 0] },
    { name: 'gone', partitionIndexes: [] },
  ]
  const { groups } = await ask(broker, ApiKey.OffsetFetch, 8, { groups: [{ groupId, topics }] })
  assert.deepEqual(
    groups[0]!.topics.map(({ name, partitions }) => [name, partitions.length]),
    [['orders', 1]],
  )
  const empty = { groupId, topics: [{ name: 'orders', partitions: [] }] }
  assert.deepEqual((await ask(broker, ApiKey.OffsetCommit, 8, empty)).topics, [])
})
