/**
 * Reads the partitions of a fetch within its limits, and waits when there is too little: for a change on one of them, or
 * until the client's patience is over.
 */
import type { FetchPartitionResult } from '../replication/contract.ts'
import type { FetchPartition } from './fetch-sessions.ts'
import type { BrokerServices, RequestContext } from './handler.ts'

/** Woken in vain so often (min.bytes is large, appends are small), it begins to wait between looks. */
const EAGER_LOOKS = 3
const PAUSE_MS_MAX = 10

export interface FetchLimits {
  readonly replicaId: number
  readonly isFollower: boolean
  /** Over all partitions. */
  readonly maxBytes: number
  readonly minBytes: number
  readonly maxWaitMs: number
  /** The first batch is sent even when it alone exceeds the limits. */
  readonly atLeastOne: boolean
  readonly committedOnly: boolean
  readonly rackId: string | null
}

type Results = FetchPartitionResult[]

/** One result per partition, in order. */
export function fetchWithin(
  partitions: readonly FetchPartition[],
  limits: FetchLimits,
  context: RequestContext,
  services: BrokerServices,
): Results | Promise<Results> {
  const results = readAll(partitions, limits, context, services)
  if (results instanceof Promise) {
    return results.then((found) =>
      isEnough(found, limits) ? found : waitForMore(partitions, limits, context, services, true, found),
    )
  }
  return isEnough(results, limits) ? results : waitForMore(partitions, limits, context, services, false, results)
}

/** What goes out at once: enough bytes, anything that the client must hear of, or nothing to wait for. */
function isEnough(results: Results, limits: FetchLimits): boolean {
  if (limits.maxWaitMs <= 0 || results.length === 0) return true
  let bytes = 0
  for (const result of results) {
    if (result.error !== 0 || result.divergingEpoch !== null || result.preferredReadReplica >= 0) return true
    bytes += result.byteLength
  }
  return bytes >= limits.minBytes
}

async function waitForMore(
  partitions: readonly FetchPartition[],
  limits: FetchLimits,
  context: RequestContext,
  services: BrokerServices,
  readApart: boolean,
  first: Results,
): Promise<Results> {
  if (context.isClosed()) return first
  const { clock } = services.world
  const deadlineMs = clock.monotonicMs() + limits.maxWaitMs
  let results = first
  let change = new Change(partitions, limits, services)
  // What happened during a read off the loop was not watched: look again at once.
  let lookAtOnce = readApart
  for (let looks = 0; ; looks++) {
    if (!lookAtOnce) await change.orAfter(deadlineMs - clock.monotonicMs(), context, services)
    const pauseMs = Math.min(looks, PAUSE_MS_MAX, deadlineMs - clock.monotonicMs())
    if (looks >= EAGER_LOOKS && pauseMs > 0) await clock.sleep(pauseMs)
    lookAtOnce = false
    if (!context.isClosed()) {
      // The watch is set before the read, so that nothing falls between.
      if (change.happened) change = new Change(partitions, limits, services)
      const isOver = clock.monotonicMs() >= deadlineMs
      results = await readAll(partitions, limits, context, services)
      if (!isOver && !isEnough(results, limits)) continue
    }
    change.cancel()
    return results
  }
}

/** Becomes true once when something may have happened on one of the partitions. */
class Change {
  happened = false
  private wake: (() => void) | null = null
  private readonly stop: () => void

  constructor(partitions: readonly FetchPartition[], limits: FetchLimits, services: BrokerServices) {
    this.stop = services.replicas.waitForChange(partitions, limits.isFollower, () => {
      this.happened = true
      this.wake?.()
    })
  }

  /** Resolves after `ms` at the latest, or when the client is gone. */
  orAfter(ms: number, context: RequestContext, services: BrokerServices): Promise<void> | undefined {
    if (this.happened || ms <= 0) return undefined
    return new Promise((resolve) => {
      const wake = () => {
        this.wake = null
        timer.cancel()
        forget?.()
        resolve()
      }
      const timer = services.world.clock.after(ms, wake)
      const forget = context.whenClosed?.(wake)
      this.wake = wake
    })
  }

  cancel(): void {
    this.stop()
  }
}

function readAll(
  partitions: readonly FetchPartition[],
  limits: FetchLimits,
  context: RequestContext,
  services: BrokerServices,
): Results | Promise<Results> {
  const results: Results = []
  const budget = { bytes: limits.maxBytes, atLeastOne: limits.atLeastOne }
  for (const partition of partitions) {
    const result = readOne(partition, budget, limits, context, services)
    if (result instanceof Promise) return readRest(result, results, partitions, budget, limits, context, services)
    results.push(result)
    charge(budget, result)
  }
  return results
}

/** From the first partition on whose read leaves the loop. One after another: each takes from what the ones before left. */
async function readRest(
  pending: Promise<FetchPartitionResult>,
  results: Results,
  partitions: readonly FetchPartition[],
  budget: { bytes: number; atLeastOne: boolean },
  limits: FetchLimits,
  context: RequestContext,
  services: BrokerServices,
): Promise<Results> {
  let result = await pending
  for (;;) {
    results.push(result)
    charge(budget, result)
    const next = partitions[results.length]
    if (next === undefined) return results
    result = await readOne(next, budget, limits, context, services)
  }
}

function charge(budget: { bytes: number; atLeastOne: boolean }, result: FetchPartitionResult): void {
  if (result.byteLength === 0) return
  budget.atLeastOne = false
  budget.bytes = Math.max(0, budget.bytes - result.byteLength)
}

function readOne(
  partition: FetchPartition,
  budget: { readonly bytes: number; readonly atLeastOne: boolean },
  limits: FetchLimits,
  context: RequestContext,
  services: BrokerServices,
): FetchPartitionResult | Promise<FetchPartitionResult> {
  return services.replicas.read(partition.topic, partition.partition, partition.topicId, {
    replicaId: limits.replicaId,
    fetchOffset: partition.fetchOffset,
    currentLeaderEpoch: partition.currentLeaderEpoch,
    lastFetchedEpoch: partition.lastFetchedEpoch,
    logStartOffset: partition.logStartOffset,
    maxBytes: Math.min(partition.maxBytes, budget.bytes),
    atLeastOne: budget.atLeastOne,
    committedOnly: limits.committedOnly,
    rackId: limits.rackId,
    apiVersion: context.apiVersion,
  })
}
