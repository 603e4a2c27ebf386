/** Brokers as a client on a given listener sees them. */
import type { BrokerEndpoint, ClusterMetadata, LiveBroker } from '../metadata/contract.ts'

export function endpointOf(broker: LiveBroker, listener: string): BrokerEndpoint | undefined {
  return broker.endpoints.find((endpoint) => endpoint.listener === listener)
}

export interface Node {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** Live brokers that have the listener, by id. */
export function nodesOn(metadata: ClusterMetadata, listener: string): Node[] {
  const nodes: Node[] = []
  for (const broker of metadata.brokers.values()) {
    const endpoint = endpointOf(broker, listener)
    if (endpoint) nodes.push({ nodeId: broker.id, host: endpoint.host, port: endpoint.port, rack: broker.rack })
  }
  return nodes.sort((a, b) => a.nodeId - b.nodeId)
}
