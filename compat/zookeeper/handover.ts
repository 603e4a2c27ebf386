// One ZooKeeper and one data folder, served by Apache Kafka 3.9.2 and by Odradek in turn: node compat/zookeeper/handover.ts
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask as askBroker } from '../../src/broker/testing/groups.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import { buildBatch } from '../../src/protocol/batch/builder.ts'
import type { KnownApiKey, RequestInputOf } from '../../src/protocol/codec.ts'
import { type Properties, startApache392 } from '../apache/apache.ts'
import { freePort } from '../lib/net.ts'
import { odradekOn, zooKeeperOrSkip } from './cluster.ts'

const { work, zk, clean } = await zooKeeperOrSkip()
after(clean)
const connect = `${zk.address}/handover`
const port = await freePort()
const settings: Properties = { 'broker.id': 3, 'log.dirs': join(work, 'data') }
const GROUP = 'readers'

const brokers = {
  apache: () =>
    startApache392({
      dir: join(work, 'apache'),
      port,
      zkPort: zk.port,
      overrides: { ...settings, 'zookeeper.connect': connect },
    }),
  odradek: () => odradekOn(connect, work, { name: 'odradek', port, overrides: settings }),
}

const to = { bootstrapServers: `127.0.0.1:${port}`, stop: async () => {} }
const ask = <K extends KnownApiKey>(apiKey: K, version: number, body: RequestInputOf<K>) =>
  askBroker(to, apiKey, version, body)

/** While the coordinator loads, or a leader is elected. */
async function until<T>(call: () => Promise<T>, errorOf: (answer: T) => number): Promise<T> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const answer = await call()
    if (errorOf(answer) === 0) return answer
    await sleep(100)
  }
  throw new Error('no answer without an error within ten seconds')
}

async function produce(producerId: number, sequence: number): Promise<number> {
  const producer = { producerId, producerEpoch: 0, baseSequence: sequence }
  const records = buildBatch([{ timestamp: Date.now(), value: Buffer.from(`value ${sequence}`) }], producer)
  const topicData = [{ name: 't', partitionData: [{ index: 0, records }] }]
  const answer = await until(
    () => ask(ApiKey.Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData }),
    ({ responses }) => responses[0]!.partitionResponses[0]!.errorCode,
  )
  return Number(answer.responses[0]!.partitionResponses[0]!.baseOffset)
}

async function commit(offset: number): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: '' }]
  const topics = [{ name: 't', partitions }]
  await until(
    () => ask(ApiKey.OffsetCommit, 8, { groupId: GROUP, generationIdOrMemberEpoch: -1, memberId: '', topics }),
    (answer) => answer.topics[0]!.partitions[0]!.errorCode,
  )
}

async function committed(): Promise<number> {
  const topics = [{ name: 't', partitionIndexes: [0] }]
  const answer = await until(
    () => ask(ApiKey.OffsetFetch, 7, { groupId: GROUP, topics, requireStable: false }),
    ({ errorCode }) => errorCode,
  )
  return Number(answer.topics[0]!.partitions[0]!.committedOffset)
}

async function coordinator(): Promise<void> {
  await until(
    () => ask(ApiKey.FindCoordinator, 4, { keyType: 0, coordinatorKeys: [GROUP] }),
    ({ coordinators }) => coordinators[0]!.errorCode,
  )
}

async function topicId(): Promise<string> {
  const { topics } = await ask(ApiKey.Metadata, 12, { topics: [{ name: 't' }], allowAutoTopicCreation: false })
  return topics[0]!.topicId
}

test('records, producers, offsets of groups, ids and settings pass from one to the other and back', async (t) => {
  let sequence = 0
  let producerId = -1
  let id = ''
  for (const name of ['apache', 'odradek', 'apache', 'odradek'] as const) {
    await t.test(`${name}, ${sequence} records on`, async () => {
      const broker = await brokers[name]()
      try {
        if (id === '') {
          const configs = [{ name: 'retention.bytes', value: '123456789' }]
          const topics = [{ name: 't', numPartitions: 1, replicationFactor: 1, configs }]
          const { topics: made } = await ask(ApiKey.CreateTopics, 5, { topics, timeoutMs: 10_000 })
          assert.equal(made[0]!.errorCode, 0)
          const request = { transactionalId: null, transactionTimeoutMs: 1000 }
          const given = await until(
            () => ask(ApiKey.InitProducerId, 1, request),
            ({ errorCode }) => errorCode,
          )
          producerId = given.producerId
          id = await topicId()
        }
        await coordinator()
        if (sequence > 0) assert.equal(await committed(), sequence)
        assert.equal(await topicId(), id)
        const resources = [{ resourceType: 2, resourceName: 't', configurationKeys: ['retention.bytes'] }]
        const described = await ask(ApiKey.DescribeConfigs, 4, { resources })
        assert.equal(described.results[0]!.configs[0]!.value, '123456789')
        for (let i = 0; i < 10; i++) assert.equal(await produce(producerId, sequence), sequence++)
        // Sent again: known to whoever has taken over.
        assert.equal(await produce(producerId, sequence - 1), sequence - 1)
        await commit(sequence)
      } finally {
        await broker.stop()
      }
    })
  }
})
