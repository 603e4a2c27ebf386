// KafkaJS as a member of a group: commits after each batch.
import kafkajs from 'kafkajs'
import { got, memberArguments, untilStopped } from './member.mjs'

const { bootstrap, topic, group, sessionMs } = memberArguments()
const kafka = new kafkajs.Kafka({ clientId: 'member', brokers: [bootstrap], logLevel: kafkajs.logLevel.WARN })
const consumer = kafka.consumer({
  groupId: group,
  sessionTimeout: sessionMs,
  heartbeatInterval: 500,
  maxWaitTimeInMs: 300,
})
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  async eachBatch({ batch, resolveOffset, heartbeat, isStale, isRunning }) {
    let next
    for (const { offset } of batch.messages) {
      if (!isRunning() || isStale()) break
      got(batch.partition, offset)
      resolveOffset(offset)
      next = BigInt(offset) + 1n
    }
    if (next !== undefined) await consumer.commitOffsets([{ topic, partition: batch.partition, offset: String(next) }])
    await heartbeat()
  },
})
await untilStopped()
await consumer.disconnect()
process.exit(0)
