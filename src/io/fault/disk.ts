/** A disk that breaks on purpose: it counts operations and asks, before each one, whether this is the one that fails. */
import {
  type Clock,
  type DirectoryEntry,
  type Disk,
  DiskError,
  type DiskErrorKind,
  type DiskFile,
  type DiskLock,
  type FileStat,
  type OpenMode,
} from '../world.ts'

export type OperationKind =
  | 'open'
  | 'readFile'
  | 'stat'
  | 'list'
  | 'makeDirectory'
  | 'rename'
  | 'remove'
  | 'syncDirectory'
  | 'lock'
  | 'space'
  | 'size'
  | 'read'
  | 'write'
  | 'sync'
  | 'truncate'
  | 'touch'
  | 'close'

export interface Operation {
  /** From 0. */
  readonly index: number
  readonly kind: OperationKind
  readonly path: string
  /** For write and read; else 0. */
  readonly bytes: number
}

/**
 * `fail`: nothing happens but the error (a sync that fails loses the pages). `torn`: a write takes `bytes` of what it
 * was given, then fails. `slow`: the operation happens after `ms` (calls that do not leave the turn are not slowed).
 * `stop`: neither this operation nor any later one is ever answered, as if the process had been killed.
 */
export type Fault =
  | { readonly act: 'fail'; readonly kind: DiskErrorKind }
  | { readonly act: 'torn'; readonly bytes: number; readonly kind: DiskErrorKind }
  | { readonly act: 'slow'; readonly ms: number }
  | { readonly act: 'stop' }

/** Asked before each operation happens. */
export type Plan = (operation: Operation) => Fault | null

/** Only what changes the disk, or makes changes durable. */
export function isChange(operation: Operation): boolean {
  switch (operation.kind) {
    case 'makeDirectory':
    case 'rename':
    case 'remove':
    case 'syncDirectory':
    case 'write':
    case 'sync':
    case 'truncate':
    case 'open':
      return true
    default:
      return false
  }
}

class Faults {
  plan: Plan
  count = 0
  stopped = false
  readonly #clock: Clock | null

  constructor(plan: Plan, clock: Clock | null) {
    this.plan = plan
    this.#clock = clock
  }

  ask(kind: OperationKind, path: string, bytes = 0): Fault | null {
    if (this.stopped) return { act: 'stop' }
    const fault = this.plan({ index: this.count++, kind, path, bytes })
    if (fault?.act === 'stop') this.stopped = true
    return fault
  }

  /** `before` is told a failure and may still do damage. */
  async run<T>(
    kind: OperationKind,
    path: string,
    act: () => Promise<T>,
    before?: (fault: Fault) => Promise<void>,
    bytes = 0,
  ): Promise<T> {
    const fault = this.ask(kind, path, bytes)
    if (fault === null) return act()
    if (fault.act === 'stop') return new Promise<never>(() => {})
    if (fault.act === 'slow') {
      await this.#clock?.sleep(fault.ms)
      return act()
    }
    await before?.(fault)
    throw failure(fault.kind, kind, path)
  }
}

function failure(error: DiskErrorKind, kind: OperationKind, path: string): DiskError {
  return new DiskError(error, path, `${kind} of ${path} failed on purpose (${error})`)
}

export class FaultDisk implements Disk {
  readonly #disk: Disk
  readonly #faults: Faults

  constructor(disk: Disk, plan: Plan = () => null, clock: Clock | null = null) {
    this.#disk = disk
    this.#faults = new Faults(plan, clock)
  }

  /** Operations asked for so far. */
  get count(): number {
    return this.#faults.count
  }

  /** From now on. */
  setPlan(plan: Plan): void {
    this.#faults.plan = plan
  }

  open(path: string, mode: OpenMode): Promise<DiskFile> {
    return this.#faults.run('open', path, async () => new FaultFile(await this.#disk.open(path, mode), this.#faults))
  }

