/**
 * Finishes segments that are no longer active, in the background: data durable, then the indexes, then the producers'
 * snapshot at their end. The recovery point does not pass a segment before that is done, for a start after a crash
 * trusts everything below it.
 */
import type { Offset } from '../base/kinds.ts'
import { DiskError } from '../io/world.ts'
import { replaceFile } from './atomic-file.ts'
import { type Flusher, syncSegment } from './flush.ts'
import { isFatal, type LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import { SNAPSHOT, segmentPath } from './segment-files.ts'

interface Unsealed {
  readonly segment: Segment
  readonly endOffset: Offset
  readonly snapshot: Uint8Array
}

export class Sealer {
  private readonly log: LogState
  private readonly flusher: Flusher
  private readonly unsealed: Unsealed[] = []
  private running: Promise<void> | null = null
  private isFinished = false

  constructor(log: LogState, flusher: Flusher) {
    this.log = log
    this.flusher = flusher
  }

  /**
   * Everything below may be trusted after a crash: not more than what sealed segments hold. (In the active one it would
   * gain nothing, since that is read whole anyway, and if it rolled just there, its unsealed indexes would be trusted.)
   */
  get recoveryPoint(): Offset {
    const { log } = this
    const unsealed = this.unsealed[0]?.segment ?? log.active
    return this.isFinished ? log.flushedOffset : Math.min(log.flushedOffset, unsealed.base)
  }

  /** The active segment is sealed, too: the log is being closed. */
  markFinished(): void {
    this.isFinished = true
  }

  /** All of `segment` is written; it ends at `endOffset`. */
  add(segment: Segment, endOffset: Offset, snapshot: Uint8Array): void {
    this.unsealed.push({ segment, endOffset, snapshot })
    this.start()
  }

  /** Tries again what a full disk prevented. Resolves when nothing more is under way. */
  async finish(): Promise<void> {
    this.start()
    await this.idle()
  }

  async idle(): Promise<void> {
    while (this.running !== null) await this.running
  }

  /** Segments were taken away. Not while sealing is under way. */
  dropRemoved(): void {
    for (let at = this.unsealed.length - 1; at >= 0; at--) {
      if (this.unsealed[at]!.segment.removed) this.unsealed.splice(at, 1)
    }
  }

  /** The segment is the active one again. */
  reopened(segment: Segment): void {
    const at = this.unsealed.findIndex((one) => one.segment === segment)
    if (at >= 0) this.unsealed.splice(at, 1)
  }

  private start(): void {
    if (this.running !== null || this.unsealed.length === 0 || this.log.failure !== null) return
    this.running = this.run().finally(() => {
      this.running = null
    })
  }

  private async run(): Promise<void> {
    const { log } = this
    try {
      for (let next = this.unsealed[0]; next !== undefined && log.failure === null; next = this.unsealed[0]) {
        if (!next.segment.removed) await this.seal(next)
        if (this.unsealed[0] === next) this.unsealed.shift()
      }
    } catch (error) {
      if (error instanceof DiskError && !isFatal(error)) {
        log.logger.warn('a segment could not be finished yet, it is tried again: make room on the disk', {
          partition: log.topicPartition,
          error: error.message,
        })
      } else if (log.failure === null) {
        log.fail(error as Error)
      }
    }
  }

  private async seal({ segment, endOffset, snapshot }: Unsealed): Promise<void> {
    const { log } = this
    await this.flusher.flushTo(endOffset)
    // The checkpoint of a clean stop trusts all up to the log's end then, indexes that are written now included.
    if (log.params.recoveryPoint >= endOffset) await log.params.onRecoveryPointLowered?.()
    await segment.trim()
    if (segment.log.dirty) await syncSegment(segment)
    await segment.sealIndexes()
    await replaceFile(log.world.disk, segmentPath(log.dir, endOffset, SNAPSHOT), snapshot)
  }
}
