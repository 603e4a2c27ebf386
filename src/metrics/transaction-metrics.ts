/** kafka_coordinator_transaction_*: what hinders transactions from ending. */
import { type LoadMeters, registerLoads } from './load-meters.ts'
import type { Registry } from './registry.ts'

/** Of the transactions that this broker coordinates. */
export interface TransactionsView {
  readonly meters: LoadMeters
  readonly markersWithoutLeader: number
  readonly uncompleted: number
}

export function registerTransactionMetrics(registry: Registry, view: TransactionsView): void {
  const name = 'kafka_coordinator_transaction_transactionmarkerchannelmanager'
  registry.gauge(
    `${name}_unknowndestinationqueuesize`,
    'Partitions without a leader for which a transaction waits to end.',
    () => view.markersWithoutLeader,
  )
  registry.gauge(
    `${name}_logappendretryqueuesize`,
    'Transactions whose end is in all partitions and cannot be recorded yet.',
    () => view.uncompleted,
  )
  registerLoads(registry, 'kafka_server_transaction_coordinator_metrics', '__transaction_state', view.meters)
}
