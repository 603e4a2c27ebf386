/** Process and event-loop figures, under the names that Prometheus' clients use. */
import type { ProcessStats, ReadProcessStats } from '../io/process-stats.ts'
import type { Registry } from './registry.ts'

export function registerProcessMetrics(registry: Registry, read: ReadProcessStats): void {
  // One reading serves all the families of one page: the first of them takes it.
  let stats: ProcessStats | null = null
  registry.add('counter', 'process_cpu_seconds_total', 'Processor time that was used.', (writer) => {
    stats = read()
    writer.sample(stats.cpuSeconds)
  })
  const gauge = (name: string, help: string, pick: (stats: ProcessStats) => number | null): void => {
    registry.add('gauge', name, help, (writer) => {
      const value = pick((stats ??= read()))
      if (value !== null) writer.sample(value)
    })
  }
  gauge('process_start_time_seconds', 'When the process started.', (s) => s.startedMs / 1000)
  gauge('process_resident_memory_bytes', 'Memory that is resident.', (s) => s.residentBytes)
  gauge('process_open_fds', 'Open file descriptors.', (s) => s.openFileDescriptors)
  gauge('nodejs_heap_size_used_bytes', "Memory of JavaScript's heap that is used.", (s) => s.heapUsedBytes)
  gauge('nodejs_external_memory_bytes', 'Memory of buffers outside the heap.', (s) => s.externalBytes)
  gauge(
    'nodejs_eventloop_utilization',
    'Share of time in which the loop was busy since the last page.',
    (s) => s.loopUtilization,
  )
  gauge(
    'nodejs_eventloop_lag_max_seconds',
    'Longest delay of the loop since the last page.',
    (s) => s.loopDelayMaxSeconds,
  )
  gauge(
    'nodejs_eventloop_lag_p99_seconds',
    '99th percentile of the delay of the loop since the last page.',
    (s) => s.loopDelayP99Seconds,
  )
}
