/** `listeners`, `advertised.listeners` and `listener.security.protocol.map`: read, checked, and what clients are told. */
import { OperatorError } from '../base/errors.ts'
import type { BrokerConfig } from '../config/contract.ts'
import type { BrokerEndpoint } from '../metadata/contract.ts'

const SECURITY_PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']
const SERVED_PROTOCOLS = ['PLAINTEXT']

export interface ListenerEndpoint {
  readonly listener: string
  readonly securityProtocol: string
  /** '': every address */
  readonly host: string
  /** 0: any free one */
  readonly port: number
}

/** With the port that was taken. */
export type BoundListener = ListenerEndpoint

export interface Endpoints {
  readonly listeners: readonly ListenerEndpoint[]
  /** host '' is already replaced; port 0 stands for the port that the listener of this name takes. */
  readonly advertised: readonly BrokerEndpoint[]
  readonly interBrokerListener: string
}

/** `hostName`: what is advertised for a listener without a host (the canonical name of this machine). */
export function readEndpoints(config: BrokerConfig, hostName: () => string): Endpoints {
  const protocols = readProtocolMap(config)
  const listeners = readList('listeners', config.list('listeners'), protocols)
  if (listeners.length === 0) throw new OperatorError('listeners is empty: set it, as in listeners=PLAINTEXT://:9092')
  refuseDuplicates('listeners', listeners)
  refuseSharedPorts(listeners)
  const told = config.list('advertised.listeners')
  const isTold = told.length > 0
  const advertised = (isTold ? readList('advertised.listeners', told, protocols) : listeners).map((endpoint) => {
    refuseAnyAddress(endpoint, isTold)
    return { ...endpoint, host: endpoint.host === '' ? hostName() : endpoint.host }
  })
  refuseDuplicates('advertised.listeners', advertised)
  for (const { listener } of advertised) {
    if (listeners.some((endpoint) => endpoint.listener === listener)) continue
    throw new OperatorError(
      `advertised.listeners names ${listener}, which listeners does not have: use ${names(listeners)}, or add it to listeners`,
    )
  }
  return { listeners, advertised, interBrokerListener: readInterBrokerListener(config, advertised) }
}

/** What clients are told once the ports are known. */
export function advertise(endpoints: Endpoints, bound: readonly BoundListener[]): BrokerEndpoint[] {
  return endpoints.advertised.map((endpoint) => ({
    listener: endpoint.listener,
    securityProtocol: endpoint.securityProtocol,
    host: endpoint.host,
    port: endpoint.port !== 0 ? endpoint.port : bound.find((b) => b.listener === endpoint.listener)!.port,
  }))
}

function readProtocolMap(config: BrokerConfig): Map<string, string> {
  const protocols = new Map<string, string>()
  const text = config.string('listener.security.protocol.map') ?? ''
  for (const entry of text.split(',')) {
    if (entry.trim() === '') continue
    const colon = entry.lastIndexOf(':')
    const name = normalName(entry.slice(0, Math.max(colon, 0)))
    const protocol = normalName(entry.slice(colon + 1))
    if (colon <= 0 || name === '' || !SECURITY_PROTOCOLS.includes(protocol)) {
      throw new OperatorError(
        `listener.security.protocol.map has "${entry.trim()}": write NAME:PROTOCOL with one of ${SECURITY_PROTOCOLS.join(', ')}`,
      )
    }
    if (protocols.has(name)) {
      throw new OperatorError(`listener.security.protocol.map names ${name} twice: keep one of them`)
    }
    protocols.set(name, protocol)
  }
  return protocols
}

function readList(
  setting: string,
  entries: readonly string[],
  protocols: ReadonlyMap<string, string>,
): ListenerEndpoint[] {
  const named = entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
  return named.map((entry) => readListener(setting, entry, protocols))
}

