/** Settings with their source and synonyms, as DescribeConfigs tells them. */
import { assert } from '../base/assert.ts'
import type { ConfigSource } from './contract.ts'
import type { Setting, SettingType, Value } from './setting.ts'
import { brokerSetting, clientMetricsSettings, groupSettings, isChangeable, topicSettings } from './settings.ts'
import type { BrokerConfigStore, BrokerLayer } from './store.ts'
import { brokerFallbacks, topicSynonyms } from './topic-synonyms.ts'
import { InvalidValueError, parseValue } from './values.ts'

export type DescribedSource = ConfigSource | 'CLIENT_METRICS_CONFIG' | 'GROUP_CONFIG'

export interface DescribedSynonym {
  readonly name: string
  readonly value: string | null
  readonly source: DescribedSource
}

export interface DescribedSetting {
  readonly name: string
  /** null for what is not set, and for passwords. */
  readonly value: string | null
  readonly readOnly: boolean
  readonly isSensitive: boolean
  readonly source: DescribedSource
  /** Most specific first. */
  readonly synonyms: readonly DescribedSynonym[]
  readonly type: SettingType
  readonly text: string
}

const DYNAMIC_LAYERS: readonly BrokerLayer[] = ['DYNAMIC_BROKER_CONFIG', 'DYNAMIC_DEFAULT_BROKER_CONFIG']

// ── Brokers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `names` null: all but internal ones that nobody set. Unknown names are left out. */
export function describeBroker(store: BrokerConfigStore, names: readonly string[] | null): DescribedSetting[] {
  return settingsNamed(store, names).map((setting) => {
    const synonyms = brokerSynonyms(store, setting.name)
    return entry(setting, shown(setting, store.own(setting.name)), synonyms, !isChangeable(setting))
  })
}

/** What is set dynamically for all brokers together. */
export function describeBrokerDefaults(store: BrokerConfigStore, names: readonly string[] | null): DescribedSetting[] {
  const layer = store.layer('DYNAMIC_DEFAULT_BROKER_CONFIG')
  return settingsNamed(store, names)
    .filter((setting) => layer.has(setting.name))
    .map((setting) => {
      const value = shown(setting, layer.get(setting.name) ?? null)
      const source = 'DYNAMIC_DEFAULT_BROKER_CONFIG'
      return entry(setting, value, [{ name: setting.name, value, source }], !isChangeable(setting))
    })
}

function settingsNamed(store: BrokerConfigStore, names: readonly string[] | null): Setting[] {
  const isSet = (name: string): boolean => allLayers().some((layer) => store.layer(layer).has(name))
  if (names !== null) {
    const settings = [...new Set(names)].map(brokerSetting)
    return settings.filter((setting) => setting !== null).filter((setting) => !setting.internal || isSet(setting.name))
  }
  const rows = [...store.settings()].filter((setting) => !setting.internal || isSet(setting.name))
  const ofListeners = allLayers().flatMap((layer) => [...store.layer(layer).keys()])
  const extra = new Set(ofListeners.filter((name) => name.startsWith('listener.name.')))
  return [...rows, ...[...extra].map((name) => brokerSetting(name)).filter((setting) => setting !== null)]
}

function allLayers(): readonly BrokerLayer[] {
  return [...DYNAMIC_LAYERS, 'STATIC_BROKER_CONFIG']
}

/** Kafka's order: layer by layer, and within each the finer unit first; what stands before the name itself is left out. */
function brokerSynonyms(store: BrokerConfigStore, name: string): DescribedSynonym[] {
  const names = namesBehind(name)
  const found: DescribedSynonym[] = []
  for (const layer of [...allLayers(), 'DEFAULT_CONFIG' as const]) {
    for (const synonym of names) {
      const setting = brokerSetting(synonym)
      assert(setting !== null, `no broker setting ${synonym}`)
      const value = layer === 'DEFAULT_CONFIG' ? store.defaultOf(synonym) : store.layer(layer).get(synonym)
      if (value === undefined || value === null || value.text === null) continue
      found.push({ name: synonym, value: shown(setting, value), source: layer })
    }
  }
  const first = found.findIndex((synonym) => synonym.name === name)
  return first < 0 ? [] : found.slice(first)
}

