/**
 * Transactional batches of clients. Before the first batch of a transaction reaches a partition, the transaction's coordinator
 * is asked whether the partition is part of it; from transaction version 2 on it becomes part of it by being asked for
 * (KIP-890). Otherwise nobody would end what a late batch began, and readers of committed records would wait for ever.
 *
 * What a producer sends while its coordinator is asked waits behind it, so that batches are appended in their order; the
 * partitions of one turn are asked for together. Once a transaction is open on a partition nothing of this is needed.
 */
import type { ProducerId } from '../base/kinds.ts'
import type { Clock, Turn } from '../io/world.ts'
import { VerificationMeters } from '../metrics/verification-metrics.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { FENCED, NOTHING_TO_VERIFY, type ProducerOfBatch } from '../storage/contract.ts'
import type { TransactionSupport, TransactionVerifier, Verified } from './contract.ts'
import type { Partition } from './partition.ts'

export interface VerificationSettings {
  /** transaction.partition.verification.enable; may change while the broker runs. */
  readonly isEnabled: () => boolean
  /** add.partitions.to.txn.retry.backoff.ms, and for how long. */
  readonly retryBackoffMs: number
  readonly retryMaxMs: number
}

export const APACHES_SETTINGS: VerificationSettings = { isEnabled: () => true, retryBackoffMs: 20, retryMaxMs: 100 }

export interface Transactional {
  readonly partition: Partition
  readonly transactionalId: string
  readonly batch: ProducerOfBatch
  readonly support: TransactionSupport
}

interface Waiting extends Transactional {
  readonly done: (verified: Verified) => void
  readonly failed: (error: unknown) => void
}

/** Partitions of one transaction that its coordinator is asked about together; places in the round, and their guards. */
interface Question {
  readonly of: Transactional
  readonly partitions: Map<Partition, { readonly place: number; readonly guard: number | undefined }[]>
}

export class Verification {
  /** null: nobody knows the coordinators (yet). */
  verifier: TransactionVerifier | null = null
  readonly meters = new VerificationMeters()
  private readonly clock: Clock
  private readonly turn: Turn
  private readonly settings: VerificationSettings
  /** By producer: what waits for the round under way, or for the end of this turn. */
  private readonly queues = new Map<ProducerId, Waiting[]>()

  constructor(world: { readonly clock: Clock; readonly turn: Turn }, settings: VerificationSettings) {
    this.clock = world.clock
    this.turn = world.turn
    this.settings = settings
  }

  /** Without a promise when nothing is to be asked; promises of one producer resolve in the order of these calls. */
  verify(request: Transactional): Verified | Promise<Verified> {
    const { producerId } = request.batch
    let queue = this.queues.get(producerId)
    if (queue === undefined) {
      const { error, guard, mustAsk } = this.begin(request)
      if (!mustAsk) return { error, guard }
      const made: Waiting[] = []
      queue = made
      this.queues.set(producerId, made)
      this.turn.later(() => void this.run(producerId, made))
    }
    const waiting = queue
    return new Promise((done, failed) => waiting.push({ ...request, done, failed }))
  }

  private begin({ partition, batch, support }: Transactional): Verified & { readonly mustAsk: boolean } {
    const isVersion2 = support === 'adds partitions'
    const isEnabled = this.settings.isEnabled()
    const answer = (error: number, guard?: number) => ({ error, guard: isEnabled ? guard : undefined, mustAsk: false })
    if (!isEnabled && !isVersion2) return answer(ErrorCode.NONE)
    if (!partition.isLeader || partition.log === null) return answer(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    const guard = partition.log.startVerification(batch, isVersion2)
    if (guard === FENCED) return answer(ErrorCode.INVALID_PRODUCER_EPOCH)
    return { ...answer(ErrorCode.NONE, guard), mustAsk: guard !== NOTHING_TO_VERIFY }
  }

  private async run(producerId: ProducerId, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const round = queue.splice(0)
      try {
        const results = await this.askAgain(round)
        for (const [i, { done, support }] of round.entries()) done(understood(results[i]!, support))
      } catch (error) {
        // Our bug: it is that of these requests, and what comes behind them is asked for anew.
        for (const { failed } of round) failed(error)
      }
      // Their batches are appended first: what waits behind them may then have nothing to ask.
      await null
    }
    this.queues.delete(producerId)
  }

  /** Of version 2 the transaction before is often still being ended: to ask again costs less than to send again. */
  private async askAgain(round: readonly Transactional[]): Promise<Verified[]> {
    const startedMs = this.clock.monotonicMs()
    let results = await this.ask(round)
    while (mustAskAgain(round, results) && this.clock.monotonicMs() - startedMs < this.settings.retryMaxMs) {
      await this.clock.sleep(this.settings.retryBackoffMs)
      results = await this.ask(round)
    }
    return results
  }

  private async ask(round: readonly Transactional[]): Promise<Verified[]> {
    const results: Verified[] = []
    const questions = new Map<string, Question>()
    for (const [place, of] of round.entries()) {
      const begun = this.begin(of)
      results.push(begun)
      if (!begun.mustAsk) continue
      const key = `${of.batch.epoch} ${of.support} ${of.transactionalId}`
      let question = questions.get(key)
      if (question === undefined) questions.set(key, (question = { of, partitions: new Map() }))
      const places = question.partitions.get(of.partition)
      if (places === undefined) question.partitions.set(of.partition, [{ place, guard: begun.guard }])
      else places.push({ place, guard: begun.guard })
    }
    await Promise.all(Array.from(questions.values(), (question) => this.askCoordinator(question, results)))
    return results
  }

  private async askCoordinator({ of, partitions }: Question, results: Verified[]): Promise<void> {
    const { transactionalId, batch, support } = of
    const names = Array.from(partitions.keys(), ({ topic, partition }) => ({ topic, partition }))
    const mayAdd = support === 'adds partitions'
    const startedMs = this.clock.monotonicMs()
    const errors =
      this.verifier === null
        ? names.map(() => ErrorCode.COORDINATOR_NOT_AVAILABLE)
        : await this.verifier.verify(transactionalId, batch.producerId, batch.epoch, names, mayAdd)
    this.meters.timeMs.observe(this.clock.monotonicMs() - startedMs)
    for (const [at, places] of [...partitions.values()].entries()) {
      const error = errors[at]!
      if (error !== ErrorCode.NONE) this.meters.failures++
      for (const { place, guard } of places) results[place] = { error, guard }
    }
  }
}

function mustAskAgain(round: readonly Transactional[], results: readonly Verified[]): boolean {
  return round.some(
    ({ support }, i) => support === 'adds partitions' && results[i]!.error === ErrorCode.CONCURRENT_TRANSACTIONS,
  )
}

/** Producers expect INVALID_PRODUCER_EPOCH of a leader; older ones do not know TRANSACTION_ABORTABLE. */
function understood({ error, guard }: Verified, support: TransactionSupport): Verified {
  if (error === ErrorCode.PRODUCER_FENCED) return { error: ErrorCode.INVALID_PRODUCER_EPOCH, guard }
  if (error === ErrorCode.TRANSACTION_ABORTABLE && support === 'old errors')
    return { error: ErrorCode.INVALID_TXN_STATE, guard }
  return { error, guard }
}
