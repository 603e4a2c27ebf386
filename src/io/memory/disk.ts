import {
  type DirectoryEntry,
  type Disk,
  DiskError,
  type DiskFile,
  type DiskLock,
  type FileStat,
  type OpenMode,
} from '../world.ts'
import { BlockFile, type CutChoice } from './blocks.ts'
import { FileNode, FolderNode, Tree } from './tree.ts'

export interface MemoryDiskOptions {
  /** What the disk writes whole or not at all. */
  readonly blockBytes?: number
  readonly capacityBytes?: number
  readonly nowMs?: () => number
}

/** Shared by a disk and its open files; once it is dead, nothing that was asked through it happens. */
class Life {
  alive = true
  readonly nowMs: () => number
  constructor(nowMs: () => number) {
    this.nowMs = nowMs
  }

  /**
   * Operations take effect when they complete, not when they are called: a sync does not cover a write that is still
   * under way. Those of a killed process never complete.
   */
  async run<T>(act: () => T): Promise<T> {
    await null
    if (!this.alive) return new Promise<never>(() => {})
    return act()
  }
}

/**
 * A disk in memory that knows what a power cut would leave. `cut` gives that as a new disk; `crash` is what a killed
 * process leaves: all that it wrote.
 */
export class MemoryDisk implements Disk {
  readonly #tree: Tree
  readonly #life: Life
  readonly #locks = new Set<FileNode>()

  constructor(options: MemoryDiskOptions = {}, tree?: Tree) {
    const nowMs = options.nowMs ?? (() => 0)
    this.#life = new Life(nowMs)
    this.#tree =
      tree ??
      new Tree({
        blockBytes: options.blockBytes ?? 512,
        capacityBytes: options.capacityBytes ?? Number.POSITIVE_INFINITY,
        nowMs: nowMs(),
      })
  }

  /** The disk as it is found after the power failed now. This disk goes on: several cuts of one moment can be looked at. */
  cut(choice: CutChoice): MemoryDisk {
    return new MemoryDisk({ nowMs: this.#life.nowMs }, this.#tree.afterCut(choice))
  }

  /** The disk as a new process finds it when this one was killed now. This disk goes on. */
  afterKill(): MemoryDisk {
    return new MemoryDisk({ nowMs: this.#life.nowMs }, this.#tree.asLive())
  }

  /** Kills: whoever uses this disk gets no answer any more. Returns the same disk for the next process. */
  crash(): MemoryDisk {
    this.#life.alive = false
    return new MemoryDisk({ nowMs: this.#life.nowMs }, this.#tree)
  }

  get usedBytes(): number {
    return this.#tree.room.used * this.#tree.room.blockBytes
  }

  open(path: string, mode: OpenMode): Promise<DiskFile> {
    return this.#life.run(() => new MemoryFile(path, this.#openNode(path, mode), mode !== 'read', this.#life))
  }

  readFile(path: string, maxBytes: number): Promise<Uint8Array> {
    return this.#life.run(() => {
      const { content } = this.#openNode(path, 'read')
      if (content.size > maxBytes) throw new DiskError('io', path, `${path} has more than ${maxBytes} bytes`)
      const bytes = Buffer.alloc(content.size)
      content.read(bytes, 0, bytes.length, 0)
      return bytes
    })
  }

  stat(path: string): Promise<FileStat | null> {
    return this.#life.run(() => {
      const node = this.#tree.find(path)
      if (!node) return null
      const size = node.kind === 'file' ? node.content.size : 0
      return { kind: node.kind, size, modifiedMs: node.modifiedMs }
    })
  }

  list(path: string): Promise<DirectoryEntry[]> {
    return this.#life.run(() => {
      const entries = [...this.#tree.folder(path).entries]
      // Backwards, so that nobody comes to rely on the order of creation.
      return entries.reverse().map(([name, node]) => ({ name, kind: node.kind }))
    })
  }

  makeDirectory(path: string): Promise<void> {
    return this.#life.run(() => {
      const parts = path.split('/')
      for (let end = 1; end <= parts.length; end++) {
        const upTo = parts.slice(0, end).join('/')
        const there = upTo === '' ? this.#tree.root : this.#tree.find(upTo)
        if (there?.kind === 'directory') continue
        if (there) throw new DiskError('exists', path, `${upTo} is a file`)
        const { folder, name } = this.#tree.place(upTo)
        this.#tree.add(folder, name, new FolderNode(this.#life.nowMs()))
      }
    })
  }

  rename(from: string, to: string): Promise<void> {
    return this.#life.run(() => {
      const [source, target] = [this.#tree.place(from), this.#tree.place(to)]
      const node = source.folder.entries.get(source.name)
      if (!node) throw new DiskError('not-found', from, `there is no ${from}`)
      const replaced = target.folder.entries.get(target.name)
      if (replaced && replaced !== node) {
        if (replaced.kind !== node.kind) throw new DiskError('io', from, `${to} is of another kind`)
        if (replaced.kind === 'directory' && replaced.entries.size > 0)
          throw new DiskError('not-empty', from, `${to} is not empty`)
      }
      this.#tree.rename(source, target)
    })
  }

  remove(path: string, options?: { recursive?: boolean }): Promise<void> {
    return this.#life.run(() => {
      const node = this.#tree.find(path)
      if (!node) return
      if (node.kind === 'directory' && !options?.recursive) throw new DiskError('io', path, `${path} is a folder`)
      const { folder, name } = this.#tree.place(path)
      this.#tree.remove(folder, name)
    })
  }

  syncDirectory(path: string): Promise<void> {
    return this.#life.run(() => this.#tree.synced(this.#tree.folder(path)))
  }

  lock(path: string): Promise<DiskLock> {
    return this.#life.run(() => {
      const node = this.#openNode(path, 'create')
      if (this.#locks.has(node)) throw new DiskError('locked', path, `${path} is locked by another process`)
      this.#locks.add(node)
      return { release: () => this.#life.run(() => void this.#locks.delete(node)) }
    })
  }

  space(path: string): Promise<{ freeBytes: number; totalBytes: number }> {
    return this.#life.run(() => {
      if (!this.#tree.find(path)) throw new DiskError('not-found', path, `there is no ${path}`)
      const totalBytes = Math.min(this.#tree.capacityBytes, 2 ** 50)
      return { freeBytes: totalBytes - this.usedBytes, totalBytes }
    })
  }

  #openNode(path: string, mode: OpenMode): FileNode {
    const { folder, name } = this.#tree.place(path)
    const there = folder.entries.get(name)
    if (there?.kind === 'directory') throw new DiskError('io', path, `${path} is a folder`)
    if (there && (mode === 'create-new' || mode === 'create-private'))
      throw new DiskError('exists', path, `${path} exists`)
    if (there) return there
    if (mode === 'read' || mode === 'write') throw new DiskError('not-found', path, `there is no ${path}`)
    const node = new FileNode(new BlockFile(this.#tree.room), this.#life.nowMs())
    this.#tree.add(folder, name, node)
    return node
  }
}

