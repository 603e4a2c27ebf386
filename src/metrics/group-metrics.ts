/** kafka_coordinator_group_*, the coordinator's counters, and for each group what it has committed and how far it is behind. */
import { LoadMeters, registerLoads } from './load-meters.ts'
import type { Registry } from './registry.ts'
import type { TopicFilter } from './topic-filter.ts'

/** Counted by the coordinator of groups as it works. */
export class GroupMeters extends LoadMeters {
  completedRebalances = 0
  /** Offsets, not requests. */
  offsetCommits = 0
  offsetDeletions = 0
  offsetExpirations = 0
}

export interface CommittedView {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Of the groups that this broker coordinates. */
export interface GroupsView {
  readonly meters: GroupMeters
  groups(): Iterable<{ readonly groupId: string; readonly members: ReadonlyMap<string, unknown> }>
  /** How many there are, of all states or of one. */
  count(state: string | null): number
  committed(): Iterable<CommittedView>
  committedCount(): number
  /** null: led elsewhere. */
  highWatermark(topic: string, partition: number): number | null
}

const STATES = ['PreparingRebalance', 'CompletingRebalance', 'Stable', 'Dead', 'Empty']

export function registerGroupMetrics(registry: Registry, view: GroupsView, filter: TopicFilter): void {
  registerStates(registry, view)
  registerMeters(registry, view.meters)
  registry.add('gauge', 'kafka_consumergroup_members', 'Members of a group.', (writer) => {
    for (const { groupId, members } of filter.groups(view.groups()))
      writer.sample(members.size, { consumergroup: groupId })
  })
  const perPartition = (name: string, help: string, read: (committed: CommittedView) => number | null): void => {
    registry.add('gauge', `kafka_consumergroup_${name}`, help, (writer) => {
      for (const committed of filter.committed(view.committed())) {
        const value = read(committed)
        const { group, topic, partition } = committed
        if (value !== null) writer.sample(value, { consumergroup: group, topic, partition })
      }
    })
  }
  perPartition('current_offset', 'Offset that a group has committed.', ({ offset }) => offset)
  perPartition('lag', 'Records of a partition led here that a group has not committed yet.', (committed) => {
    const end = view.highWatermark(committed.topic, committed.partition)
    return end === null ? null : Math.max(0, end - committed.offset)
  })
}

function registerStates(registry: Registry, view: GroupsView): void {
  const name = 'kafka_coordinator_group_groupmetadatamanager'
  registry.gauge(`${name}_numgroups`, 'Groups that this broker coordinates.', () => view.count(null))
  for (const state of STATES) {
    registry.gauge(`${name}_numgroups${state.toLowerCase()}`, `Groups that are ${state}.`, () => view.count(state))
  }
  registry.gauge(`${name}_numoffsets`, 'Offsets that groups have committed.', () => view.committedCount())
}

function registerMeters(registry: Registry, meters: GroupMeters): void {
  const name = 'kafka_server_group_coordinator_metrics'
  const counter = (what: string, help: string, read: () => number): void =>
    registry.add('counter', `${name}_${what}_count`, help, (writer) => writer.sample(read()))
  counter('group_completed_rebalance', 'Rebalances that ended with an assignment.', () => meters.completedRebalances)
  counter('offset_commit', 'Offsets committed.', () => meters.offsetCommits)
  counter('offset_deletion', 'Offsets deleted by administrators.', () => meters.offsetDeletions)
  counter('offset_expiration', 'Offsets forgotten after their retention.', () => meters.offsetExpirations)
  registerLoads(registry, name, '__consumer_offsets', meters)
}
