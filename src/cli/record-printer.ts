/** Prints records up to a number of them, many with one write. */
import type { Offset } from '../base/kinds.ts'
import type { FetchedPartition } from '../client/fetcher.ts'
import type { PrintedRecord, RecordFormatter } from './record-format.ts'
import { write } from './stdout.ts'

const CHUNK_BYTES = 64 * 1024

export class RecordPrinter {
  private readonly format: RecordFormatter
  private readonly skipsFailures: boolean
  private left: number
  /** How many were printed. */
  count = 0

  /** `skipsFailures`: a record that cannot be shown is left out, where else the failure is thrown. */
  constructor(format: RecordFormatter, countMax: number, skipsFailures = false) {
    this.format = format
    this.left = countMax
    this.skipsFailures = skipsFailures
  }

  get isFull(): boolean {
    return this.left <= 0
  }

  /** The offset after the last one that was printed; null: none was. Resolves when stdout has taken them. */
  async print(records: readonly PrintedRecord[]): Promise<Offset | null> {
    let chunks: Uint8Array[] = []
    let bytes = 0
    let next: Offset | null = null
    try {
      for (const record of records) {
        if (this.left <= 0) break
        this.left--
        this.count++
        const chunk = this.show(record)
        next = record.offset + 1
        chunks.push(chunk)
        bytes += chunk.length
        if (bytes < CHUNK_BYTES) continue
        const full = chunks
        chunks = []
        bytes = 0
        await write(Buffer.concat(full))
      }
    } finally {
      await write(Buffer.concat(chunks))
    }
    return next
  }

  /** Where the partition is done with: beyond the last record that was printed; null: nowhere new. */
  async printFetched({ records, nextOffset }: FetchedPartition): Promise<Offset | null> {
    const next = await this.print(records)
    const isWhole = records.length === 0 || next === records.at(-1)!.offset + 1
    return isWhole ? nextOffset : next
  }

  private show(record: PrintedRecord): Uint8Array {
    try {
      const printed = this.format(record)
      return typeof printed === 'string' ? Buffer.from(printed) : printed
    } catch (error) {
      if (!this.skipsFailures) throw error
      return new Uint8Array(0)
    }
  }
}
