/**
 * The part of compaction that takes long, on a thread of its own: notes the last offset of each key, then writes what is to
 * stay of one group of segments after another. It only reads the log and only writes files called .cleaned; the loop puts
 * them in place.
 */
import type { FilePosition, Offset, ProducerId, TimestampMs } from '../../base/kinds.ts'
import type { Service, ThreadWorld } from '../../io/world.ts'
import type { AbortedTransaction } from '../transaction-index.ts'
import { CleanedTransactions } from './cleaned-transactions.ts'
import { CleanerControl, CleaningStopped, Throttle } from './cleaner-control.ts'
import { buildOffsetMap } from './map-building.ts'
import { OffsetMap } from './offset-map.ts'
import { writeCleaned } from './segment-writing.ts'

/** One segment of the log, as a job reads it. */
export interface SourceSegment {
  readonly path: string
  readonly base: Offset
  /** Base of the next one, or where the part that is looked at ends. */
  readonly nextBase: Offset
  /** No batch before this position is of interest. */
  readonly from: FilePosition
  readonly size: FilePosition
  readonly aborted: readonly AbortedTransaction[]
  readonly keepsOldTombstones: boolean
}

export interface MapJob {
  readonly do: 'map'
  readonly shared: SharedArrayBuffer
  readonly segments: readonly SourceSegment[]
  readonly from: Offset
  readonly upTo: Offset
  readonly slots: number
  /** Keys are noted up to here. */
  readonly keysMax: number
  readonly ioBytes: number
}

export interface CleanJob {
  readonly do: 'clean'
  readonly shared: SharedArrayBuffer
  readonly dir: string
  readonly base: Offset
  readonly segments: readonly SourceSegment[]
  readonly producers: readonly (readonly [ProducerId, Offset, number])[]
  readonly upperBound: Offset
  readonly nowMs: TimestampMs
  readonly deleteRetentionMs: number
  readonly indexIntervalBytes: number
  readonly modifiedMs: TimestampMs
  readonly ioBytes: number
}

export type CleanerJob = MapJob | CleanJob

export interface MapResult {
  readonly stopped: false
  /** All below is known: what is cleaned ends there. */
  readonly endOffset: Offset
  readonly keys: number
}

export interface CleanResult {
  readonly stopped: false
  readonly size: FilePosition
  readonly hasTransactionIndex: boolean
  readonly maxTimestamp: TimestampMs
  readonly offsetOfMaxTimestamp: Offset
  readonly bytesRead: number
  readonly recordsRead: number
  readonly recordsKept: number
  readonly recordsWithoutKey: number
}

export type CleanerAnswer = MapResult | CleanResult | { readonly stopped: true }

class CleanerWork {
  private readonly world: ThreadWorld
  /** Of the round that is under way. */
  private map: OffsetMap | null = null
  private transactions = new CleanedTransactions()

  constructor(world: ThreadWorld) {
    this.world = world
  }

  async do(job: CleanerJob): Promise<CleanerAnswer> {
    const throttle = new Throttle(new CleanerControl(job.shared), this.world.clock)
    try {
      return job.do === 'map' ? await this.buildMap(job, throttle) : await this.clean(job, throttle)
    } catch (error) {
      if (error instanceof CleaningStopped) return { stopped: true }
      throw error
    }
  }

  private async buildMap(job: MapJob, throttle: Throttle): Promise<MapResult> {
    // The old one first: two of them would be twice what is allowed.
    this.map = null
    const map = new OffsetMap(job.slots, this.world.entropy.below(2 ** 31))
    await buildOffsetMap(this.world.disk, job, map, throttle)
    this.map = map
    this.transactions = new CleanedTransactions()
    return { stopped: false, endOffset: map.latestOffset + 1, keys: map.size }
  }

  private async clean(job: CleanJob, throttle: Throttle): Promise<CleanResult> {
    if (this.map === null) throw new Error('no keys were noted for this round')
    const { nowMs, deleteRetentionMs, upperBound } = job
    const round = { map: this.map, transactions: this.transactions, nowMs, deleteRetentionMs, upperBound }
    return writeCleaned(this.world.disk, job, round, throttle)
  }
}

export function serve(world: ThreadWorld): (job: CleanerJob) => Promise<CleanerAnswer> {
  const work = new CleanerWork(world)
  return (job) => work.do(job)
}

export const cleanerService: Service<CleanerJob, CleanerAnswer> = { module: import.meta.url, serve }
