/**
 * Transactions aborted in a segment, for read_committed. The file exists once there is one.
 *
 *     NNN.txnindex     0  version           int16   0
 *                      2  producerId        int64
 *                     10  firstOffset       int64   of the transaction
 *                     18  lastOffset        int64   of its abort marker; rises from entry to entry
 *                     26  lastStableOffset  int64   when the marker was appended
 */
import { int16At, int64At, setInt16, setInt64 } from '../base/bytes.ts'
import { CorruptionError } from '../base/errors.ts'
import type { Offset, ProducerId } from '../base/kinds.ts'
import type { FilePool } from './file-pool.ts'
import { IndexFile, isMissing } from './index-file.ts'
import { segmentPath, TRANSACTION_INDEX } from './segment-files.ts'

const ENTRY_BYTES = 34
const VERSION = 0
const ENTRIES_AT_ONCE = 1024

export interface AbortedTransaction {
  readonly producerId: ProducerId
  readonly firstOffset: Offset
  readonly lastOffset: Offset
  readonly lastStableOffset: Offset
}

function lastOffsetOf(bytes: Uint8Array, at: number): Offset {
  return int64At(bytes, at + 18)
}

export class TransactionIndex extends IndexFile {
  constructor(pool: FilePool, dir: string, base: Offset, state = '') {
    super(pool, segmentPath(dir, base, TRANSACTION_INDEX, state), base, ENTRY_BYTES)
  }

  /** A missing file is an empty index. */
  override async load(): Promise<void> {
    try {
      await super.load()
    } catch (error) {
      if (!isMissing(error)) throw error
      this.loaded = true
    }
  }

  append(entry: AbortedTransaction): void {
    const { bytes, at } = this.grow()
    setInt16(bytes, at, VERSION)
    setInt64(bytes, at + 2, entry.producerId)
    setInt64(bytes, at + 10, entry.firstOffset)
    setInt64(bytes, at + 18, entry.lastOffset)
    setInt64(bytes, at + 26, entry.lastStableOffset)
  }

  /**
   * Adds to `into` the transactions that touch [from, upTo). True: later ones cannot touch it, no need to look further
   * (everything below `upTo` was decided when an entry was written).
   */
  async collect(from: Offset, upTo: Offset, into: AbortedTransaction[]): Promise<boolean> {
    await this.load()
    const before = await this.search(from - 1, lastOffsetOf)
    for (let index = before === null ? 0 : before.index + 1; index < this.count; index++) {
      const entry = await this.at(index)
      if (entry.lastOffset >= from && entry.firstOffset < upTo) into.push(entry)
      if (entry.lastStableOffset >= upTo) return true
    }
    return false
  }

  async truncateTo(offset: Offset): Promise<void> {
    await this.load()
    const found = await this.search(offset - 1, lastOffsetOf)
    this.keep(found === null ? 0 : found.index + 1)
  }

  /** What cannot be true; null: nothing. */
  async fault(): Promise<string | null> {
    await this.load()
    let last = -1
    for (let first = 0; first < this.count; first += ENTRIES_AT_ONCE) {
      const count = Math.min(ENTRIES_AT_ONCE, this.count - first)
      const bytes = await this.readEntries(first, count)
      for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
        if (int16At(bytes, at) !== VERSION) return `version ${int16At(bytes, at)}`
        if (!(lastOffsetOf(bytes, at) > last)) return `last offset ${lastOffsetOf(bytes, at)} after ${last}`
        last = lastOffsetOf(bytes, at)
      }
    }
    return null
  }

  private async at(index: number): Promise<AbortedTransaction> {
    const { bytes, at } = await this.entry(index)
    if (int16At(bytes, at) !== VERSION) {
      throw new CorruptionError(this.file.path, index * ENTRY_BYTES, `version ${int16At(bytes, at)} of an entry`)
    }
    return {
      producerId: int64At(bytes, at + 2),
      firstOffset: int64At(bytes, at + 10),
      lastOffset: lastOffsetOf(bytes, at),
      lastStableOffset: int64At(bytes, at + 26),
    }
  }
}
