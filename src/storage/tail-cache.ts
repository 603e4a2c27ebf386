/**
 * The end of one log in memory: slabs in order, filled by appends, written by the group commit, read by consumers that
 * keep up. Batches are found by a sparse index per slab and a walk over headers; there is no object per batch.
 *
 *     slabs     [ written | written | written, pending ][ pending ]
 *                ^ startOffset              ^ writtenOffset         ^ end
 *
 * A slab belongs to one segment, so that a group to be written is a run of bytes of one file.
 */
import { copyBytes } from '../base/bytes.ts'
import type { FilePosition, LeaderEpoch, Offset } from '../base/kinds.ts'
import {
  baseOffsetAt,
  lastOffsetDeltaAt,
  setBaseOffset,
  setPartitionLeaderEpoch,
  sizeInBytesAt,
} from '../protocol/batch/header.ts'
import { type AppendBuffers, GROWN_CLASS_MAX, type Slab, type SlabOwner } from './append-buffers.ts'

/** Reads up to here are copied, so that the slab can be used again (one for a chunk by reference is lost to reuse). */
const COPIED_READ_BYTES_MAX = 4096
/** Slabs that may pass without a reader before the log stops keeping them. */
const UNREAD_SLABS_MAX = 4

/** Bytes of one segment, ready to be written. */
export interface PendingGroup {
  readonly segmentBase: Offset
  readonly position: FilePosition
  readonly chunks: Uint8Array[]
  readonly byteLength: number
  readonly endOffset: Offset
}

export interface CachedRead {
  readonly chunks: Uint8Array[]
  readonly byteLength: number
  /** What comes next begins here, or later. */
  readonly endOffset: Offset
}

export class TailCache implements SlabOwner {
  private readonly buffers: AppendBuffers
  private readonly slabs: Slab[] = []
  /** Index of the first slab that has bytes to write. */
  private firstPending = 0
  private nextClass = 0
  private slabsSinceRead = UNREAD_SLABS_MAX
  pendingBytes = 0
  /** The group that was taken and not answered yet. */
  private takenSlabs = 0
  private takenUsedInLast = 0

  constructor(buffers: AppendBuffers) {
    this.buffers = buffers
  }

  /** First offset held; -1: nothing. */
  get startOffset(): Offset {
    return this.slabs.length === 0 ? -1 : this.slabs[0]!.baseOffset
  }

  /** Tells that somebody reads near the end, so that keeping it is worth its memory. */
  noteReader(): void {
    this.slabsSinceRead = 0
  }

  /**
   * Copies whole batches and, for a leader (`epoch` not null), numbers them from `nextOffset` on. They go to the
   * segment `segmentBase` at `position`. Answers the offset after the last.
   */
  append(
    source: Uint8Array,
    nextOffset: Offset,
    epoch: LeaderEpoch | null,
    segmentBase: Offset,
    position: FilePosition,
  ): Offset {
    const to = source.length
    let at = 0
    let offset = nextOffset
    while (at < to) {
      const slab = this.roomFor(sizeInBytesAt(source, at), segmentBase, position + at)
      let end = at + sizeInBytesAt(source, at)
      while (end < to && end + sizeInBytesAt(source, end) - at <= slab.room) end += sizeInBytesAt(source, end)
      offset = this.fill(slab, source, at, end, offset, epoch)
      at = end
    }
    this.pendingBytes += to
    return offset
  }

  private fill(
    slab: Slab,
    source: Uint8Array,
    from: number,
    end: number,
    nextOffset: Offset,
    epoch: LeaderEpoch | null,
  ): Offset {
    copyBytes(source, from, end, slab.bytes, slab.used)
    const stop = slab.used + end - from
    let offset = nextOffset
    for (let at = slab.used; at < stop; at += sizeInBytesAt(slab.bytes, at)) {
      if (epoch === null) {
        offset = baseOffsetAt(slab.bytes, at)
      } else {
        setBaseOffset(slab.bytes, at, offset)
        setPartitionLeaderEpoch(slab.bytes, at, epoch)
      }
      if (at === 0) slab.baseOffset = offset
      slab.mark(offset, at)
      offset += lastOffsetDeltaAt(slab.bytes, at) + 1
    }
    slab.used = stop
    slab.endOffset = offset
    return offset
  }

