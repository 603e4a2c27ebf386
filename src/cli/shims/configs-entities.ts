/** What kafka-configs.sh is about: --entity-type with --entity-name or --entity-default, or the short flags. */
import { CommandError, ExitCode } from '../exit.ts'
import type { Flags } from './options.ts'

const TYPES = ['topics', 'clients', 'users', 'brokers', 'ips', 'broker-loggers', 'client-metrics', 'groups']

export interface Entity {
  /** One of TYPES. */
  readonly type: string
  /** null: the default; undefined: all. */
  readonly name: string | null | undefined
}

const SHORT: Readonly<Record<string, string>> = {
  topic: 'topics',
  client: 'clients',
  user: 'users',
  broker: 'brokers',
  ip: 'ips',
  'broker-logger': 'broker-loggers',
  'client-metrics': 'client-metrics',
  group: 'groups',
}
const SHORT_DEFAULTS: Readonly<Record<string, string>> = {
  'client-defaults': 'clients',
  'user-defaults': 'users',
  'broker-defaults': 'brokers',
  'ip-defaults': 'ips',
}

/** Throws a CommandError for what cannot be. */
export function entitiesOf(flags: Flags): readonly Entity[] {
  const types = flags.many('entity-type')
  // Names and --entity-default belong to the types in their order.
  const names = flags
    .inOrder('entity-name', 'entity-default')
    .map(({ name, value }) => (name === 'entity-default' ? null : value!))
  const shorts: Entity[] = [
    ...Object.entries(SHORT).flatMap(([flag, type]) => (flags.has(flag) ? [{ type, name: flags.one(flag)! }] : [])),
    ...Object.entries(SHORT_DEFAULTS).flatMap(([flag, type]) => (flags.has(flag) ? [{ type, name: null }] : [])),
  ]
  if (shorts.length > 0 && (types.length > 0 || names.length > 0)) {
    throw wrong('--entity-{type,name,default} should not be used in conjunction with specific entity flags')
  }
  if (names.length > types.length && shorts.length === 0 && types.length > 0) {
    throw wrong('More entity names specified than entity types')
  }
  const entities = shorts.length > 0 ? shorts : types.map((type, i) => ({ type, name: names[i] }))
  if (entities.length === 0) throw wrong('At least one entity type must be specified')
  for (const { type, name } of entities) {
    if (!TYPES.includes(type)) {
      const known = TYPES.join(', ')
      throw wrong(
        `Invalid entity type ${type}, the entity type must be one of ${known} with a --bootstrap-server or --bootstrap-controller argument`,
      )
    }
    const isBroker = type === 'brokers' || type === 'broker-loggers'
    if (isBroker && name !== undefined && name !== null && !/^[0-9]{1,10}$/.test(name)) {
      throw wrong(`The entity name for ${type} must be a valid integer broker id, but it is: ${name}`)
    }
  }
  return entities
}

function wrong(message: string): CommandError {
  return new CommandError(ExitCode.FAILED, message)
}
