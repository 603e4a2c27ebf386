// The tools of Apache Kafka 2.8.2 that write to ZooKeeper, on a running Odradek: node compat/zookeeper/old-tools.ts
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { ask as askBroker, eventually } from '../../src/broker/testing/groups.ts'
import type { ZooKeeperTree } from '../../src/metadata/stores/zookeeper/zookeeper-tree.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import { buildBatch } from '../../src/protocol/batch/builder.ts'
import type { KnownApiKey, RequestInputOf } from '../../src/protocol/codec.ts'
import { apacheTool } from '../apache/apache.ts'
import type { OdradekProcess } from '../lib/broker.ts'
import { tail } from '../lib/process.ts'
import { lookInto, odradekOn, zooKeeperOrSkip } from './cluster.ts'

const { work, zk, clean } = await zooKeeperOrSkip()
const connect = `${zk.address}/old`
let broker: OdradekProcess
let tree: ZooKeeperTree

before(async () => {
  broker = await odradekOn(connect, work, { overrides: { 'broker.id': 1 } })
  tree = await lookInto(connect)
})
after(async () => {
  await tree.close()
  await broker.stop()
  await clean()
})

async function tool(name: string, ...args: string[]): Promise<string> {
  const result = await apacheTool('2.8.2', `kafka.admin.${name}`, ['--zookeeper', connect, ...args])
  assert.equal(result.code, 0, tail(result.stdout + result.stderr))
  return result.stdout
}

const ask = <K extends KnownApiKey>(apiKey: K, version: number, body: RequestInputOf<K>) =>
  askBroker({ bootstrapServers: broker.address, stop: async () => {} }, apiKey, version, body)

async function partitionsOf(name: string) {
  const { topics } = await ask(ApiKey.Metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false })
  const [topic] = topics
  return { error: topic!.errorCode, id: topic!.topicId, leaders: topic!.partitions.map(({ leaderId }) => leaderId) }
}

async function produce(name: string, index: number): Promise<void> {
  const records = buildBatch([{ timestamp: Date.now(), value: Buffer.from('x') }])
  const topicData = [{ name, partitionData: [{ index, records }] }]
  const answer = await ask(ApiKey.Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData })
  assert.equal(answer.responses[0]!.partitionResponses[0]!.errorCode, 0)
}

async function setting(type: number, resourceName: string, name: string): Promise<string | null> {
  const resources = [{ resourceType: type, resourceName, configurationKeys: [name] }]
  const { results } = await ask(ApiKey.DescribeConfigs, 4, { resources })
  return results[0]!.configs[0]?.value ?? null
}

async function quota(entityType: string, match: string): Promise<string> {
  const components = [{ entityType, matchType: 0, match }]
  const { entries } = await ask(ApiKey.DescribeClientQuotas, 1, { components, strict: true })
  return (entries ?? []).flatMap(({ values }) => values.map(({ key, value }) => `${key}=${value}`)).join()
}

async function credentials(name: string): Promise<string[]> {
  const { results } = await ask(ApiKey.DescribeUserScramCredentials, 0, { users: [{ name }] })
  return results[0]!.credentialInfos.map(({ mechanism, iterations }) => `${mechanism}:${iterations}`)
}

const isGone = (path: string) => eventually(async () => assert.equal(await tree.exists(path), null))

test('kafka-topics --create: the topic gets an id and a leader, and serves', async () => {
  await tool(
    'TopicCommand',
    '--create',
    '--topic',
    'old',
    '--partitions',
    '2',
    '--replication-factor',
    '1',
    '--config',
    'retention.ms=1234567',
  )
  await eventually(async () => assert.deepEqual((await partitionsOf('old')).leaders, [1, 1]))
  assert.equal(await setting(2, 'old', 'retention.ms'), '1234567')
  await produce('old', 1)
  assert.match(await tool('TopicCommand', '--list'), /^old$/m)
  assert.match(
    await tool('TopicCommand', '--describe', '--topic', 'old'),
    /Partition: 1\s+Leader: 1\s+Replicas: 1\s+Isr: 1/,
  )
})

test('kafka-topics --alter: partitions are added, and the id that the tool drops is written back', async () => {
  const { id } = await partitionsOf('old')
  await tool('TopicCommand', '--alter', '--topic', 'old', '--partitions', '4')
  await eventually(async () => assert.deepEqual((await partitionsOf('old')).leaders, [1, 1, 1, 1]))
  await produce('old', 3)
  assert.equal((await partitionsOf('old')).id, id)
  await eventually(async () => {
    const node = JSON.parse(Buffer.from((await tree.get('/brokers/topics/old')).data!).toString())
    assert.deepEqual([node.topic_id, Object.keys(node.partitions).length], [id, 4])
  })
})

