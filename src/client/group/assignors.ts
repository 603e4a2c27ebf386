/**
 * Who of a group reads which partitions, as the leader of a group of the classic protocol decides. Every name means to every
 * client the same: range and roundrobin as in Java's client; cooperative-sticky (KIP-429) may differ in detail, as its
 * result depends on the leader alone.
 */

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface Subscriber {
  readonly memberId: string
  readonly instanceId: string | null
  readonly topics: readonly string[]
  /** What it reads now (cooperative members only). */
  readonly owned: readonly TopicPartition[]
  /** When it got `owned`; -1: not told. */
  readonly generation: number
}

/** By member id; everybody has an entry. */
export type Assignment = Map<string, TopicPartition[]>

export interface Assignor {
  readonly name: string
  /** Members keep what they read over a rebalance, and give up only what goes to another. */
  readonly isCooperative: boolean
  assign(members: readonly Subscriber[], partitionCounts: ReadonlyMap<string, number>): Assignment
}

/** Each topic in ranges: the first members get one more. */
const range: Assignor = {
  name: 'range',
  isCooperative: false,
  assign(members, partitionCounts) {
    const assignment = emptyAssignment(members)
    const sorted = [...members].sort(byInstanceThenMember)
    for (const [topic, count] of sortedTopics(partitionCounts)) {
      const readers = sorted.filter(({ topics }) => topics.includes(topic))
      let partition = 0
      readers.forEach(({ memberId }, i) => {
        const share = Math.floor(count / readers.length) + (i < count % readers.length ? 1 : 0)
        for (let given = 0; given < share; given++) assignment.get(memberId)!.push({ topic, partition: partition++ })
      })
    }
    return assignment
  },
}

/** All partitions in turn. */
const roundRobin: Assignor = {
  name: 'roundrobin',
  isCooperative: false,
  assign(members, partitionCounts) {
    const assignment = emptyAssignment(members)
    const sorted = [...members].sort(byInstanceThenMember)
    let turn = 0
    for (const one of allPartitions(partitionCounts)) {
      if (!sorted.some(({ topics }) => topics.includes(one.topic))) continue
      while (!sorted[turn % sorted.length]!.topics.includes(one.topic)) turn++
      assignment.get(sorted[turn++ % sorted.length]!.memberId)!.push(one)
    }
    return assignment
  },
}

/** Balanced, moving as little as it can; what must move is given to nobody until its owner has let it go. */
const cooperativeSticky: Assignor = {
  name: 'cooperative-sticky',
  isCooperative: true,
  assign(members, partitionCounts) {
    const assignment = emptyAssignment(members)
    const owners = ownersOf(members)
    const wants = new Map(members.map(({ memberId, topics }) => [memberId, new Set(topics)]))
    const free: TopicPartition[] = []
    for (const one of allPartitions(partitionCounts)) {
      const owner = owners.get(keyOf(one))
      if (owner !== undefined && wants.get(owner)!.has(one.topic)) assignment.get(owner)!.push(one)
      else free.push(one)
    }
    for (const one of free) {
      const reader = leastLoaded(assignment, wants, one.topic)
      if (reader !== null) assignment.get(reader)!.push(one)
    }
    balance(assignment, wants, owners)
    for (const [memberId, given] of assignment) {
      assignment.set(
        memberId,
        given.filter((one) => (owners.get(keyOf(one)) ?? memberId) === memberId),
      )
    }
    return assignment
  },
}

export const ASSIGNORS: ReadonlyMap<string, Assignor> = new Map(
  [range, roundRobin, cooperativeSticky].map((one) => [one.name, one]),
)

export function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}-${partition}`
}

/** Who owned each partition last: of two that claim it, the one with the newer generation. */
function ownersOf(members: readonly Subscriber[]): Map<string, string> {
  const owners = new Map<string, string>()
  const generations = new Map<string, number>()
  for (const { memberId, owned, generation } of members) {
    for (const one of owned) {
      const key = keyOf(one)
      if (generation <= (generations.get(key) ?? Number.NEGATIVE_INFINITY)) continue
      generations.set(key, generation)
      owners.set(key, memberId)
    }
  }
  return owners
}

type Wants = ReadonlyMap<string, ReadonlySet<string>>

/** null: nobody wants the topic. */
function leastLoaded(assignment: Assignment, wants: Wants, topic: string): string | null {
  let least: string | null = null
  for (const [memberId, given] of assignment) {
    if (!wants.get(memberId)!.has(topic)) continue
    if (least === null || given.length < assignment.get(least)!.length) least = memberId
  }
  return least
}

/** Moves partitions from those who have more to those who have at least two fewer, the unowned first. Each move brings the loads nearer, so it ends. */
function balance(assignment: Assignment, wants: Wants, owners: ReadonlyMap<string, string>): void {
  for (let moved = true; moved; ) {
    moved = false
    for (const [memberId, given] of [...assignment].sort(([, a], [, b]) => b.length - a.length)) {
      const stickiness = (one: TopicPartition): number => (owners.get(keyOf(one)) === memberId ? 1 : 0)
      for (const one of [...given].sort((a, b) => stickiness(a) - stickiness(b))) {
        const to = leastLoaded(assignment, wants, one.topic)!
        const mine = assignment.get(memberId)!
        if (assignment.get(to)!.length + 1 >= mine.length) continue
        mine.splice(mine.indexOf(one), 1)
        assignment.get(to)!.push(one)
        moved = true
      }
    }
  }
}

function emptyAssignment(members: readonly Subscriber[]): Assignment {
  return new Map([...members].sort(byInstanceThenMember).map(({ memberId }) => [memberId, []]))
}

/** Static members first, by their own names, which outlive a restart. */
function byInstanceThenMember(a: Subscriber, b: Subscriber): number {
  if (a.instanceId !== null && b.instanceId !== null) return a.instanceId < b.instanceId ? -1 : 1
  if (a.instanceId !== null) return -1
  if (b.instanceId !== null) return 1
  return a.memberId < b.memberId ? -1 : 1
}

function sortedTopics(partitionCounts: ReadonlyMap<string, number>): [string, number][] {
  return [...partitionCounts].sort(([a], [b]) => (a < b ? -1 : 1))
}

function* allPartitions(partitionCounts: ReadonlyMap<string, number>): Generator<TopicPartition> {
  for (const [topic, count] of sortedTopics(partitionCounts)) {
    for (let partition = 0; partition < count; partition++) yield { topic, partition }
  }
}
