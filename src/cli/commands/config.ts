/** `odradek config list | describe | set | unset`: settings of topics, brokers, the cluster, groups, client metrics, loggers. */
import type { KafkaClient } from '../../client/client.ts'
import {
  alterConfigs,
  type ConfigChange,
  type ConfigEntry,
  ConfigSource,
  describeConfigs,
  listConfigResources,
  ResourceType,
} from '../../client/configs.ts'
import { type ConnectFlags, withClient } from '../connect.ts'
import { notFound, usageError } from '../exit.ts'
import { outputFormat, type Row, render } from '../output.ts'
import { write } from '../stdout.ts'

/** What a person calls it, and how Kafka numbers it. 'cluster' is the default of all brokers. */
const KINDS: Readonly<Record<string, number>> = {
  topic: ResourceType.TOPIC,
  broker: ResourceType.BROKER,
  cluster: ResourceType.BROKER,
  group: ResourceType.GROUP,
  'client-metrics': ResourceType.CLIENT_METRICS,
  logger: ResourceType.BROKER_LOGGER,
}

const SOURCES: Readonly<Record<number, string>> = {
  [ConfigSource.TOPIC]: 'topic',
  [ConfigSource.BROKER]: 'broker',
  [ConfigSource.DEFAULT_BROKER]: 'cluster',
  [ConfigSource.STATIC]: 'static',
  [ConfigSource.DEFAULT]: 'default',
  [ConfigSource.BROKER_LOGGER]: 'logger',
  [ConfigSource.CLIENT_METRICS]: 'client-metrics',
  [ConfigSource.GROUP]: 'group',
}

export function sourceName(source: number): string {
  return SOURCES[source] ?? 'unknown'
}

/** The resource that the words name, and the words after it. */
function resourceOf(words: readonly string[]): { type: number; name: string; called: string; rest: readonly string[] } {
  const [kind = '', ...more] = words
  const type = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
  if (type === undefined) throw usageError(`${kind}: there are ${Object.keys(KINDS).join(', ')}`)
  if (kind === 'cluster') return { type, name: '', called: 'the cluster', rest: more }
  const [name, ...rest] = more
  if (name === undefined || name.includes('=')) throw usageError(`config … ${kind} <name>: which ${kind}?`)
  return { type, name, called: `${kind} ${name}`, rest }
}

// ── list, describe ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface ConfigListFlags extends ConnectFlags {
  readonly output: string
}

/** Every resource of a kind with what is set for it. */
export async function listConfigs(kind: string, flags: ConfigListFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const rows: Row[] = []
    for (const words of await namesOf(client, kind)) {
      const { type, name, called } = resourceOf(words)
      const set = (await describeConfigs(client, type, name)).filter((entry) => isOwn(words[0]!, entry))
      for (const { name: setting, value, configSource } of set) {
        rows.push({ resource: called, setting, value, source: sourceName(configSource) })
      }
    }
    await write(render({ columns: ['resource', 'setting', 'value'], wideColumns: ['source'], rows }, format))
  })
}

async function namesOf(client: KafkaClient, kind: string): Promise<string[][]> {
  if (kind === 'cluster') return [['cluster']]
  if (kind === 'topic') {
    const { topics } = await client.metadata(null)
    return topics.map(({ name }) => [kind, name]).sort()
  }
  if (kind === 'broker') {
    const { brokers } = await client.metadata([])
    return brokers.map(({ id }) => [kind, String(id)])
  }
  if (kind !== 'group' && kind !== 'client-metrics') {
    throw usageError(`config list ${kind}: there are topic, broker, cluster, group, client-metrics`)
  }
  return (await listConfigResources(client, KINDS[kind]!)).map((name) => [kind, name])
}

/** Set for this very resource. */
function isOwn(kind: string, { configSource }: ConfigEntry): boolean {
  return sourceName(configSource) === kind
}

export interface ConfigDescribeFlags extends ConnectFlags {
  readonly output: string
  readonly all?: boolean
}

/** What somebody has set; with --all also what is left at its default. */
export async function describeConfig(words: readonly string[], flags: ConfigDescribeFlags): Promise<void> {
  const format = outputFormat(flags.output)
  const { type, name, called, rest } = resourceOf(words)
  await withClient(flags, async (client) => {
    const entries = await describeConfigs(client, type, name, { documentation: true })
    const missing = rest.filter((wanted) => entries.every((entry) => entry.name !== wanted))
    if (missing.length > 0) throw notFound(`${called} has no setting ${missing.join(', ')}`)
    const wanted = entries.filter((entry) =>
      rest.length > 0 ? rest.includes(entry.name) : flags.all || entry.configSource !== ConfigSource.DEFAULT,
    )
    const rows = wanted.sort((a, b) => (a.name < b.name ? -1 : 1)).map(configRow)
    const wideColumns = ['read-only', 'from', 'meaning']
    await write(render({ columns: ['setting', 'value', 'source', 'default'], wideColumns, rows }, format))
  })
}

function configRow({ name, value, configSource, isSensitive, readOnly, synonyms, documentation }: ConfigEntry): Row {
  const inherited = synonyms.find(({ source }) => source === ConfigSource.DEFAULT)
  return {
    setting: name,
    value: isSensitive ? '(hidden)' : value,
    source: sourceName(configSource),
    default: configSource === ConfigSource.DEFAULT ? value : (inherited?.value ?? null),
    'read-only': readOnly,
    from: synonyms.map((one) => `${sourceName(one.source)}:${one.name}=${one.value ?? ''}`),
    meaning: documentation,
  }
}

// ── set, unset ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface ConfigChangeFlags extends ConnectFlags {
  readonly dryRun?: boolean
}

export async function setConfig(words: readonly string[], flags: ConfigChangeFlags): Promise<void> {
  await change(words, flags, (text) => {
    const at = text.indexOf('=')
    if (at < 1) throw usageError(`"${text}": write setting=value`)
    return { name: text.slice(0, at), value: text.slice(at + 1) }
  })
}

/** Back to what it is without being set. */
export async function unsetConfig(words: readonly string[], flags: ConfigChangeFlags): Promise<void> {
  await change(words, flags, (name) => ({ name, value: null }))
}

async function change(
  words: readonly string[],
  flags: ConfigChangeFlags,
  parse: (word: string) => ConfigChange,
): Promise<void> {
  const { type, name, called, rest } = resourceOf(words)
  if (rest.length === 0) throw usageError('which settings?')
  const changes = rest.map(parse)
  await withClient(flags, async (client) => {
    await alterConfigs(client, type, name, changes, { validateOnly: flags.dryRun })
    const done = flags.dryRun ? 'could be changed' : 'changed'
    await write(`${called}: ${changes.map((one) => one.name).join(', ')} ${done}\n`)
  })
}
