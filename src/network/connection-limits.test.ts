import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionLimits } from './connection-limits.ts'
import { fakeConfig, LOOPBACK } from './testing.ts'

const ENDPOINTS = {
  ...LOOPBACK,
  listeners: ['CLIENTS', 'INTERNAL'].map((listener) => ({ ...LOOPBACK.listeners[0]!, listener })),
  interBrokerListener: 'INTERNAL',
}

test('listener.name.X.max.connections bounds that listener alone', () => {
  const limits = new ConnectionLimits(fakeConfig({ 'listener.name.clients.max.connections': 2 }), ENDPOINTS)
  for (const host of ['a', 'b']) {
    assert.equal(limits.refusal(host, 'CLIENTS'), null)
    limits.opened(host, 'CLIENTS')
  }
  assert.match(limits.refusal('c', 'CLIENTS') ?? '', /listener\.name\.clients\.max\.connections/)
  assert.equal(limits.refusal('c', 'INTERNAL'), null)
  limits.closed('a', 'CLIENTS')
  assert.equal(limits.refusal('c', 'CLIENTS'), null)
})

test('brokers get in on a listener of their own when clients have taken all of max.connections, up to its own limit', () => {
  const values = { 'max.connections': 1, 'listener.name.internal.max.connections': 1 }
  const limits = new ConnectionLimits(fakeConfig(values), ENDPOINTS)
  limits.opened('a', 'CLIENTS')
  assert.match(limits.refusal('b', 'CLIENTS') ?? '', /as many as max\.connections/)
  assert.equal(limits.refusal('b', 'INTERNAL'), null)
  limits.opened('b', 'INTERNAL')
  assert.match(limits.refusal('b', 'INTERNAL') ?? '', /listener\.name\.internal\.max\.connections/)
  const shared = new ConnectionLimits(fakeConfig({ 'max.connections': 1 }), LOOPBACK)
  shared.opened('a', 'PLAINTEXT')
  assert.notEqual(shared.refusal('b', 'PLAINTEXT'), null)
})
