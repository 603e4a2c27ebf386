/** The committed offsets of one group, with those of transactions that are not decided yet. */
import type { Offset, TimestampMs, Uuid } from '../../base/kinds.ts'

export interface OffsetPlace {
  readonly topic: string
  readonly partition: number
}

export interface CommittedOffset {
  readonly offset: Offset
  /** -1: none */
  readonly leaderEpoch: number
  readonly metadata: string
  readonly commitTimestamp: TimestampMs
  /** -1: by the retention of the broker; else told by the client (OffsetCommit 2 to 4). */
  readonly expireTimestamp: TimestampMs
  readonly topicId: Uuid
}

export type OffsetsByTopic = ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>

type Table<T> = Map<string, Map<number, T>>

interface PendingOffset {
  /** null: a removal. */
  readonly value: CommittedOffset | null
  /** Where its record stands among all others of the group. */
  readonly place: number
  /** What was written behind it is committed: the transaction changes it no more. */
  isSuperseded: boolean
}

export class GroupOffsets {
  private readonly committed: Table<CommittedOffset> = new Map()
  /** By producer. */
  private readonly pending = new Map<number, Table<PendingOffset>>()
  /** Records of transactions on their way into the log, counted. */
  private readonly underway: Table<number> = new Map()
  private count = 0
  private lastPlace = 0

  get size(): number {
    return this.count
  }

  /** Of transactions, on their way into the log or there. */
  get hasPending(): boolean {
    return this.pending.size > 0 || this.underway.size > 0
  }

  get isEmpty(): boolean {
    return this.count === 0 && this.pending.size === 0
  }

  get topics(): OffsetsByTopic {
    return this.committed
  }

  /** Of all that is committed, pending or on its way to be; some come several times. */
  *topicNames(): Generator<string> {
    yield* this.committed.keys()
    yield* this.underway.keys()
    for (const table of this.pending.values()) yield* table.keys()
  }

  get(topic: string, partition: number): CommittedOffset | null {
    return this.committed.get(topic)?.get(partition) ?? null
  }

  has(topic: string, partition: number): boolean {
    return this.get(topic, partition) !== null || this.isPending(topic, partition)
  }

  /** All that is committed or pending, each once. */
  *places(): Generator<OffsetPlace> {
    for (const [topic, partitions] of this.committed) {
      for (const partition of partitions.keys()) yield { topic, partition }
    }
    const told: Table<true> = new Map()
    for (const table of this.pending.values()) {
      for (const [topic, partitions] of table) {
        for (const partition of partitions.keys()) {
          if (this.get(topic, partition) === null && put(told, topic, partition, true)) yield { topic, partition }
        }
      }
    }
  }

  /** A transaction may change it: what is committed now may be old. */
  isPending(topic: string, partition: number): boolean {
    if (this.underway.get(topic)?.has(partition)) return true
    for (const table of this.pending.values()) if (table.get(topic)?.has(partition)) return true
    return false
  }

  /** A record outside transactions, or a removal: the next of the log. */
  apply(topic: string, partition: number, value: CommittedOffset | null): void {
    this.applyAt(++this.lastPlace, topic, partition, value)
  }

  /** The offset whose record was written last counts, whichever transaction ends last, as in Apache: compaction keeps no other. */
  private applyAt(place: number, topic: string, partition: number, value: CommittedOffset | null): void {
    if (value !== null) {
      for (const table of this.pending.values()) {
        const pending = table.get(topic)?.get(partition)
        if (pending !== undefined && pending.place < place) pending.isSuperseded = true
      }
      if (put(this.committed, topic, partition, value)) this.count++
      return
    }
    const ofTopic = this.committed.get(topic)
    if (ofTopic?.delete(partition)) this.count--
    if (ofTopic?.size === 0) this.committed.delete(topic)
    // What is removed is removed from open transactions, too.
    for (const [producerId, table] of this.pending) {
      table.get(topic)?.delete(partition)
      if (table.get(topic)?.size === 0) table.delete(topic)
      if (table.size === 0) this.pending.delete(producerId)
    }
  }

  /**
   * Before the records of a transaction are written: its producer may be gone from the group when they are committed, and
   * whoever took its place must not begin at an offset that they replace.
   */
  beginPending(places: readonly OffsetPlace[]): void {
    for (const { topic, partition } of places) {
      put(this.underway, topic, partition, (this.underway.get(topic)?.get(partition) ?? 0) + 1)
    }
  }

  endPending(places: readonly OffsetPlace[]): void {
    for (const { topic, partition } of places) {
      const ofTopic = this.underway.get(topic)!
      const left = ofTopic.get(partition)! - 1
      if (left > 0) ofTopic.set(partition, left)
      else ofTopic.delete(partition)
      if (ofTopic.size === 0) this.underway.delete(topic)
    }
  }

  applyPending(producerId: number, topic: string, partition: number, value: CommittedOffset | null): void {
    let table = this.pending.get(producerId)
    if (table === undefined) this.pending.set(producerId, (table = new Map()))
    put(table, topic, partition, { value, place: ++this.lastPlace, isSuperseded: false })
  }

  endTransaction(producerId: number, commit: boolean): void {
    const table = this.pending.get(producerId)
    if (table === undefined) return
    this.pending.delete(producerId)
    if (!commit) return
    for (const [topic, partitions] of table) {
      for (const [partition, { value, place, isSuperseded }] of partitions) {
        if (!isSuperseded) this.applyAt(place, topic, partition, value)
      }
    }
  }
}

/** True when it was not there. */
function put<T>(table: Table<T>, topic: string, partition: number, value: T): boolean {
  let ofTopic = table.get(topic)
  if (ofTopic === undefined) table.set(topic, (ofTopic = new Map()))
  const before = ofTopic.size
  ofTopic.set(partition, value)
  return ofTopic.size > before
}
