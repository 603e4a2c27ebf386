/** /brokers/ids/N: written in version 5, read from version 1 on. */
import type { BrokerId } from '../../base/kinds.ts'
import type { BrokerEndpoint } from '../contract.ts'
import type { JsonObject } from './json.ts'
import { encode, integer, isObject, NodeFormatError, objectText, own, parseObject } from './json.ts'
import { brokerPath } from './paths.ts'

export interface BrokerNode {
  readonly id: BrokerId
  readonly endpoints: readonly BrokerEndpoint[]
  readonly rack: string | null
  /** Names of finalized features this broker supports, as Apache writes them; {} in ZooKeeper mode. */
  readonly features: JsonObject
}

export function encodeBroker(broker: BrokerNode, timestampMs: number): Uint8Array {
  // The first plain endpoint once more, for readers from before listeners had names.
  const plain = broker.endpoints.find((endpoint) => endpoint.securityProtocol === 'PLAINTEXT')
  const protocols = broker.endpoints.map(
    (endpoint) => [endpoint.listener, JSON.stringify(endpoint.securityProtocol)] as const,
  )
  const endpoints = broker.endpoints.map(
    (endpoint) => `${endpoint.listener}://${bracketed(endpoint.host)}:${endpoint.port}`,
  )
  const entries: [string, string][] = [
    ['features', JSON.stringify(broker.features)],
    ['listener_security_protocol_map', objectText(protocols)],
    ['endpoints', JSON.stringify(endpoints)],
  ]
  if (broker.rack !== null) entries.push(['rack', JSON.stringify(broker.rack)])
  entries.push(
    ['jmx_port', '-1'],
    ['port', String(plain?.port ?? -1)],
    ['host', JSON.stringify(plain?.host ?? null)],
    ['version', '5'],
    ['timestamp', JSON.stringify(String(timestampMs))],
  )
  return encode(objectText(entries))
}

export function decodeBroker(id: BrokerId, data: Uint8Array | null): BrokerNode {
  const path = brokerPath(id)
  const json = parseObject(path, data)
  const rack = own(json, 'rack')
  const features = own(json, 'features')
  return {
    id,
    endpoints: integer(path, json, 'version') === 1 ? onlyEndpoint(path, json) : readEndpoints(path, json),
    rack: typeof rack === 'string' ? rack : null,
    features: isObject(features) ? features : {},
  }
}

function onlyEndpoint(path: string, json: JsonObject): BrokerEndpoint[] {
  const host = own(json, 'host')
  if (typeof host !== 'string') throw new NodeFormatError(path, 'it has no host')
  const port = integer(path, json, 'port')
  return [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host, port }]
}

function readEndpoints(path: string, json: JsonObject): BrokerEndpoint[] {
  const list = own(json, 'endpoints')
  const protocols = own(json, 'listener_security_protocol_map')
  if (!Array.isArray(list)) throw new NodeFormatError(path, 'it has no endpoints')
  return list.map((entry: unknown) => {
    const parts = typeof entry === 'string' ? /^([A-Za-z0-9_.-]+):\/\/\[?([^\]]*)\]?:(-?\d{1,5})$/.exec(entry) : null
    if (parts === null) throw new NodeFormatError(path, 'an endpoint is not one')
    const listener = parts[1]!.toUpperCase()
    const named = isObject(protocols) ? own(protocols, parts[1]!) : undefined
    const securityProtocol = typeof named === 'string' ? named.toUpperCase() : listener
    return { listener, securityProtocol, host: parts[2]!, port: Number(parts[3]) }
  })
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