export class MemoryFile implements DiskFile {
  readonly path: string
  readonly #node: FileNode
  readonly #writable: boolean
  readonly #life: Life
  #open = true

  constructor(path: string, node: FileNode, writable: boolean, life: Life) {
    this.path = path
    this.#node = node
    this.#writable = writable
    this.#life = life
  }

  size(): Promise<number> {
    return this.#run(false, (content) => content.size)
  }

  read(into: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return this.#run(false, (content) => content.read(into, at, length, position))
  }

  readNow(into: Uint8Array, at: number, length: number, position: number): number {
    return this.#content(false).read(into, at, length, position)
  }

  write(chunks: readonly Uint8Array[], position: number): Promise<void> {
    return this.#run(true, (content) => this.#write(content, chunks, position))
  }

  writeNow(chunks: readonly Uint8Array[], position: number): void {
    this.#write(this.#content(true), chunks, position)
  }

  async sync(): Promise<void> {
    const point = this.#node.content.syncPoint()
    return this.#run(true, (content) => content.synced(point))
  }

  /** For worlds with faults: the sync that just failed took the unsynced pages with it. */
  syncFailed(): void {
    if (this.#life.alive) this.#node.content.syncFailed()
  }

  truncate(length: number): Promise<void> {
    return this.#run(true, (content) => {
      content.truncate(length)
      this.#node.modifiedMs = this.#life.nowMs()
    })
  }

  setModifiedMs(modifiedMs: number): Promise<void> {
    return this.#run(true, () => {
      this.#node.modifiedMs = modifiedMs
    })
  }

  async close(): Promise<void> {
    this.#open = false
  }

  #write(content: BlockFile, chunks: readonly Uint8Array[], position: number): void {
    let at = position
    for (const chunk of chunks) {
      const taken = content.write(chunk, at)
      at += taken
      if (taken < chunk.length) throw new DiskError('full', this.path, `no room for ${this.path}`)
    }
    this.#node.modifiedMs = this.#life.nowMs()
  }

  #run<T>(writes: boolean, act: (content: BlockFile) => T): Promise<T> {
    return this.#life.run(() => act(this.#content(writes)))
  }

  #content(writes: boolean): BlockFile {
    if (!this.#life.alive) throw new DiskError('io', this.path, 'the process was killed')
    if (!this.#open) throw new DiskError('io', this.path, `${this.path} is closed`)
    if (writes && !this.#writable) throw new DiskError('io', this.path, `${this.path} was opened for reading`)
    return this.#node.content
  }
}
