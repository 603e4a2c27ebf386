/**
 * What dynamic settings of a broker may not be together with the others, though each is a value of its type: Kafka's rules and words.
 * The worst of them would let nobody in any more to take them back.
 */
import type { BrokerConfigStore, BrokerLayer } from './store.ts'

export interface BrokerChange {
  readonly values: ReadonlyMap<string, string>
  /** Of this change: set or taken away. */
  readonly touched: ReadonlySet<string>
  /** For all brokers together: a value of this broker's own stays in effect. */
  readonly isDefault: boolean
}

const MIB = 1024 * 1024
const RATE_OR_COUNT = /^(?:listener\.name\.([^.]+)\.)?(max\.connections|max\.connection\.creation\.rate)$/

/** null: nothing is wrong. Values are of their types already. */
export function togetherProblem(store: BrokerConfigStore, change: BrokerChange): string | null {
  for (const name of change.touched) {
    const problem = problemOfOne(store, change, name)
    if (problem !== null) return problem
  }
  return null
}

function problemOfOne(store: BrokerConfigStore, change: BrokerChange, name: string): string | null {
  const { values } = change
  const [, listener, what] = RATE_OR_COUNT.exec(name) ?? []
  if (what !== undefined && Number(values.get(name) ?? 1) <= 0) {
    if (listener === undefined || hasListener(store, listener))
      return invalidDynamic(`Invalid ${what} ${values.get(name)!.trim()}`)
  }
  switch (name) {
    case 'max.connections.per.ip':
    case 'max.connections.per.ip.overrides':
      return overridesProblem(
        text(store, change, 'max.connections.per.ip.overrides') ?? '',
        number(store, change, 'max.connections.per.ip'),
      )
    case 'log.retention.ms':
      return number(store, change, name) === 0
        ? 'requirement failed: log.retention.ms must be unlimited (-1) or, greater than or equal to 1'
        : null
    case 'log.roll.jitter.ms':
      return number(store, change, name) < 0
        ? 'requirement failed: log.roll.jitter.ms must be greater than or equal to 0'
        : null
    case 'log.cleaner.threads':
    case 'log.cleaner.dedupe.buffer.size':
      return bufferProblem(
        number(store, change, 'log.cleaner.dedupe.buffer.size'),
        number(store, change, 'log.cleaner.threads'),
      )
    default:
      return null
  }
}

/** As Kafka says what its parts do not take. */
export function invalidDynamic(what: string): string {
  return `Invalid value org.apache.kafka.common.config.ConfigException: ${what} for configuration Invalid dynamic configuration`
}

function hasListener(store: BrokerConfigStore, name: string): boolean {
  return store.list('listeners').some((listener) => listener.split('://')[0]!.toLowerCase() === name)
}

function overridesProblem(overrides: string, perAddress: number): string | null {
  const entries = overrides
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  for (const entry of entries) {
    const colon = entry.lastIndexOf(':')
    if (colon < 0) {
      const where = `begin 0, end -1, length ${entry.length}`
      return `Error parsing configuration property 'max.connections.per.ip.overrides': ${where}`
    }
    const count = entry.slice(colon + 1).trim()
    const isCount = /^[+-]?[0-9]{1,10}$/.test(count) && Math.abs(Number(count)) <= 0x7fffffff
    if (!isCount) return `For input string: "${count}"`
  }
  return perAddress === 0 && entries.length === 0
    ? 'requirement failed: max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.'
    : null
}

function bufferProblem(bufferBytes: number, threads: number): string | null {
  if (threads === 0) return '/ by zero'
  return Math.trunc(bufferBytes / threads) > MIB
    ? null
    : 'requirement failed: log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.'
}

/** What will be in effect. */
function text(store: BrokerConfigStore, { values, isDefault }: BrokerChange, name: string): string | null {
  const kept = (layer: BrokerLayer): string | null | undefined => store.layer(layer).get(name)?.text
  const own = isDefault ? kept('DYNAMIC_BROKER_CONFIG') : values.get(name)
  const ofAll = isDefault ? values.get(name) : kept('DYNAMIC_DEFAULT_BROKER_CONFIG')
  return own ?? ofAll ?? kept('STATIC_BROKER_CONFIG') ?? store.defaultOf(name)?.text ?? null
}

/** 1, which nothing is wrong with, when there is none. */
function number(store: BrokerConfigStore, change: BrokerChange, name: string): number {
  return Number(text(store, change, name) ?? 1)
}
