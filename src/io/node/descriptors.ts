/**
 * How many descriptors this process has open, against what the system allows. Node tells nobody when accept runs out of
 * them (connections close silently), and a log that cannot open its next segment is worse than a refused client: so the
 * listener refuses sockets while fewer than `reserve` are left.
 */
import fs from 'node:fs'

/** What a process has open beside files and sockets of ours: standard streams, event loop, loaded modules. */
const BASE = 40

export class Descriptors {
  readonly limit: number
  readonly reserve: number
  #open = BASE

  constructor(limit: number = descriptorLimit()) {
    this.limit = limit
    this.reserve = Math.min(256, Math.floor(limit / 8))
  }

  get open(): number {
    return this.#open
  }

  opened(): void {
    this.#open++
  }

  closed(): void {
    this.#open--
  }

  /** No room for another connection. */
  get scarce(): boolean {
    return this.#open >= this.limit - this.reserve
  }
}

/** Node raises the soft limit to the hard one at its start, so what we read here is what counts. */
export function descriptorLimit(): number {
  try {
    const line = /^Max open files\s+(\d+)/m.exec(fs.readFileSync('/proc/self/limits', 'latin1'))
    if (line) return Number(line[1])
  } catch {
    // not Linux
  }
  return 10_240
}
