/** Whatever a client sends, a handler answers or its connection is closed by protocol: nothing else is ever thrown. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../io/memory/random.ts'
import { CloseConnection, type Peer } from '../network/dispatcher.ts'
import { ApiKey } from '../protocol/apis.ts'
import { encodeRequest } from '../protocol/frame.ts'
import { DecodeError } from '../protocol/reader.ts'
import { handler as produce } from './000-produce.ts'
import { handler as fetch } from './001-fetch.ts'
import { handler as listOffsets } from './002-list-offsets.ts'
import { handler as metadata } from './003-metadata.ts'
import { handler as apiVersions } from './018-api-versions.ts'
import { handler as initProducerId } from './022-init-producer-id.ts'
import { handler as offsetForLeaderEpoch } from './023-offset-for-leader-epoch.ts'
import { handler as addPartitionsToTxn } from './024-add-partitions-to-txn.ts'
import { handler as addOffsetsToTxn } from './025-add-offsets-to-txn.ts'
import { handler as endTxn } from './026-end-txn.ts'
import { handler as describeCluster } from './060-describe-cluster.ts'
import { handler as describeProducers } from './061-describe-producers.ts'
import { handler as describeTransactions } from './065-describe-transactions.ts'
import { handler as listTransactions } from './066-list-transactions.ts'
import { handler as describeTopicPartitions } from './075-describe-topic-partitions.ts'
import { makeDispatch } from './dispatch.ts'
import type { Handler } from './handler.ts'
import { fakeBroker, IDS } from './testing.ts'

const handlers: readonly Handler[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  apiVersions,
  initProducerId,
  offsetForLeaderEpoch,
  addPartitionsToTxn,
  addOffsetsToTxn,
  endTxn,
  describeCluster,
  describeProducers,
  describeTransactions,
  listTransactions,
  describeTopicPartitions,
]

const partition = { partitionIndex: 0, index: 0, partition: 0, timestamp: -1, records: Buffer.from('x'.repeat(80)) }
const topic = {
  name: 'a',
  topic: 'a',
  topicId: IDS.a,
  partitions: [partition, { ...partition, partition: 1 }],
  partitionData: [partition],
  partitionIndexes: [0, 1],
}
/** Fields of all requests in one: each takes what it has. */
const BODY = {
  acks: 1,
  timeoutMs: 1,
  maxWaitMs: 0,
  minBytes: 1,
  sessionEpoch: 0,
  topicData: [topic, { ...topic, name: 'x' }],
  topics: [topic, { ...topic, name: 'b', topic: 'b', topicId: IDS.b }],
  forgottenTopicsData: [{ topic: 'a', topicId: IDS.a, partitions: [0] }],
  clientSoftwareName: 'n',
  clientSoftwareVersion: '1',
  transactionalId: null,
  v3AndBelowTopics: [{ name: 'a', partitions: [0, 1] }],
  transactions: [{ transactionalId: 't', topics: [{ name: 'a', partitions: [0, 9] }] }],
  transactionalIds: ['t', ''],
  stateFilters: ['Ongoing', 'none'],
  producerIdFilters: [1],
  transactionalIdPattern: 't.*',
  cursor: { topicName: 'a', partitionIndex: 0 },
}

const MUTATIONS_PER_VERSION = 400
const SEED = 20_241

const peer: Peer = {
  listener: 'PLAINTEXT',
  securityProtocol: 'PLAINTEXT',
  principal: 'User:ANONYMOUS',
  remoteHost: '',
  remotePort: 0,
  connectionId: 1,
  clientSoftwareName: '',
  clientSoftwareVersion: '',
  // Nobody waits for these answers.
  isClosed: () => true,
  isGone: () => false,
  whenClosed: () => () => {},
  responseBudget: () => 100_000,
}

function mutate(frame: Buffer, random: Random): Buffer {
  const mutated = Buffer.from(frame)
  const places = 1 + random.below(4)
  for (let n = 0; n < places; n++) {
    const at = 8 + random.below(mutated.length - 8)
    const kind = random.below(5)
    if (kind === 0) mutated[at] = random.below(256)
    else if (kind === 1) mutated[at] = mutated[at]! ^ (1 << random.below(8))
    else if (kind === 2)
      mutated.fill([0, 0xff, 0x7f, 0x80][random.below(4)]!, at, Math.min(mutated.length, at + 1 + random.below(8)))
    else if (kind === 3) return mutated.subarray(0, at)
    else mutated.copyWithin(at, 8 + random.below(mutated.length - 8))
  }
  return mutated
}

for (const handler of handlers) {
  const [name] = Object.entries(ApiKey).find(([, key]) => key === handler.apiKey)!
  test(`${name}: damaged requests of every version`, async () => {
    const random = new Random(SEED + handler.apiKey)
    const { services, replicas } = fakeBroker()
    replicas.onAppend = null
    const dispatcher = makeDispatch({ handlers, services })
    let answered = 0
    for (let version = handler.minVersion; version <= handler.maxVersion; version++) {
      const whole = Buffer.concat(encodeRequest(handler.apiKey, version, 1, 'c', BODY as never)).subarray(4)
      for (let n = 0; n < MUTATIONS_PER_VERSION; n++) {
        const frame = n === 0 ? whole : mutate(whole, random)
        try {
          const reply = await dispatcher.start(frame, 0, frame.length, peer)
          if (reply !== null) reply.encode()
          answered++
        } catch (error) {
          const isExpected = error instanceof DecodeError || error instanceof CloseConnection
          assert.ok(isExpected, `version ${version}, ${frame.toString('hex')}: ${(error as Error).stack}`)
        }
      }
      for (const partition of replicas.partitions.values()) partition.batches.length = 0
    }
    assert.ok(answered > 0)
  })
}
