// ListOffsets, OffsetForLeaderEpoch, DeleteRecords.
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario } from '../talk.ts'

const listOffsets: Scenario = {
  api: ApiKey.ListOffsets,
  name: 'timestamps',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    for (let i = 0; i < 4; i++) await talk.fill(name, 0, 5, i * 100)
    const ask = (label: string, timestamp: number, more: Body = {}, top: Body = {}) => {
      const partition = { partitionIndex: 0, currentLeaderEpoch: -1, timestamp, maxNumOffsets: 10, ...more }
      return talk.ask(label, ApiKey.ListOffsets, version, {
        replicaId: -1,
        isolationLevel: 0,
        topics: [{ name, partitions: [partition] }],
        ...top,
      })
    }
    await ask('latest', -1)
    await ask('earliest', -2)
    await ask('max timestamp', -3)
    await ask('earliest local', -4)
    await ask('latest tiered', -5)
    await ask('earliest pending upload', -6)
    await ask('unknown special', -7)
    await ask('far negative', -1000)
    await ask('zero', 0)
    await ask('the first record', talk.now)
    await ask('inside a batch', talk.now + 102)
    await ask('between batches', talk.now + 150)
    await ask('the last record', talk.now + 304)
    await ask('after the last', talk.now + 305)
    await ask('long before', talk.now - 86_400_000)
    await ask('an empty partition, latest', -1, { partitionIndex: 1 })
    await ask('an empty partition, earliest', -2, { partitionIndex: 1 })
    await ask('an empty partition, max timestamp', -3, { partitionIndex: 1 })
    await ask('an empty partition, by time', talk.now, { partitionIndex: 1 })
    await ask('an unknown partition', -1, { partitionIndex: 9 })
    if (version === 0) {
      await ask('no offsets wanted', -1, { maxNumOffsets: 0 })
      await ask('negative count wanted', -1, { maxNumOffsets: -1 })
      await ask('one wanted', -2, { maxNumOffsets: 1 })
    }
    if (version >= 2) {
      await ask('read committed, latest', -1, {}, { isolationLevel: 1 })
      await ask('read committed, by time', talk.now + 102, {}, { isolationLevel: 1 })
    }
    if (version >= 4) {
      await ask('the current epoch', -1, { currentLeaderEpoch: 0 })
      await ask('a newer epoch', -1, { currentLeaderEpoch: 3 })
    }
    await ask('as a debugging replica', -1, {}, { replicaId: -2 })
    await ask('as replica 1', -1, {}, { replicaId: 1 })
    await talk.ask('unknown topic', ApiKey.ListOffsets, version, {
      replicaId: -1,
      topics: [{ name: talk.name('unknown'), partitions: [{ partitionIndex: 0, timestamp: -1, maxNumOffsets: 1 }] }],
    })
    const twice = [-1, -2].map((timestamp) => ({
      partitionIndex: 0,
      currentLeaderEpoch: -1,
      timestamp,
      maxNumOffsets: 1,
    }))
    await talk.ask('a partition twice', ApiKey.ListOffsets, version, {
      replicaId: -1,
      topics: [{ name, partitions: twice }],
    })
    await talk.ask('nothing', ApiKey.ListOffsets, version, { replicaId: -1, topics: [] })
  },
}

const afterDeletion: Scenario = {
  api: ApiKey.ListOffsets,
  name: 'after delete-records',
  async run(talk, version) {
    const name = await talk.topic('t')
    for (let i = 0; i < 4; i++) await talk.fill(name, 0, 5, i * 100)
    await talk.prepare(ApiKey.DeleteRecords, 1, {
      topics: [{ name, partitions: [{ partitionIndex: 0, offset: 7 }] }],
      timeoutMs: 5000,
    })
    for (const [label, timestamp] of [
      ['earliest', -2],
      ['earliest local', -4],
      ['by time before', talk.now],
      ['by time inside', talk.now + 101],
      ['latest', -1],
    ] as const) {
      const partitions = [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp, maxNumOffsets: 5 }]
      await talk.ask(label, ApiKey.ListOffsets, version, { replicaId: -1, topics: [{ name, partitions }] })
    }
  },
}

const leaderEpochs: Scenario = {
  api: ApiKey.OffsetForLeaderEpoch,
  name: 'epochs',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    await talk.fill(name, 0, 5)
    const ask = (label: string, leaderEpoch: number, more: Body = {}, replicaId = -2) =>
      talk.ask(label, ApiKey.OffsetForLeaderEpoch, version, {
        replicaId,
        topics: [{ topic: name, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch, ...more }] }],
      })
    await ask('epoch 0', 0)
    await ask('epoch 5', 5)
    await ask('epoch -1', -1)
    await ask('epoch -2', -2)
    await ask('an empty partition', 0, { partition: 1 })
    await ask('an unknown partition', 0, { partition: 9 })
    if (version >= 2) {
      await ask('current epoch right', 0, { currentLeaderEpoch: 0 })
      await ask('current epoch too new', 0, { currentLeaderEpoch: 9 })
    }
    if (version >= 3) await ask('as a consumer', 0, {}, -1)
    await talk.ask('unknown topic', ApiKey.OffsetForLeaderEpoch, version, {
      replicaId: -2,
      topics: [{ topic: talk.name('unknown'), partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] }],
    })
    await talk.ask('nothing', ApiKey.OffsetForLeaderEpoch, version, { replicaId: -2, topics: [] })
  },
}

const deleteRecords: Scenario = {
  api: ApiKey.DeleteRecords,
  name: 'offsets',
  async run(talk, version) {
    const name = await talk.topic('t', 2)
    await talk.fill(name, 0, 5)
    await talk.fill(name, 0, 5, 50)
    const ask = (label: string, offset: number, partitionIndex = 0, more: Body = {}) =>
      talk.ask(label, ApiKey.DeleteRecords, version, {
        topics: [{ name, partitions: [{ partitionIndex, offset }] }],
        timeoutMs: 5000,
        ...more,
      })
    await ask('none', 0)
    await ask('inside a batch', 3)
    await ask('the same again', 3)
    await ask('backwards', 1)
    await ask('beyond the end', 11)
    await ask('negative', -5)
    await ask('all', -1)
    await ask('an empty partition, all', -1, 1)
    await ask('an empty partition, 1', 1, 1)
    await ask('an unknown partition', 0, 9)
    await talk.ask('unknown topic', ApiKey.DeleteRecords, version, {
      topics: [{ name: talk.name('unknown'), partitions: [{ partitionIndex: 0, offset: 0 }] }],
      timeoutMs: 5000,
    })
    await talk.ask('nothing', ApiKey.DeleteRecords, version, { topics: [], timeoutMs: 5000 })
    await ask('timeout 0', 10, 0, { timeoutMs: 0 })
    const kept = await talk.topic('compacted', 1, { 'cleanup.policy': 'compact' })
    await talk.ask('a compacted topic', ApiKey.DeleteRecords, version, {
      topics: [{ name: kept, partitions: [{ partitionIndex: 0, offset: 0 }] }],
      timeoutMs: 5000,
    })
  },
}

export const offsetScenarios: readonly Scenario[] = [listOffsets, afterDeletion, leaderEpochs, deleteRecords]