function namesBehind(name: string): string[] {
  const ofListener = /^listener\.name\.[^.]+\.(?:.*\.)?((?:ssl|sasl)\..+)$/.exec(name)
  if (ofListener !== null && brokerSetting(ofListener[1]!) !== null) return [name, ofListener[1]!]
  if (name === 'log.dirs' || name.startsWith('zookeeper.')) return [name]
  return [name, ...(brokerFallbacks.get(name) ?? []).map((fallback) => fallback.name)]
}

// ── Topics, groups, client metrics ──────────────────────────────────────────────────────────────────────────────────

export function describeTopic(
  store: BrokerConfigStore,
  overrides: ReadonlyMap<string, string>,
  names: readonly string[] | null,
): DescribedSetting[] {
  return rowsNamed(topicSettings, names, overrides).map((setting) => {
    const synonym = topicSynonyms.get(setting.name)?.[0]
    const ofBroker = synonym === undefined ? [] : brokerSynonyms(store, synonym.name)
    const value = store.topicValue(setting.name, overrides)
    const own: DescribedSynonym[] = overrides.has(setting.name)
      ? [{ name: setting.name, value: value.text, source: 'DYNAMIC_TOPIC_CONFIG' }]
      : []
    return entry(setting, value.text, [...own, ...ofBroker], false)
  })
}

export function describeGroup(
  store: BrokerConfigStore,
  overrides: ReadonlyMap<string, string>,
  names: readonly string[] | null,
): DescribedSetting[] {
  return rowsNamed(groupSettings, names, overrides).map((setting) => {
    const own = parsedOrNull(setting, overrides.get(setting.name))
    const behind = groupFallback(setting.name)
    const value = own ?? (behind === null ? setting.default : firstOf(setting, store.own(behind)))
    const synonyms: DescribedSynonym[] =
      behind === null
        ? [{ name: setting.name, value: setting.default.text, source: 'DEFAULT_CONFIG' }]
        : brokerSynonyms(store, behind)
    if (own !== null) synonyms.unshift({ name: setting.name, value: own.text, source: 'GROUP_CONFIG' })
    return entry(setting, value.text, synonyms, false)
  })
}

/** group.X is the broker's default of a group's X. */
export function groupFallback(name: string): string | null {
  if (name === 'streams.assignor.name') return 'group.streams.assignors'
  return brokerSetting(`group.${name}`) === null ? null : `group.${name}`
}

/** A group has one assignor, the broker offers several. */
function firstOf(setting: Setting, value: Value | null): Value {
  const plain = value?.plain ?? null
  if (!Array.isArray(plain) || setting.type === 'list') return value ?? setting.default
  return { plain: plain[0] ?? null, text: plain[0] ?? null }
}

export function describeClientMetrics(
  overrides: ReadonlyMap<string, string>,
  names: readonly string[] | null,
): DescribedSetting[] {
  return rowsNamed(clientMetricsSettings, names, overrides).map((setting) => {
    const own = parsedOrNull(setting, overrides.get(setting.name))
    const synonyms: DescribedSynonym[] =
      own === null ? [] : [{ name: setting.name, value: own.text, source: 'CLIENT_METRICS_CONFIG' }]
    return entry(setting, (own ?? setting.default).text, synonyms, false)
  })
}

function rowsNamed(
  table: ReadonlyMap<string, Setting>,
  names: readonly string[] | null,
  overrides: ReadonlyMap<string, string>,
): Setting[] {
  const wanted = names === null ? null : new Set(names)
  return [...table.values()].filter(
    (setting) => (wanted?.has(setting.name) ?? true) && (!setting.internal || overrides.has(setting.name)),
  )
}

function parsedOrNull(setting: Setting, raw: string | undefined): Value | null {
  if (raw === undefined) return null
  try {
    return parseValue(setting, raw)
  } catch (error) {
    if (error instanceof InvalidValueError) return null
    throw error
  }
}

function shown(setting: Setting, value: Value | null): string | null {
  return setting.type === 'password' ? null : (value?.text ?? null)
}

function entry(
  setting: Setting,
  value: string | null,
  synonyms: readonly DescribedSynonym[],
  readOnly: boolean,
): DescribedSetting {
  const source = synonyms[0]?.source ?? 'DEFAULT_CONFIG'
  const { name, type, text } = setting
  return { name, value, readOnly, isSensitive: type === 'password', source, synonyms, type, text }
}
