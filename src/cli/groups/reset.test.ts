/** Which partitions a reset or a clone takes in. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BrokerError } from '../../client/errors.ts'
import { keyOf } from '../../client/group/assignors.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Cluster } from '../cluster.ts'
import { planReset } from './reset.ts'

/** Topic t has partition 0, from offset 2 to 9; there is nothing else. */
const cluster = {
  async request(apiKey: number, body: { topics: { name: string }[] }) {
    if (apiKey === ApiKey.Metadata) {
      const partitions = [{ partitionIndex: 0, leaderId: 1, replicaNodes: [1], isrNodes: [1], offlineReplicas: [] }]
      const topics = body.topics.map(({ name }) =>
        name === 't'
          ? { name, errorCode: ErrorCode.NONE, partitions }
          : { name, errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, partitions: [] },
      )
      return { topics }
    }
    const { partitions } = body.topics[0] as unknown as { partitions: { partitionIndex: number; timestamp: number }[] }
    const answers = partitions.map(({ partitionIndex, timestamp }) => ({
      partitionIndex,
      errorCode: ErrorCode.NONE,
      oldStyleOffsets: [],
      offset: timestamp === -2 ? 2 : 9,
    }))
    return { topics: [{ partitions: answers }] }
  },
} as unknown as Cluster

const committed = [
  { topic: 'gone', partition: 0, offset: 5 },
  { topic: 't', partition: 0, offset: 5 },
  { topic: 't', partition: 1, offset: 5 },
]

test('of all topics, those that are not there any more are left out and told', async () => {
  const leftOut: string[] = []
  const plan = await planReset(cluster, committed, null, { kind: 'earliest' }, (place) => leftOut.push(keyOf(place)))
  assert.deepEqual(
    plan.map((one) => [keyOf(one), one.old, one.new]),
    [['t-0', 5, 2]],
  )
  assert.deepEqual(leftOut, ['gone-0', 't-1'])
})

test('a topic that is named has to be there', async () => {
  const reset = planReset(cluster, committed, ['gone'], { kind: 'earliest' }, () => assert.fail())
  await assert.rejects(
    reset,
    (error) => error instanceof BrokerError && error.codeName === 'UNKNOWN_TOPIC_OR_PARTITION',
  )
})
