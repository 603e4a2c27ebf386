/** What a member does when its group answers out of the ordinary. Whole stories, with a real broker: cli/consume-group.test.ts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../../io/memory/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { OffsetCommitRequest } from '../../protocol/generated/008-offset-commit.js'
import type { JoinGroupRequest } from '../../protocol/generated/011-join-group.js'
import type { LeaveGroupRequest } from '../../protocol/generated/013-leave-group.js'
import { KafkaClient } from '../client.ts'
import { FakeBroker, pass } from '../testing/fake-broker.ts'
import { GroupConsumer, type GroupConsumerOptions } from './group-consumer.ts'
import { encodeAssignment } from './protocol.ts'

const SESSION_MS = 10_000

/** A group of one member, which gets partition 0 of `topics`. */
async function setUp(topics: readonly string[] = ['t'], more: Partial<GroupConsumerOptions> = {}) {
  const world = new MemoryWorld()
  const broker = new FakeBroker(1)
  const answers = {
    unansweredJoins: 0,
    heartbeat: 0,
    leave: [] as number[],
    fetches: true,
    commit: (_topic: string) => 0 as number,
  }
  broker.serve(ApiKey.Metadata, 9, () => ({
    brokers: [{ nodeId: 1, host: broker.host, port: broker.port }],
    controllerId: 1,
    topics: topics.map((name) => ({ name, partitions: [{ partitionIndex: 0, leaderId: 1, leaderEpoch: 0 }] })),
  }))
  broker.serve(ApiKey.FindCoordinator, 3, () => ({ nodeId: 1, host: broker.host, port: broker.port }))
  const joined = { generationId: 3, protocolName: 'range', leader: 'other', memberId: 'm' }
  broker.serve(ApiKey.JoinGroup, 7, () => (answers.unansweredJoins-- > 0 ? null : joined))
  const partitions = topics.map((topic) => ({ topic, partition: 0 }))
  broker.serve(ApiKey.SyncGroup, 5, () => ({ assignment: encodeAssignment(partitions) }))
  broker.serve(ApiKey.Heartbeat, 4, () => ({ errorCode: answers.heartbeat }))
  broker.serve(ApiKey.LeaveGroup, 4, () => ({ errorCode: answers.leave.shift() ?? 0 }))
  broker.serve(ApiKey.OffsetFetch, 7, () => ({
    topics: topics.map((name) => ({ name, partitions: [{ partitionIndex: 0, committedOffset: 5 }] })),
  }))
  broker.serve(ApiKey.OffsetCommit, 8, (asked) => ({
    topics: asked.topics.map(({ name }) => ({
      name,
      partitions: [{ partitionIndex: 0, errorCode: answers.commit(name) }],
    })),
  }))
  broker.serve(ApiKey.Fetch, 11, () => (answers.fetches ? {} : null))
  await broker.listen(world)
  const client = new KafkaClient({ world, bootstrapServers: `${broker.host}:${broker.port}`, deliveryTimeoutMs: 5_000 })
  const consumer = new GroupConsumer(client, {
    groupId: 'g',
    topics,
    sessionTimeoutMs: SESSION_MS,
    heartbeatIntervalMs: 1_000,
    rebalanceTimeoutMs: 10_000,
    autoCommitIntervalMs: 1_000_000,
    ...more,
  })
  await pass(world, consumer.poll())
  const asked = (apiKey: number) => broker.asked.filter((one) => one.apiKey === apiKey)
  return { world, client, consumer, answers, asked }
}

test('a member that is still at its records when a rebalance begins keeps its session', async () => {
  const { world, client, consumer, answers, asked } = await setUp(['t'], { rebalanceTimeoutMs: 60_000 })
  answers.heartbeat = ErrorCode.REBALANCE_IN_PROGRESS
  await world.advance(3 * SESSION_MS)
  assert.ok(asked(ApiKey.Heartbeat).length >= 20, `${asked(ApiKey.Heartbeat).length} beats`)
  assert.equal(asked(ApiKey.JoinGroup).length, 1)
  answers.heartbeat = 0
  await pass(world, consumer.poll())
  assert.equal(asked(ApiKey.JoinGroup).length, 2)
  await pass(world, consumer.close())
  client.close()
})

test('a member that lost its session commits nothing more: the group might take it as from nobody', async () => {
  const { world, client, consumer, answers, asked } = await setUp()
  consumer.processed('t', 0, 9)
  answers.heartbeat = ErrorCode.ILLEGAL_GENERATION
  await world.advance(5_000)
  await pass(world, consumer.commit())
  assert.deepEqual(asked(ApiKey.OffsetCommit), [])
  await pass(world, consumer.close())
  assert.deepEqual(asked(ApiKey.OffsetCommit), [])
  client.close()
})

