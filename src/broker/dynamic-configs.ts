/** Settings of brokers in the tree become layers of this broker's settings, at the start and whenever they change. */
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfigStore } from '../config/store.ts'
import type { DynamicConfigs } from '../controller/contract.ts'

const DEFAULT_ENTITY = '<default>'

export function followDynamicConfigs(params: {
  configs: DynamicConfigs
  config: BrokerConfigStore
  brokerId: BrokerId
  logger: Logger
}): void {
  const { configs, config, brokerId, logger } = params
  const own = String(brokerId)
  const take = (name: string) => {
    const layer = name === DEFAULT_ENTITY ? 'DYNAMIC_DEFAULT_BROKER_CONFIG' : 'DYNAMIC_BROKER_CONFIG'
    for (const problem of config.setDynamic(layer, configs.get({ type: 'brokers', name }))) logger.warn(problem)
  }
  take(DEFAULT_ENTITY)
  take(own)
  configs.onChange(({ type, name }) => {
    if (type === 'brokers' && (name === DEFAULT_ENTITY || name === own)) take(name)
  })
}
