/**
 * End-transaction markers into the partitions that this broker leads, as WriteTxnMarkers asks for it or the transaction
 * coordinator of this broker. Each marker is one append; those of one turn reach the disk with one write per partition. A
 * marker in a group's partition counts there when it is committed: the offsets of the transaction become the group's, or never
 * were.
 */
import type { Clock } from '../../io/world.ts'
import { buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { CoordinatedReplicas, TopicPartitionRef } from '../../replication/contract.ts'
import type { Marker } from '../runtime/contract.ts'

export interface TxnMarker {
  readonly producerId: number
  readonly producerEpoch: number
  /** false: abort */
  readonly commit: boolean
  readonly coordinatorEpoch: number
  /** From 2 on the epoch is one above that of the transaction's records. */
  readonly transactionVersion: number
  readonly partitions: readonly TopicPartitionRef[]
}

export interface MarkerResult {
  readonly producerId: number
  readonly topics: readonly {
    readonly name: string
    readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[]
  }[]
}

export interface MarkerParts {
  readonly clock: Clock
  readonly replicas: CoordinatedReplicas
  /** The coordinator of the groups whose offsets lie in `topic`. */
  readonly groups: { readonly topic: string; writeMarker(partition: number, marker: Marker): Promise<number> }
  /** request.timeout.ms: REQUEST_TIMED_OUT after it, although the marker may be committed later. */
  readonly timeoutMs: number
}

/**
 * One result for each marker, in their order; a marker's partitions are answered topic by topic. Errors that pass
 * (NOT_LEADER_OR_FOLLOWER, NOT_ENOUGH_REPLICAS, REQUEST_TIMED_OUT, …) are the coordinator's to try again: a marker that was
 * written already does no harm. INVALID_PRODUCER_EPOCH: a newer transaction is open; TRANSACTION_COORDINATOR_FENCED: a newer
 * coordinator has written.
 */
export function writeMarkers(markers: readonly TxnMarker[], parts: MarkerParts): Promise<readonly MarkerResult[]> {
  return Promise.all(markers.map((marker) => writeMarker(marker, parts)))
}

async function writeMarker(marker: TxnMarker, parts: MarkerParts): Promise<MarkerResult> {
  const topics = new Map<string, { partitionIndex: number; errorCode: number }[]>()
  const waits: Promise<void>[] = []
  for (const at of marker.partitions) {
    let ofTopic = topics.get(at.topic)
    if (ofTopic === undefined) topics.set(at.topic, (ofTopic = []))
    const answer = { partitionIndex: at.partition, errorCode: ErrorCode.NONE as number }
    ofTopic.push(answer)
    const error = append(marker, at, parts)
    if (typeof error === 'number') answer.errorCode = error
    else waits.push(error.then((code) => void (answer.errorCode = code)))
  }
  await Promise.all(waits)
  return {
    producerId: marker.producerId,
    topics: Array.from(topics, ([name, partitions]) => ({ name, partitions })),
  }
}

/** Without a promise where nothing is to be written: whoever asks may name many partitions that there are not. */
function append(
  marker: TxnMarker,
  { topic, partition }: TopicPartitionRef,
  parts: MarkerParts,
): number | Promise<number> {
  const { replicas, groups, timeoutMs } = parts
  // As Apache says it of every partition that is not here: the coordinator looks for the leader again.
  if (replicas.partition(topic, partition)?.log == null) return ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  const refused = refusal(marker)
  if (refused !== ErrorCode.NONE) return refused
  const bytes = buildEndTransactionMarker({ ...marker, timestamp: parts.clock.wallMs() })
  if (topic === groups.topic) {
    const { producerId, commit, transactionVersion } = marker
    return groups.writeMarker(partition, { producerId, commit, bytes, transactionVersion, timeoutMs }).then(markerError)
  }
  const appended = replicas.appendOwn(topic, partition, bytes, { markerOf: marker.transactionVersion, timeoutMs })
  return appended instanceof Promise ? appended.then(({ error }) => error) : appended.error
}

/** Of what no coordinator sends, as in Apache: without a producer or an epoch there is no marker, what is below none is older than all. */
function refusal({ producerId, producerEpoch, coordinatorEpoch }: TxnMarker): number {
  if (producerId === -1 || producerEpoch === -1) return ErrorCode.UNKNOWN_SERVER_ERROR
  if (producerEpoch < -1) return ErrorCode.INVALID_PRODUCER_EPOCH
  return coordinatorEpoch < -1 ? ErrorCode.TRANSACTION_COORDINATOR_FENCED : ErrorCode.NONE
}

/** The transaction coordinator knows no errors of other coordinators: it tries again with the leader. */
function markerError(error: number): number {
  switch (error) {
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.NOT_COORDINATOR:
      return ErrorCode.NOT_LEADER_OR_FOLLOWER
    default:
      return error
  }
}
