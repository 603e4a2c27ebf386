/** Changes of dynamic settings, decided purely: from what is there and what is asked to what will be there, or a refusal. */

import { invalidDynamic, togetherProblem } from './broker-together.ts'
import { groupFallback } from './describe.ts'
import type { Setting, SettingScope } from './setting.ts'
import { brokerSetting, clientMetricsSettings, groupSettings, isChangeable, settingsOf } from './settings.ts'
import type { BrokerConfigStore } from './store.ts'
import { problemOf } from './values.ts'

export type AlterOp = 'set' | 'delete' | 'append' | 'subtract'

export interface Alteration {
  readonly name: string
  readonly op: AlterOp
  readonly value: string | null
}

/** 'config': INVALID_CONFIG; 'request': INVALID_REQUEST. */
export interface Refusal {
  readonly refused: 'config' | 'request'
  readonly message: string
}

export type Altered = { readonly values: ReadonlyMap<string, string> } | Refusal

/** `fallback`: a list's value in effect when the entity has none of its own, which append and subtract start from. */
export function applyAlterations(
  scope: SettingScope,
  before: ReadonlyMap<string, string>,
  alterations: readonly Alteration[],
  fallback: (name: string) => readonly string[],
): Altered {
  const values = new Map(before)
  const missing = alterations.filter(({ op, value }) => op !== 'delete' && value === null).map(({ name }) => name)
  if (missing.length > 0) return refuse('request', `Null value not supported for : ${missing.join(',')}`)
  for (const { name, op, value } of alterations) {
    if (op === 'set') values.set(name, value as string)
    else if (op === 'delete') values.delete(name)
    else {
      const refusal = refuseListOperation(scope, name, op)
      if (refusal !== null) return refusal
      values.set(name, alteredList(values.get(name), fallback(name), op, value as string))
    }
  }
  return { values }
}

function refuseListOperation(scope: SettingScope, name: string, op: 'append' | 'subtract'): Refusal | null {
  const setting = scope === 'broker' ? brokerSetting(name) : settingsOf(scope).get(name)
  // Kafka knows the types of the lists of topics and brokers alone.
  const isList = setting?.type === 'list' && (scope === 'topic' || scope === 'broker')
  if (isList) return null
  if (scope === 'client-metrics' || scope === 'group') {
    return refuse('config', `Can't ${op.toUpperCase()} to key ${name} because its type is not LIST.`)
  }
  return refuse('config', `Config value ${op} is not allowed for config key: ${name}`)
}

function alteredList(own: string | undefined, fallback: readonly string[], op: AlterOp, value: string): string {
  const before = own === undefined ? fallback : split(own)
  const asked = split(value)
  if (op === 'subtract') return before.filter((one) => !asked.includes(one)).join(',')
  return [...before, ...asked.filter((one) => !before.includes(one))].join(',')
}

