/** Which neighbouring segments become one: as many as fit one segment of the topic's size. */
import { INT32_MAX, type Offset } from '../../base/kinds.ts'

export interface SegmentSizes {
  readonly base: Offset
  readonly bytes: number
  readonly indexBytes: number
  readonly timeIndexBytes: number
}

export interface GroupLimits {
  readonly bytes: number
  readonly indexBytes: number
  /** What is cleaned ends here: the last segment's end, as far as is known without reading it. */
  readonly end: Offset
}

/** How many segments each group has, in order. */
export function groupSegments(segments: readonly SegmentSizes[], limits: GroupLimits): number[] {
  const counts: number[] = []
  for (let first = 0; first < segments.length; ) {
    let { bytes, indexBytes, timeIndexBytes } = segments[first]!
    let next = first + 1
    for (; next < segments.length; next++) {
      const segment = segments[next]!
      bytes += segment.bytes
      indexBytes += segment.indexBytes
      timeIndexBytes += segment.timeIndexBytes
      if (bytes > limits.bytes || indexBytes > limits.indexBytes || timeIndexBytes > limits.indexBytes) break
      // Indexes count offsets from the first base. An empty segment fits always, or it would stay for ever.
      const last = (segments[next + 1]?.base ?? limits.end) - 1
      if (segment.bytes > 0 && last - segments[first]!.base > INT32_MAX) break
    }
    counts.push(next - first)
    first = next
  }
  return counts
}
