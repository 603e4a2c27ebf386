// @confluentinc/kafka-javascript: librdkafka in Node, producing and reading an assigned partition.
import confluent from '@confluentinc/kafka-javascript'
import { COUNT, expect, expectAll, key, main, value } from './program.mjs'

const { AdminClient, KafkaConsumer, Producer } = confluent

const promised = (start) =>
  new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))))

async function create(bootstrap, topic) {
  const admin = AdminClient.create({ 'bootstrap.servers': bootstrap })
  await promised((done) => admin.createTopic({ topic, num_partitions: 1, replication_factor: 1 }, done))
  admin.disconnect()
}

async function produce(bootstrap, topic, settings) {
  const producer = new Producer({ 'bootstrap.servers': bootstrap, dr_cb: true, ...settings })
  await promised((done) => producer.connect({}, done))
  let confirmed = 0
  let problem
  producer.on('delivery-report', (error) => {
    confirmed++
    problem ??= error
  })
  producer.setPollInterval(20)
  for (let i = 0; i < COUNT; i++) producer.produce(topic, 0, Buffer.from(value(i)), key(i))
  await promised((done) => producer.flush(20_000, done))
  const deadline = Date.now() + 10_000
  while (confirmed < COUNT && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(!problem && confirmed === COUNT, `${confirmed} of ${COUNT} were confirmed, ${problem}`)
  await promised((done) => producer.disconnect(5000, done))
}

async function read(bootstrap, topic) {
  const settings = {
    'bootstrap.servers': bootstrap,
    'group.id': 'unused',
    'enable.auto.commit': false,
    'check.crcs': true,
  }
  const consumer = new KafkaConsumer(settings, { 'auto.offset.reset': 'earliest' })
  await promised((done) => consumer.connect({}, done))
  consumer.assign([{ topic, partition: 0, offset: 0 }])
  const records = []
  const deadline = Date.now() + 20_000
  while (records.length < COUNT && Date.now() < deadline) {
    records.push(...(await promised((done) => consumer.consume(COUNT - records.length, done))))
  }
  consumer.unassign()
  consumer.disconnect()
  return records
}

async function roundTrip(bootstrap, topic, settings) {
  await create(bootstrap, topic)
  await produce(bootstrap, topic, settings)
  expectAll(await read(bootstrap, topic))
}

const cases = {}
for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
  const acks = { none: 0, gzip: 1 }[codec] ?? -1
  cases[`produce ${codec} acks=${acks}, read an assigned partition`] = (bootstrap, topic) =>
    roundTrip(bootstrap, topic, { 'compression.codec': codec, acks })
}
cases['produce idempotent, read an assigned partition'] = (bootstrap, topic) =>
  roundTrip(bootstrap, topic, { 'enable.idempotence': true, 'compression.codec': 'lz4' })

await main(cases)
