import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  brokerSetting,
  brokerSettings,
  clientMetricsSettings,
  groupSettings,
  isChangeable,
  settingsOf,
  topicSettings,
} from './settings.ts'
import { brokerFallbacks, topicSynonyms } from './topic-synonyms.ts'
import { parseValue } from './values.ts'

const SCOPES = ['broker', 'topic', 'group', 'client-metrics'] as const

test('the tables are whole', () => {
  const apache = [...brokerSettings.keys()].filter((name) => !name.startsWith('odradek.'))
  assert.equal(apache.length, 425 + 4 + 3)
  assert.equal(topicSettings.size, 41)
  assert.equal(groupSettings.size, 27)
  assert.equal(clientMetricsSettings.size, 3)
})

test('every row has a text, and a default that its own rules take', () => {
  for (const scope of SCOPES) {
    for (const setting of settingsOf(scope).values()) {
      assert.match(setting.text, /^[A-Z'].*[^ ]$/, setting.name)
      assert.ok(setting.text.length <= 130, setting.name)
      // An empty list of voters stands for none, and is refused when it is written out.
      if (setting.default.text === null || setting.default.text === '') continue
      assert.equal(parseValue(setting, setting.default.text).text, setting.default.text, setting.name)
    }
  }
})

test('no name stands twice', () => {
  for (const [name, setting] of brokerSettings) assert.equal(name, setting.name)
})

test('synonyms are settings of the broker with the same default', () => {
  for (const [topic, synonyms] of topicSynonyms) {
    const inTopic = topicSettings.get(topic)
    assert.ok(inTopic, topic)
    const inBroker = synonyms.map(({ name, factor }) => ({ row: brokerSettings.get(name)!, factor }))
    const first = inBroker.find(({ row }) => row.default.plain !== null)!
    const plain = first.row.default.plain
    assert.deepEqual(typeof plain === 'number' ? plain * first.factor : plain, inTopic.default.plain, topic)
  }
  for (const [name, fallbacks] of brokerFallbacks) {
    for (const fallback of [name, ...fallbacks.map((f) => f.name)]) assert.ok(brokerSettings.has(fallback), fallback)
  }
})

test('a listener has settings of its own', () => {
  assert.equal(brokerSetting('listener.name.internal.ssl.keystore.password')?.type, 'password')
  assert.equal(brokerSetting('listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config')?.type, 'password')
  assert.equal(brokerSetting('listener.name.internal.nothing'), null)
  assert.equal(brokerSetting('listener.name.a.b.c.max.connections')?.type, 'int')
  const changeable = (name: string) => isChangeable(brokerSetting(name)!)
  assert.ok(changeable('listener.name.internal.max.connections') && changeable('sasl.kerberos.min.time.before.relogin'))
  assert.ok(!changeable('listener.name.internal.ssl.keystore.location') && !changeable('sasl.jaas.config'))
  assert.equal(brokerSetting('nothing'), null)
})

test('our own settings are explained to people', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8')
  const own = [...brokerSettings.values()].filter(({ name }) => name.startsWith('odradek.'))
  for (const { name } of own) assert.ok(page.includes(`| \`${name}\` |`), `${name} is missing in docs/configuration.md`)
})
