/**
 * A random story: producers that come, write, end, repeat themselves and are replaced, over a coordinator whose appends wait
 * and fail, whose markers are refused, which is killed, and for which time goes by. What was answered is kept, with how long
 * the log was then, so that it can be compared with what becomes of it.
 */
import assert from 'node:assert/strict'
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type { TransactionRecord } from '../records.ts'
import { isPrepared } from '../transaction.ts'
import { HeldTransactions, ref } from './held-transactions.ts'

export type Step =
  | {
      readonly do: 'come'
      readonly who: number
      readonly id: number
      readonly version: 0 | 2
      readonly timeoutMs: number
    }
  | { readonly do: 'go on'; readonly who: number }
  | { readonly do: 'join'; readonly who: number; readonly partition: number }
  | { readonly do: 'end'; readonly who: number; readonly commit: boolean }
  | { readonly do: 'repeat end'; readonly who: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'hold' }
  | { readonly do: 'commit'; readonly count: number }
  | { readonly do: 'release' }
  | { readonly do: 'refuse' }
  | { readonly do: 'markers fail' }
  | { readonly do: 'markers work' }
  | { readonly do: 'kill' }

export const PARTITIONS = ['a-0', 'a-1', 'b-0']
export const PRODUCERS = 3
const FINAL = new Set<number>([
  ErrorCode.PRODUCER_FENCED,
  ErrorCode.INVALID_PRODUCER_ID_MAPPING,
  ErrorCode.INVALID_TXN_STATE,
])

interface Producer {
  readonly id: string
  readonly version: 0 | 2
  /** id/epoch; null: none yet. */
  self: string | null
  /** What was answered to have joined the transaction. */
  joined: Set<string>
  /** Length of the log when the transaction began. */
  since: number
  /** Asked, and not answered for good. */
  ending: { readonly commit: boolean; readonly self: string } | null
  /** Something is asked and not answered. */
  asks: boolean
  isFenced: boolean
}

/** An end that was answered with success. */
export interface AnsweredEnd {
  readonly id: string
  readonly commit: boolean
  readonly joined: readonly string[]
  /** The log then began with the transaction's records here, and ended there. */
  readonly since: number
  readonly until: number
}

/** Markers of one prepared transaction in one partition all say the same. */
export class MarkerBook {
  private readonly outcomes = new Map<string, boolean>()

  /** `prepared`: how many prepared transactions of this id the log had, this one included. */
  write(id: string, prepared: number, place: string, commit: boolean): void {
    const key = `${id} ${prepared} ${place}`
    const before = this.outcomes.get(key)
    assert.ok(before === undefined || before === commit, `${key} was marked ${before ? 'commit' : 'abort'} before`)
    this.outcomes.set(key, commit)
  }

  has(id: string, prepared: number, place: string): boolean {
    return this.outcomes.has(`${id} ${prepared} ${place}`)
  }
}

export class Story {
  held: HeldTransactions
  readonly ends: AnsweredEnd[] = []
  /** Every record with its place in the log of all lives. */
  readonly records: TransactionRecord[] = []
  readonly book = new MarkerBook()
  private readonly producers: (Producer | null)[] = Array.from({ length: PRODUCERS }, () => null)
  /** Who was given an id/epoch. */
  private readonly given = new Map<string, Producer>()
  private lives = 0
  private markersFail = false
  /** What does not hold, found while an answer came. */
  private readonly failures: unknown[] = []

  private constructor() {
    this.held = this.born([])
  }

  static async tell(steps: readonly Step[]): Promise<Story> {
    const story = new Story()
    await story.held.lead()
    for (const step of steps) {
      await story.step(step)
      await story.held.world.settle()
    }
    await story.heal()
    if (story.failures.length > 0) throw story.failures[0]
    return story
  }

  /** Nothing fails any more, and all time that may be needed goes by. */
  private async heal(): Promise<void> {
    this.markersFail = false
    this.held.holds = false
    await this.held.commit()
    await this.held.world.advance(200_000)
  }

  private born(batches: readonly Buffer[]): HeldTransactions {
    const held = new HeldTransactions({
      world: this.held?.world,
      batches,
      firstProducerId: 1000 * ++this.lives,
      appended: (record) => this.appended(record),
      marked: (marker, at) => {
        const id = idOf(this.records, marker.producerId)
        const prepared = preparedOf(this.records, id)
        assert.equal(prepared.at(-1)!.state, marker.commit ? 'PrepareCommit' : 'PrepareAbort')
        assert.equal(prepared.at(-1)!.producerEpoch, marker.producerEpoch)
        this.book.write(id, prepared.length, `${at.topic}-${at.partition}`, marker.commit)
      },
    })
    held.topic('a', 2).topic('b')
    held.markerError = () => (this.markersFail ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.NONE)
    return held
  }