  private roomFor(bytes: number, segmentBase: Offset, position: FilePosition): Slab {
    const last = this.slabs[this.slabs.length - 1]
    if (last !== undefined) {
      if (last.segmentBase === segmentBase && last.room >= bytes) return last
      // It filled up while it was held: this log is busy, larger pieces save work.
      if (last.segmentBase === segmentBase && this.nextClass < GROWN_CLASS_MAX) this.nextClass++
      this.slabsSinceRead++
    }
    const slab = this.buffers.take(bytes, this.nextClass, this)
    slab.shared = false
    slab.segmentBase = segmentBase
    slab.filePosition = position
    slab.writtenOffset = 0
    this.slabs.push(slab)
    return slab
  }

  /** The segment that the next group goes to; -1: nothing waits. */
  get pendingSegmentBase(): Offset {
    return this.firstPendingSlab()?.segmentBase ?? -1
  }

  private firstPendingSlab(): Slab | null {
    let slab = this.slabs[this.firstPending]
    while (slab !== undefined && slab.used === slab.written && this.firstPending < this.slabs.length - 1) {
      slab = this.slabs[++this.firstPending]
    }
    return slab === undefined || slab.used === slab.written ? null : slab
  }

  /** All that waits for one segment, oldest first; null: nothing. Until `written` no further group may be taken. */
  takePending(): PendingGroup | null {
    const first = this.firstPendingSlab()
    if (first === null) return null
    const chunks: Uint8Array[] = []
    let byteLength = 0
    let index = this.firstPending
    for (; index < this.slabs.length; index++) {
      const slab = this.slabs[index]!
      if (slab.segmentBase !== first.segmentBase || slab.used === slab.written) break
      chunks.push(slab.bytes.subarray(slab.written, slab.used))
      byteLength += slab.used - slab.written
    }
    const last = this.slabs[index - 1]!
    this.takenSlabs = index - this.firstPending
    this.takenUsedInLast = last.used
    return {
      segmentBase: first.segmentBase,
      position: first.filePosition + first.written,
      chunks,
      byteLength,
      endOffset: last.endOffset,
    }
  }

  /** The group taken last is on its file. */
  written(group: PendingGroup): void {
    for (let n = 1; n <= this.takenSlabs; n++) {
      const slab = this.slabs[this.firstPending]!
      const isLast = n === this.takenSlabs
      slab.written = isLast ? this.takenUsedInLast : slab.used
      slab.writtenOffset = isLast ? group.endOffset : slab.endOffset
      // The last slab of all stays the one to fill.
      if (slab.written === slab.used && this.firstPending < this.slabs.length - 1) this.firstPending++
    }
    this.pendingBytes -= group.byteLength
    this.takenSlabs = 0
    if (this.slabsSinceRead >= UNREAD_SLABS_MAX) this.dropWritten()
    // The disk was behind; memory taken meanwhile is given back by those who took it.
    while (this.buffers.isPressed && this.slabs.length > 0 && this.giveUpOldest(this.slabs[0]!));
  }

  /** Nobody reads here: only the slab that is being filled stays. */
  private dropWritten(): void {
    while (this.slabs.length > 1 && this.firstPending > 0) this.dropFirst()
  }

  giveUpOldest(slab: Slab): boolean {
    if (this.slabs[0] !== slab || slab.written !== slab.used) return false
    if (this.firstPending === 0 && this.takenSlabs > 0) return false
    if (this.slabs.length === 1) this.nextClass = 0
    this.dropFirst()
    return true
  }

  private dropFirst(): void {
    const slab = this.slabs.shift()!
    if (this.firstPending > 0) this.firstPending--
    this.buffers.giveBack(slab)
  }

