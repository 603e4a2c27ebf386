/** KIP-951: an answer that says "not the leader" also says where the leader is, so the client need not ask again. */
import type { BrokerId } from '../base/kinds.ts'
import { endpointOf } from './endpoints.ts'
import type { BrokerServices, RequestContext } from './handler.ts'

interface NodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** The addresses, on the listener of the request, of all leaders named in the answer; null: none is named. */
export function leaderEndpoints<Topic, Partition extends { readonly currentLeader?: { readonly leaderId?: BrokerId } }>(
  topics: readonly Topic[],
  partitionsOf: (topic: Topic) => readonly Partition[] | undefined,
  context: RequestContext,
  services: BrokerServices,
): NodeEndpoint[] | null {
  let found: Map<BrokerId, NodeEndpoint> | null = null
  for (const topic of topics) {
    for (const { currentLeader } of partitionsOf(topic) ?? []) {
      const leaderId = currentLeader?.leaderId ?? -1
      if (leaderId < 0 || found?.has(leaderId)) continue
      const broker = services.metadata.current.brokers.get(leaderId)
      const endpoint = broker && endpointOf(broker, context.listener)
      if (!endpoint) continue
      found ??= new Map()
      found.set(leaderId, { nodeId: leaderId, host: endpoint.host, port: endpoint.port, rack: broker.rack })
    }
  }
  return found === null ? null : [...found.values()]
}