  readFile(path: string, maxBytes: number): Promise<Uint8Array> {
    return this.#faults.run('readFile', path, () => this.#disk.readFile(path, maxBytes))
  }

  stat(path: string): Promise<FileStat | null> {
    return this.#faults.run('stat', path, () => this.#disk.stat(path))
  }

  list(path: string): Promise<DirectoryEntry[]> {
    return this.#faults.run('list', path, () => this.#disk.list(path))
  }

  makeDirectory(path: string): Promise<void> {
    return this.#faults.run('makeDirectory', path, () => this.#disk.makeDirectory(path))
  }

  rename(from: string, to: string): Promise<void> {
    return this.#faults.run('rename', from, () => this.#disk.rename(from, to))
  }

  remove(path: string, options?: { recursive?: boolean }): Promise<void> {
    return this.#faults.run('remove', path, () => this.#disk.remove(path, options))
  }

  syncDirectory(path: string): Promise<void> {
    return this.#faults.run('syncDirectory', path, () => this.#disk.syncDirectory(path))
  }

  lock(path: string): Promise<DiskLock> {
    return this.#faults.run('lock', path, () => this.#disk.lock(path))
  }

  space(path: string): Promise<{ freeBytes: number; totalBytes: number }> {
    return this.#faults.run('space', path, () => this.#disk.space(path))
  }
}

class FaultFile implements DiskFile {
  readonly path: string
  readonly #file: DiskFile
  readonly #faults: Faults

  constructor(file: DiskFile, faults: Faults) {
    this.path = file.path
    this.#file = file
    this.#faults = faults
  }

  size(): Promise<number> {
    return this.#faults.run('size', this.path, () => this.#file.size())
  }

  read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    const act = () => this.#file.read(into, at, length, position)
    return this.#faults.run('read', this.path, act, undefined, length)
  }

  readNow(into: Uint8Array, at: number, length: number, position: number): number {
    this.#now('read', length)
    return this.#file.readNow(into, at, length, position)
  }

  write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    const tear = async (fault: Fault) => {
      if (fault.act === 'torn') await this.#file.write(firstBytes(chunks, fault.bytes), position)
    }
    return this.#faults.run('write', this.path, () => this.#file.write(chunks, position), tear, sizeOf(chunks))
  }

  writeNow(chunks: readonly Uint8Array[], position: number): void {
    this.#now('write', sizeOf(chunks), (fault) => {
      if (fault.act === 'torn') this.#file.writeNow(firstBytes(chunks, fault.bytes), position)
    })
    this.#file.writeNow(chunks, position)
  }

  sync(): Promise<void> {
    const lose = async () => (this.#file as { syncFailed?: () => void }).syncFailed?.()
    return this.#faults.run('sync', this.path, () => this.#file.sync(), lose)
  }

  truncate(length: number): Promise<void> {
    return this.#faults.run('truncate', this.path, () => this.#file.truncate(length))
  }

  setModifiedMs(modifiedMs: number): Promise<void> {
    return this.#faults.run('touch', this.path, () => this.#file.setModifiedMs(modifiedMs))
  }

  close(): Promise<void> {
    return this.#faults.run('close', this.path, () => this.#file.close())
  }

  #now(kind: OperationKind, bytes: number, before?: (fault: Fault) => void): void {
    const fault = this.#faults.ask(kind, this.path, bytes)
    if (fault === null || fault.act === 'slow') return
    if (fault.act === 'stop') throw failure('io', kind, this.path)
    before?.(fault)
    throw failure(fault.kind, kind, this.path)
  }
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0)
}

function firstBytes(chunks: readonly Uint8Array[], count: number): Uint8Array[] {
  const first: Uint8Array[] = []
  let left = count
  for (const chunk of chunks) {
    if (left <= 0) break
    first.push(chunk.subarray(0, left))
    left -= chunk.length
  }
  return first
}
