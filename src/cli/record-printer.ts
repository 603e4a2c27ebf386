/** Prints records up to a number of them, many with one write. */
import type { Offset } from '../base/kinds.ts'
import type { PrintedRecord, RecordFormatter } from './record-format.ts'
import { write } from './stdout.ts'

const CHUNK_BYTES = 64 * 1024

export class RecordPrinter {
  private readonly format: RecordFormatter
  private left: number

  constructor(format: RecordFormatter, countMax: number) {
    this.format = format
    this.left = countMax
  }

  get isFull(): boolean {
    return this.left <= 0
  }

  /** The offset after the last one that was printed; null: none was. Resolves when stdout has taken them. */
  async print(records: readonly PrintedRecord[]): Promise<Offset | null> {
    let chunks: Uint8Array[] = []
    let bytes = 0
    let next: Offset | null = null
    for (const record of records) {
      if (this.left <= 0) break
      const printed = this.format(record)
      const chunk = typeof printed === 'string' ? Buffer.from(printed) : printed
      chunks.push(chunk)
      bytes += chunk.length
      this.left--
      next = record.offset + 1
      if (bytes < CHUNK_BYTES) continue
      await write(Buffer.concat(chunks))
      chunks = []
      bytes = 0
    }
    await write(Buffer.concat(chunks))
    return next
  }
}
