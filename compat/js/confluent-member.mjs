// @confluentinc/kafka-javascript as a member of a group: commits after each piece of what came.
import confluent from '@confluentinc/kafka-javascript'
import { got, memberArguments, untilStopped } from './member.mjs'

const REVOKED = confluent.CODES.ERRORS.ERR__REVOKE_PARTITIONS
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
/**
 * What was processed and is not committed yet. A commit that meets a rebalance is refused, and the client does not repeat it: with
 * cooperative assignors, where the partition stays with the member, that is the application's work.
 */
const next = new Map()
consumer.on('rebalance', (event, partitions) => {
  if (event.code === REVOKED) for (const { partition } of partitions) next.delete(partition)
})
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
    // What was given to somebody else meanwhile is theirs to commit.
    const own = new Set(consumer.assignments().map(({ partition }) => partition))
    for (const { partition, offset } of records) {
      got(partition, offset)
      if (own.has(partition)) next.set(partition, offset + 1)
    }
    if (next.size === 0) continue
    try {
      consumer.commitSync([...next].map(([partition, offset]) => ({ topic, partition, offset })))
      next.clear()
    } catch (error) {
      // Of a generation that is over, or while the group rebalances: tried again with what comes next.
      console.error(String(error))
    }
  }
})()
await untilStopped()
isStopped = true
await work
await new Promise((resolve) => consumer.disconnect(resolve))
process.exit(0)
