/** Reads a segment in pieces of whole batches. Each batch is checked: damage must not get a new CRC by being copied. */
import { CorruptionError } from '../../base/errors.ts'
import type { FilePosition } from '../../base/kinds.ts'
import type { DiskFile } from '../../io/world.ts'
import { InvalidBatchError } from '../../protocol/batch/errors.ts'
import { LOG_OVERHEAD, sizeInBytesAt } from '../../protocol/batch/header.ts'
import { CompressionError } from '../../protocol/compression/types.ts'
import { storedFault } from '../batch-scan.ts'

export class BatchChunks {
  /** Good until the next piece is asked for. */
  bytes: Buffer
  /** Of the first byte in `bytes`. */
  position: FilePosition
  private next: FilePosition
  private readonly file: DiskFile
  private readonly end: FilePosition
  private readonly bufferBytes: number

  constructor(file: DiskFile, from: FilePosition, end: FilePosition, bufferBytes: number) {
    this.file = file
    this.position = from
    this.next = from
    this.end = end
    this.bufferBytes = Math.max(bufferBytes, LOG_OVERHEAD)
    this.bytes = Buffer.allocUnsafeSlow(this.bufferBytes)
  }

  /** Bytes of whole batches that `bytes` begins with now; 0 at the end. Throws CorruptionError. */
  async read(): Promise<number> {
    this.position = this.next
    if (this.position >= this.end) return 0
    // After a batch that needed more, back to what was allotted.
    if (this.bytes.length > this.bufferBytes) this.bytes = Buffer.allocUnsafeSlow(this.bufferBytes)
    let held = await this.fill()
    const first = held >= LOG_OVERHEAD ? sizeInBytesAt(this.bytes, 0) : 0
    if (first > held && first <= this.end - this.position) {
      this.bytes = Buffer.allocUnsafeSlow(first)
      held = await this.fill()
    }
    const whole = this.countWhole(held)
    this.next = this.position + whole
    return whole
  }

  private async fill(): Promise<number> {
    const wanted = Math.min(this.bytes.length, this.end - this.position)
    const held = await this.file.read(this.bytes, 0, wanted, this.position)
    if (held < wanted) throw new CorruptionError(this.file.path, this.position + held, 'the file ends early')
    return held
  }

  private countWhole(held: number): number {
    let at = 0
    while (at < held) {
      const size = held - at >= LOG_OVERHEAD ? sizeInBytesAt(this.bytes, at) : LOG_OVERHEAD
      const isCut = at + size > held && this.position + at + size <= this.end
      if (isCut && at > 0) break
      const fault = storedFault(this.bytes, at, Math.max(held, at))
      if (fault !== null) throw new CorruptionError(this.file.path, this.position + at, fault)
      at += size
    }
    return at
  }
}

/** What a batch's records say about themselves is told as damage of the file. */
export function asCorruption(error: unknown, path: string, position: FilePosition): unknown {
  const isOfBatch = error instanceof InvalidBatchError || error instanceof CompressionError
  return isOfBatch ? new CorruptionError(path, position, error.message) : error
}
