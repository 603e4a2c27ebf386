// OffsetCommit, OffsetFetch, OffsetDelete.
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'
import {
  commit,
  inState,
  joinBody,
  joined,
  leave,
  part,
  servedGroup,
  stable,
  subscription,
  syncBody,
} from './group-talk.ts'

const FIRST_COMMIT_WITH_IDS = 10
const FIRST_FETCH_WITH_GROUPS = 8
const FIRST_FETCH_WITH_IDS = 10

async function recordOffsets(talk: Talk, groupId: string): Promise<void> {
  await talk.ask('what is committed', ApiKey.OffsetFetch, 7, { groupId, topics: null })
}

/** OffsetCommit, with topics named as the version wants it. */
class Committer {
  private readonly talk: Talk
  private readonly version: number
  readonly groupId: string

  constructor(talk: Talk, version: number, groupId: string) {
    this.talk = talk
    this.version = version
    this.groupId = groupId
  }

  async ask(label: string, topic: string, partition: Body = {}, more: Body = {}): Promise<void> {
    const at = { partitionIndex: 0, committedOffset: 5, committedLeaderEpoch: -1, committedMetadata: 'm', ...partition }
    await this.topics(label, [{ topic, partitions: [at] }], more)
  }

  async topics(
    label: string,
    topics: readonly { topic: string; partitions: Body[] }[],
    more: Body = {},
  ): Promise<void> {
    const named: Body[] = []
    for (const { topic, partitions } of topics) {
      const byId = this.version >= FIRST_COMMIT_WITH_IDS
      named.push(byId ? { topicId: await this.idOf(topic), partitions } : { name: topic, partitions })
    }
    const body = { groupId: this.groupId, generationIdOrMemberEpoch: -1, memberId: '', topics: named, ...more }
    await this.talk.ask(label, ApiKey.OffsetCommit, this.version, body)
  }

  private async idOf(topic: string): Promise<string> {
    return topic === 'unknown' ? 'd7Tt1yHHTQyWqg2dWrGJsg' : await this.talk.topicId(topic)
  }
}

/** Version 0 goes to ZooKeeper in Apache Kafka. */
const commits: Scenario = {
  api: ApiKey.OffsetCommit,
  name: 'without members',
  versions: [1, 10],
  async run(talk, version) {
    const g = await servedGroup(talk)
    const topic = await talk.topic('t', 2)
    const c = new Committer(talk, version, g)
    await c.ask('one', topic)
    await c.ask('again, less', topic, { committedOffset: 3 })
    await c.ask('a negative offset', topic, { committedOffset: -1 })
    await c.ask('another negative offset', topic, { committedOffset: -5 })
    await c.ask('no metadata', topic, { partitionIndex: 1, committedMetadata: null })
    await c.ask('the longest metadata', topic, { committedMetadata: 'x'.repeat(4096) })
    await c.ask('metadata that is too long', topic, { committedMetadata: 'x'.repeat(4097) })
    await c.ask('long metadata of wide characters', topic, { committedMetadata: 'é'.repeat(4096) })
    await c.ask('an unknown topic', 'unknown')
    await c.ask('an unknown partition', topic, { partitionIndex: 9 })
    await c.ask('a negative partition', topic, { partitionIndex: -1 })
    const two = [0, 1].map((partitionIndex) => ({
      partitionIndex,
      committedOffset: 8,
      committedLeaderEpoch: 3,
      committedMetadata: '',
    }))
    await c.topics('two partitions', [{ topic, partitions: two }])
    await c.topics('good and bad', [
      {
        topic,
        partitions: [
          { ...two[0], committedOffset: 9 },
          { ...two[1], partitionIndex: 77 },
        ],
      },
      { topic: 'unknown', partitions: two },
    ])
    await c.topics('no partitions', [{ topic, partitions: [] }])
    await c.topics('nothing', [])
    await c.ask('a generation', topic, {}, { generationIdOrMemberEpoch: 1 })
    await c.ask('a member', topic, {}, { memberId: 'nobody' })
    await c.ask('a generation and a member', topic, {}, { generationIdOrMemberEpoch: 1, memberId: 'nobody' })
    if (version >= 7) await c.ask('a static member', topic, {}, { groupInstanceId: 'i' })
    if (version >= 2 && version <= 4) await c.ask('a retention', topic, {}, { retentionTimeMs: 100_000 })
    if (version === 1) await c.ask('a time', topic, { partitionIndex: 1, commitTimestamp: talk.now })
    await recordOffsets(talk, g)
    const fresh = new Committer(talk, version, await servedGroup(talk, 'fresh'))
    await fresh.ask('a generation of an unknown group', topic, {}, { generationIdOrMemberEpoch: 1, memberId: 'x' })
    await fresh.ask('a generation 0 of an unknown group', topic, {}, { generationIdOrMemberEpoch: 0 })
    await new Committer(talk, version, '').ask('an empty name', topic)
  },
}

