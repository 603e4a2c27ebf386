/** Counts and times of requests by API: Kafka's kafka_network_requestmetrics_*, and one histogram of our own. */
import { RecentQuantiles } from './recent-quantiles.ts'
import { Histogram, type Registry } from './registry.ts'

/** Seconds. */
const DURATION_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** Keys and versions beyond are counted as the last one, so that a peer cannot make series without end. */
const KEYS_MAX = 128
const VERSIONS_MAX = 32

interface OneApi {
  readonly request: string
  readonly byVersion: Float64Array
  failed: number
  readonly totalMs: RecentQuantiles
  readonly queueMs: RecentQuantiles
  readonly localMs: RecentQuantiles
  readonly requestBytes: RecentQuantiles
  readonly responseBytes: RecentQuantiles
  readonly throttleMs: RecentQuantiles
  readonly totalSeconds: Histogram
  readonly queueSeconds: Histogram
}

interface Connections {
  opened: number
  closed: number
  refused: number
}

export interface RequestMetricsParams {
  readonly registry: Registry
  /** 'Produce' for 0; null: no such API. */
  readonly apiName: (apiKey: number) => string | null
  readonly monotonicMs: () => number
}

/** Has the shape of the network's RequestObserver. */
export class RequestMetrics {
  readonly #params: RequestMetricsParams
  readonly #apis: (OneApi | undefined)[] = []
  readonly #connections = new Map<string, Connections>()

  constructor(params: RequestMetricsParams) {
    this.#params = params
    this.#registerRequests()
    this.#registerConnections()
  }

  onRequest(
    apiKey: number,
    version: number,
    bytesIn: number,
    bytesOut: number,
    queueMs: number,
    totalMs: number,
    error?: unknown,
  ): void {
    const api = this.#apis[apiKey >= 0 && apiKey < KEYS_MAX ? apiKey : KEYS_MAX] ?? this.#make(apiKey)
    api.byVersion[version >= 0 && version < VERSIONS_MAX ? version : VERSIONS_MAX]! += 1
    if (error !== undefined) api.failed += 1
    api.totalMs.observe(totalMs)
    api.queueMs.observe(queueMs)
    api.localMs.observe(totalMs - queueMs)
    api.requestBytes.observe(bytesIn)
    api.responseBytes.observe(bytesOut)
    api.totalSeconds.observe(totalMs / 1000)
    api.queueSeconds.observe(queueMs / 1000)
  }

  onThrottle(apiKey: number, throttleMs: number): void {
    const api = this.#apis[apiKey >= 0 && apiKey < KEYS_MAX ? apiKey : KEYS_MAX] ?? this.#make(apiKey)
    api.throttleMs.observe(throttleMs)
  }

  onConnection(listener: string, event: 'opened' | 'closed' | 'refused'): void {
    let connections = this.#connections.get(listener)
    if (connections === undefined) {
      connections = { opened: 0, closed: 0, refused: 0 }
      this.#connections.set(listener, connections)
    }
    connections[event] += 1
  }

  #make(apiKey: number): OneApi {
    const name = apiKey >= 0 && apiKey < KEYS_MAX ? this.#params.apiName(apiKey) : null
    const slot = name === null ? KEYS_MAX : apiKey
    const made: OneApi = this.#apis[slot] ?? {
      request: name ?? 'unknown',
      byVersion: new Float64Array(VERSIONS_MAX + 1),
      failed: 0,
      totalMs: new RecentQuantiles(),
      queueMs: new RecentQuantiles(),
      localMs: new RecentQuantiles(),
      requestBytes: new RecentQuantiles(),
      responseBytes: new RecentQuantiles(),
      throttleMs: new RecentQuantiles(),
      totalSeconds: new Histogram(DURATION_BOUNDS),
      queueSeconds: new Histogram(DURATION_BOUNDS),
    }
    this.#apis[slot] = made
    return made
  }

  #registerRequests(): void {
    const { registry } = this.#params
    registry.add('counter', 'kafka_network_requestmetrics_requests_total', 'Requests by API and version.', (writer) => {
      for (const api of this.#each()) {
        api.byVersion.forEach((count, version) => {
          if (count > 0) writer.sample(count, { request: api.request, version })
        })
      }
    })
    registry.add(
      'counter',
      'kafka_network_requestmetrics_failed_total',
      'Requests that closed their connection instead of being answered.',
      (writer) => {
        for (const api of this.#each()) writer.sample(api.failed, { request: api.request })
      },
    )
    this.#summary('totaltimems', 'Milliseconds from the last byte of a request to its answer.', (api) => api.totalMs)
    this.#summary('requestqueuetimems', 'Milliseconds until a request was begun.', (api) => api.queueMs)
    this.#summary('localtimems', 'Milliseconds from its beginning to its answer.', (api) => api.localMs)
    this.#summary('requestbytes', 'Bytes of a request.', (api) => api.requestBytes)
    this.#summary('responsebytes', 'Bytes of an answer.', (api) => api.responseBytes)
    const ofThrottles = 'Milliseconds that clients were asked to wait, of answers that asked it.'
    this.#summary('throttletimems', ofThrottles, (api) => api.throttleMs)
    const help = 'Seconds that requests took, by stage: queue until they were begun, total until they were answered.'
    registry.add('histogram', 'kafka_request_duration_seconds', help, (writer) => {
      for (const api of this.#each()) {
        api.queueSeconds.write(writer, { request: api.request, stage: 'queue' })
        api.totalSeconds.write(writer, { request: api.request, stage: 'total' })
      }
    })
  }

  #summary(name: string, help: string, pick: (api: OneApi) => RecentQuantiles): void {
    this.#params.registry.add('summary', `kafka_network_requestmetrics_${name}`, help, (writer) => {
      const nowMs = this.#params.monotonicMs()
      for (const api of this.#each()) {
        const quantiles = pick(api)
        quantiles.rotate(nowMs)
        quantiles.write(writer, { request: api.request })
      }
    })
  }

  #registerConnections(): void {
    const { registry } = this.#params
    const family = (
      type: 'gauge' | 'counter',
      name: string,
      help: string,
      read: (connections: Connections) => number,
    ): void => {
      registry.add(type, `kafka_server_socket_server_metrics_${name}`, help, (writer) => {
        for (const [listener, connections] of this.#connections) writer.sample(read(connections), { listener })
      })
    }
    family('gauge', 'connection_count', 'Open connections.', (c) => c.opened - c.closed)
    family('counter', 'connection_creation_total', 'Connections that were taken.', (c) => c.opened)
    family('counter', 'connection_close_total', 'Connections that ended.', (c) => c.closed)
    family('counter', 'connection_refused_total', 'Connections that were refused by a limit.', (c) => c.refused)
  }

  *#each(): Generator<OneApi> {
    for (const api of this.#apis) if (api !== undefined) yield api
  }
}
