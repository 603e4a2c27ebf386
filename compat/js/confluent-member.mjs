// @confluentinc/kafka-javascript as a member of a group: commits after each piece of what came.
import confluent from '@confluentinc/kafka-javascript'
import { got, memberArguments, untilStopped } from './member.mjs'

const { bootstrap, topic, group, sessionMs, assignor } = memberArguments()
const settings = {
  'bootstrap.servers': bootstrap,
  'group.id': group,
  'session.timeout.ms': sessionMs,
  'heartbeat.interval.ms': 500,
  'enable.auto.commit': false,
  'partition.assignment.strategy': assignor ?? 'range,roundrobin',
  rebalance_cb: true,
}
const consumer = new confluent.KafkaConsumer(settings, { 'auto.offset.reset': 'earliest' })
await new Promise((resolve, reject) => consumer.connect({}, (error) => (error ? reject(error) : resolve())))
consumer.subscribe([topic])
consumer.setDefaultConsumeTimeout(300)
let isStopped = false
const work = (async () => {
  while (!isStopped) {
    const records = await new Promise((resolve) =>
      consumer.consume(50, (error, list) => {
        if (error) console.error(String(error))
        resolve(list ?? [])
      }),
    )
    const next = new Map()
    for (const { partition, offset } of records) {
      got(partition, offset)
      next.set(partition, offset + 1)
    }
    if (next.size === 0) continue
    try {
      consumer.commitSync([...next].map(([partition, offset]) => ({ topic, partition, offset })))
    } catch (error) {
      // Of a generation that is over.
      console.error(String(error))
    }
  }
})()
await untilStopped()
isStopped = true
await work
await new Promise((resolve) => consumer.disconnect(resolve))
process.exit(0)
