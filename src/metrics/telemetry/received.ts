/** What clients pushed, for the page: a bounded number of series, gone when their client pushes no more. */
import { beginning } from '../../base/text.ts'
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
  /** Characters of its labels and of what it is known by. */
  readonly size: number
  readonly labels: Readonly<Record<string, string>>
  readonly isCounter: boolean
  value: number
}

interface Client {
  readonly series: Map<string, Series>
  expiresMs: number
}

const LABEL_LENGTH_MAX = 200
/** Of one series; a client's own have a few hundred. */
const SERIES_SIZE_MAX = 4096
/** What all of them have together, for each that there may be. */
const SERIES_SIZE_AVERAGE = 1024

export class ReceivedMetrics {
  readonly #seriesMax: number
  readonly #monotonicMs: () => number
  readonly #clients = new Map<string, Client>()
  #count = 0
  #size = 0
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

  /** Characters of all series. */
  get size(): number {
    return this.#size
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
    // Known by what the page says of them: it must not say the same twice, whatever was replaced or cut off.
    const labels = labelsOf(sender, point)
    const key = keyOf(labels, point.isCounter)
    let series = client.series.get(key)
    if (series === undefined) {
      const size = key.length + sizeOf(labels)
      if (!this.#hasRoom(size)) {
        this.dropped += 1
        return
      }
      series = { labels, size, isCounter: point.isCounter, value: 0 }
      client.series.set(key, series)
      this.#count += 1
      this.#size += size
    }
    series.value = point.isDelta ? series.value + point.value : point.value
  }

  #hasRoom(size: number): boolean {
    if (size > SERIES_SIZE_MAX || this.#count >= this.#seriesMax) return false
    return this.#size + size <= this.#seriesMax * SERIES_SIZE_AVERAGE
  }

  #forgetExpired(): void {
    const nowMs = this.#monotonicMs()
    for (const [id, client] of this.#clients) {
      if (client.expiresMs > nowMs) continue
      this.#clients.delete(id)
      this.#count -= client.series.size
      for (const { size } of client.series.values()) this.#size -= size
    }
  }
}

function labelsOf(sender: TelemetrySender, point: TelemetryPoint): Record<string, string> {
  const labels: Record<string, string> = {}
  // Ours are written last: a client cannot put its own in their place.
  for (const [name, value] of point.attributes) {
    if (name !== '') labels[labelName(name)] = short(value)
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

function keyOf(labels: Readonly<Record<string, string>>, isCounter: boolean): string {
  const names = Object.keys(labels).sort()
  return JSON.stringify([isCounter, ...names.flatMap((name) => [name, labels[name]])])
}

/** Two underscores in front are Prometheus' own: a second __name__ makes it refuse the whole page. */
function labelName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]|^(?=[0-9])/g, '_').replace(/^_+/, '_')
}

function sizeOf(labels: Readonly<Record<string, string>>): number {
  let size = 0
  for (const [name, value] of Object.entries(labels)) size += name.length + value.length
  return size
}

function short(text: string): string {
  return beginning(text, LABEL_LENGTH_MAX)
}
