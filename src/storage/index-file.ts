/**
 * What the offset, time and transaction index have in common: entries of one size in a file, of which the last ones lie
 * in memory, in the file's own bytes, until they are written. A sealed segment's index holds nothing in memory and is
 * searched with positional reads.
 *
 * The active segment's index need not be on disk: a start after a crash always rebuilds the indexes of the last
 * segment. So it is written in pieces, and for good when its segment is sealed or the log closes. (Apache maps the file
 * and so needs it preallocated with zeros while it grows; what is left after either system seals it is the same.)
 */
import { assert } from '../base/assert.ts'
import type { Offset } from '../base/kinds.ts'
import { type FilePool, isDiskError, type PooledFile } from './file-pool.ts'

const EMPTY = new Uint8Array(0)
/** Entries fetched at once when a search in a file has come down to so few. */
const BLOCK_ENTRIES = 256
/** Bytes in memory from which an index asks to be written. */
const SPILL_BYTES = 64 << 10

export class IndexFile {
  readonly base: Offset
  readonly entryBytes: number
  readonly file: PooledFile
  count = 0
  /** The first entries lie in the file, the rest in `tail`. */
  protected filed = 0
  private tail: Uint8Array = EMPTY
  /** The file holds more than `filed` entries. */
  private needsTrim = false
  loaded = false
  /** Every entry was made since the start; nothing was taken from a file of before. */
  isOwn = false

  constructor(pool: FilePool, path: string, base: Offset, entryBytes: number) {
    this.file = pool.file(path)
    this.base = base
    this.entryBytes = entryBytes
  }

  /** Begins empty, whatever lies in the file. */
  startEmpty(): void {
    this.count = 0
    this.filed = 0
    this.tail = EMPTY
    this.needsTrim = true
    this.loaded = true
    this.isOwn = true
  }

  /** Takes the file as it is. Rejects with DiskError 'not-found' when it is missing. */
  async load(): Promise<void> {
    if (this.loaded) return
    const size = await this.file.with((file) => file.size())
    if (this.loaded) return
    this.filed = Math.floor(size / this.entryBytes)
    this.needsTrim = size % this.entryBytes !== 0
    this.count = this.filed
    this.loaded = true
  }

  get wantsSpill(): boolean {
    return (this.count - this.filed) * this.entryBytes >= SPILL_BYTES
  }

  /** Room for one more entry in memory; the caller fills `bytes` at `at`. */
  protected grow(): { bytes: Uint8Array; at: number } {
    assert(this.loaded, 'an index is loaded before it grows')
    const at = (this.count - this.filed) * this.entryBytes
    if (at + this.entryBytes > this.tail.length) {
      const larger = new Uint8Array(Math.max(16 * this.entryBytes, this.tail.length * 2))
      larger.set(this.tail)
      this.tail = larger
    }
    this.count++
    return { bytes: this.tail, at }
  }

  /** The bytes of entry `index`, good until the next call. */
  protected async entry(index: number): Promise<{ bytes: Uint8Array; at: number }> {
    const at = (index - this.filed) * this.entryBytes
    if (at >= 0) return { bytes: this.tail, at }
    return { bytes: await this.readEntries(index, 1), at: 0 }
  }

  /**
   * The last entry whose key is at most `target`, keys rising; null: none. Answers at once when memory has it.
   */
  protected search(target: number, key: EntryKey): Found | null | Promise<Found | null> {
    const held = this.count - this.filed
    if (held > 0 && key(this.tail, 0) <= target) {
      const index = searchEntries(this.tail, held, this.entryBytes, target, key)
      return { bytes: this.tail, at: index * this.entryBytes, index: this.filed + index }
    }
    return this.filed === 0 ? null : this.searchFile(target, key)
  }

  private async searchFile(target: number, key: EntryKey): Promise<Found | null> {
    let low = 0
    let high = this.filed
    while (high - low > BLOCK_ENTRIES) {
      const middle = (low + high) >>> 1
      if (key(await this.readEntries(middle, 1), 0) <= target) low = middle
      else high = middle
    }
    const block = await this.readEntries(low, high - low)
    const index = searchEntries(block, high - low, this.entryBytes, target, key)
    return index < 0 ? null : { bytes: block, at: index * this.entryBytes, index: low + index }
  }

  /** Entries from the file; short when it shrank meanwhile, and then zeros. */
  protected async readEntries(index: number, count: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(count * this.entryBytes)
    await this.file.with((file) => file.read(bytes, 0, bytes.length, index * this.entryBytes))
    return bytes
  }

  /** Keeps the first `count` entries. */
  protected keep(count: number): void {
    if (count >= this.count) return
    this.count = count
    if (count >= this.filed) return
    this.filed = count
    this.tail = EMPTY
    this.needsTrim = true
  }

  /**
   * Writes what is in memory; with `seal` the file has exactly its entries and is synced. Entries may be added meanwhile
   * (they stay in memory), truncation may not.
   */
  async persist(seal: boolean): Promise<void> {
    if (!this.loaded) return
    const upTo = this.count
    const bytes = this.tail.subarray(0, (upTo - this.filed) * this.entryBytes)
    if (bytes.length === 0 && !this.needsTrim && !(seal && this.file.dirty)) return
    await this.file.with(async (file) => {
      // Leftovers go first: a crash between leaves a short index, never one with foreign entries.
      if (this.needsTrim) await file.truncate(this.filed * this.entryBytes)
      this.needsTrim = false
      this.file.dirty = true
      if (bytes.length > 0) await file.write([bytes], this.filed * this.entryBytes)
      if (seal) await file.sync()
      if (seal) this.file.dirty = false
    }, 'create')
    this.filed = upTo
    this.tail = this.count === upTo ? EMPTY : this.tail.slice(bytes.length)
  }
}

export type EntryKey = (bytes: Uint8Array, at: number) => number

export interface Found {
  readonly bytes: Uint8Array
  readonly at: number
  readonly index: number
}

function searchEntries(bytes: Uint8Array, count: number, entryBytes: number, target: number, key: EntryKey): number {
  let low = -1
  let high = count - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (key(bytes, middle * entryBytes) <= target) low = middle
    else high = middle - 1
  }
  return low
}

export function isMissing(error: unknown): boolean {
  return isDiskError(error, 'not-found')
}