  /** What lies below `offset` on disk is no longer what is held here. */
  forgetBelow(offset: Offset): void {
    while (this.slabs.length > 0 && this.slabs[0]!.endOffset <= offset && this.giveUpOldest(this.slabs[0]!));
  }

  /** Forgets everything, pending bytes too. Not while a group is being written. */
  clear(): void {
    for (const slab of this.slabs) this.buffers.giveBack(slab)
    this.slabs.length = 0
    this.firstPending = 0
    this.takenSlabs = 0
    this.pendingBytes = 0
    this.nextClass = 0
  }

  /**
   * Whole written batches from the one that holds `from`, all below `upTo`; null when `from` lies before what is held.
   * The first batch comes even if it alone exceeds `maxBytes` when `atLeastOne`.
   */
  read(from: Offset, upTo: Offset, maxBytes: number, atLeastOne: boolean): CachedRead | null {
    const firstIndex = this.slabHolding(from)
    if (firstIndex < 0) return null
    const chunks: Uint8Array[] = []
    let byteLength = 0
    let endOffset = from
    let index = firstIndex
    for (; index < this.slabs.length; index++) {
      const slab = this.slabs[index]!
      const start = index === firstIndex ? locate(slab, from) : 0
      const end = endOfRead(slab, start, upTo, maxBytes - byteLength, atLeastOne && byteLength === 0)
      if (end > start) {
        chunks.push(slab.bytes.subarray(start, end))
        byteLength += end - start
        endOffset = end === slab.written ? slab.writtenOffset : baseOffsetAt(slab.bytes, end)
      }
      if (end < slab.written || slab.written < slab.used) break
      if (byteLength >= maxBytes) break
    }
    if (byteLength <= COPIED_READ_BYTES_MAX) {
      return { chunks: byteLength === 0 ? [] : [Buffer.concat(chunks, byteLength)], byteLength, endOffset }
    }
    const last = Math.min(index, this.slabs.length - 1)
    for (let at = firstIndex; at <= last; at++) this.slabs[at]!.shared = true
    return { chunks, byteLength, endOffset }
  }

  private slabHolding(offset: Offset): number {
    if (this.slabs.length === 0 || offset < this.slabs[0]!.baseOffset) return -1
    let low = 0
    let high = this.slabs.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.slabs[middle]!.baseOffset <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** Position of the first batch whose last offset is at least `target`; the end when there is none. */
function locate(slab: Slab, target: Offset): number {
  if (target >= slab.endOffset) return slab.used
  let at = markBelow(slab, target)
  const bytes = slab.bytes
  while (at < slab.used && baseOffsetAt(bytes, at) + lastOffsetDeltaAt(bytes, at) < target) {
    at += sizeInBytesAt(bytes, at)
  }
  return at
}

/** Position of the last marked batch whose base offset is at most `target`; 0 when there is none. */
function markBelow(slab: Slab, target: Offset): number {
  let low = 0
  let high = slab.markCount - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (slab.markOffsets[middle]! <= target) low = middle
    else high = middle - 1
  }
  return slab.markCount > 0 && slab.markOffsets[low]! <= target ? slab.markPositions[low]! : 0
}

/** Where the whole batches from `start` end that fit the bounds. */
function endOfRead(slab: Slab, start: number, upTo: Offset, maxBytes: number, atLeastOne: boolean): number {
  if (slab.written <= start) return start
  if (slab.writtenOffset <= upTo && slab.written - start <= maxBytes) return slab.written
  const bytes = slab.bytes
  let at = start
  // Start from the last mark that surely fits.
  for (let mark = slab.markCount - 1; mark >= 0; mark--) {
    const position = slab.markPositions[mark]!
    if (position <= start) break
    if (position <= slab.written && position - start <= maxBytes && slab.markOffsets[mark]! <= upTo) {
      at = position
      break
    }
  }
  while (at < slab.written) {
    const end = at + sizeInBytesAt(bytes, at)
    if (baseOffsetAt(bytes, at) + lastOffsetDeltaAt(bytes, at) >= upTo) break
    if (end - start > maxBytes && !(atLeastOne && at === start)) break
    at = end
  }
  return at
}
