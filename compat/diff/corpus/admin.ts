// Reassignments of partitions, features.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import type { Body, Scenario } from '../talk.ts'

/** Apache's brokers hear of what the controller did a moment after its answer. */
const HEARD_MS = 500
const UPGRADE = 1
const SAFE_DOWNGRADE = 2

const alterReassignments: Scenario = {
  api: ApiKey.AlterPartitionReassignments,
  name: 'one broker',
  async run(talk, version) {
    const topic = await talk.topic('t', 3)
    const unknown = talk.name('unknown')
    const ask = (label: string, name: string, partitions: [number, number[] | null][], more: Body = {}) =>
      talk.ask(label, ApiKey.AlterPartitionReassignments, version, {
        topics: [{ name, partitions: partitions.map(([partitionIndex, replicas]) => ({ partitionIndex, replicas })) }],
        ...more,
      })
    await talk.ask('nothing', ApiKey.AlterPartitionReassignments, version, { topics: [] })
    await ask('where it is', topic, [[0, [1]]])
    await ask('nothing to cancel', topic, [[1, null]])
    await ask('brokers that are not there', topic, [
      [0, [2]],
      [1, [1, 2]],
    ])
    await ask('no lists', topic, [
      [0, []],
      [1, [1, 1]],
      [2, [-1]],
    ])
    await ask('some good, some not', topic, [
      [0, [1]],
      [1, [5]],
      [2, null],
    ])
    await ask('an unknown topic', unknown, [[0, [1]]])
    await ask('an unknown partition', topic, [[9, [1]]])
    await ask('nothing to cancel in an unknown topic', unknown, [[0, null]])
    await ask('an empty name', '', [[0, [1]]])
    if (version >= 1) await ask('with another factor', topic, [[0, [1, 2]]], { allowReplicationFactorChange: false })
    // With KRaft, a move to where the replicas are changes nothing at all.
    if (version > 0) return
    await sleep(HEARD_MS)
    const epochs = await talk.prepare(ApiKey.Metadata, 9, { topics: [{ name: topic }] })
    talk.note(
      'leader epochs',
      epochs.topics[0].partitions.map(({ partitionIndex, leaderEpoch }: Body) => ({ partitionIndex, leaderEpoch })),
    )
  },
}

const listReassignments: Scenario = {
  api: ApiKey.ListPartitionReassignments,
  name: 'one broker',
  async run(talk, version) {
    const topic = await talk.topic('t', 2)
    const ask = (label: string, topics: Body) => talk.ask(label, ApiKey.ListPartitionReassignments, version, { topics })
    await ask('all', null)
    await ask('none', [])
    await ask('some', [{ name: topic, partitionIndexes: [0, 1, 9] }])
    await ask('an unknown topic', [{ name: talk.name('unknown'), partitionIndexes: [0] }])
  },
}

const updateFeatures: Scenario = {
  api: ApiKey.UpdateFeatures,
  name: 'levels',
  async run(talk, version) {
    const ask = (label: string, updates: [string, number, number][], more: Body = {}) =>
      talk.ask(label, ApiKey.UpdateFeatures, version, {
        featureUpdates: updates.map(([feature, maxVersionLevel, upgradeType]) => ({
          feature,
          maxVersionLevel,
          upgradeType,
          allowDowngrade: upgradeType !== UPGRADE,
        })),
        ...more,
      })
    const transactions = 'transaction.version'
    await ask('nothing', [])
    await ask('what is not there', [['nope', 1, UPGRADE]])
    await ask('what is not there, away', [['nope', 0, SAFE_DOWNGRADE]])
    await ask('no name', [['', 1, UPGRADE]])
    await ask('the level that it has', [[transactions, 2, UPGRADE]])
    await ask('too high', [[transactions, 99, UPGRADE]])
    await ask('below 0', [[transactions, -1, UPGRADE]])
    await ask('down without saying so', [[transactions, 1, UPGRADE]])
    await ask('up as a downgrade', [[transactions, 2, SAFE_DOWNGRADE]])
    await ask('half of it wrong', [
      [transactions, 1, SAFE_DOWNGRADE],
      ['nope', 1, UPGRADE],
    ])
    await ask('an unknown type of upgrade', [[transactions, 2, 7]])
    await ask('type 0', [[transactions, 2, 0]])
    if (version >= 1) {
      await ask('down, as a try', [[transactions, 1, SAFE_DOWNGRADE]], { validateOnly: true })
      await ask('down', [[transactions, 1, SAFE_DOWNGRADE]])
      await ask('and up as a downgrade', [[transactions, 2, SAFE_DOWNGRADE]])
      await ask('away', [[transactions, 0, SAFE_DOWNGRADE]])
      await sleep(HEARD_MS)
      const told = await talk.prepare(ApiKey.ApiVersions, 4, { clientSoftwareName: 'a', clientSoftwareVersion: '1' })
      talk.note(
        'away is not told',
        told.finalizedFeatures.every(({ name }: Body) => name !== transactions),
      )
      await ask('and up again', [[transactions, 2, UPGRADE]])
    }
  },
}

export const adminScenarios: readonly Scenario[] = [alterReassignments, listReassignments, updateFeatures]
