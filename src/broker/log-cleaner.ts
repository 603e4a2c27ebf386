/** The log cleaner with the settings of this broker; null: log.cleaner.enable is false. */
import type { Logger } from '../base/logger.ts'
import type { BrokerConfigStore } from '../config/store.ts'
import type { World } from '../io/world.ts'
import { type CleanerSettings, LogCleaner } from '../storage/cleaner/log-cleaner.ts'
import type { LogManager } from '../storage/log-manager.ts'
import type { BrokerLife } from './lifecycle.ts'

export function startLogCleaner(
  life: BrokerLife,
  parts: { world: World; logger: Logger; config: BrokerConfigStore; logs: LogManager },
): LogCleaner | null {
  const { world, logger, config, logs } = parts
  if (!config.boolean('log.cleaner.enable')) return null
  const settings = () => cleanerSettings(config)
  const cleaner = new LogCleaner({ world, logger: logger.child({ room: 'storage' }), logs, settings })
  cleaner.start()
  config.onChange((names) => {
    if ([...names].some((name) => name.startsWith('log.cleaner.'))) cleaner.settingsChanged()
  })
  life.onStop('log cleaner', () => cleaner.stop())
  return cleaner
}

function cleanerSettings(config: BrokerConfigStore): CleanerSettings {
  return {
    threads: config.number('log.cleaner.threads'),
    dedupeBufferBytes: config.number('log.cleaner.dedupe.buffer.size'),
    loadFactor: config.number('log.cleaner.io.buffer.load.factor'),
    ioBufferBytes: config.number('log.cleaner.io.buffer.size'),
    bytesPerSecond: config.number('log.cleaner.io.max.bytes.per.second'),
    backoffMs: config.number('log.cleaner.backoff.ms'),
  }
}
