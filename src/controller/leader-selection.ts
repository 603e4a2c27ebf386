/** Who leads a partition: pure choices over the assignment, the ISR and who is there. */
import type { BrokerId } from '../base/kinds.ts'
import type { LeaderAndIsr } from '../metadata/nodes/topic-nodes.ts'

export type Strategy = 'offline' | 'unclean' | 'preferred' | 'controlled-shutdown' | 'reassign'

/** Names in error messages are those of Apache's strategies: tools show them. */
export const strategyName: Readonly<Record<Strategy, string>> = {
  offline: 'OfflinePartitionLeaderElectionStrategy(false)',
  unclean: 'OfflinePartitionLeaderElectionStrategy(true)',
  preferred: 'PreferredReplicaPartitionLeaderElectionStrategy',
  'controlled-shutdown': 'ControlledShutdownPartitionLeaderElectionStrategy',
  reassign: 'ReassignPartitionLeaderElectionStrategy',
}

export interface Candidates {
  readonly assignment: readonly BrokerId[]
  /** Only for 'reassign': where it moves. */
  readonly target: readonly BrokerId[]
  /** Registered, not stopping, the log folder in order. */
  isLive(broker: BrokerId): boolean
  /** The same with those that are shutting down. */
  isLiveOrShuttingDown(broker: BrokerId): boolean
  isShuttingDown(broker: BrokerId): boolean
  readonly uncleanAllowed: boolean
}

export interface Election {
  readonly leader: BrokerId
  readonly isr: readonly BrokerId[]
  readonly recovering: boolean
  /** Who is told with LeaderAndIsr. */
  readonly recipients: readonly BrokerId[]
}

/** null: nobody can lead. */
export function selectLeader(strategy: Strategy, state: LeaderAndIsr, candidates: Candidates): Election | null {
  switch (strategy) {
    case 'offline':
    case 'unclean':
      return offline(state, candidates, strategy === 'unclean' || candidates.uncleanAllowed)
    case 'preferred':
      return preferred(state, candidates)
    case 'controlled-shutdown':
      return controlledShutdown(state, candidates)
    case 'reassign':
      return reassign(state, candidates)
  }
}

function offline(state: LeaderAndIsr, candidates: Candidates, uncleanAllowed: boolean): Election | null {
  const live = candidates.assignment.filter((broker) => candidates.isLive(broker))
  const clean = live.find((broker) => state.isr.includes(broker))
  if (clean !== undefined) {
    const isr = state.isr.filter((broker) => candidates.isLive(broker))
    return { leader: clean, isr, recovering: state.recovering, recipients: live }
  }
  const unclean = live[0]
  if (!uncleanAllowed || unclean === undefined) return null
  return { leader: unclean, isr: [unclean], recovering: true, recipients: live }
}

function preferred(state: LeaderAndIsr, candidates: Candidates): Election | null {
  const [leader] = candidates.assignment
  if (leader === undefined || !candidates.isLive(leader) || !state.isr.includes(leader)) return null
  return { leader, isr: state.isr, recovering: state.recovering, recipients: candidates.assignment }
}

function controlledShutdown(state: LeaderAndIsr, candidates: Candidates): Election | null {
  const there = candidates.assignment.filter((broker) => candidates.isLiveOrShuttingDown(broker))
  const leader = there.find((broker) => state.isr.includes(broker) && !candidates.isShuttingDown(broker))
  if (leader === undefined) return null
  const isr = state.isr.filter((broker) => !candidates.isShuttingDown(broker))
  return { leader, isr, recovering: state.recovering, recipients: there }
}

function reassign(state: LeaderAndIsr, candidates: Candidates): Election | null {
  const leader = candidates.target.find((broker) => candidates.isLive(broker) && state.isr.includes(broker))
  if (leader === undefined) return null
  return { leader, isr: state.isr, recovering: state.recovering, recipients: candidates.target }
}
