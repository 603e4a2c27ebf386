/**
 * Node has no file lock, SQLite has: BEGIN EXCLUSIVE takes POSIX locks on the database file that exclude, both ways,
 * the lock that Java's FileLock takes on it. Nothing is written, so the file stays as it is (empty).
 *
 * POSIX drops all of a process's locks on a file as soon as the process closes any descriptor of it: nobody else in
 * this process may open the lock file.
 */
import { accessSync, constants } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { DiskError, type DiskLock } from '../world.ts'
import { diskError } from './disk-error.ts'

const SQLITE_BUSY = 5

export function lockFile(path: string): DiskLock {
  let database: DatabaseSync | null = null
  try {
    const { DatabaseSync } = sqlite()
    database = new DatabaseSync(path, { timeout: 0 })
    // A file that may only be read is opened all the same, and locked against nobody.
    accessSync(path, constants.W_OK)
    // In memory: otherwise a journal file appears beside the lock.
    database.exec('PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
  } catch (error) {
    if (database?.isOpen) database.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY)
      throw new DiskError('locked', path, `${path} is locked by another process`, { cause: error })
    throw diskError(path, 'lock', error)
  }
  const held = database
  return {
    async release() {
      if (held.isOpen) held.close()
    },
  }
}

/** Loaded when first needed, without the warning that it is experimental: nobody who runs a broker can act on it. */
function sqlite(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning
  process.emitWarning = ((warning: string | Error, options?: unknown, ...rest: unknown[]) => {
    const type = typeof options === 'object' && options !== null ? (options as { type?: string }).type : options
    if (type === 'ExperimentalWarning') return
    Reflect.apply(emitWarning, process, [warning, options, ...rest])
  }) as typeof process.emitWarning
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}
