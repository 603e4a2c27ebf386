/**
 * Metrics of clients (KIP-714): who is asked for what and how often, and what is taken. Checks, their order and their errors
 * are those of Apache Kafka 4.4; the receiver is built in.
 */
import { crc32c } from '../../base/crc32c.ts'
import type { Uuid } from '../../base/kinds.ts'
import { ZERO_UUID } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import type { Unpacker } from '../../protocol/batch/unpacker.ts'
import { CompressionError, CompressionType } from '../../protocol/compression/compression.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { Registry } from '../registry.ts'
import { readMetricsData, TelemetryError } from './otlp.ts'
import type { ReceivedMetrics, TelemetrySender } from './received.ts'
import { type ClientTraits, DEFAULT_INTERVAL_MS, type Subscription, subscriptionOf } from './subscriptions.ts'

export interface TelemetryParams {
  readonly logger: Logger
  readonly monotonicMs: () => number
  readonly newId: () => Uuid
  /** telemetry.max.bytes */
  readonly maxBytes: () => number
  /** With a bound of its own for what a push may unpack to. */
  readonly unpacker: Unpacker
  readonly received: ReceivedMetrics
}

export interface TelemetryClient extends Omit<TelemetrySender, 'instanceId'> {
  readonly port: number
}

export interface AskedMetrics {
  readonly error: number
  readonly instanceId: Uuid
  readonly subscriptionId: number
  readonly intervalMs: number
  readonly metrics: readonly string[]
}

export interface Push {
  readonly instanceId: Uuid
  readonly subscriptionId: number
  readonly terminating: boolean
  readonly compressionType: number
  readonly metrics: Uint8Array
}

interface Instance {
  readonly version: number
  readonly subscriptionId: number
  readonly intervalMs: number
  readonly metrics: readonly string[]
  lastGetMs: number
  lastPushMs: number
  lastError: number
  terminating: boolean
}

/** Uuid.ONE_UUID of Kafka's clients, which is reserved. */
const ONE_UUID = 'AAAAAAAAAAAAAAAAAAAAAQ'
const ALL = '*'
/** The one that was quiet longest goes first, and begins anew. */
const INSTANCES_MAX = 16_384
/** A client that pushes no more is forgotten after so many intervals. */
const KEPT_INTERVALS = 3

/** In the order in which they are offered. */
export const ACCEPTED_COMPRESSION: readonly number[] = [
  CompressionType.ZSTD,
  CompressionType.LZ4,
  CompressionType.GZIP,
  CompressionType.SNAPPY,
]

export class ClientTelemetry {
  readonly #params: TelemetryParams
  readonly #subscriptions = new Map<string, Promise<Subscription>>()
  /** What the subscriptions of now ask of clients, by its text. */
  readonly #lists = new Map<string, readonly string[]>()
  #version = 0
  readonly #instances = new Map<Uuid, Instance>()
  readonly #counts = { unknownSubscription: 0, throttled: 0, taken: 0, refused: 0 }

  constructor(params: TelemetryParams) {
    this.#params = params
  }

  /** null: there is none of that name any more. Clients are told with their next request. */
  setSubscription(name: string, settings: ReadonlyMap<string, string> | null): void {
    if (settings === null || settings.size === 0) this.#subscriptions.delete(name)
    else this.#subscriptions.set(name, this.#read(name, settings))
    this.#version += 1
    this.#lists.clear()
  }