const memberCommits: Scenario = {
  api: ApiKey.OffsetCommit,
  name: 'of members',
  versions: [1, 10],
  async run(talk, version) {
    const g = await servedGroup(talk)
    const topic = await talk.topic('t')
    const c = new Committer(talk, version, g)
    const a = await joined(talk, g)
    const own = { memberId: a.memberId, generationIdOrMemberEpoch: 1 }
    await c.ask('completing', topic, {}, own)
    await talk.prepare(ApiKey.SyncGroup, 3, syncBody(g, a.memberId, 1, { assignments: [part(a.memberId)] }))
    await c.ask('stable', topic, {}, own)
    await c.ask('an old generation', topic, {}, { ...own, generationIdOrMemberEpoch: 0 })
    await c.ask('a generation to come', topic, {}, { ...own, generationIdOrMemberEpoch: 2 })
    await c.ask('no generation', topic, {}, { ...own, generationIdOrMemberEpoch: -1 })
    await c.ask('an unknown member', topic, {}, { ...own, memberId: 'nobody' })
    await c.ask('no member', topic, {}, { generationIdOrMemberEpoch: 1 })
    await c.ask('neither', topic)
    if (version >= 7) await c.ask('a name it has not', topic, {}, { ...own, groupInstanceId: 'i' })
    await c.topics('nothing, of an unknown member', [], { ...own, memberId: 'nobody' })
    const b = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    talk.remember(b.memberId, 'B')
    const waits = talk.askBeside('B joins', ApiKey.JoinGroup, 5, joinBody(g, { memberId: b.memberId }))
    await inState(talk, g, 'PreparingRebalance')
    await c.ask('preparing', topic, { committedOffset: 6 }, own)
    await leave(talk, a)
    await waits
    await leave(talk, { ...a, memberId: b.memberId })
    await inState(talk, g, 'Empty')
    await c.ask('of a member that left', topic, {}, own)
    await c.ask('without a member, empty', topic, { committedOffset: 9 })
    await recordOffsets(talk, g)
  },
}

/** OffsetFetch for one group, in the shape of the version. */
async function fetchOf(
  talk: Talk,
  version: number,
  label: string,
  groupId: string,
  topics: Body[] | null,
  more: Body = {},
) {
  const one = { groupId, topics, memberId: null, memberEpoch: -1, ...more.group }
  const body = version >= FIRST_FETCH_WITH_GROUPS ? { groups: [one] } : { groupId, topics }
  await talk.ask(label, ApiKey.OffsetFetch, version, { ...body, requireStable: more.requireStable ?? false })
}

const fetches: Scenario = {
  api: ApiKey.OffsetFetch,
  name: 'offsets',
  versions: [1, 10],
  async run(talk, version) {
    const g = await servedGroup(talk)
    const topic = await talk.topic('t', 2)
    const byId = version >= FIRST_FETCH_WITH_IDS
    const id = await talk.topicId(topic)
    const of = (partitionIndexes: number[]): Body =>
      byId ? { topicId: id, partitionIndexes } : { name: topic, partitionIndexes }
    const unknown = byId
      ? { topicId: 'd7Tt1yHHTQyWqg2dWrGJsg', partitionIndexes: [0] }
      : { name: talk.name('unknown'), partitionIndexes: [0] }
    const ask = (label: string, topics: Body[] | null, more: Body = {}, groupId = g) =>
      fetchOf(talk, version, label, groupId, topics, more)
    await ask('an unknown group', [of([0])])
    await commit(talk, g, topic)
    await ask('one', [of([0])])
    await ask('one that is not committed', [of([1])])
    await ask('both', [of([0, 1])])
    await ask('an unknown partition', [of([9, -1])])
    await ask('an unknown topic', [unknown])
    await ask('known and unknown', [of([0]), unknown])
    await ask('no partitions', [of([])])
    await ask('no topics', [])
    await ask('a partition twice', [of([0, 0])])
    if (!byId) await ask('a topic twice', [of([0]), unknown, of([0, 1])])
    await ask('an empty name', [of([0])], {}, '')
    if (version >= 2) {
      await ask('all', null)
      await ask('all of an unknown group', null, {}, talk.name('nobody'))
    }
    if (version >= 7) await ask('stable ones', [of([0])], { requireStable: true })
    if (version >= 9) {
      await ask('of a member', [of([0])], { group: { memberId: 'nobody', memberEpoch: 3 } })
      const a = await stable(talk, g)
      await ask('of a member of a classic group', [of([0])], { group: { memberId: a.memberId, memberEpoch: 1 } })
      await ask('of a member with another epoch', [of([0])], { group: { memberId: a.memberId, memberEpoch: 7 } })
    }
  },
}

