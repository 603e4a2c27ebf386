/**
 * Which leader epoch began at which offset (KIP-101), kept in `leader-epoch-checkpoint`:
 *
 *     0                  version
 *     2                  count of lines that follow
 *     0 0                epoch, start offset
 *     3 1871
 */
import type { LeaderEpoch, Offset } from '../base/kinds.ts'
import type { EpochEndOffset } from './contract.ts'

const UNDEFINED: EpochEndOffset = { leaderEpoch: -1, endOffset: -1 }
/** An epoch takes an election; a million lines is no file of ours. */
const ENTRIES_MAX = 1 << 20
const SAVED_TEXT_MAX = 64
export const LEADER_EPOCH_BYTES_MAX = 32 << 20

export class LeaderEpochs {
  private epochs: LeaderEpoch[] = []
  private starts: Offset[] = []
  /** Rises with every change: what was written last is known by it. */
  version = 0
  savedVersion = 0
  /** What the file holds, while that is short; null: not known. */
  private savedText: string | null = null

  get latest(): LeaderEpoch {
    return this.epochs.length === 0 ? -1 : this.epochs[this.epochs.length - 1]!
  }

  get length(): number {
    return this.epochs.length
  }

  /** Entries of the same or later epochs, or that start there or later, give way. Nothing happens for a known epoch. */
  assign(epoch: LeaderEpoch, start: Offset): void {
    if (epoch < 0) return
    const last = this.epochs.length - 1
    if (last >= 0 && this.epochs[last]! === epoch && this.starts[last]! <= start) return
    while (this.epochs.length > 0) {
      const at = this.epochs.length - 1
      if (this.epochs[at]! < epoch && this.starts[at]! < start) break
      this.epochs.pop()
      this.starts.pop()
    }
    this.epochs.push(epoch)
    this.starts.push(start)
    this.version++
  }

  /** The largest epoch at most `epoch` and where it ends; the latest one ends at the log's end. */
  endOffsetFor(epoch: LeaderEpoch, logEndOffset: Offset): EpochEndOffset {
    if (epoch === -1) return UNDEFINED
    if (epoch === this.latest) return { leaderEpoch: epoch, endOffset: logEndOffset }
    const higher = this.firstAbove(epoch)
    if (higher === this.epochs.length) return UNDEFINED
    const floor = higher - 1
    // All that is here is newer than asked for: that epoch ends where ours begin.
    if (floor < 0) return { leaderEpoch: epoch, endOffset: this.starts[higher]! }
    return { leaderEpoch: this.epochs[floor]!, endOffset: this.starts[higher]! }
  }

  epochFor(offset: Offset): LeaderEpoch {
    for (let at = this.epochs.length - 1; at >= 0; at--) if (this.starts[at]! <= offset) return this.epochs[at]!
    return -1
  }

  /** The log ends at `end` now: epochs that start there or later go. */
  truncateFromEnd(end: Offset): void {
    const count = this.starts.findIndex((start) => start >= end)
    if (count < 0) return
    this.epochs.length = count
    this.starts.length = count
    this.version++
  }

  /** The log starts at `start` now: the epoch that covers it is kept, moved up. */
  truncateFromStart(start: Offset): void {
    let floor = this.starts.length - 1
    while (floor >= 0 && this.starts[floor]! > start) floor--
    if (floor < 0 || (floor === 0 && this.starts[0] === start)) return
    this.epochs.splice(0, floor)
    this.starts.splice(0, floor)
    this.starts[0] = start
    this.version++
  }

  clear(): void {
    if (this.epochs.length === 0) return
    this.epochs = []
    this.starts = []
    this.version++
  }

  /**
   * Changed and changed back: the file need not be written. A start drops an epoch without records, and the partition's
   * leader assigns it again; with ten thousand partitions these writes would be most of the start.
   */
  get isAsSaved(): boolean {
    return this.savedVersion === this.version || this.savedText === this.text()
  }

  /** The file has these entries now, which were the ones of `version`. */
  saved(bytes: Uint8Array, version: number): void {
    this.savedVersion = version
    this.savedText = bytes.length > SAVED_TEXT_MAX ? null : Buffer.from(bytes).toString('latin1')
  }

  encode(): Uint8Array {
    return Buffer.from(this.text(), 'latin1')
  }

  private text(): string {
    const lines = this.epochs.map((epoch, at) => `${epoch} ${this.starts[at]}\n`)
    return `0\n${lines.length}\n${lines.join('')}`
  }

  /** Takes the file's entries; answers in words what is wrong with it, null: nothing. An empty file has none. */
  decode(bytes: Uint8Array): string | null {
    this.epochs = []
    this.starts = []
    if (bytes.length === 0) return null
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split('\n')
    if (lines[0] !== '0') return `version '${lines[0]?.slice(0, 20)}', known is 0`
    const count = Number(lines[1])
    if (!/^\d{1,7}$/.test(lines[1] ?? '') || count > ENTRIES_MAX) return `count '${lines[1]?.slice(0, 20)}'`
    if (lines.length !== count + 3 || lines[count + 2] !== '')
      return `${count} entries announced, ${lines.length - 3} found`
    for (let n = 0; n < count; n++) {
      const match = /^(\d{1,10}) (\d{1,16})$/.exec(lines[n + 2]!)
      if (match === null) return `line ${n + 3}`
      const epoch = Number(match[1])
      const start = Number(match[2])
      if (n > 0 && (epoch <= this.epochs[n - 1]! || start < this.starts[n - 1]!)) return `line ${n + 3} does not rise`
      this.epochs.push(epoch)
      this.starts.push(start)
    }
    return null
  }

  private firstAbove(epoch: LeaderEpoch): number {
    const at = this.epochs.findIndex((known) => known > epoch)
    return at < 0 ? this.epochs.length : at
  }
}
