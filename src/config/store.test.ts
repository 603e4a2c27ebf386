import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadConfig } from './load.ts'

const store = (text = '') => loadConfig({ file: { path: 'f', text } }).config
const map = (values: Record<string, string>) => new Map(Object.entries(values))

test('dynamic layers over static ones, told when something changes', () => {
  const config = store('log.retention.ms=1000')
  const told: string[][] = []
  config.onChange((names) => told.push([...names]))
  assert.deepEqual(config.setDynamic('DYNAMIC_DEFAULT_BROKER_CONFIG', map({ 'log.retention.ms': '2000' })), [])
  assert.equal(config.number('log.retention.ms'), 2000)
  config.setDynamic('DYNAMIC_BROKER_CONFIG', map({ 'log.retention.ms': '3000' }))
  assert.equal(config.number('log.retention.ms'), 3000)
  assert.equal(config.topic(new Map()).retentionMs, 3000)
  config.setDynamic('DYNAMIC_DEFAULT_BROKER_CONFIG', new Map())
  assert.equal(config.number('log.retention.ms'), 3000)
  config.setDynamic('DYNAMIC_BROKER_CONFIG', new Map())
  assert.equal(config.number('log.retention.ms'), 1000)
  assert.deepEqual(told, [['log.retention.ms'], ['log.retention.ms'], ['log.retention.ms']])
})

test('partitions of a topic share what is in effect, until a broker setting changes', () => {
  const config = store()
  const overrides = map({ 'retention.ms': '7' })
  const before = config.topic(overrides)
  assert.equal(config.topic(overrides), before)
  config.setDynamic('DYNAMIC_BROKER_CONFIG', map({ 'log.segment.bytes': '2000000' }))
  assert.equal(config.topic(overrides).segmentBytes, 2_000_000)
  assert.equal(before.segmentBytes, 1_073_741_824)
})

test('what the tree should not have is left out and told', () => {
  const config = store()
  const raws = map({
    'broker.id': '4',
    nothing: '1',
    'message.max.bytes': 'x',
    listeners: 'A://:1',
  })
  const problems = config.setDynamic('DYNAMIC_BROKER_CONFIG', raws)
  assert.equal(problems.length, 4)
  assert.deepEqual(config.setDynamic('DYNAMIC_BROKER_CONFIG', raws), [])
  assert.equal(config.number('broker.id'), -1)
  assert.equal(config.number('message.max.bytes'), 1_048_588)
})

test('a topic: its own value, else the broker’s in its unit, else the default', () => {
  const config = store('log.segment.bytes=1000000\nlog.roll.hours=2\nlog.message.timestamp.difference.max.ms=5')
  const log = config.topic(map({ 'retention.ms': '7', 'cleanup.policy': 'compact,delete', 'segment.index.bytes': 'x' }))
  assert.equal(log.retentionMs, 7)
  assert.equal(log.segmentBytes, 1_000_000)
  assert.equal(log.segmentMs, 7_200_000)
  assert.equal(log.segmentIndexBytes, 10_485_760)
  assert.equal(log.compact && log.delete, true)
  assert.equal(log.messageTimestampBeforeMaxMs, 5)
  assert.equal(config.topic(map({ 'message.timestamp.before.max.ms': '9' })).messageTimestampBeforeMaxMs, 9)
  assert.equal(config.topic(map({ 'message.timestamp.before.max.ms': '9' })).messageTimestampAfterMaxMs, 5)
})

test('what may be set on a topic', () => {
  const config = store()
  assert.equal(config.validateTopicConfig('retention.ms', '1'), null)
  assert.equal(config.validateTopicConfig('foo', '1'), 'Unknown topic config name: foo')
  assert.equal(config.validateTopicConfig('cleanup.policy', 'compact'), null)
  assert.equal(config.topicConfigsProblem(map({ 'min.compaction.lag.ms': '5' })), null)
  assert.equal(
    config.topicConfigsProblem(map({ 'min.compaction.lag.ms': '5', 'max.compaction.lag.ms': '4' })),
    'conflict topic config setting min.compaction.lag.ms (5) > max.compaction.lag.ms (4)',
  )
  assert.match(config.topicConfigsProblem(map({ 'remote.storage.enable': 'true' }))!, /Tiered Storage .* is disabled/)
  assert.equal(config.topicConfigsProblem(map({ 'remote.storage.enable': 'false' })), null)
  assert.notDeepEqual(config.setDynamic('DYNAMIC_DEFAULT_BROKER_CONFIG', map({ 'log.roll.ms': '0' })), [])
  assert.match(config.validateTopicConfig('segment.ms', '0')!, /at least 1/)
})

test('asking for a setting that does not exist is our bug', () => {
  assert.throws(() => store().number('num.partitons'), { name: 'AssertionError' })
  assert.throws(() => store().number('broker.rack'), { name: 'AssertionError' })
})
