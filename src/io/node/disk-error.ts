/** What the operating system said, as one of the kinds that callers tell apart. */
import { DiskError, type DiskErrorKind } from '../world.ts'

const kinds: ReadonlyMap<string, DiskErrorKind> = new Map<string, DiskErrorKind>([
  ['ENOENT', 'not-found'],
  ['ENOTDIR', 'not-found'],
  ['EEXIST', 'exists'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  // RLIMIT_FSIZE or the file system's largest file: no room for this file, the disk itself is sound.
  ['EFBIG', 'full'],
  ['EMFILE', 'too-many-files'],
  ['ENFILE', 'too-many-files'],
  ['ENOTEMPTY', 'not-empty'],
])

const meanings: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'the user of this process may not'],
  ['EPERM', 'the user of this process may not'],
  ['EROFS', 'the file system is read-only'],
])

export function diskError(path: string, doing: string, cause: unknown): DiskError {
  if (cause instanceof DiskError) return cause
  const code = (cause as NodeJS.ErrnoException | null)?.code
  const kind = (typeof code === 'string' && kinds.get(code)) || 'io'
  const meaning = meanings.get(code ?? '')
  const why = code ?? (cause instanceof Error ? cause.message : String(cause))
  return new DiskError(
    kind,
    path,
    `could not ${doing} ${path}: ${why}${meaning === undefined ? '' : ` (${meaning})`}`,
    { cause },
  )
}
