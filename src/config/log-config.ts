/** Topic settings that a log obeys, in effect (topic override, else broker default). Milliseconds and bytes; -1: no limit. */
export interface LogConfig {
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly segmentJitterMs: number
  readonly segmentIndexBytes: number
  readonly indexIntervalBytes: number
  readonly flushMessages: number
  readonly flushMs: number
  readonly retentionBytes: number
  readonly retentionMs: number
  readonly maxMessageBytes: number
  readonly compact: boolean
  readonly delete: boolean
  readonly minCleanableDirtyRatio: number
  readonly minCompactionLagMs: number
  readonly maxCompactionLagMs: number
  readonly deleteRetentionMs: number
  /** 'producer' keeps what the producer chose; else the name of a type. */
  readonly compressionType: 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd'
  readonly compressionGzipLevel: number
  readonly compressionLz4Level: number
  readonly compressionZstdLevel: number
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime'
  readonly messageTimestampBeforeMaxMs: number
  readonly messageTimestampAfterMaxMs: number
  readonly fileDeleteDelayMs: number
  readonly preallocate: boolean
  readonly minInsyncReplicas: number
  readonly uncleanLeaderElectionEnable: boolean
}
