// JoinGroup, SyncGroup, Heartbeat, LeaveGroup.
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'
import {
  inState,
  type JoinedMember,
  joinBody,
  joined,
  leave,
  members,
  part,
  servedGroup,
  stable,
  subscription,
  syncBody,
} from './group-talk.ts'

const FIRST_WITH_STATIC_JOIN = 5
const FIRST_WITH_STATIC = 3

/** Asks JoinGroup as a client does: with the id that was required, when one was. Both answers are recorded. */
async function joinAsClient(talk: Talk, version: number, label: string, body: Body): Promise<Body> {
  const first = await talk.ask(label, ApiKey.JoinGroup, version, body)
  if (first?.errorCode !== 79) {
    if (first?.memberId) talk.remember(first.memberId, `member ${label}`)
    return first
  }
  talk.remember(first.memberId, `member ${label}`)
  return await talk.ask(`${label}, with its id`, ApiKey.JoinGroup, version, { ...body, memberId: first.memberId })
}

const joinMistakes: Scenario = {
  api: ApiKey.JoinGroup,
  name: 'mistakes',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const ask = (label: string, more: Body) =>
      talk.ask(label, ApiKey.JoinGroup, version, joinBody(more.groupId ?? g, more))
    await ask('an unknown member of an unknown group', { memberId: 'nobody' })
    await ask('an empty name', { groupId: '' })
    await ask('a short session', { sessionTimeoutMs: 99 })
    await ask('a long session', { sessionTimeoutMs: 1_800_001 })
    await ask('a negative session', { sessionTimeoutMs: -1 })
    await ask('an unknown member and a short session', { memberId: 'nobody', sessionTimeoutMs: 1 })
    await ask('no protocols', { protocols: [] })
    await ask('no protocol type', { protocolType: '' })
    await ask('neither', { protocolType: '', protocols: [] })
    await stable(talk, g)
    await ask('an unknown member', { memberId: 'nobody' })
    await ask('another type', { protocolType: 'connect' })
    await ask('no common protocol', { protocols: [{ name: 'sticky', metadata: subscription('t') }] })
    await ask('no protocols, stable', { protocols: [] })
    await ask('no type, stable', { protocolType: '' })
    await ask('an unknown member of another type', { memberId: 'nobody', protocolType: 'connect' })
    await talk.ask('the group after it', ApiKey.DescribeGroups, 4, { groups: [g] })
  },
}

const joinAlone: Scenario = {
  api: ApiKey.JoinGroup,
  name: 'alone',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const protocols = ['range', 'sticky'].map((name) => ({ name, metadata: subscription('t', name) }))
    const body = joinBody(g, { protocols })
    const first = await joinAsClient(talk, version, 'A', body)
    const own = { ...body, memberId: first.memberId }
    await talk.ask('A again, nothing new', ApiKey.JoinGroup, version, own)
    await talk.ask('A again, other protocols', ApiKey.JoinGroup, version, { ...own, protocols: [protocols[1]] })
    const synced = syncBody(g, first.memberId, 2, { protocolName: 'sticky', assignments: [part(first.memberId)] })
    await talk.ask('its assignment', ApiKey.SyncGroup, 5, synced)
    await talk.ask('A again, stable, the leader', ApiKey.JoinGroup, version, { ...own, protocols: [protocols[1]] })
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
    await leave(talk, { groupId: g, memberId: first.memberId, generationId: 3 })
    await inState(talk, g, 'Empty')
    await talk.ask('A after it left', ApiKey.JoinGroup, version, own)
    await joinAsClient(
      talk,
      version,
      'B',
      joinBody(g, { protocolType: 'other', protocols: [{ name: 'p', metadata: Buffer.alloc(0) }] }),
    )
  },
}

const joinTogether: Scenario = {
  api: ApiKey.JoinGroup,
  name: 'two members',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const a = await stable(talk, g)
    const given = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    talk.remember(given.memberId, 'B')
    const second = talk.askBeside('B', ApiKey.JoinGroup, version, joinBody(g, { memberId: given.memberId }))
    await inState(talk, g, 'PreparingRebalance')
    await talk.ask('A beats', ApiKey.Heartbeat, 3, { ...a })
    await talk.ask('A syncs', ApiKey.SyncGroup, 4, syncBody(g, a.memberId, a.generationId))
    await talk.ask('A joins', ApiKey.JoinGroup, version, joinBody(g, { memberId: a.memberId }))
    await second
    await talk.ask('B again', ApiKey.JoinGroup, version, joinBody(g, { memberId: given.memberId }))
    const waits = talk.askBeside('B waits for its part', ApiKey.SyncGroup, 4, syncBody(g, given.memberId, 2))
    const assignments = [part(a.memberId, 'of A'), part(given.memberId, 'of B'), part('nobody', 'of nobody')]
    await talk.ask('A gives', ApiKey.SyncGroup, 4, syncBody(g, a.memberId, 2, { assignments }))
    await waits
    await talk.ask('B again, stable', ApiKey.JoinGroup, version, joinBody(g, { memberId: given.memberId }))
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
  },
}

