/** What a client is told when the store of metadata did not take a change. */
import { NodeError } from '../metadata/contract.ts'
import { ErrorCode } from '../protocol/error-codes.ts'

/** null: the error means something else. */
export function storeRefusal(error: unknown): { readonly code: number; readonly message: string } | null {
  if (!(error instanceof NodeError)) return null
  switch (error.kind) {
    case 'storage':
      return { code: ErrorCode.KAFKA_STORAGE_ERROR, message: 'It could not be written: the disk is full or failed.' }
    case 'connection-loss':
    case 'session-expired':
      return { code: ErrorCode.REQUEST_TIMED_OUT, message: 'ZooKeeper cannot be reached.' }
    // Names come from clients, and paths are bounded.
    case 'bad-arguments':
      return { code: ErrorCode.INVALID_REQUEST, message: 'The name, or what is set for it, is too long.' }
    default:
      return null
  }
}
