import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { BrokerRack } from './assign-replicas.ts'
import { assignReplicas, MixedRacksError } from './assign-replicas.ts'

const none = (count: number): BrokerRack[] => Array.from({ length: count }, (_, id) => ({ id, rack: null }))
const start = (partitions: number, replicationFactor: number) => ({
  partitions,
  replicationFactor,
  firstPartition: 0,
  start: 0,
})
const asText = (assignment: Map<number, number[]>): string =>
  [...assignment.values()].map((replicas) => replicas.join('')).join(' ')

describe('placing replicas', () => {
  it('goes round the brokers and shifts the followers with every round', () => {
    // The example that Apache Kafka's documentation of the algorithm gives, for five brokers and ten partitions.
    assert.equal(asText(assignReplicas(none(5), start(10, 3), () => 0)), '012 123 234 340 401 023 134 240 301 412')
    assert.equal(asText(assignReplicas(none(1), start(3, 1), () => 0)), '0 0 0')
  })

  it('goes on where the partitions before stopped', () => {
    const all = assignReplicas(none(5), start(10, 3), () => 0)
    const first = assignReplicas(none(5), start(5, 3), () => 0)
    const rest = assignReplicas(none(5), { ...start(5, 3), firstPartition: 5 }, () => 0)
    assert.deepEqual([...rest.keys()], [5, 6, 7, 8, 9])
    assert.equal(first.size + rest.size, all.size)
  })

  it('puts replicas into different racks while there are any', () => {
    const brokers = [0, 1, 2, 3, 4, 5].map((id) => ({ id, rack: `rack${[0, 2, 1, 1, 2, 0][id]}` }))
    const rackOf = new Map(brokers.map(({ id, rack }) => [id, rack]))
    for (const replicas of assignReplicas(brokers, start(24, 3), () => 0).values()) {
      assert.equal(new Set(replicas.map((id) => rackOf.get(id))).size, 3)
    }
    assert.throws(() => assignReplicas([...brokers, { id: 9, rack: null }], start(1, 1), () => 0), MixedRacksError)
  })

  it('never names a broker twice and loads them evenly', () => {
    const brokers = fc.uniqueArray(fc.nat(99), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(
        brokers,
        fc.nat(),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(3),
        fc.nat(7),
        (ids, f, partitions, racks, seed) => {
          const factor = (f % ids.length) + 1
          const members = ids.map((id, index) => ({ id, rack: racks === 0 ? null : `r${index % racks}` }))
          const placement = { partitions, replicationFactor: factor, firstPartition: 0, start: null }
          const assignment = assignReplicas(members, placement, (below) => seed % below)
          assert.deepEqual([...assignment.keys()], [...Array(partitions).keys()])
          const leaders = new Map<number, number>()
          for (const replicas of assignment.values()) {
            assert.equal(replicas.length, factor)
            assert.equal(new Set(replicas).size, factor)
            assert.ok(replicas.every((id) => ids.includes(id)))
            leaders.set(replicas[0]!, (leaders.get(replicas[0]!) ?? 0) + 1)
          }
          const counts = ids.map((id) => leaders.get(id) ?? 0)
          assert.ok(Math.max(...counts) - Math.min(...counts) <= 1)
        },
      ),
    )
  })
})
