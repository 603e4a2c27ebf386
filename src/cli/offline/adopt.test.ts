import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { silentLogger } from '../../base/logger.ts'
import { startBroker } from '../../broker/main.ts'
import { METADATA_FILE } from '../../broker/store.ts'
import { KafkaClient } from '../../client/client.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { buildBatch } from '../../protocol/batch/builder.ts'
import type { Cluster } from '../cluster.ts'
import { LATEST, offsetsOf, topicsOf } from '../cluster.ts'
import { adoptFolders } from './adopt.ts'

let root: string
const world = makeNodeWorld()
const adopt = (...paths: string[]) => adoptFolders({ world, logger: silentLogger, paths })

before(() => {
  root = mkdtempSync(join(tmpdir(), 'odradek-adopt-'))
})
after(() => rmSync(root, { recursive: true }))

/** Starts a broker on the folders, does something, stops it cleanly. */
async function withBroker<T>(
  folders: string[],
  use: (cluster: Cluster, client: KafkaClient) => Promise<T>,
): Promise<T> {
  const broker = await startBroker({ port: 0, flags: { 'log.dirs': folders.join(','), 'broker.id': '1' } })
  const client = new KafkaClient({ world, bootstrapServers: broker.bootstrapServers })
  const cluster: Cluster = {
    request: (apiKey, body, { to } = {}) =>
      (typeof to === 'number' ? client.toBroker(to, apiKey, body) : client.toAny(apiKey, body)) as Promise<never>,
    nowMs: () => world.clock.wallMs(),
    sleep: (ms) => world.clock.sleep(ms),
  }
  try {
    return await use(cluster, client)
  } finally {
    client.close()
    await broker.stop()
  }
}

const produce = (client: KafkaClient, partition: number) =>
  client.toAny(
    ApiKey.Produce,
    {
      transactionalId: null,
      acks: -1,
      timeoutMs: 5000,
      topicData: [
        {
          name: 'a',
          partitionData: [{ index: partition, records: buildBatch([{ timestamp: 1, value: Buffer.from('x') }]) }],
        },
      ],
    },
    { version: 9 },
  )

test('folders without a store become a broker’s again: topics, ids, records, epochs', async () => {
  const folders = [join(root, 'one'), join(root, 'two')]
  const before = await withBroker(folders, async (cluster, client) => {
    const topic = { name: 'a', numPartitions: 4, replicationFactor: 1 }
    await client.toAny(ApiKey.CreateTopics, { topics: [topic], timeoutMs: 5000 })
    for (const partition of [0, 1, 1]) await produce(client, partition)
    return (await topicsOf(cluster, ['a']))[0]!
  })
  await assert.rejects(adopt(...folders), /needs no adopting/)
  renameSync(join(folders[0]!, METADATA_FILE), join(root, 'away'))
  await assert.rejects(
    withBroker(folders, async () => {}),
    /set zookeeper\.connect when they are in ZooKeeper, run "odradek adopt/,
  )

  const adopted = await adopt(...folders)
  assert.deepEqual([adopted.brokerId, adopted.topics, adopted.partitions, adopted.keptForEver], [1, 1, 4, ['a']])
  await withBroker(folders, async (cluster, client) => {
    const [topic] = await topicsOf(cluster, ['a'])
    assert.equal(topic!.topicId, before.topicId)
    assert.ok(topic!.partitions[1]!.leaderEpoch > before.partitions[1]!.leaderEpoch)
    await produce(client, 1)
    assert.deepEqual([...(await offsetsOf(cluster, 'a', topic!.partitions, LATEST)).values()], [1, 3, 0, 0])
  })
})

test('a topic that the cleaner has been in goes on being compacted', async () => {
  const folder = join(root, 'compacted')
  for (const name of ['c-0', 'c-1', 'd-0']) mkdirSync(join(folder, name), { recursive: true })
  const checkpoint = join(folder, 'cleaner-offset-checkpoint')
  writeFileSync(checkpoint, '0\n1\nc 1')
  await assert.rejects(adopt(folder), /cleaner-offset-checkpoint is damaged .*: put a whole one there/)
  writeFileSync(checkpoint, '0\n1\nc 1 17\n')
  assert.deepEqual((await adopt(folder)).keptForEver, ['d'])
  await withBroker([folder], async (_, client) => {
    const resources = ['c', 'd'].map((resourceName) => ({ resourceType: 2, resourceName, configurationKeys: null }))
    const { results } = await client.toAny(ApiKey.DescribeConfigs, { resources })
    const policies = results.map(({ configs }) => configs.find(({ name }) => name === 'cleanup.policy')?.value)
    assert.deepEqual(policies, ['compact', 'delete'])
  })
})

test('what cannot be taken over is said', async () => {
  await assert.rejects(adopt(join(root, 'nowhere')), /is not there/)
  mkdirSync(join(root, 'gap', 't-2'), { recursive: true })
  await assert.rejects(adopt(join(root, 'gap')), /topic t has no folder for partition 0, 1/)
  mkdirSync(join(root, 'twice-a', 't-0'), { recursive: true })
  mkdirSync(join(root, 'twice-b', 't-0'), { recursive: true })
  await assert.rejects(adopt(join(root, 'twice-a'), join(root, 'twice-b')), /are the same partition/)
})
