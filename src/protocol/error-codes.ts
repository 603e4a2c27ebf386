/** Error codes of the protocol, from schema/errors. */
import { ErrorCode, REFRESHES_METADATA, RETRIABLE } from './generated/error-table.js'

export { ErrorCode }

const names: ReadonlyMap<number, string> = new Map(Object.entries(ErrorCode).map(([name, code]) => [code, name]))

/** 'NOT_LEADER_OR_FOLLOWER'; a code that this schema does not know is named by its number. */
export function errorName(code: number): string {
  return names.get(code) ?? `ERROR_${code}`
}

/** The same request may succeed later. */
export function isRetriable(code: number): boolean {
  return RETRIABLE.has(code)
}

/** The client asks for Metadata before it tries again. */
export function refreshesMetadata(code: number): boolean {
  return REFRESHES_METADATA.has(code)
}
