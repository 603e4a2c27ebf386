/** The log of one partition, in memory: whole batches, read one at a time. */
import { lastOffsetDeltaAt, setBaseOffset } from '../../../protocol/batch/header.ts'
import { ErrorCode } from '../../../protocol/error-codes.ts'

export class FakeLog {
  batches: Buffer[] = []
  logStartOffset = 0
  logEndOffset = 0
  topicPartition = '__names-0'
  config = { maxMessageBytes: 1000, segmentBytes: 1 << 20 }
  /** Reads wait for it. */
  gate: Promise<void> = Promise.resolve()
  reads = 0

  add(batch: Buffer): void {
    setBaseOffset(batch, 0, this.logEndOffset)
    this.logEndOffset += lastOffsetDeltaAt(batch, 0) + 1
    this.batches.push(batch)
  }

  async read(from: number) {
    await this.gate
    this.reads++
    if (from < this.logStartOffset) {
      const error = ErrorCode.OFFSET_OUT_OF_RANGE as number
      return { error, records: [], byteLength: 0, abortedTransactions: null }
    }
    let offset = 0
    for (const batch of this.batches) {
      const next = offset + lastOffsetDeltaAt(batch, 0) + 1
      if (next > from) return { error: 0, records: [batch], byteLength: batch.length, abortedTransactions: null }
      offset = next
    }
    return { error: 0, records: [], byteLength: 0, abortedTransactions: null }
  }
}
