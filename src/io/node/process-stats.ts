/** This process: memory, processor time, and how late its event loop is. */
import { readdirSync } from 'node:fs'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import type { ReadProcessStats } from '../process-stats.ts'

const DELAY_RESOLUTION_MS = 50

/** Starts to measure the loop's delay; each call tells about the time since the one before. */
export function watchProcess(): ReadProcessStats {
  const delay = monitorEventLoopDelay({ resolution: DELAY_RESOLUTION_MS })
  delay.enable()
  let utilization = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const memory = process.memoryUsage()
    const cpu = process.cpuUsage()
    const stats = {
      startedMs: Math.floor(performance.timeOrigin),
      cpuSeconds: (cpu.user + cpu.system) / 1e6,
      residentBytes: memory.rss,
      heapUsedBytes: memory.heapUsed,
      externalBytes: memory.external,
      loopUtilization: performance.eventLoopUtilization(now, utilization).utilization,
      loopDelayMaxSeconds: late(delay.max),
      loopDelayP99Seconds: late(delay.percentile(99)),
      openFileDescriptors: openFileDescriptors(),
    }
    utilization = now
    delay.reset()
    return stats
  }
}

/** The histogram holds nanoseconds between two ticks of a timer; what is above its period is delay. */
function late(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e9 - DELAY_RESOLUTION_MS / 1000)
}

function openFileDescriptors(): number | null {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return null
  }
}