const joinFull: Scenario = {
  api: ApiKey.JoinGroup,
  name: 'a full group',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const a = await stable(talk, g)
    const waits: Promise<Body>[] = []
    for (const label of ['B', 'C']) {
      const given = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
      talk.remember(given.memberId, label)
      waits.push(talk.askBeside(label, ApiKey.JoinGroup, 5, joinBody(g, { memberId: given.memberId })))
      await inState(talk, g, 'PreparingRebalance')
      await members(talk, g, waits.length + 1)
    }
    await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g, { memberId: a.memberId }))
    await Promise.all(waits)
    await talk.ask('a fourth', ApiKey.JoinGroup, version, joinBody(g))
    if (version >= FIRST_WITH_STATIC_JOIN)
      await talk.ask('a static fourth', ApiKey.JoinGroup, version, joinBody(g, { groupInstanceId: 'i' }))
    await talk.ask('an unknown member', ApiKey.JoinGroup, version, joinBody(g, { memberId: 'nobody' }))
  },
}

const joinStatic: Scenario = {
  api: ApiKey.JoinGroup,
  name: 'static members',
  versions: [FIRST_WITH_STATIC_JOIN, 9],
  async run(talk, version) {
    const g = await servedGroup(talk)
    const a = await stable(talk, g, 'A', { groupInstanceId: 'i' })
    const ask = (label: string, more: Body) => talk.ask(label, ApiKey.JoinGroup, version, joinBody(g, more))
    await ask('the name of another', { memberId: 'nobody', groupInstanceId: 'i' })
    await ask('an unknown name with a known id', { memberId: a.memberId, groupInstanceId: 'j' })
    const back = await ask('back, stable', { groupInstanceId: 'i' })
    talk.remember(back.memberId, 'A2')
    await talk.ask('the old one beats', ApiKey.Heartbeat, 3, { ...a, groupInstanceId: 'i' })
    await talk.ask('the old one beats without its name', ApiKey.Heartbeat, 3, { ...a })
    await ask('the old one joins', { memberId: a.memberId, groupInstanceId: 'i' })
    const synced = syncBody(g, back.memberId, a.generationId, { groupInstanceId: 'i' })
    await talk.ask('the new one syncs', ApiKey.SyncGroup, 5, synced)
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
    const changed = { groupInstanceId: 'i', protocols: [{ name: 'range', metadata: subscription('t', 'u') }] }
    const third = await ask('back with another subscription', changed)
    talk.remember(third.memberId, 'A3')
    await talk.ask('the group with it', ApiKey.DescribeGroups, 4, { groups: [g] })
    const other = {
      groupInstanceId: 'i',
      protocols: [
        { name: 'range', metadata: subscription('t') },
        { name: 'x', metadata: subscription('t') },
      ],
    }
    const fourth = await ask('back with one protocol more', other)
    talk.remember(fourth.memberId, 'A4')
    const completing = await ask('joins as the leader', { ...other, memberId: fourth.memberId })
    await talk.ask(
      'a part of the new generation',
      ApiKey.SyncGroup,
      5,
      syncBody(g, fourth.memberId, completing.generationId, { groupInstanceId: 'i' }),
    )
    const given = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    talk.remember(given.memberId, 'P')
    await ask('a pending id with a name', { memberId: given.memberId, groupInstanceId: 'k' })
  },
}

const joinStaticCompleting: Scenario = {
  api: ApiKey.JoinGroup,
  name: 'a static member returns in the middle',
  versions: [FIRST_WITH_STATIC_JOIN, 9],
  async run(talk, version) {
    const g = await servedGroup(talk)
    await joined(talk, g, 'A', { groupInstanceId: 'i' })
    const back = await talk.ask('back, completing', ApiKey.JoinGroup, version, joinBody(g, { groupInstanceId: 'i' }))
    talk.remember(back.memberId, 'A2')
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
    const one = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    talk.remember(one.memberId, 'B')
    const waits = talk.beside(ApiKey.JoinGroup, 5, joinBody(g, { memberId: one.memberId }))
    await inState(talk, g, 'PreparingRebalance')
    const again = await talk.ask('back, preparing', ApiKey.JoinGroup, version, joinBody(g, { groupInstanceId: 'i' }))
    talk.remember(again.memberId, 'A3')
    talk.note('B joins', await waits)
  },
}

