/**
 *     NNN.timeindex     0  timestamp       int64   largest so far in the segment
 *                       8  relativeOffset  int32   last offset of its batch, less the segment's base
 *
 * Timestamps and offsets rise. An entry is tried whenever the offset index gets one, and forced on roll and close.
 */
import { int32At, int64At, setInt32, setInt64 } from '../base/bytes.ts'
import type { Offset, TimestampMs } from '../base/kinds.ts'
import type { FilePool } from './file-pool.ts'
import { IndexFile } from './index-file.ts'
import { segmentPath, TIME_INDEX } from './segment-files.ts'

const ENTRY_BYTES = 12

function relativeOffset(bytes: Uint8Array, at: number): number {
  return int32At(bytes, at + 8)
}

export class TimeIndex extends IndexFile {
  /** Of the last entry; -1 and the base when there is none. */
  lastTimestamp: TimestampMs = -1
  lastOffset: Offset

  constructor(pool: FilePool, dir: string, base: Offset, state = '') {
    super(pool, segmentPath(dir, base, TIME_INDEX, state), base, ENTRY_BYTES)
    this.lastOffset = base
  }

  override startEmpty(): void {
    super.startEmpty()
    this.lastTimestamp = -1
    this.lastOffset = this.base
  }

  override async load(): Promise<void> {
    if (this.loaded) return
    await super.load()
    await this.readLast()
  }

  maybeAppend(timestamp: TimestampMs, offset: Offset): void {
    if (timestamp <= this.lastTimestamp || (this.count > 0 && offset <= this.lastOffset)) return
    const { bytes, at } = this.grow()
    setInt64(bytes, at, timestamp)
    setInt32(bytes, at + 8, offset - this.base)
    this.lastTimestamp = timestamp
    this.lastOffset = offset
  }

  /** Everything below this offset has a timestamp below `target`. */
  async lookup(target: TimestampMs): Promise<Offset> {
    // The largest entry with a timestamp below the target: all up to its offset is smaller.
    const found = await this.search(target - 1, int64At)
    return found === null ? this.base : this.base + relativeOffset(found.bytes, found.at)
  }

  async truncateTo(offset: Offset): Promise<void> {
    const found = await this.search(offset - 1 - this.base, relativeOffset)
    this.keep(found === null ? 0 : found.index + 1)
    await this.readLast()
  }

  /** One entry is kept for the final one. */
  isFull(indexBytesMax: number): boolean {
    return this.count >= Math.floor(indexBytesMax / ENTRY_BYTES) - 1
  }

  fault(): string | null {
    if (this.count === 0) return null
    if (this.lastOffset < this.base) return `last entry has the offset ${this.lastOffset}, below the base`
    if (this.count > 1 && this.lastTimestamp <= 0 && this.lastOffset === this.base) return 'zeros behind its entries'
    return null
  }

  private async readLast(): Promise<void> {
    this.lastTimestamp = -1
    this.lastOffset = this.base
    if (this.count === 0) return
    const { bytes, at } = await this.entry(this.count - 1)
    this.lastTimestamp = int64At(bytes, at)
    this.lastOffset = this.base + relativeOffset(bytes, at)
  }
}
