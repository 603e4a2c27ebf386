/** Makes the coordinator of groups from the broker's settings, and lets old offsets go from time to time. */
import type { Logger } from '../../base/logger.ts'
import type { BrokerConfig } from '../../config/contract.ts'
import type { World } from '../../io/world.ts'
import type { MetadataCache } from '../../metadata/contract.ts'
import type { GroupMeters } from '../../metrics/group-metrics.ts'
import type { CoordinatedReplicas } from '../../replication/contract.ts'
import type { CoordinatorKind } from '../runtime/contract.ts'
import { CoordinatorRuntime } from '../runtime/runtime.ts'
import type { ClassicLimits } from './classic/rebalance.ts'
import { GroupCoordinator, type GroupLimits } from './coordinator.ts'
import { GroupPartition } from './group-state.ts'
import { decodeRecord, encodeRecord, type GroupRecord } from './records.ts'

export const GROUP_TOPIC = '__consumer_offsets'
const MINUTE_MS = 60_000

export function groupKind(limits: ClassicLimits, meters: GroupMeters): CoordinatorKind<GroupRecord, GroupPartition> {
  return {
    topic: GROUP_TOPIC,
    encode: encodeRecord,
    decode: decodeRecord,
    makeState: (access) => new GroupPartition(access, limits, meters),
  }
}

export interface GroupParts {
  readonly world: World
  readonly logger: Logger
  readonly config: BrokerConfig
  readonly replicas: CoordinatedReplicas
  readonly metadata: MetadataCache
  readonly meters: GroupMeters
}

export function startGroups({ world, logger, config, replicas, metadata, meters }: GroupParts): GroupCoordinator {
  const limits: GroupLimits = {
    initialRebalanceDelayMs: Math.max(0, config.number('group.initial.rebalance.delay.ms')),
    groupMaxSize: config.number('group.max.size'),
    minSessionTimeoutMs: config.number('group.min.session.timeout.ms'),
    maxSessionTimeoutMs: config.number('group.max.session.timeout.ms'),
    offsetMetadataMaxBytes: config.number('offset.metadata.max.bytes'),
  }
  const runtime = new CoordinatorRuntime<GroupRecord, GroupPartition>({
    world,
    logger,
    replicas,
    metadata,
    kind: groupKind(limits, meters),
    onLoaded: (ms) => meters.loaded(ms),
    partitionsConfigured: config.number('offsets.topic.num.partitions'),
    loadPieceBytes: config.number('offsets.load.buffer.size'),
    writeTimeoutMs: config.number('offsets.commit.timeout.ms'),
    compression: config.number('offsets.topic.compression.codec'),
  })
  const retentionMs = config.number('offsets.retention.minutes') * MINUTE_MS
  const expiry = world.clock.every(config.number('offsets.retention.check.interval.ms'), () =>
    groups.expire(world.clock.wallMs(), retentionMs),
  )
  const groups = new GroupCoordinator(runtime, limits, meters, () => expiry.cancel())
  return groups
}
