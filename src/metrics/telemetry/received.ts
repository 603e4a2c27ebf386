/** What clients pushed, for the page: a bounded number of series, gone when their client pushes no more. */
import type { Registry } from '../registry.ts'
import type { TelemetryPoint } from './otlp.ts'

export interface TelemetrySender {
  readonly instanceId: string
  readonly clientId: string
  readonly softwareName: string
  readonly softwareVersion: string
  readonly host: string
}

interface Series {
  readonly labels: Readonly<Record<string, string>>
  readonly isCounter: boolean
  value: number
}

interface Client {
  readonly series: Map<string, Series>
  expiresMs: number
}

const LABEL_LENGTH_MAX = 200

export class ReceivedMetrics {
  readonly #seriesMax: number
  readonly #monotonicMs: () => number
  readonly #clients = new Map<string, Client>()
  #count = 0
  /** Points for which there was no room. */
  dropped = 0

  constructor(params: { readonly seriesMax: number; readonly monotonicMs: () => number }) {
    this.#seriesMax = params.seriesMax
    this.#monotonicMs = params.monotonicMs
  }

  take(sender: TelemetrySender, points: readonly TelemetryPoint[], keptMs: number): void {
    this.#forgetExpired()
    const client = this.#clients.get(sender.instanceId) ?? { series: new Map(), expiresMs: 0 }
    client.expiresMs = this.#monotonicMs() + keptMs
    for (const point of points) this.#add(client, sender, point)
    // Instances are named by whoever pushes: one without a series is not kept, so they are bounded as series are.
    if (client.series.size > 0) this.#clients.set(sender.instanceId, client)
  }

  get clientCount(): number {
    return this.#clients.size
  }

  register(registry: Registry): void {
    const write = (name: string, type: 'gauge' | 'counter', help: string): void =>
      registry.add(type, name, help, (writer) => {
        this.#forgetExpired()
        for (const { series } of this.#clients.values()) {
          for (const { labels, isCounter, value } of series.values()) {
            if (isCounter === (type === 'counter')) writer.sample(value, labels)
          }
        }
      })
    write('kafka_client_metric', 'gauge', 'Metrics that clients pushed (KIP-714), by their name.')
    write('kafka_client_metric_total', 'counter', 'Sums that clients pushed (KIP-714), by their name.')
    registry.add('counter', 'kafka_client_metric_dropped_total', 'Points of clients without room for a series.', (w) =>
      w.sample(this.dropped),
    )
  }

  #add(client: Client, sender: TelemetrySender, point: TelemetryPoint): void {
    const key = JSON.stringify([point.name, point.attributes])
    let series = client.series.get(key)
    if (series === undefined) {
      if (this.#count >= this.#seriesMax) {
        this.dropped += 1
        return
      }
      series = { labels: labelsOf(sender, point), isCounter: point.isCounter, value: 0 }
      client.series.set(key, series)
      this.#count += 1
    }
    series.value = point.isDelta ? series.value + point.value : point.value
  }

  #forgetExpired(): void {
    const nowMs = this.#monotonicMs()
    for (const [id, client] of this.#clients) {
      if (client.expiresMs > nowMs) continue
      this.#clients.delete(id)
      this.#count -= client.series.size
    }
  }
}

function labelsOf(sender: TelemetrySender, point: TelemetryPoint): Record<string, string> {
  const labels: Record<string, string> = {}
  // Ours are written last: a client cannot put its own in their place.
  for (const [name, value] of point.attributes) {
    if (name !== '') labels[name.replace(/[^a-zA-Z0-9_]|^(?=[0-9])/g, '_')] = short(value)
  }
  return {
    ...labels,
    metric: short(point.name),
    client_instance_id: sender.instanceId,
    client_id: short(sender.clientId),
    client_software_name: short(sender.softwareName),
    client_software_version: short(sender.softwareVersion),
    client_host: sender.host,
  }
}

function short(text: string): string {
  return text.slice(0, LABEL_LENGTH_MAX)
}
