/**
 * What the controller tells a broker about its replicas: LeaderAndIsr (key 4) and StopReplica (key 5), in the grouped
 * form (LeaderAndIsr v2+, StopReplica v3+). One request at a time, in the order they came: the caller queues them.
 */
import { inParallel } from '../base/in-parallel.ts'
import type { BrokerId, LeaderEpoch, Uuid } from '../base/kinds.ts'
import { ZERO_UUID } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Logs } from '../storage/contract.ts'
import type { LeaderState, Partition } from './partition.ts'

export interface LeaderAndIsrPartition {
  readonly partitionIndex: number
  readonly controllerEpoch: number
  readonly leader: BrokerId
  readonly leaderEpoch: LeaderEpoch
  readonly isr: readonly BrokerId[]
  readonly partitionEpoch: number
  readonly replicas: readonly BrokerId[]
  readonly isNew?: boolean
}

export interface LeaderAndIsr {
  readonly controllerId: BrokerId
  readonly controllerEpoch: number
  /** -1: not checked */
  readonly brokerEpoch?: number
  readonly topicStates: readonly {
    readonly topicName: string
    readonly topicId: Uuid
    readonly partitionStates: readonly LeaderAndIsrPartition[]
  }[]
}

export interface LeaderAndIsrOutcome {
  readonly errorCode: number
  readonly topics: { topicId: Uuid; partitionErrors: { partitionIndex: number; errorCode: number }[] }[]
}

export interface StopReplica {
  readonly controllerId: BrokerId
  readonly controllerEpoch: number
  readonly brokerEpoch?: number
  readonly topicStates: readonly {
    readonly topicName: string
    readonly partitionStates: readonly {
      readonly partitionIndex: number
      readonly leaderEpoch?: LeaderEpoch
      readonly deletePartition: boolean
    }[]
  }[]
}

export interface StopReplicaOutcome {
  readonly errorCode: number
  readonly partitionErrors: { topicName: string; partitionIndex: number; errorCode: number }[]
}

/** Enough to share syncs of folders; with all at once tens of thousands of partitions would be half open in memory. */
const APPLIED_AT_A_TIME = 64
/** A topic that is being deleted, in StopReplica's leader epoch. */
const EPOCH_DURING_DELETE = -2
const NO_EPOCH = -1

/** What the two requests change: the partitions of the replica manager, and the logs behind them. */
export interface ReplicaTable {
  readonly brokerId: BrokerId
  readonly logger: Logger
  readonly logs: Logs
  find(topic: string, partition: number): Partition | null
  make(topic: string, partition: number): Partition
  drop(partition: Partition): void
  isStorageOffline(error: unknown): boolean
  /** A state that passes by itself: the disk is full, or the process has no file descriptors left. */
  isPassing(error: unknown): boolean
  /** The partition's state is applied again later. */
  retryLater(topic: string, topicId: Uuid, state: LeaderAndIsrPartition): void
}

export async function applyLeaderAndIsr(table: ReplicaTable, request: LeaderAndIsr): Promise<LeaderAndIsrOutcome> {
  const topics: LeaderAndIsrOutcome['topics'] = []
  for (const topic of request.topicStates) {
    const partitionErrors = topic.partitionStates.map(({ partitionIndex }) => ({ partitionIndex, errorCode: 0 }))
    await inParallel([...topic.partitionStates.entries()], APPLIED_AT_A_TIME, async ([at, state]) => {
      partitionErrors[at]!.errorCode = await applyPartitionState(table, topic.topicName, topic.topicId, state)
    })
    topics.push({ topicId: topic.topicId, partitionErrors })
  }
  return { errorCode: ErrorCode.NONE, topics }
}

