/** kafka_server_addpartitionstotxnmanager_*: how coordinators of transactions answer when they are asked about partitions. */
import { RecentQuantiles } from './recent-quantiles.ts'
import type { Registry } from './registry.ts'

/** Counted by the replicas as they ask. */
export class VerificationMeters {
  /** Partitions, not questions. */
  failures = 0
  readonly timeMs = new RecentQuantiles()
}

export function registerVerificationMetrics(registry: Registry, meters: VerificationMeters, nowMs: () => number): void {
  const name = 'kafka_server_addpartitionstotxnmanager'
  registry.add(
    'counter',
    `${name}_verificationfailurerate_total`,
    'Partitions that were not found in a transaction, or could not be asked for.',
    (writer) => writer.sample(meters.failures),
  )
  registry.add(
    'summary',
    `${name}_verificationtimems`,
    'How long the coordinator of a transaction took to answer.',
    (writer) => {
      meters.timeMs.rotate(nowMs())
      meters.timeMs.write(writer, {})
    },
  )
}
