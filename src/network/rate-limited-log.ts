/** One line per kind and period; how many were left out is told with the next. */
import type { Logger } from '../base/logger.ts'

const PERIOD_MS = 10_000
const KINDS_MAX = 1000

export class RateLimitedLog {
  private readonly logger: Logger
  private readonly nowMs: () => number
  private readonly seen = new Map<string, { lastMs: number; leftOut: number }>()

  constructor(logger: Logger, nowMs: () => number) {
    this.logger = logger
    this.nowMs = nowMs
  }

  write(level: 'info' | 'warn' | 'error', kind: string, message: string, fields: Record<string, unknown>): void {
    const nowMs = this.nowMs()
    const seen = this.seen.get(kind)
    if (seen !== undefined && nowMs - seen.lastMs < PERIOD_MS) {
      seen.leftOut++
      return
    }
    if (seen === undefined && this.seen.size >= KINDS_MAX) this.seen.clear()
    this.seen.set(kind, { lastMs: nowMs, leftOut: 0 })
    const leftOut = seen?.leftOut ?? 0
    this.logger[level](message, leftOut > 0 ? { ...fields, leftOut } : fields)
  }
}
