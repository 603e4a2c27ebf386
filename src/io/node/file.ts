import fs from 'node:fs'
import { DiskError, type DiskFile } from '../world.ts'
import type { Descriptors } from './descriptors.ts'
import { diskError } from './disk-error.ts'
import type { Hurry } from './hurry.ts'

/** Linux takes at most this many pieces in one writev (IOV_MAX). */
const PIECES_MAX = 1024

export class NodeFile implements DiskFile {
  readonly path: string
  readonly #descriptors: Descriptors
  readonly #hurry: Hurry
  #fd: number
  /** fdatasync may leave out what a shrunken file does not need for reading: fsync after a truncation. */
  #truncated = false

  constructor(path: string, fd: number, descriptors: Descriptors, hurry: Hurry) {
    this.path = path
    this.#fd = fd
    this.#descriptors = descriptors
    this.#hurry = hurry
    descriptors.opened()
  }

  size(): Promise<number> {
    return this.#ask('stat', (resolve, reject) => {
      if (this.#hurry.mayHold()) return resolve(fs.fstatSync(this.#fd).size)
      fs.fstat(this.#fd, (error, stats) => (error ? reject(error) : resolve(stats.size)))
    })
  }

  read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return this.#ask('read', (resolve, reject) => {
      if (this.#hurry.mayHold(length)) return resolve(this.readNow(into, at, length, position))
      let done = 0
      const next = () => {
        fs.read(this.#fd, into, at + done, length - done, position + done, (error, count) => {
          if (error) return reject(error)
          done += count
          if (count === 0 || done === length) return resolve(done)
          next()
        })
      }
      if (length === 0) resolve(0)
      else next()
    })
  }

  readNow(into: Uint8Array, at: number, length: number, position: number): number {
    let done = 0
    try {
      while (done < length) {
        const count = fs.readSync(this.#fd, into, at + done, length - done, position + done)
        if (count === 0) break
        done += count
      }
    } catch (error) {
      throw this.#error('read', error)
    }
    return done
  }

  write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    return this.#ask('write', (resolve, reject) => {
      let rest = withoutEmpty(chunks)
      let at = position
      const taken = (error: Error | null, count: number) => {
        if (error) return reject(error)
        // The system may take less than it was given (a disk that fills up): go on, and let it say why.
        if (count === 0) return reject(this.#stuck())
        at += count
        rest = withoutFirst(rest, count)
        next()
      }
      const next = () => {
        if (rest.length === 0) return resolve()
        if (rest.length === 1) fs.write(this.#fd, rest[0]!, 0, rest[0]!.length, at, taken)
        else fs.writev(this.#fd, rest.slice(0, PIECES_MAX), at, taken)
      }
      next()
    })
  }

  writeNow(chunks: readonly Uint8Array[], position: number): void {
    let rest = withoutEmpty(chunks)
    let at = position
    try {
      while (rest.length > 0) {
        const count =
          rest.length === 1
            ? fs.writeSync(this.#fd, rest[0]!, 0, rest[0]!.length, at)
            : fs.writevSync(this.#fd, rest.slice(0, PIECES_MAX), at)
        if (count === 0) throw this.#stuck()
        at += count
        rest = withoutFirst(rest, count)
      }
    } catch (error) {
      throw this.#error('write', error)
    }
  }

  sync(): Promise<void> {
    return this.#ask('sync', (resolve, reject) => {
      const whole = this.#truncated
      this.#truncated = false
      const done = (error: Error | null) => (error ? reject(error) : resolve())
      if (whole) fs.fsync(this.#fd, done)
      else fs.fdatasync(this.#fd, done)
    })
  }

  truncate(length: number): Promise<void> {
    this.#truncated = true
    return this.#ask('truncate', (resolve, reject) => {
      fs.ftruncate(this.#fd, length, (error) => (error ? reject(error) : resolve()))
    })
  }

  setModifiedMs(modifiedMs: number): Promise<void> {
    return this.#ask('touch', (resolve, reject) => {
      const seconds = modifiedMs / 1000
      fs.futimes(this.#fd, seconds, seconds, (error) => (error ? reject(error) : resolve()))
    })
  }

  close(): Promise<void> {
    if (this.#fd < 0) return Promise.resolve()
    const fd = this.#fd
    // Forgotten at once: the number may belong to another file before the callback comes.
    this.#fd = -1
    this.#descriptors.closed()
    return new Promise((resolve, reject) => {
      const done = (error: unknown) => (error ? reject(diskError(this.path, 'close', error)) : resolve())
      if (!this.#hurry.mayHold()) return fs.close(fd, done)
      try {
        fs.closeSync(fd)
        resolve()
      } catch (error) {
        done(error)
      }
    })
  }

  /** Whatever goes wrong, a descriptor that is closed included, rejects with a DiskError. */
  #ask<T>(doing: string, call: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const failed = (error: unknown) => reject(this.#error(doing, error))
      try {
        call(resolve, failed)
      } catch (error) {
        failed(error)
      }
    })
  }

  #error(doing: string, cause: unknown): DiskError {
    if (this.#fd < 0) return new DiskError('io', this.path, `could not ${doing} ${this.path}: it is closed`, { cause })
    return diskError(this.path, doing, cause)
  }

  #stuck(): DiskError {
    return new DiskError('io', this.path, `could not write ${this.path}: the system takes no more bytes`)
  }
}

function withoutEmpty(chunks: readonly Uint8Array[]): readonly Uint8Array[] {
  return chunks.some((chunk) => chunk.length === 0) ? chunks.filter((chunk) => chunk.length > 0) : chunks
}

function withoutFirst(chunks: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count
  let index = 0
  while (index < chunks.length && left >= chunks[index]!.length) left -= chunks[index++]!.length
  if (index === chunks.length) return []
  const rest = chunks.slice(index)
  if (left > 0) rest[0] = rest[0]!.subarray(left)
  return rest
}
