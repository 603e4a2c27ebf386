import { DiskError } from '../io/world.ts'
import { FullDiskError } from './log.ts'
import { isFatal } from './log-state.ts'

/** No room on the disk, or no file descriptors left: it passes by itself, and what was refused can be tried again. */
export function isPassingFault(error: unknown): boolean {
  if (error instanceof FullDiskError) return true
  if (error instanceof DiskError) return !isFatal(error)
  return error instanceof Error && error.cause !== undefined && isPassingFault(error.cause)
}
