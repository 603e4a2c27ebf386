import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { silentLogger } from '../../base/logger.ts'
import { startBroker } from '../../broker/main.ts'
import { METADATA_FILE } from '../../broker/store.ts'
import { ask } from '../../broker/testing/groups.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import type { NodeTree } from '../../metadata/contract.ts'
import { OPEN_ACL } from '../../metadata/contract.ts'
import { readEmbeddedTree } from '../../metadata/stores/embedded/tree-reader.ts'
import { parseConnectString } from '../../metadata/stores/zookeeper/connect-string.ts'
import { FakeZooKeeper } from '../../metadata/stores/zookeeper/testing/fake-server.ts'
import { openZooKeeperTree } from '../../metadata/stores/zookeeper/zookeeper-tree.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { buildBatch } from '../../protocol/batch/builder.ts'
import { migrateToZooKeeper } from './migrate.ts'
import { shown, walk } from './tree-walk.ts'

const world = makeNodeWorld()
let server: FakeZooKeeper
let connect: string
let dir: string

beforeEach(async () => {
  server = new FakeZooKeeper(world)
  connect = `127.0.0.1:${await server.listen(0)}/kafka`
  dir = mkdtempSync(join(tmpdir(), 'odradek-migrate-'))
})
afterEach(async () => {
  await server.goAway()
  rmSync(dir, { recursive: true, force: true })
})

async function inZooKeeper<T>(use: (tree: NodeTree) => Promise<T>): Promise<T> {
  const address = parseConnectString(connect)
  const limits = { sessionTimeoutMs: 5000, connectionTimeoutMs: 5000, maxInFlight: 10 }
  const tree = await openZooKeeperTree({ world, logger: silentLogger, address, ...limits })
  try {
    return await use(tree)
  } finally {
    await tree.close()
  }
}

const migrate = () => inZooKeeper((tree) => migrateToZooKeeper({ world, logger: silentLogger, paths: [dir], tree }))

async function aloneWithRecords(): Promise<{ clusterId: string; topicId: string }> {
  const broker = await startBroker({ port: 0, flags: { 'log.dirs': dir } })
  const topics = [
    { name: 't', numPartitions: 3, replicationFactor: 1, configs: [{ name: 'retention.ms', value: '-1' }] },
  ]
  const created = await ask(broker, ApiKey.CreateTopics, 7, { topics, timeoutMs: 5000 })
  const records = buildBatch([{ timestamp: 1, value: Buffer.from('x') }])
  const topicData = [{ name: 't', partitionData: [{ index: 2, records }] }]
  await ask(broker, ApiKey.Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData })
  const { clusterId } = broker
  const stopping = broker.stop()
  await assert.rejects(migrate(), /in use by another broker/)
  await stopping
  return { clusterId, topicId: created.topics[0]!.topicId }
}

test('what a broker alone has goes into an empty ZooKeeper, and its folder serves on', async () => {
  const { clusterId, topicId } = await aloneWithRecords()
  const lines: string[] = []
  for await (const { path, data } of walk(await readEmbeddedTree(world.disk, join(dir, METADATA_FILE)), '/brokers')) {
    lines.push(`${path} ${shown(data)}`)
  }
  assert.ok(lines.some((line) => line.startsWith('/brokers/topics/t {"partitions":{"0":[1]')))
  const moved = await migrate()
  assert.equal(moved.clusterId, clusterId)
  assert.ok(!existsSync(join(dir, METADATA_FILE)))
  const broker = await startBroker({ port: 0, flags: { 'log.dirs': dir, 'zookeeper.connect': connect } })
  try {
    assert.deepEqual([broker.brokerId, broker.clusterId], [1, clusterId])
    const metadata = await ask(broker, ApiKey.Metadata, 12, { topics: [{ name: 't' }] })
    assert.deepEqual([metadata.topics[0]!.topicId, metadata.topics[0]!.partitions.length], [topicId, 3])
    const partitions = [{ partitionIndex: 2, timestamp: -1 }]
    const listed = await ask(broker, ApiKey.ListOffsets, 5, { replicaId: -1, topics: [{ name: 't', partitions }] })
    assert.equal(listed.topics[0]!.partitions[0]!.offset, 1)
    const resources = [{ resourceType: 2, resourceName: 't', configurationKeys: ['retention.ms'] }]
    const described = await ask(broker, ApiKey.DescribeConfigs, 4, { resources })
    assert.equal(described.results[0]!.configs[0]!.value, '-1')
  } finally {
    await broker.stop()
  }
  await assert.rejects(migrate(), /has no metadata of a broker that ran alone/)
})

test('a ZooKeeper of another cluster, or with brokers in it, is left alone; a move that broke off is done again', async () => {
  await aloneWithRecords()
  await inZooKeeper(async (tree) => {
    for (const path of ['/brokers', '/brokers/ids', '/brokers/ids/9', '/brokers/topics', '/cluster']) {
      await tree.create(path, null, 'persistent')
    }
  })
  await assert.rejects(migrate(), /brokers are registered in this ZooKeeper \(9\)/)
  await inZooKeeper(async (tree) => {
    await tree.delete('/brokers/ids/9', -1)
    await tree.create('/cluster/id', Buffer.from('{"version":"1","id":"other"}'), 'persistent')
  })
  await assert.rejects(migrate(), /belongs to cluster other/)
  const left = '/brokers/topics/left'
  await inZooKeeper(async (tree) => {
    await tree.delete('/cluster/id', -1)
    await tree.create(left, null, 'persistent')
  })
  // Deleted, say, after a first attempt: it would come back, empty.
  await assert.rejects(migrate(), /has \/brokers\/topics\/left, and the broker that ran alone has not/)
  const stranger = [{ scheme: 'world', id: 'anyone', permissions: 1 }]
  await inZooKeeper(async (tree) => {
    await tree.delete(left, -1)
    await tree.create('/brokers/topics/t', Buffer.from('old'), 'persistent', stranger)
    await tree.create('/brokers/topics/t/partitions', null, 'persistent', stranger)
  })
  assert.ok((await migrate()).nodes > 20)
  await inZooKeeper(async (tree) => {
    assert.deepEqual(await tree.acl('/brokers/topics/t'), OPEN_ACL)
    assert.notEqual(await tree.exists('/brokers/topics/t/partitions/2/state'), null)
  })
})

test('data is shown on one line', () => {
  assert.equal(shown(null), 'null')
  assert.equal(shown(Buffer.from('a\n\u001b[1mß\\')), 'a\\x0a\\x1b[1mß\\')
})
