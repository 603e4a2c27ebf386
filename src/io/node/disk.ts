import fs from 'node:fs'
import path from 'node:path'
import {
  type DirectoryEntry,
  type Disk,
  DiskError,
  type DiskFile,
  type DiskLock,
  type FileStat,
  type OpenMode,
} from '../world.ts'
import { Descriptors } from './descriptors.ts'
import { diskError } from './disk-error.ts'
import { NodeFile } from './file.ts'
import { Hurry } from './hurry.ts'
import { lockFile } from './lock.ts'

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL } = fs.constants

const flagsOf: Record<OpenMode, number> = {
  read: O_RDONLY,
  write: O_RDWR,
  create: O_RDWR | O_CREAT,
  'create-new': O_RDWR | O_CREAT | O_EXCL,
  'create-private': O_RDWR | O_CREAT | O_EXCL,
}

export class NodeDisk implements Disk {
  readonly #descriptors: Descriptors
  readonly #hurry = new Hurry()

  constructor(descriptors: Descriptors = new Descriptors()) {
    this.#descriptors = descriptors
  }

  hurry(): { end(): void } {
    return this.#hurry.begin()
  }

  open(file: string, mode: OpenMode): Promise<DiskFile> {
    const rights = mode === 'create-private' ? 0o600 : 0o644
    if (this.#hurry.mayHold())
      return held(file, 'open', () => this.#file(file, fs.openSync(file, flagsOf[mode], rights)))
    return ask(file, 'open', (done) => {
      fs.open(file, flagsOf[mode], rights, (error, fd) => done(error, error ? undefined : this.#file(file, fd)))
    })
  }

  async readFile(file: string, maxBytes: number): Promise<Uint8Array> {
    const handle = await this.open(file, 'read')
    try {
      const size = await handle.size()
      if (size > maxBytes)
        throw new DiskError('io', file, `${file} has ${size} bytes, more than the ${maxBytes} that are allowed`)
      // Zeroed on purpose: should the file shrink meanwhile, nobody sees what memory held before.
      const bytes = Buffer.alloc(size)
      return bytes.subarray(0, await handle.read(bytes, 0, size, 0))
    } finally {
      await handle.close()
    }
  }

  stat(file: string): Promise<FileStat | null> {
    if (this.#hurry.mayHold()) {
      return held(file, 'stat', () => {
        const stats = fs.statSync(file, { throwIfNoEntry: false })
        return stats === undefined ? null : statOf(stats)
      })
    }
    return ask<FileStat | null>(file, 'stat', (done) => {
      fs.stat(file, (error, stats) => {
        if (!error) return done(null, { kind: kindOf(stats), size: stats.size, modifiedMs: Math.floor(stats.mtimeMs) })
        if (diskError(file, 'stat', error).kind === 'not-found') done(null, null)
        else done(error)
      })
    })
  }

  async list(directory: string): Promise<DirectoryEntry[]> {
    const entries = this.#hurry.mayHold()
      ? await held(directory, 'list', () => fs.readdirSync(directory, { withFileTypes: true }))
      : await ask<fs.Dirent[]>(directory, 'list', (done) => fs.readdir(directory, { withFileTypes: true }, done))
    if (!entries.some((entry) => entry.isSymbolicLink()))
      return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
    return Promise.all(entries.map((entry) => followed(directory, entry)))
  }

  /**
   * Not with Node's `recursive`: it goes on for ever where a folder is not made although its parent is there, as below /proc.
   */
  async makeDirectory(directory: string): Promise<void> {
    try {
      await makeOne(directory)
    } catch (error) {
      const parent = path.dirname(directory)
      if (!(error instanceof DiskError) || error.kind !== 'not-found' || parent === directory) throw error
      await this.makeDirectory(parent)
      await makeOne(directory)
    }
  }

  rename(from: string, to: string): Promise<void> {
    return ask(from, `rename to ${to}`, (done) => fs.rename(from, to, done))
  }

  remove(file: string, options?: { recursive?: boolean }): Promise<void> {
    const recursive = options?.recursive === true
    if (recursive) return ask<void>(file, 'remove', (done) => fs.rm(file, { recursive, force: true }, done))
    return ask<void>(file, 'remove', (done) => fs.unlink(file, done)).catch((error: DiskError) => {
      if (error.kind === 'not-found') return
      throw error
    })
  }

  syncDirectory(directory: string): Promise<void> {
    return ask(directory, 'sync', (done) => {
      fs.open(directory, O_RDONLY, (error, fd) => {
        if (error) return done(error)
        fs.fsync(fd, (failed) => {
          fs.close(fd, () => done(failed))
        })
      })
    })
  }

  async lock(file: string): Promise<DiskLock> {
    return lockFile(file)
  }

  space(file: string): Promise<{ freeBytes: number; totalBytes: number }> {
    return ask(file, 'ask the space of', (done) => {
      fs.statfs(file, (error, stats) => {
        if (error) done(error)
        else done(null, { freeBytes: stats.bavail * stats.bsize, totalBytes: stats.blocks * stats.bsize })
      })
    })
  }

  #file(file: string, fd: number): NodeFile {
    return new NodeFile(file, fd, this.#descriptors, this.#hurry)
  }
}

type Done<T> = (error: Error | null, value?: T) => void

/** One that is there already is fine. */
async function makeOne(directory: string): Promise<void> {
  try {
    await ask<void>(directory, 'make', (done) => fs.mkdir(directory, (error) => done(error)))
  } catch (error) {
    const isThere = await ask<fs.Stats>(directory, 'stat', (done) => fs.stat(directory, done)).catch(() => null)
    if (!isThere?.isDirectory()) throw error
  }
}

/** Node throws at once for arguments it does not like: that, too, rejects with a DiskError. */
function ask<T>(file: string, doing: string, call: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      call((error, value) => (error ? reject(diskError(file, doing, error)) : resolve(value as T)))
    } catch (error) {
      reject(diskError(file, doing, error))
    }
  })
}

async function held<T>(file: string, doing: string, call: () => T): Promise<T> {
  try {
    return call()
  } catch (error) {
    throw diskError(file, doing, error)
  }
}

function statOf(stats: fs.Stats): FileStat {
  return { kind: kindOf(stats), size: stats.size, modifiedMs: Math.floor(stats.mtimeMs) }
}

function kindOf(stats: fs.Stats | fs.Dirent): DirectoryEntry['kind'] {
  if (stats.isFile()) return 'file'
  return stats.isDirectory() ? 'directory' : 'other'
}

/** A partition's folder may be a link that the operator put there. */
async function followed(directory: string, entry: fs.Dirent): Promise<DirectoryEntry> {
  if (!entry.isSymbolicLink()) return { name: entry.name, kind: kindOf(entry) }
  return new Promise((resolve) => {
    fs.stat(path.join(directory, entry.name), (error, stats) => {
      resolve({ name: entry.name, kind: error ? 'other' : kindOf(stats) })
    })
  })
}
