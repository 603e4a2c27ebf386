/** A broker's listeners as its settings tell them, and the line that advertises another address. */
import type { BrokerConnection } from '../../client/connection.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { showAddress } from './advertised.ts'
import type { Address } from './who-answers.ts'

export interface BrokerListener extends Address {
  readonly name: string
  /** PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL */
  readonly protocol: string
}

/** ConfigResource.Type.BROKER */
const BROKER_RESOURCE = 4
const SETTINGS = ['listeners', 'advertised.listeners', 'listener.security.protocol.map']

/** What the broker tells on each listener; null when it may not be asked, or another broker is at this connection. */
export async function listenersOf(connection: BrokerConnection, brokerId: number): Promise<BrokerListener[] | null> {
  const resource = { resourceType: BROKER_RESOURCE, resourceName: String(brokerId), configurationKeys: SETTINGS }
  let values: Map<string, string>
  try {
    const { results } = await connection.request(ApiKey.DescribeConfigs, { resources: [resource] })
    if (results[0] === undefined || results[0].errorCode !== ErrorCode.NONE) return null
    values = new Map(results[0].configs.map(({ name, value }) => [name, value ?? '']))
  } catch {
    return null
  }
  const protocols = new Map<string, string>()
  for (const entry of (values.get('listener.security.protocol.map') ?? '').split(',')) {
    const [name = '', protocol = ''] = entry.split(':')
    protocols.set(name.trim().toUpperCase(), protocol.trim().toUpperCase())
  }
  const told = values.get('advertised.listeners') || values.get('listeners') || ''
  return told.split(',').flatMap((entry) => readListener(entry, protocols))
}

function readListener(entry: string, protocols: ReadonlyMap<string, string>): BrokerListener[] {
  const match = /^\s*([^:/\s]+):\/\/(?:\[([^\]]*)\]|([^:[\]/\s]*)):(\d{1,5})\s*$/.exec(entry)
  const host = match?.[2] ?? match?.[3] ?? ''
  // A listener without a host tells the machine's own name, which its settings do not say.
  if (match === null || host === '') return []
  const name = match[1]!.toUpperCase()
  return [{ name, protocol: protocols.get(name) ?? name, host, port: Number(match[4]) }]
}

/**
 * The broker's setting with `instead` in the place of `told`. `instead` null: an address that is reachable is not known
 * here, so the line has a word for it.
 */
export function advertisedInstead(
  listeners: readonly BrokerListener[],
  told: Address,
  instead: Address | null,
): string {
  const address = instead === null ? `HOST:${told.port}` : showAddress(instead)
  const known = listeners.length > 0 ? listeners : [{ name: 'PLAINTEXT', ...told }]
  const value = known
    .map(
      ({ name, host, port }) =>
        `${name}://${host === told.host && port === told.port ? address : showAddress({ host, port })}`,
    )
    .join(',')
  const where = instead === null ? ' (HOST: what clients know its machine by)' : ''
  return `advertised.listeners=${value}${where}; in a container KAFKA_ADVERTISED_LISTENERS=${value}`
}
