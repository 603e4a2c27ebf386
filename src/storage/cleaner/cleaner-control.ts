/**
 * What the loop and a cleaner's thread share while a log is being cleaned: a word that stops it, how fast it may be, how
 * much it has moved.
 */
import type { Clock } from '../../io/world.ts'

const STOP_WORD = 0
const BYTES_PER_SECOND = 1
const BYTES_MOVED = 2
/** A thread that is held back looks this often whether it is to stop, or may go faster. */
const LOOK_MS = 300

export class CleanerControl {
  readonly shared: SharedArrayBuffer
  private readonly words: Int32Array
  private readonly numbers: Float64Array

  constructor(shared = new SharedArrayBuffer(24)) {
    this.shared = shared
    this.words = new Int32Array(shared)
    this.numbers = new Float64Array(shared)
  }

  get isStopped(): boolean {
    return Atomics.load(this.words, STOP_WORD) !== 0
  }
  set isStopped(stopped: boolean) {
    Atomics.store(this.words, STOP_WORD, stopped ? 1 : 0)
  }

  /** Read and written together; Infinity: no limit. */
  get bytesPerSecond(): number {
    return this.numbers[BYTES_PER_SECOND]!
  }
  set bytesPerSecond(limit: number) {
    this.numbers[BYTES_PER_SECOND] = limit
  }

  get bytesMoved(): number {
    return this.numbers[BYTES_MOVED]!
  }
  moved(bytes: number): void {
    this.numbers[BYTES_MOVED]! += bytes
  }
}

/** Somebody wants the log's files for himself, or the broker stops. */
export class CleaningStopped extends Error {
  constructor() {
    super('cleaning was stopped')
    this.name = 'CleaningStopped'
  }
}

export class Throttle {
  private readonly control: CleanerControl
  private readonly clock: Clock
  private freeAtMs = 0

  constructor(control: CleanerControl, clock: Clock) {
    this.control = control
    this.clock = clock
  }

  /** So many bytes were read or written: waits until more may be. Throws CleaningStopped. */
  async took(bytes: number): Promise<void> {
    const { control, clock } = this
    control.moved(bytes)
    if (control.isStopped) throw new CleaningStopped()
    const rate = control.bytesPerSecond
    if (!(rate > 0 && rate < Number.MAX_VALUE)) return
    this.freeAtMs = Math.max(this.freeAtMs, clock.monotonicMs()) + (bytes / rate) * 1000
    for (;;) {
      const restMs = this.freeAtMs - clock.monotonicMs()
      if (restMs < 1) return
      await clock.sleep(Math.min(restMs, LOOK_MS))
      if (control.isStopped) throw new CleaningStopped()
      // It may go faster now: nobody waits for what the old limit asked for.
      if (control.bytesPerSecond !== rate) this.freeAtMs = clock.monotonicMs()
    }
  }
}
