/** Quotas in the tree become limits of this broker, at the start and whenever they change. */
import type { BrokerConfig } from '../config/contract.ts'
import type { ConfigEntity, DynamicConfigs } from '../controller/contract.ts'
import { quotaEntity } from '../controller/quota-entities.ts'
import type { Clock } from '../io/world.ts'
import { ClientQuotas } from '../quota/client-quotas.ts'
import { ConnectionRates } from '../quota/connection-rates.ts'
import { CONNECTION_CREATION_RATE, quotasOf } from '../quota/quota-values.ts'

/** As much as the setting can say: no limit. */
const UNLIMITED = 0x7fffffff

export interface Quotas {
  readonly clients: ClientQuotas
  readonly connections: ConnectionRates
}

export function makeQuotas(params: {
  config: BrokerConfig
  configs: DynamicConfigs
  clock: Clock
  /** Brokers use it among themselves: the rate of the whole broker does not bear on it. null: it is for all. */
  protectedListener: string | null
}): Quotas {
  const { config, configs, clock } = params
  const window = windowOf(config, 'quota.window')
  const monotonicMs = () => clock.monotonicMs()
  const clients = new ClientQuotas({ monotonicMs, window, mutationWindow: windowOf(config, 'controller.quota.window') })
  const rate = (name: string): number => {
    const perSecond = config.isSet(name) ? config.number(name) : UNLIMITED
    return perSecond === UNLIMITED ? Number.POSITIVE_INFINITY : perSecond
  }
  const connections = new ConnectionRates({
    window,
    ofBroker: (listener) =>
      listener === params.protectedListener ? Number.POSITIVE_INFINITY : rate('max.connection.creation.rate'),
    ofListener: (listener) => rate(`listener.name.${listener.toLowerCase()}.max.connection.creation.rate`),
  })
  const take = (node: ConfigEntity): void => {
    const entity = quotaEntity(node)
    if (entity === null) return
    const quotas = quotasOf(configs.get(node))
    if (entity.ip !== undefined) connections.setLimit(entity.ip, quotas.get(CONNECTION_CREATION_RATE))
    else clients.set(entity, quotas)
  }
  for (const type of ['users', 'clients', 'ips'] as const) {
    for (const name of configs.names(type)) take({ type, name })
  }
  configs.onChange(take)
  return { clients, connections }
}

function windowOf(config: BrokerConfig, prefix: string) {
  return { samples: config.number(`${prefix}.num`), windowMs: config.number(`${prefix}.size.seconds`) * 1000 }
}
