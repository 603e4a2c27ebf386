/** Dynamic settings of a broker that are refused though each is a value of its type, as Apache Kafka 3.9.2 answered. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBroker } from './alter.ts'
import { loadConfig } from './load.ts'

const WRONG_PART = 'Invalid value org.apache.kafka.common.config.ConfigException: '
const dynamic = (what: string) => `${WRONG_PART}${what} for configuration Invalid dynamic configuration`

function answer(values: Record<string, string>, { isDefault = false, file = '', deleted = [] as string[] } = {}) {
  const { config } = loadConfig({ file: { path: 'f', text: file } })
  const touched = new Set([...Object.keys(values), ...deleted])
  return checkBroker(config, new Map(Object.entries(values)), touched, isDefault)?.message ?? null
}

test('what would let nobody in any more', () => {
  for (const isDefault of [false, true]) {
    const ask = (values: Record<string, string>) => answer(values, { isDefault })
    assert.equal(ask({ 'max.connections': '0' }), dynamic('Invalid max.connections 0'))
    assert.equal(ask({ 'max.connections': '1' }), null)
    assert.equal(ask({ 'listener.name.plaintext.max.connections': '0' }), dynamic('Invalid max.connections 0'))
    assert.equal(ask({ 'listener.name.x.max.connections': '0' }), null)
    const rate = 'max.connection.creation.rate'
    assert.equal(ask({ [rate]: '0' }), dynamic(`Invalid ${rate} 0`))
    assert.equal(ask({ [`listener.name.plaintext.${rate}`]: '0' }), dynamic(`Invalid ${rate} 0`))
    assert.match(
      ask({ 'max.connections.per.ip': '0' })!,
      /^requirement failed: max\.connections\.per\.ip can be set to zero/,
    )
  }
  const [perIp, overrides] = ['max.connections.per.ip', 'max.connections.per.ip.overrides']
  assert.equal(answer({ [perIp]: '0', [overrides]: '127.0.0.1:5' }), null)
  assert.equal(answer({ [perIp]: '0' }, { file: `${overrides}=127.0.0.1:5` }), null)
  assert.match(answer({ [perIp]: '0' }, { deleted: [overrides] })!, /can be set to zero only if/)
})

test('overrides of addresses that cannot be read', () => {
  const ask = (value: string) => answer({ 'max.connections.per.ip.overrides': value })
  const parsing = "Error parsing configuration property 'max.connections.per.ip.overrides': begin 0, end -1, length"
  assert.equal(ask('abc'), `${parsing} 3`)
  assert.equal(ask('a:b'), 'For input string: "b"')
  assert.equal(ask('127.0.0.1:'), 'For input string: ""')
  for (const good of ['', ',', ' 127.0.0.1 : 5 ', 'a:1:2', '127.0.0.1:5,localhost:-6']) assert.equal(ask(good), null)
})

test('of the log and its cleaner', () => {
  const retention = 'requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1'
  assert.equal(answer({ 'log.retention.ms': '0' }), retention)
  for (const good of ['-2', '-1', '1']) assert.equal(answer({ 'log.retention.ms': good }), null)
  const jitter = 'requirement failed: log.roll.jitter.ms must be greater than or equal to 0'
  assert.equal(answer({ 'log.roll.jitter.ms': '-1' }), jitter)
  const buffer = 'requirement failed: log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.'
  for (const bad of ['-1', '0', '1048576']) assert.equal(answer({ 'log.cleaner.dedupe.buffer.size': bad }), buffer)
  assert.equal(answer({ 'log.cleaner.dedupe.buffer.size': '1048577' }), null)
  assert.equal(answer({ 'log.cleaner.threads': '2' }, { file: 'log.cleaner.dedupe.buffer.size=2097153' }), buffer)
  assert.equal(answer({ 'log.cleaner.threads': '0' }), '/ by zero')
})
