/**
 * Descriptors shared by all logs. Files open when needed and the one unused for longest closes when too many are open,
 * so that ten thousand partitions do not need thirty thousand descriptors. A file with writes that no sync has covered
 * stays open: closing it could lose the error of a failed write-back. Its owner is asked to flush instead.
 */
import { type Disk, DiskError, type DiskFile, type OpenMode } from '../io/world.ts'

export class FilePool {
  readonly disk: Disk
  readonly capacity: number
  openFiles = 0
  /** Most recently used. */
  private newest: PooledFile | null = null
  private oldest: PooledFile | null = null

  constructor(disk: Disk, capacity = 4096) {
    this.disk = disk
    this.capacity = capacity
  }

  file(path: string): PooledFile {
    return new PooledFile(this, path)
  }

  /** For PooledFile alone. */
  added(file: PooledFile): void {
    this.openFiles++
    this.link(file)
    if (this.openFiles > this.capacity) this.evict()
  }

  touched(file: PooledFile): void {
    if (this.newest === file) return
    this.unlink(file)
    this.link(file)
  }

  removed(file: PooledFile): void {
    this.openFiles--
    this.unlink(file)
  }

  private evict(): void {
    let excess = this.openFiles - this.capacity
    // A bounded look: all may be pinned or dirty, and this runs at every open.
    let looks = 64
    for (let file = this.oldest; file !== null && excess > 0 && looks-- > 0; ) {
      const next = file.newer
      if (file.pins === 0 && !file.dirty) {
        file.closeQuietly()
        excess--
      } else if (file.dirty && file.onPressure !== null) {
        file.onPressure()
      }
      file = next
    }
  }

  private link(file: PooledFile): void {
    file.older = this.newest
    file.newer = null
    if (this.newest !== null) this.newest.newer = file
    this.newest = file
    if (this.oldest === null) this.oldest = file
  }

  private unlink(file: PooledFile): void {
    if (file.older !== null) file.older.newer = file.newer
    else this.oldest = file.newer
    if (file.newer !== null) file.newer.older = file.older
    else this.newest = file.older
    file.older = null
    file.newer = null
  }
}

export class PooledFile {
  /** Changes when the file is renamed; an open descriptor stays good. */
  path: string
  /** Written since the last sync. */
  dirty = false
  pins = 0
  onPressure: (() => void) | null = null
  newer: PooledFile | null = null
  older: PooledFile | null = null
  private readonly pool: FilePool
  private file: DiskFile | null = null
  private closesWhenIdle = false
  private opening: Promise<DiskFile> | null = null

  constructor(pool: FilePool, path: string) {
    this.pool = pool
    this.path = path
  }

  /** The file when it is open; good for this turn only. */
  get now(): DiskFile | null {
    if (this.file !== null) this.pool.touched(this)
    return this.file
  }

  /** Opens it if need be and keeps it open until `unpin`. Rejects with a DiskError, not pinned. */
  async pin(mode: OpenMode = 'write'): Promise<DiskFile> {
    this.pins++
    try {
      return this.now ?? (await this.open(mode))
    } catch (error) {
      this.pins--
      throw error
    }
  }

  unpin(): void {
    this.pins--
    if (this.pins === 0 && this.closesWhenIdle) this.closeQuietly()
  }

  async with<T>(use: (file: DiskFile) => Promise<T>, mode: OpenMode = 'write'): Promise<T> {
    const file = await this.pin(mode)
    try {
      return await use(file)
    } finally {
      this.unpin()
    }
  }

  /** Whoever is using it finishes first. */
  async close(): Promise<void> {
    if (this.opening !== null) await this.opening.catch(() => {})
    if (this.pins > 0) {
      this.closesWhenIdle = true
      return
    }
    const file = this.forget()
    if (file !== null) await file.close()
  }

  /** Nothing was written that a sync has not covered, so what close could say is of no interest. */
  closeQuietly(): void {
    this.forget()
      ?.close()
      .catch(() => {})
  }

  private forget(): DiskFile | null {
    const file = this.file
    if (file === null) return null
    this.file = null
    this.dirty = false
    this.closesWhenIdle = false
    this.pool.removed(this)
    return file
  }

  private open(mode: OpenMode): Promise<DiskFile> {
    this.opening ??= this.openOnce(mode).finally(() => {
      this.opening = null
    })
    return this.opening
  }

  private async openOnce(mode: OpenMode): Promise<DiskFile> {
    this.file = await this.pool.disk.open(this.path, mode)
    this.pool.added(this)
    return this.file
  }
}

export function isDiskError(error: unknown, kind: DiskError['kind']): boolean {
  return error instanceof DiskError && error.kind === kind
}
