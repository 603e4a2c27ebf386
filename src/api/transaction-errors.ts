/** Producers learned of PRODUCER_FENCED with KIP-588; older ones are told what they know (as Apache does). */
import { ErrorCode } from '../protocol/error-codes.ts'

export function fencedFor(error: number, apiVersion: number, firstVersionWithFenced: number): number {
  const isNew = error === ErrorCode.PRODUCER_FENCED && apiVersion < firstVersionWithFenced
  return isNew ? ErrorCode.INVALID_PRODUCER_EPOCH : error
}
