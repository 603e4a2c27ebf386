/** The log cleaner's gauges. */
import type { Registry } from './registry.ts'

/** The log cleaner as the page needs it; storage's own has this shape. */
export interface LogCleanerView {
  readonly stats: {
    readonly recopyPercent: number
    readonly maxMapUsePercent: number
    readonly maxCleanSeconds: number
    readonly maxOverdueMs: number
    readonly maxDirtyRatio: number
    /** On the monotonic clock; -1: never. */
    readonly lastLookMs: number
    readonly bytesMoved: number
  }
  readonly deadThreads: number
  uncleanableIn(logDir: string): { readonly count: number; readonly bytes: number }
}

export function registerLogCleanerMetrics(
  registry: Registry,
  cleaner: LogCleanerView,
  logDirs: () => readonly string[],
  monotonicMs: () => number,
): void {
  const { stats } = cleaner
  const gauge = (name: string, help: string, read: () => number): void =>
    registry.gauge(`kafka_log_${name}`, help, read)
  gauge('logcleaner_deadthreadcount', 'Threads of the cleaner that were lost.', () => cleaner.deadThreads)
  gauge(
    'logcleaner_cleaner_recopy_percent',
    'Bytes written for a hundred bytes read, in the last rounds.',
    () => stats.recopyPercent,
  )
  gauge(
    'logcleaner_max_buffer_utilization_percent',
    'How full the key map of the last rounds was at most.',
    () => stats.maxMapUsePercent,
  )
  gauge('logcleaner_max_clean_time_secs', 'How long the last rounds took at most.', () => stats.maxCleanSeconds)
  gauge('logcleaner_max_compaction_delay_secs', 'How long a log is over max.compaction.lag.ms at most.', () =>
    Math.floor(stats.maxOverdueMs / 1000),
  )
  gauge('logcleanermanager_max_dirty_percent', 'The share of a log that waits for compaction, at most.', () =>
    Math.floor(100 * stats.maxDirtyRatio),
  )
  gauge('logcleanermanager_time_since_last_run_ms', 'Since the cleaner looked for work last.', () =>
    stats.lastLookMs < 0 ? 0 : Math.round(monotonicMs() - stats.lastLookMs),
  )
  const ofFolders = (name: string, help: string, read: (logDir: string) => number): void =>
    registry.add('gauge', `kafka_log_logcleanermanager_${name}`, help, (writer) => {
      for (const logDirectory of logDirs()) writer.sample(read(logDirectory), { logDirectory })
    })
  ofFolders(
    'uncleanable_partitions_count',
    'Logs that are not compacted any more.',
    (dir) => cleaner.uncleanableIn(dir).count,
  )
  ofFolders(
    'uncleanable_bytes',
    'What waits in logs that are not compacted any more.',
    (dir) => cleaner.uncleanableIn(dir).bytes,
  )
  registry.add(
    'counter',
    'kafka_utils_throttler_cleaner_io_total',
    'Bytes that the cleaner read and wrote.',
    (writer) => writer.sample(stats.bytesMoved),
  )
}