  private appended(record: TransactionRecord): void {
    const { transactionalId: id, value } = record
    if (value?.state === 'CompleteCommit' || value?.state === 'CompleteAbort') {
      const prepared = preparedOf(this.records, id)
      const before = this.records.findLast(({ transactionalId }) => transactionalId === id)?.value
      assert.equal(before, prepared.at(-1), `${id} ends once (KAFKA-9777)`)
      for (const [topic, ids] of prepared.at(-1)!.partitions) {
        for (const partition of ids) {
          assert.ok(this.book.has(id, prepared.length, `${topic}-${partition}`), `${id} ended without all its markers`)
        }
      }
    }
    this.records.push(record)
  }

  private async step(step: Step): Promise<void> {
    switch (step.do) {
      case 'come':
        return this.come(step.who, `id${step.id}`, step.version, step.timeoutMs)
      case 'go on':
        return this.ask(step.who, (one) => this.goOn(one))
      case 'join':
        return this.ask(step.who, (one) => this.join(one, PARTITIONS[step.partition]!))
      case 'end':
        return this.ask(step.who, (one) => this.end(one, step.commit))
      case 'repeat end':
        return this.ask(step.who, (one) => (one.ending === null ? Promise.resolve() : this.end(one, one.ending.commit)))
      case 'wait':
        return this.held.world.advance(step.ms)
      case 'hold':
        this.held.holds = true
        return
      case 'commit':
        return this.held.commit(ErrorCode.NONE, step.count)
      case 'release':
        this.held.holds = false
        return this.held.commit()
      case 'refuse':
        return this.held.commit(ErrorCode.NOT_ENOUGH_REPLICAS)
      case 'markers fail':
        this.markersFail = true
        return
      case 'markers work':
        this.markersFail = false
        return
      case 'kill':
        return this.kill()
    }
  }

  /** What was appended and not committed is lost; whoever waited is told nothing. */
  private async kill(): Promise<void> {
    const { batches } = this.held.log
    for (const one of this.producers) if (one !== null) one.asks = false
    this.held.coordinator.stop()
    this.held = this.born(batches)
    await this.held.lead()
  }

  /** Clients ask one thing at a time. */
  private ask(who: number, call: (one: Producer) => Promise<void>): Promise<void> {
    const one = this.producers[who] ?? null
    if (one === null || one.isFenced || one.asks || one.self === null) return Promise.resolve()
    one.asks = true
    const life = this.held
    call(one).then(
      () => {
        if (life === this.held) one.asks = false
      },
      (error) => this.failures.push(error),
    )
    return Promise.resolve()
  }

  private async come(who: number, id: string, version: 0 | 2, timeoutMs: number): Promise<void> {
    const made: Producer = {
      id,
      version,
      self: null,
      joined: new Set(),
      since: 0,
      ending: null,
      asks: false,
      isFenced: false,
    }
    this.producers[who] = made
    const life = this.held
    const asking = life.init(id, null, timeoutMs).then((told) => {
      if (life === this.held && !told.startsWith('error')) this.give(made, told)
    })
    asking.catch((error) => this.failures.push(error))
  }

  private give(to: Producer, self: string): void {
    const before = this.given.get(self)
    assert.ok(before === undefined || before === to, `${self} is given to two`)
    this.given.set(self, to)
    to.self = self
  }

  private async goOn(one: Producer): Promise<void> {
    const life = this.held
    const told = await life.init(one.id, one.self)
    if (life !== this.held) return
    if (told.startsWith('error')) return this.refused(one, Number(told.slice(6)))
    this.give(one, told)
    one.joined.clear()
    one.ending = null
  }

  private async join(one: Producer, place: string): Promise<void> {
    // A client does not go on with a transaction whose end it has asked for.
    if (one.ending !== null) return
    const life = this.held
    const since = this.records.length
    const error = await life.add(one.id, one.self!, [place], one.version)
    if (life !== this.held) return
    if (error !== ErrorCode.NONE) return this.refused(one, error)
    if (one.joined.size === 0) one.since = since
    one.joined.add(place)
  }

  private async end(one: Producer, commit: boolean): Promise<void> {
    if (one.joined.size === 0 && one.ending === null) return
    if (one.ending !== null && one.ending.commit !== commit) return
    one.ending = { commit, self: one.self! }
    const life = this.held
    const told = await life.end(one.id, one.self!, commit, one.version)
    if (life !== this.held) return
    if (told.startsWith('error')) return this.refused(one, Number(told.slice(6)))
    this.ends.push({ id: one.id, commit, joined: [...one.joined], since: one.since, until: this.records.length })
    if (one.version === 2) {
      const before = ref(one.self!)
      const now = ref(told)
      assert.ok(now.producerId !== before.producerId || now.producerEpoch === before.producerEpoch + 1)
      this.give(one, told)
    }
    one.joined.clear()
    one.ending = null
  }

  private refused(one: Producer, error: number): void {
    if (FINAL.has(error)) one.isFenced = true
  }
}

/** The prepared values of an id, in their order. */
export function preparedOf(records: readonly TransactionRecord[], id: string) {
  return records.flatMap(({ transactionalId, value }) =>
    transactionalId === id && value !== null && isPrepared(value.state) ? [value] : [],
  )
}

export function idOf(records: readonly TransactionRecord[], producerId: number): string {
  return records.find(({ value }) => value?.producerId === producerId)!.transactionalId
}
