/** How a failed append is told to the client of a coordinator, as Apache maps it. */
import { ErrorCode } from '../../protocol/error-codes.ts'

/** Common to all coordinators; what is not named stays as it is. */
export function coordinatorError(appendError: number): number {
  switch (appendError) {
    case ErrorCode.UNKNOWN_TOPIC_OR_PARTITION:
    case ErrorCode.NOT_ENOUGH_REPLICAS:
    case ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
      return ErrorCode.COORDINATOR_NOT_AVAILABLE
    case ErrorCode.NOT_LEADER_OR_FOLLOWER:
    case ErrorCode.KAFKA_STORAGE_ERROR:
      return ErrorCode.NOT_COORDINATOR
    default:
      return appendError
  }
}

export function isTooLarge(appendError: number): boolean {
  return (
    appendError === ErrorCode.MESSAGE_TOO_LARGE ||
    appendError === ErrorCode.RECORD_LIST_TOO_LARGE ||
    appendError === ErrorCode.INVALID_FETCH_SIZE
  )
}
