/** The segments of a log by base offset, rising, the active one last. */
import { assert } from '../base/assert.ts'
import type { Offset } from '../base/kinds.ts'
import type { Segment } from './segment.ts'

export class SegmentList {
  private readonly list: Segment[] = []

  get length(): number {
    return this.list.length
  }

  get active(): Segment {
    return this.list[this.list.length - 1]!
  }

  get first(): Segment {
    return this.list[0]!
  }

  at(index: number): Segment | undefined {
    return this.list[index]
  }

  all(): readonly Segment[] {
    return this.list
  }

  push(segment: Segment): void {
    assert(this.list.length === 0 || segment.base > this.active.base, 'segments rise')
    this.list.push(segment)
  }

  /** Index of the segment that holds `offset`: the last with a base at most that; -1: none. */
  floorIndex(offset: Offset): number {
    let low = -1
    let high = this.list.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.list[middle]!.base <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  withBase(base: Offset): Segment | null {
    const segment = this.list[this.floorIndex(base)]
    return segment !== undefined && segment.base === base ? segment : null
  }

  /** Takes out those from `index` on. */
  cut(index: number): Segment[] {
    return this.remove(index, this.list.length - index)
  }

  /** Takes out the first `count`. */
  shift(count: number): Segment[] {
    return this.remove(0, count)
  }

  /** `segment` takes the place of `count` segments, of which the first has its base. */
  replace(index: number, count: number, segment: Segment): Segment[] {
    const removed = this.remove(index, count)
    this.list.splice(index, 0, segment)
    return removed
  }

  get totalBytes(): number {
    let sum = 0
    for (const segment of this.list) sum += segment.size
    return sum
  }

  private remove(index: number, count: number): Segment[] {
    const removed = this.list.splice(index, count)
    for (const segment of removed) segment.removed = true
    return removed
  }
}
