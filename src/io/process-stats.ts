/** What the process tells about itself. */

export interface ProcessStats {
  readonly startedMs: number
  readonly cpuSeconds: number
  readonly residentBytes: number
  readonly heapUsedBytes: number
  readonly externalBytes: number
  /** Share of time in which the loop had something to do since the last call; 0 to 1. */
  readonly loopUtilization: number
  /** Longest and 99th percentile time that the loop was late since the last call. */
  readonly loopDelayMaxSeconds: number
  readonly loopDelayP99Seconds: number
  /** null: not known on this system. */
  readonly openFileDescriptors: number | null
}

export type ReadProcessStats = () => ProcessStats
