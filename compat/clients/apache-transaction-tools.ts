// kafka-transactions of both releases: an open transaction is listed, described, found at its partition, and aborted.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { apacheTool, jars, type ToolsVersion } from '../apache/apache.ts'
import { Connection } from '../diff/exchange.ts'
import { batch } from '../diff/records.ts'
import { ask } from '../groups/records.ts'
import { type Client, type Context, createTopic, expect } from '../lib/client.ts'
import { tail } from '../lib/process.ts'

interface OpenTransaction {
  readonly id: string
  readonly topic: string
  readonly producerId: number
}

/** The coordinator's topic may have to be made first, and then loaded. */
async function retried(
  connection: Connection,
  key: number,
  version: number,
  body: unknown,
  code: (answer: never) => number,
) {
  for (let attempt = 0; attempt < 400; attempt++) {
    const answer = await ask(connection, key, version, body)
    if (code(answer as never) === 0) return answer
    await sleep(50)
  }
  throw new Error(`API key ${key} is not served`)
}

async function open(context: Context): Promise<OpenTransaction> {
  const [id, topic] = [context.name('tx'), context.name('tx-topic')]
  await createTopic(context.bootstrap, topic)
  const connection = new Connection(context.bootstrap)
  try {
    const plain = (answer: { errorCode: number }) => answer.errorCode
    await retried(connection, ApiKey.FindCoordinator, 2, { key: id, keyType: 1 }, plain)
    const about = { transactionalId: id, transactionTimeoutMs: 600_000 }
    const { producerId, producerEpoch } = await retried(connection, ApiKey.InitProducerId, 1, about, plain)
    const topics = [{ name: topic, partitions: [0] }]
    const added = {
      v3AndBelowTransactionalId: id,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
    }
    await retried(
      connection,
      ApiKey.AddPartitionsToTxn,
      1,
      { ...added, v3AndBelowTopics: topics },
      (answer: { resultsByTopicV3AndBelow: { resultsByPartition: { partitionErrorCode: number }[] }[] }) =>
        answer.resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode ?? -1,
    )
    const records = batch({
      records: [{ key: 'k', value: 'not committed' }],
      timestamp: Date.now(),
      attributes: 16,
      producerId,
      producerEpoch,
      baseSequence: 0,
    })
    const partitionData = [{ index: 0, records }]
    const body = { transactionalId: id, acks: -1, timeoutMs: 5000, topicData: [{ name: topic, partitionData }] }
    const produced = await ask(connection, ApiKey.Produce, 7, body)
    const { errorCode } = produced.responses[0].partitionResponses[0]
    expect(errorCode === 0, `the record was refused: error code ${errorCode}`)
    return { id, topic, producerId }
  } finally {
    connection.close()
  }
}

async function lastStableOffset(context: Context, name: string): Promise<number> {
  const connection = new Connection(context.bootstrap)
  try {
    const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }]
    const body = { replicaId: -1, isolationLevel: 1, topics: [{ name, partitions }] }
    const answer = await ask(connection, ApiKey.ListOffsets, 4, body)
    return answer.topics[0].partitions[0].offset
  } finally {
    connection.close()
  }
}

async function lookAndAbort(context: Context, version: ToolsVersion): Promise<void> {
  const command = async (pattern: RegExp, ...args: string[]) => {
    const all = ['--bootstrap-server', context.bootstrap, ...args]
    const { code, stdout, stderr } = await apacheTool(version, 'org.apache.kafka.tools.TransactionsCommand', all)
    const text = tail(stdout) + tail(stderr)
    expect(code === 0 && pattern.test(stdout), `${args.join(' ')}: not printed: ${pattern} (exit ${code})\n${text}`)
  }
  const { id, topic, producerId } = await open(context)
  const at = ['--topic', topic, '--partition', '0']
  await command(new RegExp(`${id}\\s+\\d+\\s+${producerId}\\s+Ongoing`), 'list')
  await command(
    new RegExp(`${producerId}\\s+0\\s+Ongoing\\s+600000.*${topic}-0`, 's'),
    'describe',
    '--transactional-id',
    id,
  )
  await command(new RegExp(`${producerId}\\s+0\\s+-?\\d+\\s+0\\s+\\d+\\s+0`), 'describe-producers', ...at)
  await command(/Topic/, 'find-hanging', '--topic', topic)
  expect((await lastStableOffset(context, topic)) === 0, 'what is not committed can be read')
  await command(/^/, 'abort', ...at, '--start-offset', '0')
  expect((await lastStableOffset(context, topic)) === 2, 'the abort marker is missing')
  await command(new RegExp(`${producerId}\\s+0\\s+-?\\d+\\s+-?\\d+\\s+\\d+\\s+None`), 'describe-producers', ...at)
}

function transactionTools(version: ToolsVersion): Client {
  return {
    name: `transactions: Apache tools ${version}`,
    async prepare(context: Context) {
      await jars(version === '3.9.2' ? 'kafka-3.9.2' : 'tools-4.3.1')
      const name = 'kafka-transactions: list, describe, describe-producers, find-hanging, abort'
      return [{ name, run: () => lookAndAbort(context, version) }]
    },
  }
}

export const transactionTools392: Client = transactionTools('3.9.2')
export const transactionTools431: Client = transactionTools('4.3.1')