  /** Nobody may be waiting for it: one that fails must not be left to the process, which would end, and again at each start. */
  async #read(name: string, settings: ReadonlyMap<string, string>): Promise<Subscription> {
    try {
      return await subscriptionOf(settings)
    } catch (error) {
      this.#params.logger.error('A subscription of metrics is passed over', { name, error: String(error) })
      return { metrics: [], intervalMs: DEFAULT_INTERVAL_MS, matches: () => false }
    }
  }

  get maxBytes(): number {
    return this.#params.maxBytes()
  }

  /** ZERO_UUID asks for an id. */
  async subscriptionsOf(asked: Uuid, client: TelemetryClient): Promise<AskedMetrics> {
    const instanceId = asked === ZERO_UUID ? this.#params.newId() : asked
    const instance = await this.#instance(instanceId, client)
    const nowMs = this.#params.monotonicMs()
    const isInTime = nowMs - Math.max(instance.lastGetMs, instance.lastPushMs) >= instance.intervalMs
    if (isInTime) instance.lastGetMs = nowMs
    else if (!ASKS_AGAIN.has(instance.lastError)) {
      this.#counts.throttled += 1
      const error = ErrorCode.THROTTLING_QUOTA_EXCEEDED
      return { error, instanceId: ZERO_UUID, subscriptionId: 0, intervalMs: 0, metrics: [] }
    }
    instance.lastError = ErrorCode.NONE
    const { subscriptionId, intervalMs, metrics } = instance
    return { error: ErrorCode.NONE, instanceId, subscriptionId, intervalMs, metrics }
  }

  /** Answers an error code. */
  async push(push: Push, client: TelemetryClient): Promise<number> {
    if (push.instanceId === ZERO_UUID || push.instanceId === ONE_UUID) return ErrorCode.INVALID_REQUEST
    const instance = await this.#instance(push.instanceId, client)
    const refusal = this.#refusalOf(push, instance)
    instance.lastError =
      refusal ?? (push.metrics.length === 0 ? ErrorCode.NONE : await this.#take(push, instance, client))
    return instance.lastError
  }

  register(registry: Registry): void {
    this.#params.received.register(registry)
    registry.gauge('kafka_server_clientmetrics_instance_count', 'Clients whose subscriptions are known here.', () => {
      return this.#instances.size
    })
    const counter = (name: string, help: string, read: () => number): void =>
      registry.add('counter', `kafka_server_clientmetrics_${name}_total`, help, (writer) => writer.sample(read()))
    const counts = this.#counts
    counter('unknown_subscription_request', 'Pushes for an old subscription.', () => counts.unknownSubscription)
    counter('throttle', 'Requests of clients that came too soon.', () => counts.throttled)
    counter('plugin_export', 'Pushes that were taken.', () => counts.taken)
    counter('plugin_error', 'Pushes that could not be read.', () => counts.refused)
  }

  /** null: it is taken. */
  #refusalOf(push: Push, instance: Instance): number | null {
    if (instance.terminating) return ErrorCode.INVALID_REQUEST
    const nowMs = this.#params.monotonicMs()
    const isInTime = instance.lastGetMs > instance.lastPushMs || nowMs - instance.lastPushMs >= instance.intervalMs
    if (isInTime) instance.lastPushMs = nowMs
    else if (!push.terminating) {
      this.#counts.throttled += 1
      return ErrorCode.THROTTLING_QUOTA_EXCEEDED
    }
    instance.terminating = push.terminating
    if (push.subscriptionId !== instance.subscriptionId) {
      this.#counts.unknownSubscription += 1
      return ErrorCode.UNKNOWN_SUBSCRIPTION_ID
    }
    const { compressionType } = push
    if (compressionType !== CompressionType.NONE && !ACCEPTED_COMPRESSION.includes(compressionType)) {
      return ErrorCode.UNSUPPORTED_COMPRESSION_TYPE
    }
    return push.metrics.length > this.maxBytes ? ErrorCode.TELEMETRY_TOO_LARGE : null
  }

  async #take(push: Push, { intervalMs }: Instance, client: TelemetryClient): Promise<number> {
    const { unpacker, received } = this.#params
    const sender = { ...client, instanceId: push.instanceId }
    const use = (bytes: Uint8Array): void => received.take(sender, readMetricsData(bytes), intervalMs * KEPT_INTERVALS)
    try {
      if (push.compressionType === CompressionType.NONE) use(push.metrics)
      else await unpacker.use(push.compressionType, push.metrics, false, use)
      this.#counts.taken += 1
      return ErrorCode.NONE
    } catch (error) {
      if (!(error instanceof TelemetryError || error instanceof CompressionError)) throw error
      this.#counts.refused += 1
      this.#params.logger.debug('Metrics of a client could not be read', { ...sender, reason: error.message })
      return ErrorCode.INVALID_RECORD
    }
  }

  /** Worked out anew when any subscription has changed since. */
  async #instance(id: Uuid, client: TelemetryClient): Promise<Instance> {
    const known = this.#instances.get(id)
    const version = this.#version
    const instance = known?.version === version ? known : await this.#newInstance(id, client, version)
    this.#instances.delete(id)
    this.#instances.set(id, instance)
    if (this.#instances.size > INSTANCES_MAX) this.#instances.delete(this.#instances.keys().next().value!)
    return instance
  }

  /** Very many instances, and a few lists that may be long. */
  #shared(metrics: readonly string[]): readonly string[] {
    const key = metrics.join()
    const known = this.#lists.get(key)
    if (known === undefined) this.#lists.set(key, metrics)
    return known ?? metrics
  }

  async #newInstance(id: Uuid, client: TelemetryClient, version: number): Promise<Instance> {
    const traits = traitsOf(id, client)
    const subscriptions = (await Promise.all(this.#subscriptions.values())).filter((one) => one.matches(traits))
    const all = [...new Set(subscriptions.flatMap(({ metrics }) => metrics))]
    const metrics = this.#shared(all.includes(ALL) ? [ALL] : all)
    const intervals = subscriptions.map(({ intervalMs }) => intervalMs)
    const intervalMs = intervals.length === 0 ? DEFAULT_INTERVAL_MS : Math.min(...intervals)
    const subscriptionId = subscriptionIdOf(id, metrics, intervalMs)
    const [lastGetMs, lastPushMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]
    const start = { lastGetMs, lastPushMs, lastError: ErrorCode.NONE, terminating: false }
    return { version, subscriptionId, intervalMs, metrics, ...start }
  }
}

/** After these a client asks for its subscriptions at once. */
const ASKS_AGAIN = new Set<number>([ErrorCode.UNKNOWN_SUBSCRIPTION_ID, ErrorCode.UNSUPPORTED_COMPRESSION_TYPE])

function traitsOf(id: Uuid, client: TelemetryClient): ClientTraits {
  return {
    client_instance_id: id,
    client_id: client.clientId,
    client_software_name: client.softwareName,
    client_software_version: client.softwareVersion,
    client_source_address: client.host,
    client_source_port: String(client.port),
  }
}

/** The same on every broker and over restarts, so that clients that move need not ask again. */
function subscriptionIdOf(id: Uuid, metrics: readonly string[], intervalMs: number): number {
  return crc32c(Buffer.from(JSON.stringify([id, [...metrics].sort(), intervalMs]))) | 0
}
