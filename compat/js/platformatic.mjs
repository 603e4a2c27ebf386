// @platformatic/kafka: admin, producer, and reading with its fetch call, which needs no group.
import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka'
import { COUNT, expect, expectAll, key, main, value } from './program.mjs'

const base = (bootstrap) => ({ clientId: 'odradek-compat', bootstrapBrokers: [bootstrap], retries: 3 })

async function withAdmin(bootstrap, work) {
  const admin = new Admin(base(bootstrap))
  try {
    return await work(admin)
  } finally {
    await admin.close()
  }
}

const create = (bootstrap, topic) =>
  withAdmin(bootstrap, (admin) => admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 }))

async function roundTrip(bootstrap, topic, options) {
  await create(bootstrap, topic)
  const producer = new Producer({ ...base(bootstrap), serializers: stringSerializers })
  const messages = Array.from({ length: COUNT }, (_, i) => ({ topic, partition: 0, key: key(i), value: value(i) }))
  await producer.send({ messages, ...options })
  await producer.close()
  expectAll(await read(bootstrap, topic))
}

async function read(bootstrap, topic) {
  const consumer = new Consumer({ ...base(bootstrap), groupId: 'unused', deserializers: stringDeserializers })
  const metadata = await consumer.metadata({ topics: [topic] })
  const { id, partitions } = metadata.topics.get(topic)
  const records = []
  const deadline = Date.now() + 10_000
  while (records.length < COUNT && Date.now() < deadline) {
    const partition = {
      partition: 0,
      currentLeaderEpoch: -1,
      fetchOffset: BigInt(records.length),
      lastFetchedEpoch: -1,
      partitionMaxBytes: 1 << 20,
    }
    const answer = await consumer.fetch({
      node: partitions[0].leader,
      topics: [{ topicId: id, partitions: [partition] }],
      maxWaitTime: 500,
      minBytes: 1,
      maxBytes: 1 << 20,
      isolationLevel: 0,
    })
    for (const { partitions } of answer.responses) {
      for (const { errorCode, records: batches } of partitions) {
        expect(errorCode === 0, `fetch: error code ${errorCode}`)
        for (const batch of batches ?? []) {
          for (const one of batch.records) {
            const offset = Number(batch.firstOffset) + Number(one.offsetDelta)
            if (offset === records.length)
              records.push({ offset, key: one.key.toString(), value: one.value.toString() })
          }
        }
      }
    }
  }
  await consumer.close(true)
  return records
}

await main({
  'admin: topics': (bootstrap, topic) =>
    withAdmin(bootstrap, async (admin) => {
      const configs = [{ name: 'retention.ms', value: '1000000' }]
      const [created] = await admin.createTopics({ topics: [topic], partitions: 2, replicas: 1, configs })
      expect(created.partitions === 2 && created.configuration['retention.ms'] === '1000000', JSON.stringify(created))
      expect((await admin.listTopics()).includes(topic), 'listTopics does not name it')
      await admin.createPartitions({ topics: [{ name: topic, count: 4, assignments: null }] })
      const metadata = await admin.metadata({ topics: [topic], forceUpdate: true })
      expect(metadata.topics.get(topic).partitionsCount === 4, 'createPartitions')
      await admin.deleteTopics({ topics: [topic] })
      expect(!(await admin.listTopics()).includes(topic), 'listTopics names it after deleteTopics')
    }),
  'admin: settings, log folders': (bootstrap, topic) =>
    withAdmin(bootstrap, async (admin) => {
      await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 })
      const of = { resourceType: 2, resourceName: topic }
      const configs = [{ name: 'retention.ms', configOperation: 0, value: '77777' }]
      await admin.incrementalAlterConfigs({ resources: [{ ...of, configs }] })
      const [described] = await admin.describeConfigs({ resources: [{ ...of, configurationKeys: ['retention.ms'] }] })
      expect(JSON.stringify(described).includes('77777'), JSON.stringify(described))
      const dirs = await admin.describeLogDirs({ topics: [{ name: topic, partitions: [0] }] })
      expect(JSON.stringify(dirs, (_, v) => (typeof v === 'bigint' ? String(v) : v)).includes(topic), 'describeLogDirs')
    }),
  'admin: offsets, delete records': async (bootstrap, topic) => {
    await roundTrip(bootstrap, topic, { acks: -1 })
    await withAdmin(bootstrap, async (admin) => {
      await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 50n }] }] })
      const asked = { topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -2n }] }] }
      const [listed] = await admin.listOffsets(asked)
      expect(Number(listed.partitions[0].offset) === 50, 'the earliest offset is not 50')
    })
  },
  'produce none acks=0, fetch': (bootstrap, topic) => roundTrip(bootstrap, topic, { acks: 0 }),
  'produce none acks=1, fetch': (bootstrap, topic) => roundTrip(bootstrap, topic, { acks: 1 }),
  'produce gzip acks=all, fetch': (bootstrap, topic) => roundTrip(bootstrap, topic, { acks: -1, compression: 'gzip' }),
  'produce snappy acks=all, fetch': (bootstrap, topic) =>
    roundTrip(bootstrap, topic, { acks: -1, compression: 'snappy' }),
  'produce lz4 acks=all, fetch': (bootstrap, topic) => roundTrip(bootstrap, topic, { acks: -1, compression: 'lz4' }),
  'produce zstd acks=all, fetch': (bootstrap, topic) => roundTrip(bootstrap, topic, { acks: -1, compression: 'zstd' }),
  'produce idempotent, fetch': (bootstrap, topic) => roundTrip(bootstrap, topic, { acks: -1, idempotent: true }),
})