/** NAME://host:port, where host may be empty or an IPv6 address in brackets; Apache's EndPoint takes the same letters. */
function readListener(setting: string, text: string, protocols: ReadonlyMap<string, string>): ListenerEndpoint {
  const match = /^([^:/\s]+):\/\/(?:\[([\w\-%.:]*)\]|([\w\-%.]*)):(\d{1,5})$/.exec(text)
  const port = Number(match?.[4])
  if (match === null || port > 65_535) {
    throw new OperatorError(`${setting} has "${text}": write NAME://host:port, as in PLAINTEXT://127.0.0.1:9092`)
  }
  const listener = normalName(match[1]!)
  const securityProtocol = protocols.get(listener)
  if (securityProtocol === undefined) {
    throw new OperatorError(
      `${setting} has listener ${listener}, whose protocol is not known: add ${listener}:PLAINTEXT to listener.security.protocol.map`,
    )
  }
  if (!SERVED_PROTOCOLS.includes(securityProtocol)) {
    throw new OperatorError(
      `${setting} has listener ${listener} with ${securityProtocol}, which is not served yet: use PLAINTEXT`,
    )
  }
  return { listener, securityProtocol, host: match[2] ?? match[3] ?? '', port }
}

function normalName(text: string): string {
  return text.trim().toUpperCase()
}

function names(endpoints: readonly { listener: string }[]): string {
  return endpoints.map((endpoint) => endpoint.listener).join(', ')
}

function refuseDuplicates(setting: string, endpoints: readonly { listener: string }[]): void {
  const seen = new Set<string>()
  for (const { listener } of endpoints) {
    if (seen.has(listener)) {
      throw new OperatorError(`${setting} has listener ${listener} twice: give each listener its own name`)
    }
    seen.add(listener)
  }
}

/** One IPv4 and one IPv6 address may share a port, as in Apache. */
function refuseSharedPorts(listeners: readonly ListenerEndpoint[]): void {
  const byPort = new Map<number, ListenerEndpoint[]>()
  for (const endpoint of listeners) {
    if (endpoint.port === 0) continue
    const others = byPort.get(endpoint.port) ?? []
    others.push(endpoint)
    byPort.set(endpoint.port, others)
  }
  for (const [port, sharing] of byPort) {
    if (sharing.length < 2) continue
    const six = sharing.filter((endpoint) => endpoint.host.includes(':')).length
    const four = sharing.filter((endpoint) => /^\d+\.\d+\.\d+\.\d+$/.test(endpoint.host)).length
    if (sharing.length === 2 && six === 1 && four === 1) continue
    throw new OperatorError(
      `listeners has port ${port} more than once (${names(sharing)}): give each listener its own port`,
    )
  }
}

function refuseAnyAddress(endpoint: ListenerEndpoint, isTold: boolean): void {
  if (endpoint.host !== '0.0.0.0' && !/^[0:]*:[0:]*$/.test(endpoint.host)) return
  const fix = `set advertised.listeners=${endpoint.listener}://HOST:${endpoint.port} with a HOST that clients can reach`
  throw new OperatorError(
    isTold
      ? `advertised.listeners has ${endpoint.host}, which no client can connect to: ${fix}`
      : `listeners has ${endpoint.host}, which cannot be told to clients as an address: ${fix}`,
  )
}

function readInterBrokerListener(config: BrokerConfig, advertised: readonly BrokerEndpoint[]): string {
  const told = config.string('inter.broker.listener.name')
  if (told !== null && told !== '') {
    const name = normalName(told)
    if (advertised.some((endpoint) => endpoint.listener === name)) return name
    throw new OperatorError(
      `inter.broker.listener.name=${told} is not in advertised.listeners: use one of ${names(advertised)}`,
    )
  }
  const protocol = config.string('security.inter.broker.protocol') ?? 'PLAINTEXT'
  const name = normalName(protocol)
  if (advertised.some((endpoint) => endpoint.listener === name)) return name
  throw new OperatorError(
    `No listener is named ${name} (security.inter.broker.protocol): set inter.broker.listener.name to one of ${names(advertised)}`,
  )
}
