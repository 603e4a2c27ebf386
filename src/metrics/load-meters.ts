/** How long the partitions of a coordinator's topic took to load. */
import type { Registry } from './registry.ts'

export class LoadMeters {
  loads = 0
  /** In all, and at most. */
  loadMs = 0
  loadMsMax = 0

  loaded(ms: number): void {
    this.loads++
    this.loadMs += ms
    this.loadMsMax = Math.max(this.loadMsMax, ms)
  }
}

export function registerLoads(registry: Registry, name: string, topic: string, meters: LoadMeters): void {
  registry.gauge(`${name}_partition_load_time_max`, `Longest load of a partition of ${topic}, ms.`, () =>
    Math.round(meters.loadMsMax),
  )
  registry.gauge(`${name}_partition_load_time_avg`, `Mean load of a partition of ${topic}, ms.`, () =>
    meters.loads === 0 ? 0 : meters.loadMs / meters.loads,
  )
}
