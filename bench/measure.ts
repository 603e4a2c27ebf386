// What a process has used, from /proc.
import { readFileSync } from 'node:fs'

export interface Usage {
  userSeconds: number
  systemSeconds: number
}

/** Clock ticks per second; 100 on every Linux that Node runs on. */
const TICKS = 100

export function usage(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The command's name may hold spaces: fields are counted from behind its closing bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { userSeconds: Number(fields[11]) / TICKS, systemSeconds: Number(fields[12]) / TICKS }
}

export function usedSince(before: Usage, pid: number): Usage {
  const now = usage(pid)
  return {
    userSeconds: now.userSeconds - before.userSeconds,
    systemSeconds: now.systemSeconds - before.systemSeconds,
  }
}

export function rssMegabytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(found?.[1] ?? 0) / 1024)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  if (sorted.length === 0) return Number.NaN
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
