/** What a kind of coordinator gives to the runtime, and what it gets from it. */
import type { LeaderEpoch } from '../../base/kinds.ts'
import type { World } from '../../io/world.ts'
import type { Deadlines } from './deadlines.ts'

/**
 * The state behind one partition of a coordinator's topic. Records change it in `replay` and nowhere else, be they read from
 * the log or committed just now; what Apache keeps in memory only (members, timers) may live beside it.
 */
export interface CoordinatorState<Rec> {
  /** A committed record, in the order of the log. `producerId` is -1 outside transactions. `loading`: from the log. */
  replay(record: Rec, producerId: number, loading: boolean): void
  /** A transaction marker: what `producerId` wrote before counts, or never did. */
  endTransaction(producerId: number, commit: boolean): void
  /** The log is read to its end; requests follow. */
  loaded(): void
  /** Another broker leads the partition: whoever waits is told. What was being written is answered after it. */
  unloaded(): void
}

/** The key and value of a record of the topic. */
export interface EncodedRecord {
  readonly key: Uint8Array
  readonly value: Uint8Array | null
}

/** Whose transaction records belong to. */
export interface TransactionWrite {
  readonly producerId: number
  readonly producerEpoch: number
  /** What the runtime's `verify` answered. */
  readonly guard: number | undefined
}

/** An end-transaction marker on its way into the log of a coordinator. */
export interface Marker {
  readonly producerId: number
  readonly commit: boolean
  /** The control batch. */
  readonly bytes: Uint8Array
  readonly transactionVersion: number
  readonly timeoutMs: number
}

export interface CoordinatorKind<Rec, State extends CoordinatorState<Rec>> {
  readonly topic: string
  /** Throws TextTooLongError for what cannot be stored: who writes it is told UNKNOWN_SERVER_ERROR, as in Apache. */
  encode(record: Rec): EncodedRecord
  /** null: of no concern here. Throws for what is damaged; the record is passed over with a line in the log. */
  decode(key: Uint8Array, value: Uint8Array | null): Rec | null
  makeState(access: PartitionAccess<Rec>): State
}

/** What the state of one partition may ask for. */
export interface PartitionAccess<Rec> {
  readonly partition: number
  /** Of now: it rises while this broker goes on leading. */
  leaderEpoch(): LeaderEpoch
  readonly world: World
  readonly deadlines: Deadlines
  /**
   * Appends, waits until the records are committed, replays them, then calls `done` with NONE; with an ErrorCode of the
   * append when they are not committed, REQUEST_TIMED_OUT when that lasts (they may be replayed later). The records stand in
   * one batch, in the order of the calls. Called at once when the list is empty. `spareBytes`: refused as well
   * (MESSAGE_TOO_LARGE) when a batch with so much more would not fit.
   */
  write(records: readonly Rec[], done: (error: number) => void, spareBytes?: number): void
  /** The same for records of a transaction, in a batch of their own: they are replayed with their producer. */
  writeInTransaction(of: TransactionWrite, records: readonly Rec[], done: (error: number) => void): void
  /** Calls when everything written so far is replayed or refused, also when the leadership went: for decisions on what is committed. */
  afterWrites(call: () => void): void
}
