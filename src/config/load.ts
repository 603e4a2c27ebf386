/** From a file, the environment and flags to a broker's settings: flags > environment > file > default. */
import { OperatorError } from '../base/errors.ts'
import { parseCreateTopics, readableTopics, type TopicToCreate } from './create-topics.ts'
import { settingsFromEnvironment } from './environment.ts'
import { nearest } from './nearest.ts'
import { parseProperties } from './properties.ts'
import type { Value } from './setting.ts'
import { reasonWithoutEffect } from './settings/without-effect.ts'
import { brokerSetting, brokerSettings, isPluginSetting, topicSettings } from './settings.ts'
import { BrokerConfigStore } from './store.ts'
import { InvalidValueError, parseValue } from './values.ts'

export interface ConfigInput {
  /** The text of server.properties, and how to call it in messages; null: none. */
  readonly file?: { readonly path: string; readonly text: string } | null
  readonly env?: Readonly<Record<string, string | undefined>>
  /** --override name=value */
  readonly flags?: ReadonlyMap<string, string>
}

export interface LoadedConfig {
  readonly config: BrokerConfigStore
  /** One sentence each, to be logged once. */
  readonly warnings: readonly string[]
  /** KAFKA_CREATE_TOPICS and odradek.create.topics */
  readonly createTopics: readonly TopicToCreate[]
}

interface Raw {
  readonly value: string
  readonly from: string
}

/** Throws an OperatorError for a value that cannot be. */
export function loadConfig(input: ConfigInput): LoadedConfig {
  const environment = settingsFromEnvironment(input.env ?? {})
  const raws = new Map<string, Raw>()
  if (input.file) {
    for (const [name, value] of parseProperties(input.file.text)) raws.set(name, { value, from: input.file.path })
  }
  for (const [name, value] of environment.settings) raws.set(name, { value, from: 'the environment' })
  for (const [name, value] of input.flags ?? []) raws.set(name, { value, from: 'the command line' })
  refuseTwoIds(raws)
  translateFormer(raws)

  const warnings = [...environment.warnings]
  const statics = parseAll(raws, warnings)
  const describesBroker = Boolean(input.file) || environment.describesBroker
  const config = new BrokerConfigStore(statics, describesBroker ? new Map() : bareDefaults())
  refuseContradictions(config)
  warnings.push(...warningsOf(config))
  const ofImage = readableTopics(environment.createTopics, warnings)
  return { config, warnings, createTopics: [...ofImage, ...parseCreateTopics(config.list('odradek.create.topics'))] }
}

/** With no configuration at all nobody but this host reaches the broker. */
function bareDefaults(): Map<string, Value> {
  const listeners = ['PLAINTEXT://127.0.0.1:9092']
  return new Map([['listeners', { plain: listeners, text: listeners.join(',') }]])
}

function parseAll(raws: ReadonlyMap<string, Raw>, warnings: string[]): Map<string, Value> {
  const values = new Map<string, Value>()
  const withoutEffect = new Map<string, string[]>()
  for (const [name, { value, from }] of raws) {
    const setting = brokerSetting(name)
    if (setting === null) {
      if (!isPluginSetting(name)) warnings.push(unknownName(name, from))
      continue
    }
    try {
      values.set(name, parseValue(setting, value))
    } catch (error) {
      if (!(error instanceof InvalidValueError)) throw error
      const what = setting.type === 'password' ? `the value of ${name} is not valid` : error.message
      throw new OperatorError(`${what} (from ${from}): change it or leave it out`)
    }
    const reason = reasonWithoutEffect(name)
    if (reason !== null) withoutEffect.set(reason, [...(withoutEffect.get(reason) ?? []), name])
  }
  if (withoutEffect.size > 0) {
    const parts = [...withoutEffect].map(([reason, names]) => `${names.join(', ')} (${reason})`)
    warnings.push(`set, known and without effect here: ${parts.join('; ')}`)
  }
  return values
}

function unknownName(name: string, from: string): string {
  const meant = nearest(name, brokerSettings.keys())
  if (meant !== null) return `unknown setting ${name} (from ${from}) is ignored: did you mean ${meant}?`
  if (topicSettings.has(name)) {
    return `${name} (from ${from}) is a setting of topics and is ignored here: the broker's own names begin with log. or message.`
  }
  return `unknown setting ${name} (from ${from}) is ignored`
}

/** host.name, port, advertised.host.name, advertised.port, and listeners that only advertised.listeners tells. */
function translateFormer(raws: Map<string, Raw>): void {
  const value = (name: string): string | undefined => raws.get(name)?.value.trim()
  const host = value('host.name')
  const port = value('port')
  if (!raws.has('listeners') && (host !== undefined || port !== undefined)) {
    raws.set('listeners', { value: `PLAINTEXT://${host ?? ''}:${port ?? '9092'}`, from: 'host.name and port' })
  }
  const first = /^([^:/]+):\/\/.*:([0-9]+)$/.exec(value('listeners')?.split(',')[0]?.trim() ?? 'PLAINTEXT://:9092')
  const toldPort = value('advertised.port')
  // A port alone goes with host.name, as before 3.0.
  const toldHost = value('advertised.host.name') || (toldPort === undefined ? undefined : (host ?? ''))
  if (!raws.has('advertised.listeners') && first !== null && toldHost !== undefined) {
    const told = `${first[1]}://${toldHost.includes(':') ? `[${toldHost}]` : toldHost}:${toldPort ?? first[2]}`
    raws.set('advertised.listeners', { value: told, from: 'advertised.host.name and advertised.port' })
    return
  }
  const advertised = raws.get('advertised.listeners')
  if (advertised === undefined || advertised.value.trim() === '' || raws.has('listeners')) return
  const everyAddress = advertised.value.replace(/:\/\/(?:\[[^\]]*\]|[^:,[\]]*):/g, '://:')
  raws.set('listeners', { value: everyAddress, from: 'advertised.listeners' })
}

/** broker.id and node.id are the same thing: what one says the other says. */
function refuseTwoIds(raws: Map<string, Raw>): void {
  const brokerId = raws.get('broker.id')
  const nodeId = raws.get('node.id')
  if (brokerId !== undefined && nodeId !== undefined && brokerId.value.trim() !== nodeId.value.trim()) {
    throw new OperatorError(
      `broker.id is ${brokerId.value} (from ${brokerId.from}) and node.id is ${nodeId.value} (from ${nodeId.from}): they are the same thing, set only one of them`,
    )
  }
  if (brokerId !== undefined) raws.set('node.id', brokerId)
  else if (nodeId !== undefined) raws.set('broker.id', nodeId)
}

function refuseContradictions(config: BrokerConfigStore): void {
  const roles = config.list('process.roles')
  if (roles.length > 0 && !roles.includes('broker')) {
    throw new OperatorError(
      'process.roles has no broker, and there are no KRaft controllers here: leave that setting out',
    )
  }
  if (config.list('log.dirs').some((folder) => folder === '')) {
    throw new OperatorError('log.dirs has an empty entry: name one folder, or several with a comma between each two')
  }
}

function warningsOf(config: BrokerConfigStore): string[] {
  const warnings: string[] = []
  const retention = config.number('log.retention.ms')
  if (retention === 0) warnings.push('log.retention is 0: records are deleted as soon as their segment is closed')
  if (config.string('odradek.flush') === 'never') {
    warnings.push('odradek.flush is never: a power cut takes acknowledged records that only this broker held')
  }
  return warnings
}
