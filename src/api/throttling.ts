/**
 * How quotas bear on a request while any is set: the loop's time that it took counts, and its answer may tell the client to
 * wait. The answer goes out at once, in every version, and then nothing is read for so long (KIP-219).
 */
import type { Clock } from '../io/world.ts'
import type { Reply } from '../network/dispatcher.ts'
import { ApiKey } from '../protocol/apis.ts'
import { encodeResponse } from '../protocol/frame.ts'
import type { ActiveQuotas, MutationQuota } from '../quota/client-quotas.ts'
import type { BrokerServices, RequestContext } from './handler.ts'

/** What brokers ask each other is not held up. */
const EXEMPT = new Set<number>([
  ApiKey.LeaderAndIsr,
  ApiKey.StopReplica,
  ApiKey.UpdateMetadata,
  ApiKey.ControlledShutdown,
  ApiKey.WriteTxnMarkers,
  ApiKey.AlterPartition,
  ApiKey.AllocateProducerIds,
])

/** Users are named without their type: User:alice is alice. */
export function userOf({ principal }: Pick<RequestContext, 'principal'>): string {
  return principal.slice(principal.indexOf(':') + 1)
}

/** For what a handler found out itself: bytes, changes of topics. The longest wait counts. */
export function throttle(context: RequestContext, throttleTimeMs: number): void {
  if (throttleTimeMs > (context.throttleTimeMs ?? 0)) context.throttleTimeMs = throttleTimeMs
}

/** null: changes of topics are free for this client. */
export function mutationsOf(
  context: RequestContext,
  services: BrokerServices,
  strictSinceVersion: number,
): MutationQuota | null {
  const isStrict = context.apiVersion >= strictSinceVersion
  return services.quotas.active?.mutations(userOf(context), context.clientId ?? '', isStrict) ?? null
}

export interface Limiting {
  readonly quotas: ActiveQuotas
  readonly clock: Clock
  readonly context: RequestContext
  readonly startedMs: number
}

export function limited<Body>(answer: Body | Promise<Body>, limiting: Limiting): Reply | null | Promise<Reply | null> {
  const spentMs = limiting.clock.monotonicMs() - limiting.startedMs
  if (answer instanceof Promise) return answer.then((body) => settle(body, limiting, spentMs))
  return settle(answer, limiting, spentMs)
}

function settle(body: unknown, limiting: Limiting, spentMs: number): Reply | null {
  const { quotas, context } = limiting
  if (body !== null && !EXEMPT.has(context.apiKey)) {
    throttle(context, quotas.worked(userOf(context), context.clientId ?? '', spentMs))
  }
  const throttleMs = context.throttleTimeMs ?? 0
  return body === null && throttleMs === 0 ? null : new LimitedReply(body, throttleMs, limiting)
}

class LimitedReply implements Reply {
  readonly throttleMs?: number
  private readonly body: unknown
  private readonly limiting: Limiting

  constructor(body: unknown, throttleMs: number, limiting: Limiting) {
    this.body = body
    this.limiting = limiting
    if (throttleMs > 0) this.throttleMs = throttleMs
  }

  encode(): readonly Uint8Array[] {
    const { quotas, clock, context } = this.limiting
    if (this.body === null) return []
    const startedMs = clock.monotonicMs()
    const body = this.throttleMs === undefined ? this.body : { ...this.body, throttleTimeMs: this.throttleMs }
    const frame = encodeResponse(context.apiKey, context.apiVersion, context.correlationId, body as never)
    // Its client was told already: this counts from the next request on.
    if (!EXEMPT.has(context.apiKey)) {
      quotas.alsoWorked(userOf(context), context.clientId ?? '', clock.monotonicMs() - startedMs)
    }
    return frame
  }
}
