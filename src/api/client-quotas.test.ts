/** Quotas over the wire: what is set, told, and what answers say of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { TreeConfigs } from '../controller/tree-configs.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { DescribeClientQuotasResponse } from '../protocol/generated/048-describe-client-quotas.js'
import type { AlterClientQuotasResponse } from '../protocol/generated/049-alter-client-quotas.js'
import { handler as describe } from './048-describe-client-quotas.ts'
import { handler as alter } from './049-alter-client-quotas.ts'
import { ask, fakeBrokerWithTree } from './testing.ts'

type Entity = Record<string, string | null>
const EXACT = 0
const DEFAULT = 1
const SPECIFIED = 2

async function start() {
  const { world, tree, fakes } = await fakeBrokerWithTree()
  const set = async (entity: Entity, quotas: Record<string, number | null>, validateOnly = false) => {
    const parts = Object.entries(entity).map(([entityType, entityName]) => ({ entityType, entityName }))
    const ops = Object.entries(quotas).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null }))
    const body = { entries: [{ entity: parts, ops }], validateOnly }
    const { entries } = await ask<AlterClientQuotasResponse>(alter, 1, body, fakes)
    return entries[0]!
  }
  const tell = async (components: [type: string, matchType: number, match?: string][], strict = false) => {
    const body = {
      components: components.map(([entityType, matchType, match = null]) => ({ entityType, matchType, match })),
      strict,
    }
    const answer = await ask<DescribeClientQuotasResponse>(describe, 1, body, fakes)
    if (answer.entries === null) return answer.errorCode
    return answer.entries
      .map(({ entity, values }) => {
        const who = entity.map(({ entityType, entityName }) => `${entityType}=${entityName ?? '*'}`)
        return `${who.join(' ')}: ${values.map(({ key, value }) => `${key}=${value}`).join(' ')}`
      })
      .sort()
  }
  const nodes = async (path: string): Promise<string[]> => {
    const { names } = await tree.children(path)
    const below = await Promise.all(names.sort().map((name) => nodes(`${path}/${name}`)))
    const { data } = await tree.get(path)
    return [`${path} ${data === null ? null : Buffer.from(data)}`, ...below.flat()]
  }
  return { set, tell, nodes, world, tree, fakes }
}

test('a name that is too long for the tree is refused', async () => {
  const { set, tell } = await start()
  const entities: Entity[] = [{ user: 'x'.repeat(32_767) }, { user: 'a', 'client-id': 'é'.repeat(3000) }]
  for (const entity of entities) {
    assert.equal((await set(entity, { producer_byte_rate: 1 })).errorCode, ErrorCode.INVALID_REQUEST)
  }
  assert.deepEqual(await tell([]), [])
})

test('quotas stand in the tree as Apache writes them, and leave nothing behind', async () => {
  const { set, nodes, tree } = await start()
  await set({ user: 'alice', 'client-id': 'c1' }, { producer_byte_rate: 1024 })
  await set({ user: null }, { consumer_byte_rate: 2048 })
  await set({ 'client-id': 'a b*+/x' }, { request_percentage: 12.5 })
  await set({ ip: '127.0.0.9' }, { connection_creation_rate: 10 })
  assert.deepEqual(await nodes('/config/users'), [
    '/config/users null',
    '/config/users/<default> {"version":1,"config":{"consumer_byte_rate":"2048"}}',
    '/config/users/alice null',
    '/config/users/alice/clients null',
    '/config/users/alice/clients/c1 {"version":1,"config":{"producer_byte_rate":"1024"}}',
  ])
  assert.deepEqual((await nodes('/config/clients')).slice(1), [
    '/config/clients/a%20b%2A%2B%2Fx {"version":1,"config":{"request_percentage":"12.5"}}',
  ])
  assert.deepEqual((await nodes('/config/ips')).slice(1), [
    '/config/ips/127.0.0.9 {"version":1,"config":{"connection_creation_rate":"10"}}',
  ])
  const change = await tree.get('/config/changes/config_change_0000000000')
  assert.equal(String(Buffer.from(change.data!)), '{"version":2,"entity_path":"users/alice/clients/c1"}')
  await set({ user: 'alice' }, { producer_byte_rate: 1 })
  // The settings of the user go, the client id below stays.
  await set({ user: 'alice' }, { producer_byte_rate: null })
  assert.equal((await nodes('/config/users')).filter((line) => line.includes('alice')).length, 3)
  await set({ user: 'alice', 'client-id': 'c1' }, { producer_byte_rate: null })
  await set({ user: null }, { consumer_byte_rate: null })
  assert.deepEqual(await nodes('/config/users'), ['/config/users null'])
})

test('they are there after a restart, and credentials of users stay where they are', async () => {
  const { set, nodes, tree, world } = await start()
  const scram = '{"version":1,"config":{"SCRAM-SHA-256":"salt=x"}}'
  await tree.create('/config/users/bob', Buffer.from(scram), 'persistent')
  const fresh = async () => TreeConfigs.start({ tree, clock: world.clock, logger: silentLogger })
  await set({ user: 'bob', 'client-id': null }, { producer_byte_rate: 5 })
  await set({ user: 'bob' }, { consumer_byte_rate: 5 })
  // Apache lets a credential be removed as if it were a quota.
  await set({ user: 'bob' }, { consumer_byte_rate: null, 'SCRAM-SHA-256': null })
  assert.deepEqual((await fresh()).names('users'), ['bob', 'bob/clients/<default>'])
  await set({ user: 'bob', 'client-id': null }, { producer_byte_rate: null })
  assert.deepEqual((await nodes('/config/users')).slice(1), [`/config/users/bob ${scram}`])
})

test('what is asked for is told: exactly, the default, any; strictly, no other part', async () => {
  const { set, tell } = await start()
  await set({ user: 'u' }, { producer_byte_rate: 1 })
  await set({ user: 'u', 'client-id': 'c' }, { producer_byte_rate: 2 })
  await set({ user: null, 'client-id': 'c' }, { producer_byte_rate: 3 })
  await set({ 'client-id': null }, { producer_byte_rate: 4 })
  await set({ ip: null }, { connection_creation_rate: 5 })
  const [ip, defaultClient, pair, ofDefault, user] = [
    'ip=*: connection_creation_rate=5',
    'client-id=*: producer_byte_rate=4',
    'user=u client-id=c: producer_byte_rate=2',
    'user=* client-id=c: producer_byte_rate=3',
    'user=u: producer_byte_rate=1',
  ]
  assert.deepEqual(await tell([]), [defaultClient, ip, ofDefault, pair, user].sort())
  assert.deepEqual(await tell([], true), [])
  assert.deepEqual(await tell([['user', EXACT, 'u']]), [pair, user].sort())
  assert.deepEqual(await tell([['user', EXACT, 'u']], true), [user])
  assert.deepEqual(await tell([['user', DEFAULT]]), [ofDefault])
  assert.deepEqual(await tell([['client-id', SPECIFIED]]), [defaultClient, ofDefault, pair].sort())
  assert.deepEqual(
    await tell(
      [
        ['user', SPECIFIED],
        ['client-id', EXACT, 'c'],
      ],
      true,
    ),
    [ofDefault, pair].sort(),
  )
  assert.deepEqual(await tell([['ip', DEFAULT]], true), [ip])
  const { INVALID_REQUEST, UNSUPPORTED_VERSION } = ErrorCode
  assert.equal(
    await tell([
      ['user', DEFAULT],
      ['user', SPECIFIED],
    ]),
    INVALID_REQUEST,
  )
  assert.equal(
    await tell([
      ['ip', SPECIFIED],
      ['user', SPECIFIED],
    ]),
    INVALID_REQUEST,
  )
  assert.equal(await tell([['', SPECIFIED]]), INVALID_REQUEST)
  assert.equal(await tell([['user', 9]]), INVALID_REQUEST)
  assert.equal(await tell([['user', EXACT]]), INVALID_REQUEST)
  assert.equal(await tell([['planet', SPECIFIED]]), UNSUPPORTED_VERSION)
})

test('what is refused changes nothing, nor does a dry run', async () => {
  const { set, tell } = await start()
  const refused: [entity: Entity, quotas: Record<string, number>][] = [
    [{}, { producer_byte_rate: 1 }],
    [{ user: '' }, { producer_byte_rate: 1 }],
    [{ planet: 'x' }, { producer_byte_rate: 1 }],
    [{ ip: 'not an ip' }, { connection_creation_rate: 1 }],
    [{ ip: '10.0.0.1', user: 'u' }, { connection_creation_rate: 1 }],
    [{ ip: '10.0.0.1' }, { producer_byte_rate: 1 }],
    [{ user: 'u' }, { producer_byte_rate: 1, nope: 1 }],
    [{ user: 'u' }, { consumer_byte_rate: 10.5 }],
  ]
  for (const [entity, quotas] of refused) {
    const { errorCode, errorMessage } = await set(entity, quotas)
    assert.equal(errorCode, ErrorCode.INVALID_REQUEST)
    assert.ok(errorMessage)
  }
  assert.equal((await set({ user: 'u' }, { producer_byte_rate: 1 }, true)).errorCode, ErrorCode.NONE)
  assert.deepEqual(await tell([]), [])
})
