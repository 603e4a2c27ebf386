/**
 * A broker's settings: four layers, of which the first that has a value wins: dynamic for this broker, dynamic for all
 * brokers, static (file, environment, flags), default.
 */
import { assert } from '../base/assert.ts'
import type { BrokerConfig, ConfigSource } from './contract.ts'
import type { LogConfig } from './log-config.ts'
import type { Plain, Setting, Value } from './setting.ts'
import { textOf } from './setting.ts'
import { brokerSetting, brokerSettings, isChangeable } from './settings.ts'
import { logConfigOf, topicConfigProblem, topicConfigsProblem, topicValue } from './topic-config.ts'
import { brokerFallbacks } from './topic-synonyms.ts'
import { InvalidValueError, parseValue } from './values.ts'

export type BrokerLayer = 'DYNAMIC_BROKER_CONFIG' | 'DYNAMIC_DEFAULT_BROKER_CONFIG' | 'STATIC_BROKER_CONFIG'
const LAYERS: readonly BrokerLayer[] = [
  'DYNAMIC_BROKER_CONFIG',
  'DYNAMIC_DEFAULT_BROKER_CONFIG',
  'STATIC_BROKER_CONFIG',
]
const NOTHING: Value = { plain: null, text: null }

export class BrokerConfigStore implements BrokerConfig {
  readonly #layers: Record<BrokerLayer, ReadonlyMap<string, Value>>
  /** Defaults of this start that differ from the table's. */
  readonly #defaults: ReadonlyMap<string, Value>
  readonly #effective = new Map<string, Value>()
  #topics = new WeakMap<ReadonlyMap<string, string>, LogConfig>()
  /** Problems that were answered already, by layer: the same is not said with every change. */
  readonly #told = new Map<BrokerLayer, ReadonlySet<string>>()
  readonly #listeners: ((names: ReadonlySet<string>) => void)[] = []

  constructor(statics: ReadonlyMap<string, Value>, defaults: ReadonlyMap<string, Value> = new Map()) {
    this.#layers = {
      DYNAMIC_BROKER_CONFIG: new Map(),
      DYNAMIC_DEFAULT_BROKER_CONFIG: new Map(),
      STATIC_BROKER_CONFIG: statics,
    }
    this.#defaults = defaults
  }

  // ── Values in effect ──────────────────────────────────────────────────────────────────────────────────────────────

  number(name: string): number {
    const plain = this.#inEffect(name).plain
    assert(typeof plain === 'number', `${name} is not a number that is set`)
    return plain
  }

  boolean(name: string): boolean {
    const plain = this.#inEffect(name).plain
    assert(typeof plain === 'boolean', `${name} is not a boolean that is set`)
    return plain
  }

  /** The text of any setting; null: not set and without default. */
  string(name: string): string | null {
    return this.#inEffect(name).text
  }

  /** Empty when not set. */
  list(name: string): readonly string[] {
    const plain = this.#inEffect(name).plain
    assert(plain === null || Array.isArray(plain), `${name} is not a list`)
    return plain ?? []
  }

  isSet(name: string): boolean {
    assert(brokerSetting(name) !== null, `no broker setting ${name}`)
    return LAYERS.some((layer) => this.#layers[layer].has(name))
  }

  /** The same as number, boolean, string, list in one; null: not set and without default. */
  plain(name: string): Plain {
    return this.#inEffect(name).plain
  }

  #inEffect(name: string): Value {
    const cached = this.#effective.get(name)
    if (cached !== undefined) return cached
    const value = this.#resolve(name)
    this.#effective.set(name, value)
    return value
  }

  #resolve(name: string): Value {
    const setting = brokerSetting(name)
    assert(setting !== null, `no broker setting ${name}`)
    const own = this.own(name)
    if (own !== null && own.plain !== null) return own
    for (const fallback of brokerFallbacks.get(name) ?? []) {
      const value = this.#inEffect(fallback.name)
      if (value.plain === null) continue
      if (typeof value.plain !== 'number') return value
      const inUnit = value.plain < 0 ? value.plain : value.plain * fallback.factor
      return { plain: inUnit, text: textOf(setting.type, inUnit) }
    }
    return NOTHING
  }

  /** The setting's own value without what stands in for it; null: none, and no default. */
  own(name: string): Value | null {
    for (const layer of LAYERS) {
      const value = this.#layers[layer].get(name)
      if (value !== undefined) return value
    }
    return this.defaultOf(name)
  }

  defaultOf(name: string): Value | null {
    return this.#defaults.get(name) ?? brokerSetting(name)?.default ?? null
  }

  // ── Layers ────────────────────────────────────────────────────────────────────────────────────────────────────────

  layer(layer: BrokerLayer): ReadonlyMap<string, Value> {
    return this.#layers[layer]
  }

  /**
   * Replaces a dynamic layer with what the tree says. A name that is unknown or cannot change while running, and a
   * value that is wrong, are left out and answered as texts to log.
   */
  setDynamic(layer: Exclude<BrokerLayer, 'STATIC_BROKER_CONFIG'>, raws: ReadonlyMap<string, string>): string[] {
    const problems: string[] = []
    const values = new Map<string, Value>()
    for (const [name, raw] of raws) {
      const setting = brokerSetting(name)
      if (setting === null || !isChangeable(setting)) {
        problems.push(`the dynamic setting ${name} is not one that a running broker takes`)
        continue
      }
      try {
        values.set(name, parseValue(setting, raw))
      } catch (error) {
        if (!(error instanceof InvalidValueError)) throw error
        problems.push(setting.type === 'password' ? `the dynamic value of ${name} is not valid` : error.message)
      }
    }
    const before = this.#told.get(layer)
    this.#told.set(layer, new Set(problems))
    this.#replace(layer, values)
    return problems.filter((problem) => !before?.has(problem))
  }

  #replace(layer: BrokerLayer, values: ReadonlyMap<string, Value>): void {
    const touched = new Set([...this.#layers[layer].keys(), ...values.keys()])
    const before = new Map([...touched].map((name) => [name, this.#inEffect(name).text]))
    this.#layers[layer] = values
    this.#effective.clear()
    this.#topics = new WeakMap()
    const changed = new Set([...touched].filter((name) => this.#inEffect(name).text !== before.get(name)))
    if (changed.size === 0) return
    for (const listener of this.#listeners) listener(changed)
  }

  onChange(listener: (names: ReadonlySet<string>) => void): void {
    this.#listeners.push(listener)
  }

  // ── Topics ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** The same object for the same map of overrides, until a broker setting changes: thousands of partitions share it. */
  topic(overrides: ReadonlyMap<string, string>): LogConfig {
    let config = this.#topics.get(overrides)
    if (config === undefined) {
      config = logConfigOf(overrides, (name) => this.plain(name))
      this.#topics.set(overrides, config)
    }
    return config
  }

  /** A topic's setting in effect. */
  topicValue(name: string, overrides: ReadonlyMap<string, string>): Value {
    return topicValue(name, overrides, (broker) => this.plain(broker))
  }

  /** What is wrong with one topic setting, in Kafka's words, or null. */
  validateTopicConfig(name: string, raw: string): string | null {
    return topicConfigProblem(name, raw)
  }

  /** What is wrong with all of a topic's overrides together, in Kafka's words, or null. */
  topicConfigsProblem(overrides: ReadonlyMap<string, string>): string | null {
    return topicConfigsProblem(overrides, (name) => this.plain(name))
  }

  /** Every row, in the order of the tables. */
  settings(): Iterable<Setting> {
    return brokerSettings.values()
  }
}

export type { ConfigSource }
