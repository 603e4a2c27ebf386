/** The broker in memory of the groups, with a coordinator of transactions whose markers go into the logs of its disk. */
import { silentLogger } from '../../../base/logger.ts'
import { LoadMeters } from '../../../metrics/load-meters.ts'
import { MemoryBroker, type MemoryBrokerOptions } from '../../group/testing/broker-in-memory.ts'
import { CoordinatorRuntime } from '../../runtime/runtime.ts'
import { TransactionCoordinator } from '../coordinator.ts'
import { MarkerSender } from '../marker-sender.ts'
import type { TransactionRecord } from '../records.ts'
import { PATIENCE_MS, TRANSACTION_TOPIC, transactionKind } from '../start.ts'
import type { TransactionPartition } from '../transaction-partition.ts'
import { type TxnMarker, writeMarkers } from '../write-markers.ts'
import { EXPIRATION_CHECK_MS, ID_EXPIRATION_MS, TIMED_OUT_CHECK_MS } from './held-transactions.ts'

const TOPIC_ID = 'x8GqZxXcQm6mJ9h1mYvN3w'
const TIMEOUT_MS = 5000

export interface TransactionBroker {
  readonly broker: MemoryBroker
  readonly transactions: TransactionCoordinator
}

export interface TransactionBrokerOptions extends MemoryBrokerOptions {
  /** Called with every request with markers, and what sends it once more. */
  readonly markersSent?: (markers: readonly TxnMarker[], again: () => void) => void
}

/** Producer ids begin with a thousand times the leader epoch: none is given twice over the starts. */
export async function startTransactionBroker(options: TransactionBrokerOptions = {}): Promise<TransactionBroker> {
  let transactions: TransactionCoordinator | null = null
  const made = (broker: MemoryBroker) => {
    transactions = coordinatorOf(broker, options)
    broker.replicas.verification.verifier = transactions
  }
  const broker = await MemoryBroker.start({ ...options, moreTopics: { [TRANSACTION_TOPIC]: TOPIC_ID }, made })
  return { broker, transactions: transactions! }
}

function coordinatorOf(
  { world, replicas, metadata, groups }: MemoryBroker,
  { leaderEpoch = 0, markersSent }: TransactionBrokerOptions,
) {
  const logger = silentLogger
  const parts = { clock: world.clock, replicas, groups, timeoutMs: TIMEOUT_MS }
  const channels = {
    send: (_to: number, sent: readonly TxnMarker[]) => {
      markersSent?.(sent, () => void writeMarkers(sent, parts))
      return writeMarkers(sent, parts)
    },
  }
  const markers = new MarkerSender({ world, logger, metadata, channels, ownTopic: TRANSACTION_TOPIC })
  const transactionVersion = () => 2
  const settings = {
    timedOutCheckMs: TIMED_OUT_CHECK_MS,
    expirationCheckMs: EXPIRATION_CHECK_MS,
    idExpirationMs: ID_EXPIRATION_MS,
  }
  const runtime = new CoordinatorRuntime<TransactionRecord, TransactionPartition>({
    world,
    logger,
    replicas,
    metadata,
    kind: transactionKind({ logger, settings, markers, transactionVersion }),
    partitionsConfigured: 2,
    loadPieceBytes: 1000,
    writeTimeoutMs: TIMEOUT_MS,
    compression: 0,
  })
  let nextProducerId = 1000 * leaderEpoch
  return new TransactionCoordinator({
    logger,
    runtime,
    markers,
    meters: new LoadMeters(),
    transactionVersion,
    takeProducerId: async () => nextProducerId++,
    timeoutMaxMs: 900_000,
    clock: world.clock,
    turn: world.turn,
    patienceMs: PATIENCE_MS,
  })
}