test('kafka-configs: topics, and quotas of users, clients and ips are in effect; SCRAM users are told', async () => {
  const alter = (type: string, name: string, config: string) =>
    tool('ConfigCommand', '--alter', '--entity-type', type, '--entity-name', name, '--add-config', config)
  await alter('topics', 'old', 'max.message.bytes=65536')
  await eventually(async () => assert.equal(await setting(2, 'old', 'max.message.bytes'), '65536'))
  assert.equal(await setting(2, 'old', 'retention.ms'), '1234567')
  await alter('users', 'alice', 'producer_byte_rate=1024')
  await alter('users', 'bob', 'SCRAM-SHA-256=[iterations=4096,password=secret]')
  await alter('clients', 'c 1', 'consumer_byte_rate=2048')
  await alter('ips', '127.0.0.9', 'connection_creation_rate=10')
  await eventually(async () => assert.equal(await quota('user', 'alice'), 'producer_byte_rate=1024'))
  await eventually(async () => assert.deepEqual(await credentials('bob'), ['1:4096']))
  // A change of ours keeps what the tool wrote, and the other way round.
  const entity = [{ entityType: 'user', entityName: 'bob' }]
  const ops = [{ key: 'producer_byte_rate', value: 2048, remove: false }]
  await ask(ApiKey.AlterClientQuotas, 1, { entries: [{ entity, ops }], validateOnly: false })
  await alter('users', 'bob', 'SCRAM-SHA-512=[password=secret]')
  await eventually(async () => assert.deepEqual(await credentials('bob'), ['1:4096', '2:4096']))
  assert.equal(await quota('user', 'bob'), 'producer_byte_rate=2048')
  await eventually(async () => assert.equal(await quota('client-id', 'c 1'), 'consumer_byte_rate=2048'))
  await eventually(async () => assert.equal(await quota('ip', '127.0.0.9'), 'connection_creation_rate=10'))
  await tool(
    'ConfigCommand',
    '--alter',
    '--entity-type',
    'topics',
    '--entity-name',
    'old',
    '--delete-config',
    'retention.ms',
  )
  await eventually(async () => assert.equal(await setting(2, 'old', 'retention.ms'), '604800000'))
  const described = await tool('ConfigCommand', '--describe', '--entity-type', 'topics', '--entity-name', 'old')
  assert.match(described, /max\.message\.bytes=65536/)
  await produce('old', 0)
})

test('kafka-reassign-partitions: what one broker can do is done, what it cannot is let go of', async () => {
  const file = join(work, 'move.json')
  const wish = (replicas: number[]) => {
    const partitions = [{ topic: 'old', partition: 0, replicas }]
    writeFileSync(file, JSON.stringify({ version: 1, partitions }))
  }
  wish([1])
  await tool('ReassignPartitionsCommand', '--execute', '--reassignment-json-file', file)
  await isGone('/admin/reassign_partitions')
  const verified = await tool('ReassignPartitionsCommand', '--verify', '--reassignment-json-file', file)
  assert.match(verified, /Reassignment of partition old-0 is complete/)
  // The tool itself refuses a broker that is not there: as one that leaves in between.
  const wanted = { version: 1, partitions: [{ topic: 'old', partition: 0, replicas: [2] }] }
  await tree.create('/admin/reassign_partitions', Buffer.from(JSON.stringify(wanted)), 'persistent')
  await isGone('/admin/reassign_partitions')
  assert.deepEqual((await partitionsOf('old')).leaders, [1, 1, 1, 1])
  await produce('old', 0)
})

test('kafka-preferred-replica-election: answered, and its node goes', async () => {
  await tool('PreferredReplicaLeaderElectionCommand')
  await isGone('/admin/preferred_replica_election')
  await produce('old', 2)
})

test('settings of a broker that are written to ZooKeeper are in effect', async () => {
  await tree.create(
    '/config/brokers/1',
    Buffer.from('{"version":1,"config":{"log.cleaner.backoff.ms":"7777"}}'),
    'persistent',
  )
  const change = '{"version":2,"entity_path":"brokers/1"}'
  await tree.create('/config/changes/config_change_', Buffer.from(change), 'persistent-sequential')
  await eventually(async () => assert.equal(await setting(4, '1', 'log.cleaner.backoff.ms'), '7777'))
})

test('notifications of failed folders and changed ISRs are taken in', async () => {
  const { leaders } = await partitionsOf('old')
  await tree.create(
    '/log_dir_event_notification/log_dir_event_',
    Buffer.from('{"version":1,"broker":1,"event":1}'),
    'persistent-sequential',
  )
  const change = '{"version":1,"partitions":[{"topic":"old","partition":0}]}'
  await tree.create('/isr_change_notification/isr_change_', Buffer.from(change), 'persistent-sequential')
  for (const path of ['/log_dir_event_notification', '/isr_change_notification']) {
    await eventually(async () => assert.deepEqual((await tree.children(path)).names, []))
  }
  assert.deepEqual((await partitionsOf('old')).leaders, leaders)
  await produce('old', 0)
})

test('kafka-topics --delete: the topic, its nodes and its folders go', async () => {
  await tool('TopicCommand', '--delete', '--topic', 'old')
  await isGone('/admin/delete_topics/old')
  for (const path of ['/brokers/topics/old', '/config/topics/old']) assert.equal(await tree.exists(path), null)
  assert.equal((await partitionsOf('old')).error, 3)
  await tool('TopicCommand', '--create', '--topic', 'old', '--partitions', '1', '--replication-factor', '1')
  await eventually(async () => assert.deepEqual((await partitionsOf('old')).leaders, [1]))
  await produce('old', 0)
})
