/** listeners, advertised.listeners and listener.security.protocol.map as addresses, with Kafka's rules. */
import { OperatorError } from '../base/errors.ts'
import type { BrokerConfig } from './contract.ts'

export interface ListenerAddress {
  /** Upper case. */
  readonly name: string
  /** '' is every address. IPv6 without its brackets. */
  readonly host: string
  readonly port: number
  readonly securityProtocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'
}

export interface ListenerPlan {
  readonly listeners: readonly ListenerAddress[]
  /** null: what is listened on is told (the real port, and a name of this host where the host is empty). */
  readonly advertised: readonly ListenerAddress[] | null
  /** The listener that brokers use among themselves. */
  readonly interBrokerListener: string
}

const PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'] as const
const EXAMPLE = 'PLAINTEXT://0.0.0.0:9092'

/** Throws an OperatorError. */
export function planListeners(config: BrokerConfig): ListenerPlan {
  const protocols = protocolMap(config.string('listener.security.protocol.map') ?? '')
  const listeners = config.list('listeners').map((text) => parseListener('listeners', text, protocols))
  if (listeners.length === 0) throw new OperatorError(`listeners is empty: set for example listeners=${EXAMPLE}`)
  refuseDoubles(listeners)
  const advertised = config.isSet('advertised.listeners')
    ? config.list('advertised.listeners').map((text) => parseListener('advertised.listeners', text, protocols))
    : null
  checkAdvertised(advertised, listeners)
  return { listeners, advertised, interBrokerListener: interBroker(config, advertised ?? listeners) }
}

function protocolMap(text: string): Map<string, ListenerAddress['securityProtocol']> {
  const map = new Map<string, ListenerAddress['securityProtocol']>()
  for (const pair of text.split(',').map((part) => part.trim())) {
    if (pair === '') continue
    const colon = pair.lastIndexOf(':')
    const name = pair.slice(0, colon).trim().toUpperCase()
    const protocol = PROTOCOLS.find(
      (known) =>
        known ===
        pair
          .slice(colon + 1)
          .trim()
          .toUpperCase(),
    )
    if (colon < 1 || protocol === undefined) {
      throw new OperatorError(
        `listener.security.protocol.map has the entry "${pair}": write NAME:PROTOCOL with one of ${PROTOCOLS.join(', ')}`,
      )
    }
    map.set(name, protocol)
  }
  return map
}

function parseListener(
  setting: string,
  text: string,
  protocols: ReadonlyMap<string, ListenerAddress['securityProtocol']>,
): ListenerAddress {
  const match = /^([^:/\s]+):\/\/(?:\[([0-9a-fA-F:.%]*)\]|([^:/\s[\]]*)):([0-9]{1,5})$/.exec(text.trim())
  const port = Number(match?.[4] ?? Number.NaN)
  if (match === null || port > 65535) {
    throw new OperatorError(`${setting} has the entry "${text}": write NAME://host:port, for example ${EXAMPLE}`)
  }
  const name = (match[1] as string).toUpperCase()
  const securityProtocol = protocols.get(name)
  if (securityProtocol === undefined) {
    throw new OperatorError(
      `${setting} has the listener ${name}, whose protocol nobody tells: add ${name}:PLAINTEXT (or SSL, SASL_PLAINTEXT, SASL_SSL) to listener.security.protocol.map`,
    )
  }
  return { name, host: match[2] ?? match[3] ?? '', port, securityProtocol }
}

function refuseDoubles(listeners: readonly ListenerAddress[]): void {
  const names = new Set<string>()
  const ports = new Map<number, ListenerAddress>()
  for (const listener of listeners) {
    if (names.has(listener.name)) {
      throw new OperatorError(`listeners has ${listener.name} twice: give each listener a name of its own`)
    }
    names.add(listener.name)
    const other = listener.port === 0 ? undefined : ports.get(listener.port)
    const differ = other !== undefined && other.host.includes(':') !== listener.host.includes(':')
    if (other !== undefined && !differ) {
      throw new OperatorError(
        `listeners has port ${listener.port} twice (${other.name}, ${listener.name}): give each listener a port of its own`,
      )
    }
    ports.set(listener.port, listener)
  }
}

function checkAdvertised(advertised: readonly ListenerAddress[] | null, listeners: readonly ListenerAddress[]): void {
  for (const { name, host } of advertised ?? []) {
    if (!listeners.some((listener) => listener.name === name)) {
      throw new OperatorError(
        `advertised.listeners has ${name}, which listeners has not: add it there or take it out here`,
      )
    }
    if (host === '0.0.0.0' || host === '::') {
      throw new OperatorError(
        `advertised.listeners tells clients ${host}, an address that nobody can connect to: put this host's name or address there`,
      )
    }
  }
  if (advertised !== null && advertised.length === 0) {
    throw new OperatorError('advertised.listeners is empty: name an address for each listener or leave the setting out')
  }
}

function interBroker(config: BrokerConfig, told: readonly ListenerAddress[]): string {
  const named = config.string('inter.broker.listener.name')?.toUpperCase() ?? null
  if (named !== null) {
    if (told.some((listener) => listener.name === named)) return named
    throw new OperatorError(
      `inter.broker.listener.name is ${named}, which no listener is called: name one of ${told.map((l) => l.name).join(', ')}`,
    )
  }
  const protocol = config.string('security.inter.broker.protocol')
  const found = told.find((l) => l.name === protocol) ?? told.find((l) => l.securityProtocol === protocol)
  return (found ?? (told[0] as ListenerAddress)).name
}
