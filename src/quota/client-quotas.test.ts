import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Registry } from '../metrics/registry.ts'
import { canonicalAddress } from './address.ts'
import { ClientQuotas } from './client-quotas.ts'
import { ConnectionRates } from './connection-rates.ts'
import { LimitTable } from './limit-table.ts'
import { registerQuotaMetrics } from './metrics.ts'
import { checkQuota, quotasOf } from './quota-values.ts'

const WINDOW = { samples: 11, windowMs: 1000 }

test('the most exact quota holds, and says whose use is counted together', () => {
  const table = new LimitTable()
  const entities = [
    { user: 'u', clientId: 'c' },
    { user: 'u', clientId: null },
    { user: 'u' },
    { user: null, clientId: 'c' },
    { user: null, clientId: null },
    { user: null },
    { clientId: 'c' },
    { clientId: null },
  ]
  const both = { user: 'u', clientId: 'c' }
  const together = [both, both, { user: 'u', clientId: null }, both, both, { user: 'u', clientId: null }]
  const whos = [...together, { user: null, clientId: 'c' }, { user: null, clientId: 'c' }]
  for (const [bound, entity] of entities.entries()) table.set(entity, new Map([['q', bound]]))
  for (const [bound, entity] of entities.entries()) {
    assert.deepEqual(table.find('q', 'u', 'c'), { bound, who: whos[bound] })
    assert.equal(table.find('another', 'u', 'c'), null)
    table.set(entity, new Map())
  }
  assert.equal(table.find('q', 'u', 'c'), null)
  assert.ok(table.isEmpty)
})

test('nothing is active while no quota is set, and a changed bound holds at once', () => {
  const quotas = new ClientQuotas({ monotonicMs: () => 0, window: WINDOW, mutationWindow: WINDOW })
  assert.equal(quotas.active, null)
  quotas.set({ user: 'u' }, new Map([['producer_byte_rate', 100]]))
  assert.equal(quotas.active!.produced('u', 'any', 1000), 0)
  assert.equal(quotas.active!.produced('other', 'any', 1e9), 0)
  quotas.set({ user: 'u' }, new Map([['producer_byte_rate', 50]]))
  assert.equal(quotas.active!.produced('u', 'another', 0), 10_000)
  quotas.set({ user: 'u' }, new Map())
  assert.equal(quotas.active, null)
})

test('names from outside make no memory without end', () => {
  const quotas = new ClientQuotas({ monotonicMs: () => 0, window: WINDOW, mutationWindow: WINDOW })
  quotas.set({ clientId: null }, new Map([['producer_byte_rate', 100]]))
  for (let i = 0; i < 10_100; i++) quotas.active!.produced('u', `client ${i}`, 1)
  assert.equal([...quotas.meters()].length, 10_000)
})

test('nor do long ones', () => {
  const quotas = new ClientQuotas({ monotonicMs: () => 0, window: WINDOW, mutationWindow: WINDOW })
  quotas.set({ clientId: null }, new Map([['producer_byte_rate', 100]]))
  quotas.active!.produced('u', 'first', 1)
  for (let i = 0; i < 1000; i++) quotas.active!.produced('u', String(i).padEnd(4000, '\n'), 1)
  const kept = [...quotas.meters()].map(({ who }) => who.clientId!)
  assert.ok(kept.length > 100 && kept.join('').length <= 1_000_000, `${kept.length}`)
  assert.ok(kept.includes('999'.padEnd(4000, '\n')))
  const table = new LimitTable()
  table.set({ clientId: null }, new Map([['q', 1]]))
  for (let i = 0; i < 1000; i++) assert.equal(table.find('q', 'u', String(i).padEnd(4000))?.bound, 1)
  assert.ok(table.keptCharacters <= 1_000_000)
})

test('client ids that are longer than any that has a quota count together', () => {
  const quotas = new ClientQuotas({ monotonicMs: () => 0, window: WINDOW, mutationWindow: WINDOW })
  quotas.set({ clientId: null }, new Map([['producer_byte_rate', 100]]))
  for (let n = 0; n < 10; n++) quotas.active!.produced('u', `${n}${'x'.repeat(5000)}`, 1000)
  quotas.active!.produced('u', 'x'.repeat(4096), 1000)
  assert.deepEqual(
    [...quotas.meters()].map(({ who }) => who.clientId?.length),
    [0, 4096],
  )
})

test('values are those that Apache takes', () => {
  assert.deepEqual(checkQuota('producer_byte_rate', 1000, false), { text: '1000' })
  assert.deepEqual(checkQuota('request_percentage', 12.5, false), { text: '12.5' })
  assert.deepEqual(checkQuota('request_percentage', -1, false), { text: '-1.0' })
  assert.deepEqual(checkQuota('producer_byte_rate', 2 ** 63, false), { text: '9223372036854775807' })
  for (const [key, value, isOfAddress] of [
    ['producer_byte_rate', 10.5, false],
    ['producer_byte_rate', -5, false],
    ['producer_byte_rate', 1e300, false],
    ['request_percentage', Number.NaN, false],
    ['connection_creation_rate', 1, false],
    ['connection_creation_rate', 2 ** 31, true],
    ['toString', 1, false],
  ] as const) {
    assert.ok('problem' in checkQuota(key, value, isOfAddress), `${key} ${value}`)
  }
  const settings = new Map([
    ['SCRAM-SHA-256', 'salt=x'],
    ['producer_byte_rate', '7'],
    ['consumer_byte_rate', 'x'],
  ])
  assert.deepEqual([...quotasOf(settings)], [['producer_byte_rate', 7]])
})

test('one text for each address', () => {
  for (const [text, canonical] of [
    ['127.0.0.9', '127.0.0.9'],
    ['localhost', '127.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['256.0.0.1', null],
    ['not an ip', null],
    ['example', null],
    ['', null],
  ]) {
    assert.equal(canonicalAddress(text!), canonical)
  }
})

test('the page shows what is used and how long clients waited', () => {
  const registry = new Registry()
  const clients = new ClientQuotas({ monotonicMs: () => 0, window: WINDOW, mutationWindow: WINDOW })
  const connections = new ConnectionRates({ window: WINDOW, ofBroker: () => 1, ofListener: () => 1 })
  registerQuotaMetrics(registry, { clients, connections, monotonicMs: () => 0 })
  clients.set({ user: 'u' }, new Map([['producer_byte_rate', 100]]))
  // Told with the same labels as the next one.
  clients.set({ user: 'u', clientId: null }, new Map([['producer_byte_rate', 1]]))
  clients.active!.produced('u', '', 2000)
  clients.set({ user: 'u', clientId: null }, new Map())
  clients.active!.produced('u', 'c', 2000)
  for (let i = 0; i < 12; i++) connections.admit('PLAINTEXT', '10.0.0.1', 0)
  const samples: string[] = []
  for (const { name, collect } of registry.families()) {
    collect({
      sample: (value, labels = {}, suffix = '') => samples.push(`${name}${suffix} ${JSON.stringify(labels)} ${value}`),
    })
  }
  assert.deepEqual(samples, [
    'kafka_server_produce_byte_rate {"user":"u","client_id":""} 200',
    'kafka_server_produce_throttle_time_sum {"user":"u","client_id":""} 10000',
    'kafka_server_produce_throttle_time_count {"user":"u","client_id":""} 1',
    'kafka_server_socket_server_metrics_connection_accept_throttle_time_total {"listener":"PLAINTEXT"} 3000',
  ])
})
