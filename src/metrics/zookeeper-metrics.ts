/** How the connection to ZooKeeper fares. */
import { RecentQuantiles } from './recent-quantiles.ts'
import type { Registry } from './registry.ts'

export class ZooKeeperMeters {
  readonly latencyMs = new RecentQuantiles()
  connected = false
  /** Connections with a session, each time. */
  connects = 0
  disconnects = 0
  expires = 0
  authFailures = 0
}

export function registerZooKeeperMetrics(registry: Registry, meters: ZooKeeperMeters, monotonicMs: () => number): void {
  const name = 'kafka_server_sessionexpirelistener'
  // A text in JMX, which no exporter can show as it is.
  registry.gauge(`${name}_sessionstate`, '1: there is a connection with a session.', () => Number(meters.connected))
  const counter = (metric: string, help: string, read: () => number): void =>
    registry.add('counter', `${name}_${metric}_total`, help, (writer) => writer.sample(read()))
  counter('zookeepersyncconnects', 'Connections to ZooKeeper.', () => meters.connects)
  counter('zookeeperdisconnects', 'Connections to ZooKeeper that were lost.', () => meters.disconnects)
  counter('zookeeperexpires', 'Sessions that expired.', () => meters.expires)
  counter(
    'zookeeperauthfailures',
    'Times that ZooKeeper did not take our word for who we are.',
    () => meters.authFailures,
  )
  const help = 'Milliseconds from a request to ZooKeeper to its answer.'
  registry.add('summary', 'kafka_server_zookeeperclientmetrics_zookeeperrequestlatencyms', help, (writer) => {
    meters.latencyMs.rotate(monotonicMs())
    meters.latencyMs.write(writer, {})
  })
}