export async function applyPartitionState(
  table: ReplicaTable,
  topic: string,
  topicId: Uuid,
  state: LeaderAndIsrPartition,
): Promise<number> {
  const known = table.find(topic, state.partitionIndex)
  const refused = refusal(table, known, topicId, state)
  if (refused !== null) return refused
  const partition = known ?? table.make(topic, state.partitionIndex)
  try {
    if (partition.log === null) {
      partition.attachLog(
        await table.logs.getOrCreate(
          topic,
          state.partitionIndex,
          topicId === ZERO_UUID ? null : topicId,
          state.isNew === true,
        ),
      )
    }
    const log = partition.log!
    if (log.topicId !== null && topicId !== ZERO_UUID && log.topicId !== topicId) {
      table.logger.error('a log belongs to another topic of the same name, so its replica is not served', {
        topic,
        partition: state.partitionIndex,
        idOnDisk: log.topicId,
        idOfController: topicId,
      })
      if (known === null) table.drop(partition)
      return ErrorCode.INCONSISTENT_TOPIC_ID
    }
    partition.topicId = topicId === ZERO_UUID ? log.topicId : topicId
    const next: LeaderState = state
    partition.comeBack()
    if (state.leader === table.brokerId) await partition.becomeLeader(next)
    else partition.becomeFollower(next)
    return ErrorCode.NONE
  } catch (error) {
    if (table.isPassing(error)) {
      if (!partition.awaitsRoom) {
        table.logger.warn(
          'a replica is served as soon as there is room on its disk (or a file descriptor): make some, nothing else is needed',
          { topic, partition: state.partitionIndex, reason: String(error) },
        )
      }
      partition.goOffline(true)
      table.retryLater(topic, topicId, state)
      return ErrorCode.NONE
    }
    if (!table.isStorageOffline(error)) throw error
    table.logger.error('a replica cannot be served because of its log folder', {
      topic,
      partition: state.partitionIndex,
      reason: String(error),
    })
    partition.goOffline()
    return ErrorCode.KAFKA_STORAGE_ERROR
  }
}

/** An ErrorCode to answer without doing anything, or null: apply it. */
function refusal(
  table: ReplicaTable,
  known: Partition | null,
  topicId: Uuid,
  state: LeaderAndIsrPartition,
): number | null {
  if (known?.offline && !known.awaitsRoom) return ErrorCode.KAFKA_STORAGE_ERROR
  if (known?.topicId != null && topicId !== ZERO_UUID && known.topicId !== topicId)
    return ErrorCode.INCONSISTENT_TOPIC_ID
  const localEpoch = known?.leaderEpoch ?? -1
  if (state.leaderEpoch <= localEpoch) return ErrorCode.STALE_CONTROLLER_EPOCH
  if (!state.replicas.includes(table.brokerId)) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  return null
}

export async function applyStopReplica(table: ReplicaTable, request: StopReplica): Promise<StopReplicaOutcome> {
  const partitionErrors: StopReplicaOutcome['partitionErrors'] = []
  for (const topic of request.topicStates) {
    for (const state of topic.partitionStates) {
      const errorCode = await stopPartition(
        table,
        topic.topicName,
        state.partitionIndex,
        state.leaderEpoch ?? NO_EPOCH,
        state.deletePartition,
      )
      partitionErrors.push({ topicName: topic.topicName, partitionIndex: state.partitionIndex, errorCode })
    }
  }
  return { errorCode: ErrorCode.NONE, partitionErrors }
}

async function stopPartition(
  table: ReplicaTable,
  topic: string,
  index: number,
  leaderEpoch: LeaderEpoch,
  remove: boolean,
): Promise<number> {
  const partition = table.find(topic, index)
  if (partition?.offline && !partition.awaitsRoom) return ErrorCode.KAFKA_STORAGE_ERROR
  if (
    partition &&
    leaderEpoch !== EPOCH_DURING_DELETE &&
    leaderEpoch !== NO_EPOCH &&
    leaderEpoch < partition.leaderEpoch
  ) {
    return ErrorCode.FENCED_LEADER_EPOCH
  }
  if (!remove) {
    if (partition) partition.becomeFollower({ ...partitionState(partition), leader: -1 })
    return ErrorCode.NONE
  }
  // Nobody may append to a log whose folder is being renamed: the partition goes first.
  if (partition) table.drop(partition)
  try {
    if (table.logs.get(topic, index) !== null) await table.logs.delete(topic, index)
    return ErrorCode.NONE
  } catch (error) {
    if (!table.isStorageOffline(error)) throw error
    return ErrorCode.KAFKA_STORAGE_ERROR
  }
}

function partitionState(partition: Partition): LeaderState {
  return {
    leader: partition.leaderId,
    leaderEpoch: partition.leaderEpoch,
    isr: partition.inSyncReplicas,
    partitionEpoch: partition.partitionEpoch,
    replicas: partition.assignment,
    controllerEpoch: partition.controllerEpoch,
  }
}
