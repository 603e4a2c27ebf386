/** Makes the coordinator of transactions from the broker's settings. */
import type { Logger } from '../../base/logger.ts'
import type { BrokerConfig } from '../../config/contract.ts'
import type { World } from '../../io/world.ts'
import type { MetadataCache } from '../../metadata/contract.ts'
import { LoadMeters } from '../../metrics/load-meters.ts'
import type { CoordinatedReplicas } from '../../replication/contract.ts'
import type { CoordinatorKind } from '../runtime/contract.ts'
import { CoordinatorRuntime } from '../runtime/runtime.ts'
import { TransactionCoordinator } from './coordinator.ts'
import { type MarkerChannels, MarkerSender } from './marker-sender.ts'
import { decodeRecord, encodeRecord, type TransactionRecord } from './records.ts'
import { TransactionPartition, type TransactionPartitionParams } from './transaction-partition.ts'

export const TRANSACTION_TOPIC = '__transaction_state'
/** Records of this topic are never compressed, whatever the broker's settings, as Apache's are not. */
const NO_COMPRESSION = 0
/** As long as Apache 4's brokers go on asking for records that come too soon (add.partitions.to.txn.retry.backoff.max.ms). */
export const PATIENCE_MS = 100

export function transactionKind(
  params: TransactionPartitionParams,
): CoordinatorKind<TransactionRecord, TransactionPartition> {
  return {
    topic: TRANSACTION_TOPIC,
    encode: (record) => encodeRecord(record, params.transactionVersion()),
    decode: decodeRecord,
    makeState: (access) => new TransactionPartition(access, params),
  }
}

export interface TransactionParts {
  readonly world: World
  readonly logger: Logger
  readonly config: BrokerConfig
  readonly replicas: CoordinatedReplicas
  readonly metadata: MetadataCache
  readonly channels: MarkerChannels
  readonly takeProducerId: () => Promise<number>
  /** transaction.version of the cluster. */
  readonly transactionVersion: () => number
}

export function startTransactions(parts: TransactionParts): TransactionCoordinator {
  const { world, logger, config, replicas, metadata, channels, transactionVersion, takeProducerId } = parts
  const meters = new LoadMeters()
  const markers = new MarkerSender({ world, logger, metadata, channels, ownTopic: TRANSACTION_TOPIC })
  const settings = {
    timedOutCheckMs: config.number('transaction.abort.timed.out.transaction.cleanup.interval.ms'),
    expirationCheckMs: config.number('transaction.remove.expired.transaction.cleanup.interval.ms'),
    idExpirationMs: config.number('transactional.id.expiration.ms'),
  }
  const runtime = new CoordinatorRuntime<TransactionRecord, TransactionPartition>({
    world,
    logger,
    replicas,
    metadata,
    kind: transactionKind({ logger, settings, markers, transactionVersion }),
    partitionsConfigured: config.number('transaction.state.log.num.partitions'),
    loadPieceBytes: config.number('transaction.state.log.load.buffer.size'),
    writeTimeoutMs: config.number('request.timeout.ms'),
    compression: NO_COMPRESSION,
    onLoaded: (ms) => meters.loaded(ms),
  })
  return new TransactionCoordinator({
    logger,
    runtime,
    meters,
    markers,
    transactionVersion,
    takeProducerId,
    timeoutMaxMs: config.number('transaction.max.timeout.ms'),
    clock: world.clock,
    turn: world.turn,
    patienceMs: PATIENCE_MS,
  })
}
