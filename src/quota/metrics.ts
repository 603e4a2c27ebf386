/** What quotas measure, under the names of Kafka's metrics (kafka.server type=Produce, Fetch, Request, ControllerMutation). */
import type { Registry, SampleWriter } from '../metrics/registry.ts'
import type { ClientQuotas, QuotaMeter } from './client-quotas.ts'
import type { ConnectionRates } from './connection-rates.ts'
import { CONSUMER_BYTE_RATE, CONTROLLER_MUTATION_RATE, PRODUCER_BYTE_RATE, REQUEST_PERCENTAGE } from './quota-values.ts'

/** Users and client ids on the page: those used last. */
const SERIES_MAX = 1000

const FAMILIES: readonly [quota: string, type: string, attribute: string, help: string][] = [
  [PRODUCER_BYTE_RATE, 'produce', 'byte_rate', 'Bytes per second that were produced, where a quota holds.'],
  [CONSUMER_BYTE_RATE, 'fetch', 'byte_rate', 'Bytes per second that were fetched, where a quota holds.'],
  [REQUEST_PERCENTAGE, 'request', 'request_time', "Per cent of the loop's time, where a quota holds."],
  [CONTROLLER_MUTATION_RATE, 'controllermutation', 'mutation_rate', 'Partitions made and deleted per second.'],
]

export function registerQuotaMetrics(
  registry: Registry,
  parts: { readonly clients: ClientQuotas; readonly connections: ConnectionRates; readonly monotonicMs: () => number },
): void {
  const { clients, connections, monotonicMs } = parts
  const each = (quota: string, write: (meter: QuotaMeter, labels: Record<string, string>) => void): void => {
    // No client id, and one that does not count, look the same: the one that was used last is told.
    const told = new Map<string, { meter: QuotaMeter; labels: Record<string, string> }>()
    for (const meter of clients.meters()) {
      if (meter.quota !== quota) continue
      const labels = { user: meter.who.user ?? '', client_id: meter.who.clientId ?? '' }
      const key = JSON.stringify(labels)
      told.delete(key)
      told.set(key, { meter, labels })
    }
    for (const { meter, labels } of [...told.values()].slice(-SERIES_MAX)) write(meter, labels)
  }
  for (const [quota, type, attribute, help] of FAMILIES) {
    registry.add('gauge', `kafka_server_${type}_${attribute}`, help, (writer) => {
      each(quota, (meter, labels) => writer.sample(meter.rate.measure(monotonicMs()), labels))
    })
    registry.add(
      'summary',
      `kafka_server_${type}_throttle_time`,
      'Milliseconds that clients were made to wait.',
      (w) => {
        each(quota, (meter, labels) => {
          w.sample(meter.throttledMs, labels, '_sum')
          w.sample(meter.throttles, labels, '_count')
        })
      },
    )
  }
  const prefix = 'kafka_server_socket_server_metrics'
  registry.add(
    'counter',
    `${prefix}_connection_accept_throttle_time_total`,
    'Milliseconds that new connections waited for the rate of the broker or the listener.',
    byListener(connections.waitedMs),
  )
  registry.add(
    'counter',
    `${prefix}_ip_connection_accept_throttle_time_total`,
    'Milliseconds that connections of addresses above their rate waited to be turned away.',
    byListener(connections.turnedAwayMs),
  )
}

function byListener(sums: ReadonlyMap<string, number>): (writer: SampleWriter) => void {
  return (writer) => {
    for (const [listener, ms] of sums) writer.sample(ms, { listener })
  }
}
