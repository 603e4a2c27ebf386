// Quotas of users, client ids and addresses: what is taken, refused and told.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

/** Brokers hear of quotas a moment after the answer. */
const HEARD_MS = 500
const EXACT = 0
const DEFAULT = 1
const SPECIFIED = 2

type Entity = Record<string, string | null>
type Quotas = Record<string, number | null>

function entry(entity: Entity, quotas: Quotas): Body {
  return {
    entity: Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName })),
    ops: Object.entries(quotas).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null })),
  }
}

/** Nobody else has quotas when this ends. */
async function removeAll(talk: Talk, version: number): Promise<void> {
  const { entries } = await talk.prepare(ApiKey.DescribeClientQuotas, version, { components: [], strict: false })
  await talk.prepare(ApiKey.AlterClientQuotas, version, {
    entries: (entries ?? []).map(({ entity, values }: Body) => ({
      entity: entity.map(({ entityType, entityName }: Body) => ({ entityType, entityName })),
      ops: values.map(({ key }: Body) => ({ key, value: 0, remove: true })),
    })),
  })
  await sleep(HEARD_MS)
}

const alterQuotas: Scenario = {
  api: ApiKey.AlterClientQuotas,
  name: 'what is taken',
  async run(talk, version) {
    await removeAll(talk, version)
    const user = talk.name('user *+/')
    const askAll = (label: string, entries: Body[], more: Body = {}) =>
      talk.ask(label, ApiKey.AlterClientQuotas, version, { entries, ...more })
    const ask = (label: string, entity: Entity, quotas: Quotas, more: Body = {}) =>
      askAll(label, [entry(entity, quotas)], more)
    await askAll('nothing', [])
    await ask('no entity', {}, { producer_byte_rate: 1 })
    await ask('a user', { user }, { producer_byte_rate: 1e9, request_percentage: 5000.5 })
    await ask('a user at a client', { user, 'client-id': 'c' }, { consumer_byte_rate: 1e9 })
    await ask('defaults', { user: null, 'client-id': null }, { controller_mutation_rate: 5000.25 })
    await ask('a name like the default', { user: '<default>' }, { producer_byte_rate: 1e9 })
    await ask('an address', { ip: '127.0.0.9' }, { connection_creation_rate: 1000 })
    await ask('the default of addresses', { ip: null }, { connection_creation_rate: 1000 })
    await ask('no operations', { user: talk.name('none') }, {})
    await ask('removing what is not there', { user: talk.name('none') }, { producer_byte_rate: null, nope: null })
    await ask('a dry run', { user: talk.name('dry') }, { producer_byte_rate: 10 }, { validateOnly: true })
    for (const [label, key, value] of [
      ['a fraction', 'producer_byte_rate', 10.5],
      ['below 0', 'consumer_byte_rate', -5],
      ['too large', 'producer_byte_rate', 1e300],
      ['an unknown quota', 'nope', 1],
      ['a quota of addresses', 'connection_creation_rate', 1],
    ] as const) {
      await ask(label, { user: talk.name('refused') }, { [key]: value })
    }
    await ask('a quota of users', { ip: '127.0.0.9' }, { producer_byte_rate: 10 })
    await ask('a fraction of an address', { ip: '127.0.0.9' }, { connection_creation_rate: 10.5 })
    await ask('no address', { ip: 'not an ip' }, { connection_creation_rate: 10 })
    await ask('an address and a user', { ip: '127.0.0.9', user }, { connection_creation_rate: 10 })
    await ask('an unknown type', { planet: 'x' }, { producer_byte_rate: 10 })
    await ask('an empty name', { user: '' }, { producer_byte_rate: 10 })
    await askAll('one good, one not', [
      entry({ user: talk.name('good') }, { producer_byte_rate: 1e9 }),
      entry({ user: talk.name('bad') }, { nope: 1 }),
    ])
    await sleep(HEARD_MS)
    const told = await talk.prepare(ApiKey.DescribeClientQuotas, version, { components: [], strict: false })
    talk.note('what came of it', sorted(told.entries))
    await removeAll(talk, version)
    const left = await talk.prepare(ApiKey.DescribeClientQuotas, version, { components: [], strict: false })
    talk.note('what is left', left.entries)
  },
}

function sorted(entries: Body[]): Body[] {
  const text = (value: Body) => JSON.stringify(value)
  const plain = entries.map(({ entity, values }) => ({
    entity: [...entity].sort((a, b) => (a.entityType < b.entityType ? -1 : 1)),
    values: [...values].sort((a, b) => (a.key < b.key ? -1 : 1)),
  }))
  return plain.sort((a, b) => (text(a) < text(b) ? -1 : 1))
}

const describeQuotas: Scenario = {
  api: ApiKey.DescribeClientQuotas,
  name: 'filters',
  async run(talk, version) {
    const user = talk.name('u')
    const entities: Entity[] = [
      { user },
      { user: null },
      { user, 'client-id': 'c' },
      { user, 'client-id': null },
      { user: null, 'client-id': 'c' },
      { 'client-id': 'c' },
      { 'client-id': null },
    ]
    await talk.prepare(ApiKey.AlterClientQuotas, version, {
      entries: [
        ...entities.map((entity, index) => entry(entity, { producer_byte_rate: 1e9 + index })),
        entry({ ip: '127.0.0.9' }, { connection_creation_rate: 1000 }),
        entry({ ip: null }, { connection_creation_rate: 2000 }),
      ],
    })
    await sleep(HEARD_MS)
    const ask = async (label: string, components: [string, number, string?][], strict: boolean) => {
      const outcome = await talk.prepare(ApiKey.DescribeClientQuotas, version, {
        components: components.map(([entityType, matchType, match = null]) => ({ entityType, matchType, match })),
        strict,
      })
      const { errorCode, entries } = outcome
      talk.note(`${label}, ${strict ? 'strictly' : 'loosely'}`, {
        errorCode,
        entries: entries === null ? null : sorted(entries),
      })
    }
    for (const strict of [false, true]) {
      await ask('all', [], strict)
      await ask('a user', [['user', EXACT, user]], strict)
      await ask('an unknown user', [['user', EXACT, 'nobody']], strict)
      await ask('the default user', [['user', DEFAULT]], strict)
      await ask('any user', [['user', SPECIFIED]], strict)
      await ask('any client', [['client-id', SPECIFIED]], strict)
      await ask('the default client', [['client-id', DEFAULT]], strict)
      await ask('any address', [['ip', SPECIFIED]], strict)
      await ask('the default address', [['ip', DEFAULT]], strict)
      await ask('an address', [['ip', EXACT, '127.0.0.9']], strict)
      await ask(
        'pairs',
        [
          ['user', SPECIFIED],
          ['client-id', SPECIFIED],
        ],
        strict,
      )
      await ask(
        'a type twice',
        [
          ['user', SPECIFIED],
          ['user', DEFAULT],
        ],
        strict,
      )
      await ask(
        'an address and a user',
        [
          ['ip', SPECIFIED],
          ['user', DEFAULT],
        ],
        strict,
      )
      await ask('an unknown type', [['planet', SPECIFIED]], strict)
      await ask('an empty type', [['', SPECIFIED]], strict)
      await ask('an unknown match', [['user', 9]], strict)
      await ask('exactly nothing', [['user', EXACT]], strict)
    }
    await removeAll(talk, version)
  },
}

export const quotaScenarios: readonly Scenario[] = [alterQuotas, describeQuotas]
