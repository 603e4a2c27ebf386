/** `odradek txn`: what is open, and the end of a transaction that hangs. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { KafkaClient } from '../client/client.ts'
import { Coordinators, TRANSACTION } from '../client/coordinators.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import { BatchBuilder } from '../protocol/batch/builder.ts'
import { CommandKit } from './testing/command.ts'

let kit: CommandKit
let client: KafkaClient
before(async () => {
  // Without the check that a partition is part of its transaction (KIP-890), a late batch can hang, as before 3.6.
  kit = await CommandKit.start({ 'transaction.partition.verification.enable': 'false' })
  client = new KafkaClient({ world: makeNodeWorld(), bootstrapServers: kit.broker.bootstrapServers })
})
after(async () => {
  client.close()
  await kit.stop()
})

/** What a producer does: a batch of one record. Answers its offset. */
async function write(topic: string, producerId: number, transactionalId: string): Promise<number> {
  const builder = new BatchBuilder()
  builder.add({ timestamp: Date.now(), key: null, value: Buffer.from('x') })
  const records = builder.finish({ producerId, producerEpoch: 0, baseSequence: 0, transactional: true })
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }]
  const body = { transactionalId, acks: -1, timeoutMs: 5_000, topicData }
  const { responses } = await client.toBroker(1, ApiKey.Produce, body, { version: 9 })
  const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!
  assert.equal(errorCode, 0)
  return baseOffset
}

/** A transactional id with a producer, and `topic` as part of its transaction. Answers the producer id. */
function begin(transactionalId: string, topic: string): Promise<number> {
  return new Coordinators(client).with<number>(TRANSACTION, transactionalId, 'begin', async (connection) => {
    const init = { transactionalId, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 }
    const { errorCode, producerId } = await connection.request(ApiKey.InitProducerId, init, { version: 4 })
    if (errorCode !== 0) return { error: errorCode }
    const add = {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: 0,
      v3AndBelowTopics: [{ name: topic, partitions: [0] }],
    }
    const added = await connection.request(ApiKey.AddPartitionsToTxn, add, { version: 3 })
    assert.equal(added.resultsByTopicV3AndBelow[0]!.resultsByPartition[0]!.partitionErrorCode, 0)
    return { value: producerId }
  })
}

test('list, describe, producers: an open transaction and whose it is', async () => {
  await kit.ok(['topic', 'create', 'xa'])
  const producerId = await begin('id-a', 'xa')
  await write('xa', producerId, 'id-a')
  assert.deepEqual(await kit.json(['txn', 'list', '--state', 'Ongoing']), [
    { id: 'id-a', state: 'Ongoing', producer: producerId, coordinator: 1 },
  ])
  assert.deepEqual(await kit.json(['txn', 'list', '--state', 'CompleteAbort']), [])
  const [described] = await kit.json(['txn', 'describe', 'id-a'])
  assert.deepEqual([described!.state, described!.producer, described!.partitions], ['Ongoing', producerId, ['xa-0']])
  const [producer] = await kit.json(['txn', 'producers', 'xa'])
  assert.deepEqual([producer!.producer, producer!['txn-start'], producer!.sequence], [producerId, 0, 0])
  assert.equal((await kit.run(['txn', 'describe', 'nobody'])).code, 3)
  // Its coordinator will end it: it does not hang.
  assert.deepEqual(await kit.json(['txn', 'hanging', '--max-timeout', '0', '--topic', 'xa']), [])
  const abort = ['txn', 'abort', 'xa', '-p', '0', '--start-offset', '0']
  for (const how of ['-y', '--dry-run']) {
    const refused = await kit.run([...abort, how])
    assert.deepEqual([refused.code, refused.out], [1, ''])
    assert.match(refused.err, /does not hang, its coordinator will end it; --force aborts it all the same/)
  }
  assert.match(await kit.ok([...abort, '--force', '--dry-run']), /would be aborted\n$/)
})

test('a transaction that no coordinator knows hangs, is found, and is aborted', async () => {
  await kit.ok(['topic', 'create', 'xb'])
  const start = await write('xb', 4242, 'nobody')
  await kit.ok(['produce', 'xb', '-q', 'behind'])
  const read = ['consume', 'xb', '-o', 'start', '-e', '--isolation', 'read_committed']
  assert.equal(await kit.ok(read), '')
  const hanging = await kit.run(['txn', 'hanging', '--max-timeout', '0', '-o', 'json'])
  assert.equal(hanging.code, 1)
  const [found, ...more] = JSON.parse(hanging.out)
  assert.deepEqual([found.topic, found.producer, found['txn-start'], more.length], ['xb', 4242, start, 0])
  const abort = ['txn', 'abort', 'xb', '-p', '0', '--start-offset', String(start)]
  assert.match(await kit.ok([...abort, '--dry-run']), /would be aborted\n$/)
  assert.equal((await kit.run(abort)).code, 2)
  assert.match(await kit.ok([...abort, '-y']), /^xb-0: the transaction of producer 4242, epoch 0 is aborted\n$/)
  assert.equal(await kit.ok(read), 'behind\n')
  assert.equal((await kit.run([...abort, '-y'])).code, 3)
  assert.deepEqual(await kit.json(['txn', 'hanging', '--max-timeout', '0']), [])
})
