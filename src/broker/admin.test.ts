/** What admins set through the wire: in effect at once, and after a restart. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ApiKey } from '../protocol/apis.ts'
import { compress } from '../protocol/compression/compression.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startBroker } from './main.ts'
import { ask, type RunningTestBroker } from './testing/groups.ts'

const dir = mkdtempSync(join(tmpdir(), 'odradek-test-'))
after(() => rmSync(dir, { recursive: true, force: true }))

const start = (flags: Record<string, string> = {}) => startBroker({ port: 0, flags: { 'log.dirs': dir, ...flags } })
const CLIENT = [{ entityType: 'client-id', entityName: 'test' }]

async function told(broker: RunningTestBroker) {
  const body = { clientSoftwareName: 'a', clientSoftwareVersion: '1' }
  const { finalizedFeatures, apiKeys } = await ask(broker, ApiKey.ApiVersions, 4, body)
  const level = finalizedFeatures.find(({ name }) => name === 'transaction.version')?.maxVersionLevel ?? 0
  return { level, keys: new Set(apiKeys.map(({ apiKey }) => apiKey)) }
}

async function quotas(broker: RunningTestBroker) {
  const { entries } = await ask(broker, ApiKey.DescribeClientQuotas, 1, { components: [], strict: false })
  return entries!.map(({ values }) => values.map(({ key, value }) => [key, value]))
}

async function make(broker: RunningTestBroker, name: string, numPartitions: number) {
  const topics = [{ name, numPartitions, replicationFactor: 1 }]
  const answer = await ask(broker, ApiKey.CreateTopics, 7, { topics, timeoutMs: 5000 })
  return { error: answer.topics[0]!.errorCode, throttleMs: answer.throttleTimeMs }
}

test('features, quotas and moves of partitions', async () => {
  const first = await start()
  assert.equal((await told(first)).level, 2)
  const down = { featureUpdates: [{ feature: 'transaction.version', maxVersionLevel: 1, upgradeType: 2 }] }
  assert.equal((await ask(first, ApiKey.UpdateFeatures, 2, down)).errorCode, ErrorCode.NONE)
  assert.equal((await told(first)).level, 1)

  const ops = [{ key: 'controller_mutation_rate', value: 0.5, remove: false }]
  await ask(first, ApiKey.AlterClientQuotas, 1, { entries: [{ entity: CLIENT, ops }], validateOnly: false })
  // Eleven seconds are free, and one request may go beyond.
  assert.deepEqual((await make(first, 'a', 12)).error, ErrorCode.NONE)
  const refused = await make(first, 'b', 1)
  assert.equal(refused.error, ErrorCode.THROTTLING_QUOTA_EXCEEDED)
  assert.ok(refused.throttleMs > 10_000 && refused.throttleMs <= 13_000, `${refused.throttleMs}`)

  const topics = [{ name: 'a', partitions: [{ partitionIndex: 0, replicas: [1] }] }]
  const moved = await ask(first, ApiKey.AlterPartitionReassignments, 1, { topics })
  assert.equal(moved.responses[0]!.partitions[0]!.errorCode, ErrorCode.NONE)
  assert.deepEqual((await ask(first, ApiKey.ListPartitionReassignments, 0, { topics: null })).topics, [])
  await first.stop()

  const second = await start()
  assert.equal((await told(second)).level, 1)
  assert.deepEqual(await quotas(second), [[['controller_mutation_rate', 0.5]]])
  const remove = [{ key: 'controller_mutation_rate', value: 0, remove: true }]
  await ask(second, ApiKey.AlterClientQuotas, 1, { entries: [{ entity: CLIENT, ops: remove }], validateOnly: false })
  assert.equal((await make(second, 'c', 20)).error, ErrorCode.NONE)
  assert.deepEqual(await quotas(second), [])
  await second.stop()
})

test('credentials of users are there after a restart, and their keys in nothing that is told or logged', async () => {
  const lines: string[] = []
  const startLogged = () => startBroker({ port: 0, flags: { 'log.dirs': dir }, log: (line) => lines.push(line) })
  const first = await startLogged()
  const salt = Buffer.from('0123456789abcdef')
  const saltedPassword = Buffer.alloc(32, 7)
  const upsertions = [{ name: 'u', mechanism: 1, iterations: 8192, salt, saltedPassword }]
  const { results } = await ask(first, ApiKey.AlterUserScramCredentials, 0, { deletions: [], upsertions })
  assert.equal(results[0]!.errorCode, ErrorCode.NONE)
  await first.stop()
  const second = await startLogged()
  const told = await ask(second, ApiKey.DescribeUserScramCredentials, 0, { users: null })
  assert.deepEqual(
    told.results.map(({ user, credentialInfos }) => [
      user,
      credentialInfos[0]!.mechanism,
      credentialInfos[0]!.iterations,
    ]),
    [['u', 1, 8192]],
  )
  assert.deepEqual(
    await ask(second, ApiKey.DescribeClientQuotas, 1, { components: [], strict: false }).then(({ entries }) => entries),
    [],
  )
  await second.stop()
  assert.ok(lines.length > 0)
  const secrets = [salt, saltedPassword].flatMap((bytes) => [bytes.toString('base64'), bytes.toString('hex')])
  for (const line of lines)
    assert.ok(!secrets.some((secret) => line.includes(secret)) && !line.includes('stored_key'), line)
})

test('telemetry is told of when it is switched on, and follows the subscriptions', async () => {
  const off = await start()
  const { keys } = await told(off)
  assert.ok(!keys.has(ApiKey.GetTelemetrySubscriptions) && !keys.has(ApiKey.PushTelemetry))
  await off.stop()
  const on = await start({ 'odradek.telemetry.enable': 'true' })
  assert.ok((await told(on)).keys.has(ApiKey.PushTelemetry))
  const configs = [
    { name: 'metrics', configOperation: 0, value: 'org.apache.kafka.' },
    { name: 'interval.ms', configOperation: 0, value: '60000' },
    { name: 'match', configOperation: 0, value: 'client_id=te.*,client_source_address=127[.].*' },
  ]
  const resources = [{ resourceType: 16, resourceName: 's', configs }]
  await ask(on, ApiKey.IncrementalAlterConfigs, 1, { resources, validateOnly: false })
  const clientInstanceId = 'aaaaaaaaaaaaaaaaaaaaaA'
  const asked = await ask(on, ApiKey.GetTelemetrySubscriptions, 0, { clientInstanceId })
  assert.deepEqual([asked.requestedMetrics, asked.pushIntervalMs], [['org.apache.kafka.'], 60_000])
  const { subscriptionId } = asked
  const bomb = { metrics: compress(1, new Uint8Array(5 * 1024 * 1024)), compressionType: 1 }
  const pushed = await ask(on, ApiKey.PushTelemetry, 0, { clientInstanceId, subscriptionId, ...bomb })
  assert.equal(pushed.errorCode, ErrorCode.INVALID_RECORD)
  await on.stop()
})