const sync: Scenario = {
  api: ApiKey.SyncGroup,
  name: 'assignments',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const ask = (label: string, memberId: string, generationId: number, more: Body = {}) =>
      talk.ask(label, ApiKey.SyncGroup, version, syncBody(more.groupId ?? g, memberId, generationId, more))
    await ask('an unknown group', 'nobody', 1)
    await ask('an empty name', 'nobody', 1, { groupId: '' })
    const a = await joined(talk, g)
    await ask('an unknown member', 'nobody', 1)
    await ask('an old generation', a.memberId, 0)
    await ask('a generation to come', a.memberId, 2)
    await ask('no generation', a.memberId, -1)
    if (version >= 5) {
      await ask('another type', a.memberId, 1, { protocolType: 'connect' })
      await ask('another protocol', a.memberId, 1, { protocolName: 'sticky' })
      await ask('no type', a.memberId, 1, { protocolType: null })
      await ask('no protocol', a.memberId, 1, { protocolName: null })
    }
    if (version >= FIRST_WITH_STATIC) await ask('a name it has not', a.memberId, 1, { groupInstanceId: 'i' })
    await ask('the leader', a.memberId, 1, { assignments: [part(a.memberId), part('nobody')] })
    await ask('the leader again', a.memberId, 1, { assignments: [part(a.memberId, 'another')] })
    await ask('stable, an old generation', a.memberId, 0)
    await leave(talk, a)
    await inState(talk, g, 'Empty')
    await ask('an empty group', a.memberId, 1)
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
    const b = await joined(talk, g, 'B')
    await ask('the leader gives nothing', b.memberId, b.generationId)
    await talk.ask('the group then', ApiKey.DescribeGroups, 4, { groups: [g] })
  },
}

const heartbeats: Scenario = {
  api: ApiKey.Heartbeat,
  name: 'heartbeats',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const ask = (label: string, groupId: string, memberId: string, generationId: number, more: Body = {}) =>
      talk.ask(label, ApiKey.Heartbeat, version, { groupId, memberId, generationId, ...more })
    await ask('an unknown group', g, 'nobody', 1)
    await ask('an empty name', '', 'nobody', 1)
    await ask('nobody', g, '', -1)
    const a = await joined(talk, g)
    await ask('completing', g, a.memberId, 1)
    await talk.prepare(ApiKey.SyncGroup, 3, syncBody(g, a.memberId, 1, { assignments: [part(a.memberId)] }))
    await ask('stable', g, a.memberId, 1)
    await ask('an old generation', g, a.memberId, 0)
    await ask('a generation to come', g, a.memberId, 2)
    await ask('an unknown member', g, 'nobody', 1)
    await ask('an unknown member of no generation', g, 'nobody', -1)
    if (version >= FIRST_WITH_STATIC) await ask('a name it has not', g, a.memberId, 1, { groupInstanceId: 'i' })
    const given = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    await ask('a pending member', g, given.memberId, 1)
    await leave(talk, { ...a, memberId: given.memberId })
    await leave(talk, a)
    await inState(talk, g, 'Empty')
    await ask('an empty group', g, a.memberId, 1)
  },
}

const leaves: Scenario = {
  api: ApiKey.LeaveGroup,
  name: 'members leave',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const many = version >= FIRST_WITH_STATIC
    const ask = (label: string, groupId: string, ...members: Body[]) =>
      talk.ask(
        label,
        ApiKey.LeaveGroup,
        version,
        many ? { groupId, members } : { groupId, memberId: members[0]?.memberId },
      )
    await ask('an unknown group', g, { memberId: 'nobody' })
    await ask('an empty name', '', { memberId: 'nobody' })
    const a: JoinedMember = await stable(talk, g)
    await ask('an unknown member', g, { memberId: 'nobody' })
    await ask('no member id', g, { memberId: '' })
    await ask('A', g, { memberId: a.memberId })
    await inState(talk, g, 'Empty')
    await ask('A again', g, { memberId: a.memberId })
    const given = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    talk.remember(given.memberId, 'P')
    await ask('a pending member', g, { memberId: given.memberId })
    await ask('a pending member again', g, { memberId: given.memberId })
    if (!many) return
    const b = await stable(talk, g, 'B', { groupInstanceId: 'i' })
    await ask('nobody', g)
    await ask('another name', g, { memberId: b.memberId, groupInstanceId: 'j' })
    await ask('another id', g, { memberId: 'nobody', groupInstanceId: 'i' })
    await ask(
      'a member and two that are none',
      g,
      { memberId: 'x', groupInstanceId: null, reason: 'r' },
      { memberId: '', groupInstanceId: 'i', reason: 'tired' },
      { memberId: '', groupInstanceId: 'z' },
    )
    await inState(talk, g, 'Empty')
    const c = await stable(talk, g, 'C', { groupInstanceId: 'i' })
    await ask(
      'the same twice',
      g,
      { memberId: c.memberId, groupInstanceId: 'i' },
      { memberId: c.memberId, groupInstanceId: 'i' },
    )
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
    const d = await stable(talk, g, 'D', { groupInstanceId: 'i' })
    await ask('a static member without its name', g, { memberId: d.memberId })
  },
}

export const memberScenarios: readonly Scenario[] = [
  joinMistakes,
  joinAlone,
  joinTogether,
  joinFull,
  joinStatic,
  joinStaticCompleting,
  sync,
  heartbeats,
  leaves,
]
