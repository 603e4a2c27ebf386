/**
 *     NNN.index     0  relativeOffset  int32   last offset of an append, less the segment's base
 *                   4  position        int32   of that append's first byte in NNN.log
 *
 * An entry is added when more than index.interval.bytes were appended since the last one.
 */
import { int32At, setInt32, uint32At } from '../base/bytes.ts'
import type { FilePosition, Offset } from '../base/kinds.ts'
import type { FilePool } from './file-pool.ts'
import { IndexFile } from './index-file.ts'
import { OFFSET_INDEX, segmentPath } from './segment-files.ts'

const ENTRY_BYTES = 8

function relativeOffset(bytes: Uint8Array, at: number): number {
  return int32At(bytes, at)
}

function entryPosition(bytes: Uint8Array, at: number): FilePosition {
  return uint32At(bytes, at + 4)
}

export class OffsetIndex extends IndexFile {
  constructor(pool: FilePool, dir: string, base: Offset, state = '') {
    super(pool, segmentPath(dir, base, OFFSET_INDEX, state), base, ENTRY_BYTES)
  }

  append(lastOffset: Offset, position: FilePosition): void {
    const { bytes, at } = this.grow()
    setInt32(bytes, at, lastOffset - this.base)
    setInt32(bytes, at + 4, position)
  }

  /** Where to begin to look for `offset`: no batch before this position holds it. */
  lookup(offset: Offset): FilePosition | Promise<FilePosition> {
    const found = this.search(offset - this.base, relativeOffset)
    if (found === null) return 0
    if (found instanceof Promise)
      return found.then((entry) => (entry === null ? 0 : entryPosition(entry.bytes, entry.at)))
    return entryPosition(found.bytes, found.at)
  }

  /** The first entry at or behind `position`, or `size`: a batch begins there. Bounds the bytes to look at. */
  async lastPosition(): Promise<FilePosition> {
    if (this.count === 0) return 0
    const { bytes, at } = await this.entry(this.count - 1)
    return entryPosition(bytes, at)
  }

  /** Removes entries for `offset` and behind. */
  async truncateTo(offset: Offset): Promise<void> {
    const found = await this.search(offset - 1 - this.base, relativeOffset)
    this.keep(found === null ? 0 : found.index + 1)
  }

  isFull(indexBytesMax: number): boolean {
    return this.count >= Math.floor(indexBytesMax / ENTRY_BYTES)
  }

  /** What cannot be true of a sealed index of a log of `logBytes`; null: nothing. Cheap: looks at the last entry. */
  async fault(logBytes: number): Promise<string | null> {
    if (this.count === 0) return null
    const { bytes, at } = await this.entry(this.count - 1)
    if (relativeOffset(bytes, at) < 0) return `last entry has the relative offset ${relativeOffset(bytes, at)}`
    if (this.count > 1 && relativeOffset(bytes, at) === 0) return 'zeros behind its entries'
    if (entryPosition(bytes, at) >= logBytes)
      return `last entry points to byte ${entryPosition(bytes, at)} of ${logBytes}`
    return null
  }
}
