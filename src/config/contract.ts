/** Settings as the rooms see them: typed values in effect, and who told them. */
import type { LogConfig } from './log-config.ts'

export type ConfigSource =
  | 'DYNAMIC_TOPIC_CONFIG'
  | 'DYNAMIC_BROKER_CONFIG'
  | 'DYNAMIC_DEFAULT_BROKER_CONFIG'
  | 'STATIC_BROKER_CONFIG'
  | 'DEFAULT_CONFIG'

export interface BrokerConfig {
  /** The value in effect, parsed: number, boolean, string, string[] or null, by the setting's type. Unknown name: assert. */
  number(name: string): number
  boolean(name: string): boolean
  string(name: string): string | null
  list(name: string): readonly string[]
  /** True when the operator set it (file, environment, flag or dynamically). */
  isSet(name: string): boolean
  /** The topic's settings in effect: override, else this broker's. */
  topic(overrides: ReadonlyMap<string, string>): LogConfig
  /** Called after dynamic broker settings changed, with the names. */
  onChange(listener: (names: ReadonlySet<string>) => void): void
}

/** Levels of the broker's own loggers, which BROKER_LOGGER resources show and change. */
export interface LoggerLevels {
  names(): string[]
  get(name: string): string
  set(name: string, level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'): void
  /** Back to what the root logger has. */
  reset(name: string): void
}
