/**
 * WriteTxnMarkers 0–2: a transaction coordinator ends transactions in partitions that this broker leads. Version 2 tells the
 * transaction version, from 2 of which on a late marker is told apart from a new one (KIP-1228). Answered producer by producer,
 * whatever the number of its markers.
 */
import type { MarkerResult, TxnMarker } from '../coordinator/transaction/write-markers.ts'
import { ApiKey } from '../protocol/apis.ts'
import type {
  WritableTxnMarker,
  WriteTxnMarkersRequest,
  WriteTxnMarkersResponseInput,
} from '../protocol/generated/027-write-txn-markers.js'
import type { TopicPartitionRef } from '../replication/contract.ts'
import type { Handler } from './handler.ts'

/** A marker is few bytes in a request and much more on its way into a log. */
const MARKERS_AT_ONCE = 1000

export const handler: Handler<WriteTxnMarkersRequest, WriteTxnMarkersResponseInput> = {
  apiKey: ApiKey.WriteTxnMarkers,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, _context, services) {
    const results: MarkerResult[] = []
    for (let at = 0; at < request.markers.length; at += MARKERS_AT_ONCE) {
      const markers = request.markers.slice(at, at + MARKERS_AT_ONCE).map(markerOf)
      results.push(...(await services.writeMarkers(markers)))
    }
    return { markers: byProducer(results) }
  },
}

function markerOf({ transactionResult, topics, ...marker }: WritableTxnMarker): TxnMarker {
  const partitions: TopicPartitionRef[] = []
  const seen = new Set<string>()
  for (const { name: topic, partitionIndexes } of topics) {
    for (const partition of partitionIndexes) {
      const key = `${partition} ${topic}`
      if (seen.has(key)) continue
      seen.add(key)
      partitions.push({ topic, partition })
    }
  }
  return { ...marker, commit: transactionResult, partitions }
}

/** Of several answers about one partition the last counts; a producer without partitions is not answered. */
function byProducer(results: readonly MarkerResult[]): WriteTxnMarkersResponseInput['markers'] {
  const producers = new Map<number, Map<string, Map<number, number>>>()
  for (const { producerId, topics } of results) {
    if (topics.length === 0) continue
    let ofProducer = producers.get(producerId)
    if (ofProducer === undefined) producers.set(producerId, (ofProducer = new Map()))
    for (const { name, partitions } of topics) {
      let ofTopic = ofProducer.get(name)
      if (ofTopic === undefined) ofProducer.set(name, (ofTopic = new Map()))
      for (const { partitionIndex, errorCode } of partitions) ofTopic.set(partitionIndex, errorCode)
    }
  }
  return Array.from(producers, ([producerId, topics]) => ({
    producerId,
    topics: Array.from(topics, ([name, partitions]) => ({
      name,
      partitions: Array.from(partitions, ([partitionIndex, errorCode]) => ({ partitionIndex, errorCode })),
    })),
  }))
}
