/** The coordinators of this broker, and the ways between them and the partitions that it leads. */
import { assert } from '../base/assert.ts'
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfig } from '../config/contract.ts'
import type { GroupCoordinator } from '../coordinator/group/coordinator.ts'
import { startGroups } from '../coordinator/group/start.ts'
import type { TransactionCoordinator } from '../coordinator/transaction/coordinator.ts'
import type { MarkerChannels } from '../coordinator/transaction/marker-sender.ts'
import { startTransactions } from '../coordinator/transaction/start.ts'
import {
  type MarkerParts,
  type MarkerResult,
  type TxnMarker,
  writeMarkers,
} from '../coordinator/transaction/write-markers.ts'
import type { World } from '../io/world.ts'
import type { MetadataCache, NodeTree } from '../metadata/contract.ts'
import type { FinalizedFeatures } from '../metadata/finalized-features.ts'
import { ProducerIds, takeProducerIdBlock } from '../metadata/producer-ids.ts'
import type { GroupMeters } from '../metrics/group-metrics.ts'
import type { CoordinatedReplicas } from '../replication/contract.ts'

export interface CoordinatorParts {
  readonly brokerId: BrokerId
  readonly replicas: CoordinatedReplicas
  readonly metadata: MetadataCache
  readonly tree: NodeTree
  readonly features: FinalizedFeatures
  readonly meters: GroupMeters
}

export interface Coordinators {
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly producerIds: ProducerIds
  /** Ends transactions in the partitions led here. */
  writeMarkers(markers: readonly TxnMarker[]): Promise<readonly MarkerResult[]>
  /** Whoever waits is told. */
  stop(): void
}

export function startCoordinators(
  { world, logger, config }: { world: World; logger: Logger; config: BrokerConfig },
  { brokerId, replicas, metadata, tree, features, meters }: CoordinatorParts,
): Coordinators {
  const common = { world, logger: logger.child({ room: 'coordinator' }), config, replicas, metadata }
  const groups = startGroups({ ...common, meters })
  const markerParts = { clock: world.clock, replicas, groups, timeoutMs: config.number('request.timeout.ms') }
  const producerIds = new ProducerIds(() => takeProducerIdBlock(tree, brokerId))
  const transactions = startTransactions({
    ...common,
    channels: localMarkers(brokerId, markerParts),
    takeProducerId: () => producerIds.next(),
    transactionVersion: () => features.level('transaction.version'),
  })
  const stop = () => {
    transactions.stop()
    groups.stop()
  }
  return { groups, transactions, producerIds, writeMarkers: (markers) => writeMarkers(markers, markerParts), stop }
}

/** Markers to the broker they come from. */
function localMarkers(brokerId: BrokerId, parts: MarkerParts): MarkerChannels {
  return {
    send(to, markers) {
      assert(to === brokerId, `broker ${to} cannot be reached: this broker is alone`)
      return writeMarkers(markers, parts)
    },
  }
}
