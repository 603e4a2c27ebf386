// What scenarios about groups share: bodies with good values, and members that are there already.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Talk } from '../talk.ts'

/** A consumer's subscription as clients put it into JoinGroup: version 0, topics, no user data. */
export function subscription(...topics: string[]): Buffer {
  const parts = [Buffer.from([0, 0]), Buffer.alloc(4)]
  parts[1]!.writeInt32BE(topics.length)
  for (const topic of topics) {
    const length = Buffer.alloc(2)
    length.writeInt16BE(topic.length)
    parts.push(length, Buffer.from(topic))
  }
  parts.push(Buffer.from([255, 255, 255, 255]))
  return Buffer.concat(parts)
}

export function joinBody(groupId: string, more: Body = {}): Body {
  return {
    groupId,
    sessionTimeoutMs: 20_000,
    rebalanceTimeoutMs: 20_000,
    memberId: '',
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: subscription('t') }],
    ...more,
  }
}

export function syncBody(groupId: string, memberId: string, generationId: number, more: Body = {}): Body {
  return { groupId, memberId, generationId, protocolType: 'consumer', protocolName: 'range', assignments: [], ...more }
}

export function part(memberId: string, text = 'mine'): Body {
  return { memberId, assignment: Buffer.from(text) }
}

/** The name of a group whose coordinator serves. */
export async function servedGroup(talk: Talk, label = 'g'): Promise<string> {
  const groupId = talk.name(label)
  for (let attempt = 0; attempt < 400; attempt++) {
    const found = await talk.prepare(ApiKey.FindCoordinator, 2, { key: groupId, keyType: 0 })
    if (found.errorCode === 0) {
      const fetched = await talk.prepare(ApiKey.OffsetFetch, 5, { groupId, topics: null })
      if (fetched.errorCode === 0) return groupId
    }
    await sleep(25)
  }
  throw new Error(`the coordinator of ${groupId} does not serve`)
}

export interface JoinedMember {
  readonly groupId: string
  readonly memberId: string
  readonly generationId: number
}

/** A member that joined an empty group and was told its generation. Its id is recorded as `label`. */
export async function joined(talk: Talk, groupId: string, label = 'A', more: Body = {}): Promise<JoinedMember> {
  let answer = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(groupId, more))
  if (answer.errorCode === 79)
    answer = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(groupId, { ...more, memberId: answer.memberId }))
  if (answer.errorCode !== 0) throw new Error(`a member could not join: error code ${answer.errorCode}`)
  talk.remember(answer.memberId, label)
  return { groupId, memberId: answer.memberId, generationId: answer.generationId }
}

/** A stable group of one. */
export async function stable(talk: Talk, groupId: string, label = 'A', more: Body = {}): Promise<JoinedMember> {
  const member = await joined(talk, groupId, label, more)
  const { memberId, generationId } = member
  const answer = await talk.prepare(
    ApiKey.SyncGroup,
    3,
    syncBody(groupId, memberId, generationId, { assignments: [part(memberId)] }),
  )
  if (answer.errorCode !== 0) throw new Error(`no assignment was given: error code ${answer.errorCode}`)
  return member
}

async function groupIs(talk: Talk, groupId: string, what: string, is: (group: Body) => boolean): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const { groups } = await talk.prepare(ApiKey.DescribeGroups, 3, { groups: [groupId] })
    if (is(groups[0])) return
    await sleep(20)
  }
  throw new Error(`the group ${groupId} does not come to ${what}`)
}

/** Waits until the group is told to be in that state. */
export async function inState(talk: Talk, groupId: string, state: string): Promise<void> {
  await groupIs(talk, groupId, state, ({ groupState }) => groupState === state)
}

/** Waits until the group has so many members. */
export async function members(talk: Talk, groupId: string, count: number): Promise<void> {
  await groupIs(talk, groupId, `${count} members`, (group) => group.members.length === count)
}

export async function leave(talk: Talk, { groupId, memberId }: JoinedMember): Promise<void> {
  await talk.prepare(ApiKey.LeaveGroup, 2, { groupId, memberId })
}

export async function commit(talk: Talk, groupId: string, topic: string, more: Body = {}): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: 7, committedLeaderEpoch: -1, committedMetadata: 'm' }]
  const body = { groupId, generationIdOrMemberEpoch: -1, memberId: '', topics: [{ name: topic, partitions }], ...more }
  const answer = await talk.prepare(ApiKey.OffsetCommit, 7, body)
  const code = answer.topics[0].partitions[0].errorCode
  if (code !== 0) throw new Error(`an offset was not committed: error code ${code}`)
}
