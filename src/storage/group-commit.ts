/**
 * Writes what was appended: all of one turn of the event loop in one gathered write, in order. Small groups are written
 * in the turn itself, since a trip through the thread pool costs more than such a write; large ones, and those whose
 * file is being synced (the write could wait for that), leave the loop, and the next group gathers meanwhile.
 */
import type { FilePosition } from '../base/kinds.ts'
import { DiskError } from '../io/world.ts'
import { saveEpochs } from './leader-epoch-file.ts'
import { isFatal, type LogState } from './log-state.ts'
import type { Segment } from './segment.ts'
import type { PendingGroup } from './tail-cache.ts'

const WRITTEN_IN_TURN_BYTES_MAX = 128 << 10

export interface GroupCommitHooks {
  /** writtenOffset moved. */
  written(): void
  /** The file could be closed if it were synced. */
  readonly flushSoon: () => void
  /** The disk is full: take back everything that is not written. */
  takeBack(error: DiskError): Promise<void>
}

export class GroupCommit {
  private readonly log: LogState
  private readonly hooks: GroupCommitHooks
  private scheduled = false
  private running: Promise<void> | null = null
  private waiters: (() => void)[] = []

  constructor(log: LogState, hooks: GroupCommitHooks) {
    this.log = log
    this.hooks = hooks
  }

  /** Something was appended. */
  schedule(): void {
    if (this.scheduled || this.running !== null) return
    this.scheduled = true
    this.log.world.turn.later(() => {
      this.scheduled = false
      if (this.running === null) this.writeOrStart()
    })
  }

  /** Everything below `upTo` is written, or the log failed, or it was taken back. Left out: all, appends to come included. */
  async drain(upTo = Number.POSITIVE_INFINITY): Promise<void> {
    while (this.log.writtenOffset < upTo && (this.running !== null || this.hasWork())) {
      if (this.running === null) this.start()
      await new Promise<void>((resolve) => this.waiters.push(resolve))
    }
  }

  /** After each group, and when nothing is left. */
  private wakeWaiters(): void {
    const { waiters } = this
    if (waiters.length === 0) return
    this.waiters = []
    for (const wake of waiters) wake()
  }

  private hasWork(): boolean {
    const { log } = this
    if (log.failure !== null) return false
    if ((log.cacheIfAny?.pendingBytes ?? 0) > 0) return true
    // A roll that a full disk prevented waits until appends are tried again.
    return log.active.prepare !== null && log.fullUntilMs <= log.world.clock.monotonicMs()
  }

  private writeOrStart(): void {
    if (this.log.failure !== null || !this.hasWork()) return
    if (this.mayWriteInTurn()) {
      try {
        this.writeInTurn()
        return
      } catch (error) {
        this.start(error)
        return
      }
    }
    this.start()
  }

  private mayWriteInTurn(): boolean {
    const { log } = this
    const { cache, active } = log
    return (
      cache.pendingBytes <= WRITTEN_IN_TURN_BYTES_MAX &&
      cache.pendingSegmentBase === active.base &&
      active.prepare === null &&
      !active.syncing &&
      !active.wantsSpill &&
      active.log.now !== null &&
      log.epochs.savedVersion === log.epochs.version
    )
  }

  private writeInTurn(): void {
    const { active, cache } = this.log
    const group = cache.takePending()!
    active.log.now!.writeNow(group.chunks, group.position)
    this.took(active, group)
  }

  /** `failed`: the write in the turn went wrong already. */
  private start(failed: unknown = null): void {
    this.running = this.run(failed).finally(() => {
      this.running = null
      if (this.hasWork()) this.schedule()
      this.wakeWaiters()
    })
  }

  private async run(failed: unknown): Promise<void> {
    try {
      if (failed !== null) throw failed
      while (this.hasWork()) await this.writeNext()
    } catch (error) {
      await this.failed(error)
    }
  }

  private async writeNext(): Promise<void> {
    const { log } = this
    // A new leader epoch is known before its first record (KIP-101).
    if (log.epochs.savedVersion !== log.epochs.version) await saveEpochs(log)
    const base = log.cache.pendingSegmentBase
    const segment = base < 0 ? log.active : log.segments.withBase(base)!
    if (segment.prepare !== null) {
      await segment.prepare()
      segment.prepare = null
    }
    if (segment.wantsSpill) await segment.spill()
    const file = await segment.log.pin()
    try {
      const group = log.cache.takePending()
      if (group === null) return
      if (group.byteLength <= WRITTEN_IN_TURN_BYTES_MAX && !segment.syncing) file.writeNow(group.chunks, group.position)
      else await file.write(group.chunks, group.position)
      this.took(segment, group)
    } finally {
      segment.log.unpin()
    }
  }

  private took(segment: Segment, group: PendingGroup): void {
    const { log } = this
    if (log.failure !== null) return
    const end: FilePosition = group.position + group.byteLength
    segment.written = end
    segment.log.dirty = true
    segment.log.onPressure ??= this.hooks.flushSoon
    log.writtenOffset = group.endOffset
    log.cache.written(group)
    this.hooks.written()
    this.wakeWaiters()
  }

  private async failed(error: unknown): Promise<void> {
    const { log } = this
    if (!(error instanceof DiskError) || isFatal(error)) {
      log.fail(error as Error)
      return
    }
    try {
      await this.hooks.takeBack(error)
    } catch (second) {
      log.fail(second as Error)
    }
  }
}
