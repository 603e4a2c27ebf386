/**
 * Where the replicas of new partitions go, as Apache places them: leaders round-robin from a random start, followers
 * shifted, the shift growing with every round; with racks, each replica in another rack while there are others.
 */
import type { BrokerId } from '../base/kinds.ts'

export interface BrokerRack {
  readonly id: BrokerId
  readonly rack: string | null
}

export interface Placement {
  readonly partitions: number
  readonly replicationFactor: number
  /** First partition to be placed: more than 0 when partitions are added. */
  readonly firstPartition: number
  /** Index of the broker to begin with, and the first shift; null: both at random. */
  readonly start: number | null
}

/** Racks are known for some brokers and not for others. */
export class MixedRacksError extends Error {
  constructor() {
    super('Not all brokers have rack information for replica rack aware assignment.')
  }
}

/** `brokers` is not empty and has at least `replicationFactor` members. */
export function assignReplicas(
  brokers: readonly BrokerRack[],
  placement: Placement,
  random: (below: number) => number,
): Map<number, BrokerId[]> {
  const sorted = [...brokers].sort((a, b) => a.id - b.id)
  const racks = new Set(sorted.map((broker) => broker.rack))
  if (racks.size === 1 && racks.has(null)) return withoutRacks(sorted, placement, random)
  if (racks.has(null)) throw new MixedRacksError()
  return withRacks(sorted, placement, random)
}

function withoutRacks(
  brokers: readonly BrokerRack[],
  { partitions, replicationFactor, firstPartition, start }: Placement,
  random: (below: number) => number,
): Map<number, BrokerId[]> {
  const count = brokers.length
  const first = start ?? random(count)
  let shift = start ?? random(count)
  const assignment = new Map<number, BrokerId[]>()
  for (let partition = firstPartition; partition < firstPartition + partitions; partition++) {
    if (partition > 0 && partition % count === 0) shift++
    const leader = (partition + first) % count
    const replicas = [brokers[leader]!.id]
    for (let i = 0; i < replicationFactor - 1; i++) replicas.push(brokers[followerIndex(leader, shift, i, count)]!.id)
    assignment.set(partition, replicas)
  }
  return assignment
}

/** Steps from the leader by 1 to count - 1, never back onto it. */
function followerIndex(leader: number, shift: number, follower: number, count: number): number {
  return (leader + 1 + ((shift + follower) % (count - 1))) % count
}

function withRacks(
  brokers: readonly BrokerRack[],
  { partitions, replicationFactor, firstPartition, start }: Placement,
  random: (below: number) => number,
): Map<number, BrokerId[]> {
  const rackOf = new Map(brokers.map((broker) => [broker.id, broker.rack!]))
  const rackCount = new Set(rackOf.values()).size
  const arranged = alternateRacks(brokers)
  const count = arranged.length
  const first = start ?? random(count)
  let shift = start ?? random(count)
  const assignment = new Map<number, BrokerId[]>()
  for (let partition = firstPartition; partition < firstPartition + partitions; partition++) {
    if (partition > 0 && partition % count === 0) shift++
    const leader = (partition + first) % count
    const replicas = [arranged[leader]!]
    const usedRacks = new Set([rackOf.get(arranged[leader]!)!])
    for (let step = 0; replicas.length < replicationFactor; step++) {
      const broker = arranged[followerIndex(leader, shift * rackCount, step, count)]!
      const rack = rackOf.get(broker)!
      const isNewRack = !usedRacks.has(rack) || usedRacks.size === rackCount
      if (!isNewRack || replicas.includes(broker)) continue
      replicas.push(broker)
      usedRacks.add(rack)
    }
    assignment.set(partition, replicas)
  }
  return assignment
}

/** One broker of each rack in turn, racks by name. */
function alternateRacks(brokers: readonly BrokerRack[]): BrokerId[] {
  const byRack = [...Map.groupBy(brokers, (broker) => broker.rack!)].sort((a, b) => (a[0] < b[0] ? -1 : 1))
  const lists = byRack.map(([, members]) => members.map((broker) => broker.id))
  const arranged: BrokerId[] = []
  for (let i = 0; arranged.length < brokers.length; i++) {
    for (const list of lists) {
      const id = list[i]
      if (id !== undefined) arranged.push(id)
    }
  }
  return arranged
}
