/**
 * What old versions of Fetch cannot read: batches of magic 2 before version 4 (converted), zstd before version 10 (refused
 * where the topic is set to it, and in conversion).
 */

import { downConvert } from '../protocol/batch/down-convert.ts'
import { Unpacker } from '../protocol/batch/unpacker.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { FetchPartitionResult } from '../replication/contract.ts'
import type { FetchPartition } from './fetch-sessions.ts'
import type { BrokerServices } from './handler.ts'

export const LAST_WITH_OLD_FORMATS = 3
const LAST_WITH_MAGIC_0 = 1
export const FIRST_WITH_ZSTD = 10

const unpackers = new WeakMap<BrokerServices, Unpacker>()

function unpackerOf(services: BrokerServices): Unpacker {
  let unpacker = unpackers.get(services)
  if (unpacker === undefined) {
    unpacker = new Unpacker(services.world.compute)
    unpackers.set(services, unpacker)
  }
  return unpacker
}

/** For versions below FIRST_WITH_ZSTD: a topic set to zstd is refused, as Apache does, whatever is in it. */
export function isZstdTopic(partition: FetchPartition, services: BrokerServices): boolean {
  const replica = services.replicas.partition(partition.topic, partition.partition)
  return replica?.log?.config.compressionType === 'zstd'
}

/** Magic 0 until version 1, magic 1 for 2 and 3. */
export async function toOldFormat(
  partition: FetchPartition,
  result: FetchPartitionResult,
  apiVersion: number,
  services: BrokerServices,
): Promise<FetchPartitionResult> {
  if (result.byteLength === 0) return result
  if (!isConversionAllowed(partition.topic, services)) return refused(result, ErrorCode.UNSUPPORTED_VERSION)
  const bytes = result.records.length === 1 ? result.records[0]! : Buffer.concat(result.records)
  const magic = apiVersion <= LAST_WITH_MAGIC_0 ? 0 : 1
  const converted = await downConvert(bytes, magic, partition.fetchOffset, services.world, unpackerOf(services))
  if (converted.error !== ErrorCode.NONE) return refused(result, converted.error)
  let byteLength = 0
  for (const chunk of converted.records) byteLength += chunk.length
  return { ...result, records: converted.records, byteLength }
}

function isConversionAllowed(topic: string, services: BrokerServices): boolean {
  const told = services.dynamicConfigs.get({ type: 'topics', name: topic }).get('message.downconversion.enable')
  return told === undefined ? services.config.boolean('log.message.downconversion.enable') : told === 'true'
}

export function refused(result: FetchPartitionResult, error: number): FetchPartitionResult {
  return {
    ...result,
    error,
    records: [],
    byteLength: 0,
    abortedTransactions: [],
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: -1,
  }
}
