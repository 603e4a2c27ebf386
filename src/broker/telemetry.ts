/** The receiver of clients' metrics, when it is switched on, following the subscriptions in the tree. */
import { TELEMETRY_BYTES_MAX } from '../base/limits.ts'
import type { Logger } from '../base/logger.ts'
import type { BrokerConfig } from '../config/contract.ts'
import type { DynamicConfigs } from '../controller/contract.ts'
import type { World } from '../io/world.ts'
import { randomUuid } from '../metadata/setup.ts'
import type { Registry } from '../metrics/registry.ts'
import { ReceivedMetrics } from '../metrics/telemetry/received.ts'
import { ClientTelemetry } from '../metrics/telemetry/telemetry.ts'
import { Unpacker } from '../protocol/batch/unpacker.ts'

export function makeTelemetry(
  world: World,
  logger: Logger,
  config: BrokerConfig,
  configs: DynamicConfigs,
  registry: Registry,
): ClientTelemetry | undefined {
  if (!config.boolean('odradek.telemetry.enable')) return undefined
  const monotonicMs = () => world.clock.monotonicMs()
  const telemetry = new ClientTelemetry({
    logger: logger.child({ room: 'metrics' }),
    monotonicMs,
    newId: () => randomUuid(world.entropy),
    maxBytes: () => config.number('telemetry.max.bytes'),
    unpacker: new Unpacker(world.compute, TELEMETRY_BYTES_MAX),
    received: new ReceivedMetrics({ seriesMax: config.number('odradek.telemetry.series.max'), monotonicMs }),
  })
  telemetry.register(registry)
  const take = (name: string): void => telemetry.setSubscription(name, configs.get({ type: 'client-metrics', name }))
  for (const name of configs.names('client-metrics')) take(name)
  configs.onChange(({ type, name }) => {
    if (type === 'client-metrics') take(name)
  })
  return telemetry
}
