import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planListeners } from './listeners.ts'
import { loadConfig } from './load.ts'

const plan = (text: string) => planListeners(loadConfig({ file: { path: 'f', text } }).config)

test('names, hosts, ports, protocols', () => {
  const { listeners, advertised, interBrokerListener } = plan(
    [
      'listeners=in://[::1]:19092,OUT://:9092',
      'advertised.listeners=OUT://example.org:9092',
      'listener.security.protocol.map=IN:PLAINTEXT,OUT:SASL_SSL',
    ].join('\n'),
  )
  assert.deepEqual(listeners, [
    { name: 'IN', host: '::1', port: 19092, securityProtocol: 'PLAINTEXT' },
    { name: 'OUT', host: '', port: 9092, securityProtocol: 'SASL_SSL' },
  ])
  assert.deepEqual(advertised, [{ name: 'OUT', host: 'example.org', port: 9092, securityProtocol: 'SASL_SSL' }])
  assert.equal(interBrokerListener, 'OUT')
  assert.equal(plan('broker.id=1').interBrokerListener, 'PLAINTEXT')
  assert.equal(plan('broker.id=1').advertised, null)
})

test('port 0 may stand twice, others not', () => {
  const map = 'listener.security.protocol.map=A:PLAINTEXT,B:PLAINTEXT'
  assert.equal(plan(`listeners=A://:0,B://:0\n${map}`).listeners.length, 2)
  assert.equal(plan(`listeners=A://0.0.0.0:1,B://[::]:1\n${map}`).listeners.length, 2)
  assert.throws(() => plan(`listeners=A://:1,B://:1\n${map}`), /port 1 twice/)
  assert.throws(() => plan(`listeners=A://:1,A://:2\n${map}`), /A twice/)
})

test('mistakes are told with their mending', () => {
  assert.throws(() => plan('listeners=localhost:9092'), /write NAME:\/\/host:port/)
  assert.throws(() => plan('listeners=PLAINTEXT://:70000'), /write NAME/)
  assert.throws(() => plan('listeners=X://:1'), /add X:PLAINTEXT/)
  assert.throws(
    () => plan('listeners=PLAINTEXT://:1\nadvertised.listeners=PLAINTEXT://0.0.0.0:1'),
    /nobody can connect to/,
  )
  assert.throws(() => plan('listeners=PLAINTEXT://:1\nadvertised.listeners=SSL://a:1'), /which listeners has not/)
  assert.throws(() => plan('listener.security.protocol.map=A:B'), /write NAME:PROTOCOL/)
  assert.throws(() => plan('inter.broker.listener.name=X'), /no listener is called/)
})
