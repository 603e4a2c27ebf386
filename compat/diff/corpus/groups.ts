// FindCoordinator, DescribeGroups, ListGroups, DeleteGroups.
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario } from '../talk.ts'
import { commit, inState, joinBody, joined, leave, part, servedGroup, stable, syncBody } from './group-talk.ts'

const coordinators: Scenario = {
  api: ApiKey.FindCoordinator,
  name: 'of groups',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const many = version >= 4
    const ask = (label: string, keyType: number, ...keys: string[]) =>
      talk.ask(
        label,
        ApiKey.FindCoordinator,
        version,
        many ? { keyType, coordinatorKeys: keys } : { keyType, key: keys[0] },
      )
    await ask('a group', 0, g)
    await ask('an empty name', 0, '')
    if (version >= 1) {
      await ask('an unknown kind', 9, g)
      await ask('a negative kind', -1, g)
    }
    if (!many) return
    await ask('several', 0, g, `${g}-2`, '')
    await ask('nothing', 0)
    await ask('the same twice', 0, g, g)
  },
}

const describe: Scenario = {
  api: ApiKey.DescribeGroups,
  name: 'states',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const ask = (label: string, groups: string[], more: Body = {}) =>
      talk.ask(label, ApiKey.DescribeGroups, version, { groups, ...more })
    await ask('unknown', [g])
    await ask('an empty name', [''])
    await ask('nothing', [])
    await ask('unknown, with operations', [g], { includeAuthorizedOperations: true })
    const given = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    await ask('a pending member', [g])
    await leave(talk, { groupId: g, memberId: given.memberId, generationId: -1 })
    const a = await joined(talk, g)
    await ask('completing', [g])
    await talk.prepare(ApiKey.SyncGroup, 3, syncBody(g, a.memberId, 1, { assignments: [part(a.memberId)] }))
    await ask('stable', [g], { includeAuthorizedOperations: true })
    await ask('several', [g, talk.name('other')])
    const b = await talk.prepare(ApiKey.JoinGroup, 5, joinBody(g))
    talk.remember(b.memberId, 'B')
    const waits = talk.askBeside('B joins', ApiKey.JoinGroup, 5, joinBody(g, { memberId: b.memberId }))
    await inState(talk, g, 'PreparingRebalance')
    await ask('preparing', [g])
    await leave(talk, a)
    await waits
    await leave(talk, { ...a, memberId: b.memberId })
    await inState(talk, g, 'Empty')
    await ask('empty', [g])
    const topic = await talk.topic('t')
    const simple = await servedGroup(talk, 'simple')
    await commit(talk, simple, topic)
    await ask('offsets only', [simple])
  },
}

const list: Scenario = {
  api: ApiKey.ListGroups,
  name: 'filters',
  async run(talk, version) {
    const g = await servedGroup(talk, 'stable')
    await stable(talk, g)
    const empty = await servedGroup(talk, 'empty')
    await leave(talk, await stable(talk, empty, 'B'))
    await inState(talk, empty, 'Empty')
    const topic = await talk.topic('t')
    const simple = await servedGroup(talk, 'simple')
    await commit(talk, simple, topic)
    const other = await servedGroup(talk, 'other type')
    await joined(talk, other, 'C', { protocolType: 'connect' })
    const ours = new Set([g, empty, simple, other])
    const ask = async (label: string, statesFilter: string[], typesFilter: string[] = []) => {
      const answer = await talk.prepare(ApiKey.ListGroups, version, { statesFilter, typesFilter })
      const groups = answer.groups.filter(({ groupId }: Body) => ours.has(groupId))
      talk.note(label, { errorCode: answer.errorCode, groups })
    }
    await ask('all', [])
    if (version < 4) return
    for (const state of [
      'Stable',
      'stable',
      'STABLE',
      'Empty',
      'CompletingRebalance',
      'completingrebalance',
      'Dead',
      'nonsense',
      '',
    ])
      await ask(`state "${state}"`, [state])
    await ask('two states', ['Stable', 'Empty'])
    if (version < 5) return
    for (const type of ['classic', 'Classic', 'CLASSIC', 'consumer', 'nonsense', ''])
      await ask(`type "${type}"`, [], [type])
    await ask('two types', [], ['consumer', 'classic'])
    await ask('state and type', ['Stable'], ['classic'])
    await ask('state and another type', ['Stable'], ['consumer'])
  },
}

const deletion: Scenario = {
  api: ApiKey.DeleteGroups,
  name: 'deletion',
  async run(talk, version) {
    const g = await servedGroup(talk)
    const ask = (label: string, ...groupsNames: string[]) =>
      talk.ask(label, ApiKey.DeleteGroups, version, { groupsNames })
    await ask('unknown', g)
    await ask('an empty name', '')
    await ask('nothing')
    const a = await stable(talk, g)
    await ask('with a member', g)
    await leave(talk, a)
    await inState(talk, g, 'Empty')
    await ask('several', g, talk.name('other'))
    await ask('again', g)
    await talk.ask('the group', ApiKey.DescribeGroups, 4, { groups: [g] })
    const topic = await talk.topic('t')
    const simple = await servedGroup(talk, 'simple')
    await commit(talk, simple, topic)
    await ask('offsets only', simple)
    await talk.ask('its offsets', ApiKey.OffsetFetch, 5, { groupId: simple, topics: null })
    const completing = await joined(talk, await servedGroup(talk, 'completing'), 'C')
    await ask('completing', completing.groupId)
  },
}

export const groupScenarios: readonly Scenario[] = [coordinators, describe, list, deletion]
