// @platformatic/kafka as a member of a group: commits each message.
import { Consumer, stringDeserializers } from '@platformatic/kafka'
import { got, memberArguments, untilStopped } from './member.mjs'

const { bootstrap, topic, group, sessionMs } = memberArguments()
const consumer = new Consumer({
  clientId: 'member',
  bootstrapBrokers: [bootstrap],
  groupId: group,
  deserializers: stringDeserializers,
  sessionTimeout: sessionMs,
  heartbeatInterval: 500,
  rebalanceTimeout: 10_000,
  maxWaitTime: 300,
})
let isStopped = false
let stream

/** A commit of a generation that is over destroys the stream: a new one begins where the group is. */
async function work() {
  stream = await consumer.consume({ topics: [topic], autocommit: false, mode: 'committed', fallbackMode: 'earliest' })
  stream.on('error', (error) => console.error(String(error)))
  for await (const message of stream) {
    got(message.partition, message.offset)
    await message.commit()
  }
}

const reading = (async () => {
  while (!isStopped) {
    await work().catch((error) => console.error(String(error)))
    console.log('the stream ended')
  }
})()
await untilStopped()
isStopped = true
await stream.close()
await reading
await consumer.close(true)
process.exit(0)