function split(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

export function refuse(refused: Refusal['refused'], message: string): Refusal {
  return { refused, message }
}

// ── What may be set ─────────────────────────────────────────────────────────────────────────────────────────────────

/** `touched`: the names that this request sets; others are as they were. `isDefault`: for all brokers together. */
export function checkBroker(
  store: BrokerConfigStore,
  values: ReadonlyMap<string, string>,
  touched: ReadonlySet<string>,
  isDefault: boolean,
): Refusal | null {
  const known = [...touched].filter((name) => values.has(name)).map((name) => [name, brokerSetting(name)] as const)
  const fixed = known.filter(([, setting]) => setting !== null && !isChangeable(setting)).map(([name]) => name)
  if (fixed.length > 0) return refuse('request', `Cannot update these configs dynamically: Set(${fixed.join(', ')})`)
  if (isDefault) {
    const perBroker = known.filter(([, setting]) => setting?.update === 'per-broker').map(([name]) => name)
    if (perBroker.length > 0) {
      const names = perBroker.join(', ')
      return refuse(
        'request',
        `Cannot update these configs at default cluster level, broker id must be specified: Set(${names})`,
      )
    }
  }
  for (const [name, setting] of known) {
    if (setting === null) continue
    const problem =
      problemOf(setting, values.get(name)!) ?? threadsProblem(store, name, Number(values.get(name)), isDefault)
    if (problem === null) continue
    return refuse('request', setting.type === 'password' ? `Invalid value for configuration ${name}` : problem)
  }
  const problem = togetherProblem(store, { values, touched, isDefault })
  return problem === null ? null : refuse('request', problem)
}

const THREADS =
  /(?:^|\.)(num\.io\.threads|num\.network\.threads|num\.replica\.fetchers|num\.recovery\.threads\.per\.data\.dir|background\.threads|log\.cleaner\.threads)$/

/** Kafka's pools of threads grow to the double, or shrink to the half, in one step. There are none here, but tools count on it. */
function threadsProblem(store: BrokerConfigStore, name: string, count: number, isDefault: boolean): string | null {
  const pool = THREADS.exec(name)?.[1]
  if (pool === undefined) return null
  // A value of this broker's own stays in effect.
  if (isDefault && store.layer('DYNAMIC_BROKER_CONFIG').has(name)) return null
  const now = store.isSet(name) ? store.number(name) : store.number(pool)
  const isLess = count < Math.floor(now / 2)
  if (!isLess && count <= now * 2) return null
  let what = `Dynamic thread count update validation failed for ${pool}=${count}, value should ${
    isLess ? 'be at least half' : 'not be greater than double'
  } the current value ${now}`
  if (pool === 'log.cleaner.threads') {
    what = `Log cleaner threads cannot be ${isLess ? 'reduced to less than half' : 'increased to more than double'} the current value ${now}`
  }
  return invalidDynamic(what)
}

export function checkTopic(
  store: BrokerConfigStore,
  topic: string,
  values: ReadonlyMap<string, string>,
): Refusal | null {
  const problem = store.topicConfigsProblem(values)
  if (problem === null) return null
  const ofValue = /^(?:Invalid value|Tiered Storage) /.test(problem)
  const where = `Invalid config value for resource ConfigResource(type=TOPIC, name='${topic}'): `
  return refuse('config', ofValue ? where + problem : problem)
}

const INTERVAL_MIN_MS = 100
const INTERVAL_MAX_MS = 3_600_000
const CLIENT_SELECTORS =
  /^(client_instance_id|client_id|client_software_name|client_software_version|client_source_address|client_source_port)=(.*)$/s

export function checkClientMetrics(values: ReadonlyMap<string, string>): Refusal | null {
  for (const [name, raw] of values) {
    const setting = clientMetricsSettings.get(name)
    if (setting === undefined) return refuse('request', `Unknown client metrics configuration: ${name}`)
    const problem = problemOf(setting, raw)
    if (problem !== null) return refuse('config', problem)
    if (name === 'interval.ms' && (Number(raw) < INTERVAL_MIN_MS || Number(raw) > INTERVAL_MAX_MS)) {
      const rule = `interval must be between ${INTERVAL_MIN_MS} and ${INTERVAL_MAX_MS} (1 hour)`
      return refuse('request', `Invalid value ${raw.trim()} for interval.ms, ${rule}`)
    }
    const wrong = name === 'match' ? split(raw).find((pattern) => !isClientPattern(pattern)) : undefined
    if (wrong !== undefined) return refuse('config', `Illegal client matching pattern: ${wrong}`)
  }
  return null
}

function isClientPattern(text: string): boolean {
  const pattern = CLIENT_SELECTORS.exec(text)?.[2]
  if (pattern === undefined) return false
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}

export function checkGroup(store: BrokerConfigStore, values: ReadonlyMap<string, string>): Refusal | null {
  for (const [name, raw] of values) {
    const setting = groupSettings.get(name)
    if (setting === undefined) return refuse('config', `Unknown group config name: ${name}`)
    const problem = problemOf(setting, raw) ?? groupBoundProblem(store, setting, raw)
    if (problem !== null) return refuse('config', problem)
  }
  return null
}

/** A group's setting stays within what the broker allows: group.consumer.min.X … group.consumer.max.X */
function groupBoundProblem(store: BrokerConfigStore, setting: Setting, raw: string): string | null {
  const { name } = setting
  if (name === 'streams.assignor.name') {
    const offered = store.list('group.streams.assignors')
    if (offered.includes(raw.trim())) return null
    return `${name} '${raw.trim()}' is not a registered task assignor. Registered assignors are: [${offered.join(', ')}].`
  }
  if (groupFallback(name) === null) return null
  const value = Number(raw)
  const min = bound(store, name, 'min')
  const max = bound(store, name, 'max')
  if (min !== null && max !== null) {
    return value < min || value > max ? `${name} must be in the range ${min} to ${max} inclusive.` : null
  }
  if (max !== null && value > max) return `${name} must be less than or equal to ${max}`
  return min !== null && value < min ? `${name} must be greater than or equal to ${min}` : null
}

function bound(store: BrokerConfigStore, name: string, which: 'min' | 'max'): number | null {
  const [kind, ...rest] = name.split('.')
  const setting = `group.${kind}.${which}.${rest.join('.').replace(/^num\./, '')}`
  return brokerSetting(setting) === null ? null : store.number(setting)
}
