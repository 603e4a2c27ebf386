import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ZERO_UUID } from '../../base/kinds.ts'
import { silentLogger } from '../../base/logger.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type {
  UpdateMetadataRequestInput,
  UpdateMetadataTopicStateInput,
} from '../../protocol/generated/006-update-metadata.js'
import { ClusterMetadataCache } from './metadata-cache.ts'

const ID_A = 'aaaaaaaaaaaaaaaaaaaaaA'
const ID_B = 'bbbbbbbbbbbbbbbbbbbbbA'

function topic(topicName: string, leaders: readonly number[], topicId = ZERO_UUID): UpdateMetadataTopicStateInput {
  const partitionStates = leaders.map((leader, partitionIndex) => ({
    partitionIndex,
    leader,
    leaderEpoch: 3,
    isr: [1, 2],
    replicas: [1, 2],
    zkVersion: 4,
    offlineReplicas: [2],
  }))
  return { topicName, topicId, partitionStates }
}

function request(...topicStates: UpdateMetadataTopicStateInput[]): UpdateMetadataRequestInput {
  const endpoints = [{ port: 9092, host: 'h', listener: 'CLIENTS', securityProtocol: 1 }]
  return { controllerId: 1, controllerEpoch: 5, topicStates, liveBrokers: [{ id: 1, endpoints, rack: 'r' }] }
}

describe('metadata cache', () => {
  it('merges partitions, replaces brokers and the controller', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    cache.update(request(topic('a', [1, 2], ID_A)))
    const before = cache.current
    cache.update({ ...request(topic('b', [1], ID_B)), controllerId: 2, liveBrokers: [{ id: 3 }] })
    const now = cache.current
    assert.deepEqual([...now.topics.keys()], ['a', 'b'])
    assert.equal(now.partition('a', 1)?.leader, 2)
    assert.equal(now.partition('a', 1)?.isr, now.partition('a', 1)?.replicas)
    assert.deepEqual(now.partition('a', 1)?.offlineReplicas, [2])
    assert.deepEqual([...now.brokers.keys()], [3])
    assert.equal(now.controllerId, 2)
    assert.deepEqual([now.topicId('a'), now.topicName(ID_B)], [ID_A, 'b'])
    // The picture from before is as it was.
    assert.deepEqual([...before.topics.keys()], ['a'])
    assert.deepEqual(before.brokers.get(1)?.endpoints, [
      { listener: 'CLIENTS', securityProtocol: 'SSL', host: 'h', port: 9092 },
    ])
    assert.equal(before.topicName(ID_B), null)
  })

  it('removes a partition with leader -2, and its topic and id with the last one; -1 is a partition without leader', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    cache.update(request(topic('a', [1, 1], ID_A)))
    const first = cache.update(request({ ...topic('a', [-2], ID_A) }))
    assert.deepEqual(first.removed, [{ topic: 'a', partition: 0 }])
    assert.deepEqual([...cache.current.topics.get('a')!.keys()], [1])
    cache.update(request(topic('a', [-1, -1], ID_A)))
    assert.equal(cache.current.partition('a', 0)?.leader, -1)
    cache.update(request(topic('a', [-2, -2], ID_A)))
    assert.equal(cache.current.topics.has('a'), false)
    assert.equal(cache.current.topicId('a'), null)
    assert.equal(cache.current.topicName(ID_A), null)
    assert.equal(cache.current.partition('a', 0), null)
  })

  it('lets a topic change its id, and loses it with a zero id', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    cache.update(request(topic('a', [1], ID_A)))
    cache.update(request(topic('a', [1], ID_B)))
    assert.deepEqual([cache.current.topicName(ID_A), cache.current.topicName(ID_B)], [null, 'a'])
    cache.update(request(topic('a', [1])))
    assert.equal(cache.current.topicId('a'), null)
    assert.equal(cache.current.topicName(ID_B), null)
    assert.equal(cache.current.topics.has('a'), true)
  })

  it('takes nothing from a controller of an earlier epoch', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    cache.update(request(topic('a', [1], ID_A)))
    const outcome = cache.update({ ...request(topic('b', [1], ID_B)), controllerEpoch: 4 })
    assert.equal(outcome.error, ErrorCode.STALE_CONTROLLER_EPOCH)
    assert.equal(cache.current.topics.has('b'), false)
  })

  it('reads the flat lists of versions 0 to 4, and tells listeners', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    let told = 0
    const stop = cache.onChange(() => told++)
    cache.onChange(() => {
      throw new Error('of one listener, which does not keep the others from hearing')
    })
    cache.update({ ungroupedPartitionStates: [{ topicName: 'a', partitionIndex: 2, leader: 1 }] })
    assert.equal(cache.current.partition('a', 2)?.leader, 1)
    stop()
    cache.update(request())
    assert.equal(told, 1)
  })

  it('keeps names that are words of the language apart', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    assert.equal(cache.current.topics.has('constructor'), false)
    cache.update(request(topic('__proto__', [1], ID_A), topic('constructor', [1], ID_B)))
    assert.deepEqual([...cache.current.topics.keys()], ['__proto__', 'constructor'])
    assert.equal(cache.current.topicName(ID_A), '__proto__')
  })

  it('costs little for one change among ten thousand partitions', () => {
    const cache = new ClusterMetadataCache(silentLogger)
    cache.update(request(topic('big', new Array(10_000).fill(1), ID_A)))
    const one = request({
      topicName: 'big',
      topicId: ID_A,
      partitionStates: [{ partitionIndex: 77, leader: 2, leaderEpoch: 9, isr: [2], replicas: [1, 2] }],
    })
    const before = cache.current.topics.get('big')!
    for (let i = 0; i < 2000; i++) cache.update(one)
    assert.equal(cache.current.partition('big', 77)?.leader, 2)
    assert.equal(before.get(77)?.leader, 1)
    // What did not change is the same object.
    assert.equal(cache.current.partition('big', 78), before.get(78))
  })
})