const fetchMany: Scenario = {
  api: ApiKey.OffsetFetch,
  name: 'several groups',
  versions: [FIRST_FETCH_WITH_GROUPS, 10],
  async run(talk, version) {
    const [g, h] = [await servedGroup(talk, 'g'), await servedGroup(talk, 'h')]
    const topic = await talk.topic('t', 2)
    await commit(talk, g, topic)
    await commit(talk, h, topic)
    const id = await talk.topicId(topic)
    const topics = [
      version >= FIRST_FETCH_WITH_IDS
        ? { topicId: id, partitionIndexes: [0, 1] }
        : { name: topic, partitionIndexes: [0, 1] },
    ]
    const ask = (label: string, groups: Body[]) =>
      talk.ask(label, ApiKey.OffsetFetch, version, {
        groups: groups.map((one) => ({ memberEpoch: -1, ...one })),
        requireStable: false,
      })
    await ask('two and an unknown one', [
      { groupId: g, topics },
      { groupId: h, topics: null },
      { groupId: talk.name('x'), topics },
    ])
    await ask('no groups', [])
    await ask('all and one', [
      { groupId: g, topics: null },
      { groupId: g, topics },
    ])
  },
}

const deletes: Scenario = {
  api: ApiKey.OffsetDelete,
  name: 'offsets go',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const [t, u] = [await talk.topic('t', 2), await talk.topic('u')]
    const ask = (label: string, name: string, partitionIndexes: number[], groupId = g) =>
      talk.ask(label, ApiKey.OffsetDelete, version, {
        groupId,
        topics: [{ name, partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex })) }],
      })
    await ask('an unknown group', t, [0])
    await ask('an empty name', t, [0], '')
    await commit(talk, g, t)
    await commit(talk, g, u)
    await ask('one', t, [0])
    await ask('again', t, [0, 1])
    await ask('an unknown partition', t, [0, 9])
    await ask('an unknown topic', talk.name('unknown'), [0])
    await ask('no partitions', t, [])
    await talk.ask('nothing', ApiKey.OffsetDelete, version, { groupId: g, topics: [] })
    await recordOffsets(talk, g)
    await commit(talk, g, t)
    const a = await stable(talk, g, 'A', { protocols: [{ name: 'range', metadata: subscription(t) }] })
    await ask('a topic that is read', t, [0])
    await ask('one that is not read', u, [0])
    await recordOffsets(talk, g)
    await leave(talk, a)
    await inState(talk, g, 'Empty')
    await ask('when nobody is there', t, [0])
    const unclear = await servedGroup(talk, 'unclear')
    await commit(talk, unclear, t)
    const b = await stable(talk, unclear, 'B', { protocols: [{ name: 'range', metadata: Buffer.from([127, 255]) }] })
    await ask('when it is not understood what is read', t, [0], unclear)
    await recordOffsets(talk, unclear)
    await leave(talk, b)
    const other = await servedGroup(talk, 'other')
    await commit(talk, other, t)
    await joined(talk, other, 'C', { protocolType: 'connect' })
    await ask('a group that is not of consumers', t, [0], other)
    await recordOffsets(talk, other)
  },
}

export const groupOffsetScenarios: readonly Scenario[] = [commits, memberCommits, fetches, fetchMany, deletes]
