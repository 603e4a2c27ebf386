// KafkaJS: admin and producer. Its consumer always joins a group, so what was produced is checked by its offsets.
import kafkajs from 'kafkajs'
import { COUNT, expect, key, main, value } from './program.mjs'

const { CompressionTypes, ConfigResourceTypes, Kafka, logLevel } = kafkajs

const connect = (bootstrap) =>
  new Kafka({ clientId: 'odradek-compat', brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 3 } })

async function withAdmin(bootstrap, work) {
  const admin = connect(bootstrap).admin()
  await admin.connect()
  try {
    await work(admin)
  } finally {
    await admin.disconnect()
  }
}

async function produce(bootstrap, topic, { acks = -1, compression = CompressionTypes.None, idempotent = false }) {
  await withAdmin(bootstrap, (admin) =>
    admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true }),
  )
  const producer = connect(bootstrap).producer({ idempotent, maxInFlightRequests: 1 })
  await producer.connect()
  const messages = Array.from({ length: COUNT }, (_, i) => ({
    key: key(i),
    value: value(i),
    partition: 0,
    headers: { n: `${i}` },
  }))
  const half = COUNT / 2
  for (const part of [messages.slice(0, half), messages.slice(half)]) {
    const [result] = await producer.send({ topic, acks, compression, messages: part })
    if (acks !== 0) expect(result.errorCode === 0, `error code ${result.errorCode}`)
  }
  await producer.disconnect()
  await withAdmin(bootstrap, async (admin) => {
    const deadline = Date.now() + 5000
    let high
    do [{ high }] = await admin.fetchTopicOffsets(topic)
    while (Number(high) !== COUNT && Date.now() < deadline)
    expect(Number(high) === COUNT, `the high watermark is ${high}`)
  })
}

await main({
  'admin: topics': (bootstrap, topic) =>
    withAdmin(bootstrap, async (admin) => {
      const created = await admin.createTopics({
        topics: [{ topic, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '1000000' }] }],
      })
      expect(created === true, 'createTopics did not say true')
      expect((await admin.createTopics({ topics: [{ topic }] })) === false, 'an existing topic was created again')
      expect((await admin.listTopics()).includes(topic), 'listTopics does not name it')
      await admin.createPartitions({ topicPartitions: [{ topic, count: 3 }] })
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
      expect(topics[0].partitions.length === 3, `${topics[0].partitions.length} partitions`)
      await admin.deleteTopics({ topics: [topic] })
      expect(!(await admin.listTopics()).includes(topic), 'listTopics names it after deleteTopics')
    }),
  'admin: cluster and settings': (bootstrap, topic) =>
    withAdmin(bootstrap, async (admin) => {
      const { brokers, controller } = await admin.describeCluster()
      expect(brokers.length === 1 && controller === brokers[0].nodeId, 'describeCluster')
      await admin.createTopics({ topics: [{ topic }] })
      const resource = { type: ConfigResourceTypes.TOPIC, name: topic }
      await admin.alterConfigs({
        resources: [{ ...resource, configEntries: [{ name: 'retention.ms', value: '77777' }] }],
      })
      const { resources } = await admin.describeConfigs({ resources: [{ ...resource, configNames: ['retention.ms'] }] })
      expect(resources[0].configEntries[0].configValue === '77777', JSON.stringify(resources[0]))
    }),
  'admin: delete records, offsets by time': async (bootstrap, topic) => {
    await produce(bootstrap, topic, {})
    await withAdmin(bootstrap, async (admin) => {
      // It knows the leaders of topics that it was asked about before.
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '50' }] })
      const [{ low, high }] = await admin.fetchTopicOffsets(topic)
      expect(low === '50' && Number(high) === COUNT, `low ${low}, high ${high}`)
      const [past] = await admin.fetchTopicOffsetsByTimestamp(topic, Date.now() - 3_600_000)
      expect(past.offset === '50', `an hour ago: ${past.offset}`)
    })
  },
  'produce none acks=0': (bootstrap, topic) => produce(bootstrap, topic, { acks: 0 }),
  'produce none acks=1': (bootstrap, topic) => produce(bootstrap, topic, { acks: 1 }),
  'produce gzip acks=all': (bootstrap, topic) => produce(bootstrap, topic, { compression: CompressionTypes.GZIP }),
  'produce idempotent': (bootstrap, topic) => produce(bootstrap, topic, { idempotent: true }),
})
