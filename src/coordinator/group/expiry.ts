/**
 * When committed offsets are forgotten (KIP-211): those of an empty group when it has been empty for the retention, and they
 * were not committed since (in Apache an offset that is moved in a group which is empty for longer goes at once); those of a
 * stable group for topics that nobody in it reads any more, and those of simple consumers, that long after their commit.
 * A retention that the client told with the commit counts instead.
 */
import type { TimestampMs } from '../../base/kinds.ts'
import type { ClassicGroup } from './classic/group.ts'
import { subscribedTopics } from './classic/subscription.ts'
import type { CommittedOffset, GroupOffsets, OffsetPlace } from './offsets.ts'

export function expiredOffsets(
  group: ClassicGroup,
  offsets: GroupOffsets,
  nowMs: TimestampMs,
  retentionMs: number,
): OffsetPlace[] {
  const rule = baseOf(group)
  if (rule === null) return []
  const expired: OffsetPlace[] = []
  for (const [topic, partitions] of offsets.topics) {
    if (rule.keep?.has(topic)) continue
    for (const [partition, committed] of partitions) {
      if (offsets.isPending(topic, partition)) continue
      const { expireTimestamp } = committed
      const isOver = expireTimestamp === -1 ? nowMs - rule.since(committed) >= retentionMs : nowMs >= expireTimestamp
      if (isOver) expired.push({ topic, partition })
    }
  }
  return expired
}

interface Rule {
  readonly since: (committed: CommittedOffset) => TimestampMs
  readonly keep: ReadonlySet<string> | null
}

const sinceCommit = (committed: CommittedOffset): TimestampMs => committed.commitTimestamp

function baseOf(group: ClassicGroup): Rule | null {
  if (group.protocolType === null) return { since: sinceCommit, keep: null }
  if (group.is('Empty')) {
    const { stateSinceMs } = group
    if (stateSinceMs === null) return { since: sinceCommit, keep: null }
    return { since: ({ commitTimestamp }) => Math.max(stateSinceMs, commitTimestamp), keep: null }
  }
  if (!group.is('Stable')) return null
  const topics = subscribedTopics(group)
  return topics === null ? null : { since: sinceCommit, keep: topics }
}
