/** Makes a new v2 batch of an old one's records: compressed otherwise, or with their offsets in order. */

import type { TimestampMs } from '../../base/kinds.ts'
import { DECOMPRESS_HERE_BYTES_MAX, RECORDS_PER_TURN } from '../../base/limits.ts'
import type { Compute } from '../../io/world.ts'
import { CompressionType, compressionTypeOf } from '../compression/types.ts'
import { BatchBuilder, type BatchOptions } from './builder.ts'
import { BATCH_HEADER_BYTES, baseSequenceAt, isTransactionalAt, producerEpochAt, producerIdAt } from './header.ts'
import type { MaybePromise } from './later.ts'
import { RecordCursor } from './record-cursor.ts'
import type { BatchConfig, BatchRules } from './rules.ts'

/** What a batch is stored with: the topic's compression, or the producer's. */
export function targetCompression(config: BatchConfig, source: number): number {
  return config.compressionType === 'producer' ? source : compressionTypeOf(config.compressionType)!
}

function levelOf(config: BatchConfig, type: number): number | undefined {
  if (type === CompressionType.GZIP) return config.compressionGzipLevel
  if (type === CompressionType.ZSTD) return config.compressionZstdLevel
  return type === CompressionType.LZ4 ? config.compressionLz4Level : undefined
}

/** Options of a batch that is stored by these rules. */
export function storedOptions(rules: BatchRules, compression: number, maxTimestamp: TimestampMs): BatchOptions {
  const isLogAppendTime = rules.config.messageTimestampType === 'LogAppendTime'
  return {
    compression,
    compressionLevel: levelOf(rules.config, compression),
    timestampType: rules.config.messageTimestampType,
    maxTimestamp: isLogAppendTime ? rules.nowMs : maxTimestamp,
  }
}

/** The header at the start of `batch`, the records there or in `data` (decompressed). */
export function* rewritten(
  batch: Uint8Array,
  data: Uint8Array | null,
): Generator<void, { builder: BatchBuilder; options: BatchOptions }, void> {
  const cursor = new RecordCursor()
  cursor.open(batch, 0, data)
  const builder = new BatchBuilder(BATCH_HEADER_BYTES + (data ?? batch).length)
  for (let i = 0; cursor.next(); i++) {
    builder.addEncoded(cursor.timestamp, i, cursor.bytes, cursor.bodyAt, cursor.bodyEnd)
    if (i % RECORDS_PER_TURN === RECORDS_PER_TURN - 1) yield
  }
  const options = {
    producerId: producerIdAt(batch, 0),
    producerEpoch: producerEpochAt(batch, 0),
    baseSequence: baseSequenceAt(batch, 0),
    transactional: isTransactionalAt(batch, 0),
  }
  return { builder, options }
}

/** Compresses off the loop what is large. */
export function finishBatch(builder: BatchBuilder, options: BatchOptions, compute: Compute): MaybePromise<Buffer> {
  if (!options.compression || builder.sizeInBytes <= DECOMPRESS_HERE_BYTES_MAX / 4) return builder.finish(options)
  return compute.offload(builder.finishWork(options))
}