test('a coordinator that goes away during a long join is looked for anew', async () => {
  const { world, client, consumer, answers, asked } = await setUp()
  answers.unansweredJoins = 1
  answers.heartbeat = ErrorCode.REBALANCE_IN_PROGRESS
  await world.advance(5_000)
  answers.heartbeat = 0
  // Longer than the 5 seconds for which anything is tried again.
  await pass(world, consumer.poll())
  assert.equal(asked(ApiKey.JoinGroup).length, 3)
  await pass(world, consumer.close())
  client.close()
})

test('a topic that is deleted meanwhile does not hold up the commits of the others', async () => {
  const { world, client, consumer, answers, asked } = await setUp(['gone', 't'])
  answers.commit = (topic) => (topic === 'gone' ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION : 0)
  consumer.processed('gone', 0, 8)
  consumer.processed('t', 0, 9)
  await pass(world, consumer.commit())
  const commits = asked(ApiKey.OffsetCommit).map(({ body }) => body as OffsetCommitRequest)
  assert.deepEqual(
    commits.map(({ topics }) => topics.map(({ name, partitions }) => [name, partitions[0]!.committedOffset])),
    [
      [
        ['gone', 8],
        ['t', 9],
      ],
    ],
  )
  await pass(world, consumer.close())
  client.close()
})

test('whoever leaves says so again to a coordinator that has moved, and leaves no timer that a process waits for', async () => {
  const { world, client, consumer, answers, asked } = await setUp()
  let sleeping = 0
  const sleep = world.clock.sleep.bind(world.clock)
  world.clock.sleep = async (ms) => {
    sleeping++
    await sleep(ms)
    sleeping--
  }
  answers.leave = [ErrorCode.NOT_COORDINATOR]
  await pass(world, consumer.close())
  client.close()
  assert.equal(asked(ApiKey.LeaveGroup).length, 2)
  assert.equal(sleeping, 0)
})

test('a member whose application is busy for too long leaves, and joins as a new one when it asks again', async () => {
  const events: string[] = []
  const { world, client, consumer, answers, asked } = await setUp(['t'], {
    rebalanceTimeoutMs: 5_000,
    onPollTimeout: () => events.push('left'),
    onRevoked: (partitions) => events.push(`revoked ${partitions.length}`),
  })
  // Nobody takes its leave: the session ends by itself then.
  answers.leave = Array(100).fill(ErrorCode.NOT_COORDINATOR)
  consumer.processed('t', 0, 9)
  await world.advance(4_500)
  assert.equal(asked(ApiKey.LeaveGroup).length, 0)
  await world.advance(1_500)
  const { members } = asked(ApiKey.LeaveGroup)[0]!.body as LeaveGroupRequest
  assert.deepEqual(
    members.map(({ memberId }) => memberId),
    ['m'],
  )
  assert.deepEqual(events, ['left'])
  const beats = asked(ApiKey.Heartbeat).length
  await world.advance(SESSION_MS)
  assert.equal(asked(ApiKey.Heartbeat).length, beats)
  await pass(world, consumer.commit())
  assert.deepEqual(asked(ApiKey.OffsetCommit), [])
  await pass(world, consumer.poll())
  assert.deepEqual(events, ['left', 'revoked 1'])
  assert.deepEqual(
    asked(ApiKey.JoinGroup).map(({ body }) => (body as JoinGroupRequest).memberId),
    ['', ''],
  )
  await world.advance(2_000)
  assert.ok(asked(ApiKey.Heartbeat).length > beats)
  await pass(world, consumer.close())
  client.close()
})

test('a poll that lasts is not counted: nobody is busy meanwhile', async () => {
  const { world, client, consumer, answers, asked } = await setUp(['t'], { rebalanceTimeoutMs: 2_000 })
  answers.fetches = false
  const polling = consumer.poll()
  await world.advance(10_000)
  assert.deepEqual(asked(ApiKey.LeaveGroup), [])
  await pass(world, consumer.close())
  client.close()
  await pass(world, polling)
})

test('a static member that is busy for too long only stops to beat: its session says when it is out', async () => {
  const { world, client, consumer, asked } = await setUp(['t'], { rebalanceTimeoutMs: 2_000, instanceId: 'i' })
  await world.advance(4_000)
  const beats = asked(ApiKey.Heartbeat).length
  await world.advance(SESSION_MS)
  assert.equal(asked(ApiKey.Heartbeat).length, beats)
  assert.deepEqual(asked(ApiKey.LeaveGroup), [])
  await pass(world, consumer.poll())
  assert.equal((asked(ApiKey.JoinGroup).at(-1)!.body as JoinGroupRequest).memberId, '')
  await pass(world, consumer.close())
  client.close()
})
