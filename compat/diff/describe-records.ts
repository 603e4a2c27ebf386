// What lies in the records field of an answer, as plain objects.
import * as header from '../../src/protocol/batch/header.ts'
import { batchPositions, openRecords } from '../../src/protocol/batch/iterate.ts'

export function describeRecords(bytes: Uint8Array): unknown {
  const batches: unknown[] = []
  let end = 0
  try {
    for (const at of batchPositions(bytes)) {
      batches.push(describeBatch(bytes, at))
      end = at + header.sizeInBytesAt(bytes, at)
    }
  } catch (error) {
    batches.push(`unreadable: ${error instanceof Error ? error.message : String(error)}`)
  }
  return end === bytes.length ? batches : { batches, cutAfter: bytes.length > end }
}

function describeBatch(bytes: Uint8Array, at: number): unknown {
  const magic = header.magicAt(bytes, at)
  const appendTime = magic === 2 ? header.timestampTypeAt(bytes, at) === 'LogAppendTime' : isOldAppendTime(bytes, at)
  const records: unknown[] = []
  const walk = openRecords(bytes, at)
  while (walk.next()) {
    records.push({
      offset: walk.offset,
      timestamp: appendTime ? 'TIME' : walk.timestamp,
      key: text(walk.key()),
      value: text(walk.value()),
      headers: walk.headers().map(({ key, value }) => `${key}=${text(value)}`),
    })
  }
  if (magic < 2) return { magic, records }
  return {
    magic,
    baseOffset: header.baseOffsetAt(bytes, at),
    lastOffset: header.lastOffsetAt(bytes, at),
    leaderEpoch: header.partitionLeaderEpochAt(bytes, at),
    crcIsRight: header.isCrcValid(bytes, at),
    attributes: header.attributesAt(bytes, at),
    maxTimestamp: appendTime ? 'TIME' : header.maxTimestampAt(bytes, at),
    producerId: header.producerIdAt(bytes, at),
    producerEpoch: header.producerEpochAt(bytes, at),
    baseSequence: header.baseSequenceAt(bytes, at),
    records,
  }
}

/** Of a message of magic 1 (a wrapper tells it for what it holds): attributes behind offset, size, CRC and magic. */
function isOldAppendTime(bytes: Uint8Array, at: number): boolean {
  return header.magicAt(bytes, at) === 1 && ((bytes[at + 17] ?? 0) & header.TIMESTAMP_TYPE_BIT) !== 0
}

function text(bytes: Uint8Array | null): string | null {
  if (bytes === null) return null
  const value = Buffer.from(bytes).toString()
  return value.length > 80 ? `${value.slice(0, 60)}… (${bytes.length} bytes)` : value
}
