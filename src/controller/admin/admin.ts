/** What the admin operations share. They run beside the controller's queue: they check, write nodes and wait. */
import type { Logger } from '../../base/logger.ts'
import type { BrokerConfig } from '../../config/contract.ts'
import type { Clock, Entropy } from '../../io/world.ts'
import type { ClusterMetadata, MetadataCache, NodeTree, PartitionState } from '../../metadata/contract.ts'
import { NodeError } from '../../metadata/contract.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { MixedRacksError } from '../assign-replicas.ts'
import type { Mutations, Outcome } from '../contract.ts'
import type { TreeConfigs } from '../tree-configs.ts'

export interface AdminParts {
  readonly tree: NodeTree
  readonly clock: Clock
  readonly entropy: Entropy
  readonly logger: Logger
  readonly config: BrokerConfig
  readonly metadata: MetadataCache
  readonly configs: TreeConfigs
  /** What is wrong with all of a topic's settings together, in Kafka's words; null: nothing. */
  readonly topicConfigsProblem: (configs: ReadonlyMap<string, string>) => string | null
}

/** A request that is refused, with the code and the words for the client. */
export class Refusal extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** `count` partitions more, or fewer: throws when the client's quota has no room for them. */
export function spend(mutations: Mutations | null | undefined, count: number): void {
  if (mutations?.take(count) === false) {
    throw new Refusal(ErrorCode.THROTTLING_QUOTA_EXCEEDED, 'The throttling quota has been exceeded.')
  }
}

export const DONE: Outcome = { error: ErrorCode.NONE, message: null }
export const TIMED_OUT: Outcome = { error: ErrorCode.REQUEST_TIMED_OUT, message: null }

/** The store cannot be reached for the time being. */
export function isAway(error: unknown): boolean {
  return error instanceof NodeError && (error.kind === 'connection-loss' || error.kind === 'session-expired')
}

/** What a client is told of an error on the way. Our own mistakes are logged and not explained. */
export function outcomeOf(error: unknown, logger: Logger): Outcome {
  if (error instanceof Refusal) return { error: error.code, message: error.message }
  if (error instanceof MixedRacksError) return { error: ErrorCode.UNKNOWN_SERVER_ERROR, message: error.message }
  if (error instanceof NodeError && error.kind === 'storage') {
    return { error: ErrorCode.KAFKA_STORAGE_ERROR, message: 'The metadata store cannot be written, see the log.' }
  }
  // It may have been done; whoever asks again will see.
  if (isAway(error)) return TIMED_OUT
  logger.error('An admin request failed', {
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  })
  return { error: ErrorCode.UNKNOWN_SERVER_ERROR, message: null }
}

export function isLedThere(state: PartitionState | null | undefined): boolean {
  return state !== null && state !== undefined && state.leader >= 0
}

/** All of these partitions are led, as far as this broker knows. */
export function areLed(metadata: ClusterMetadata, topic: string, partitions: Iterable<number>): boolean {
  for (const partition of partitions) {
    if (!isLedThere(metadata.partition(topic, partition))) return false
  }
  return true
}
