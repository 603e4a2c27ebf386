/** kafka-configs.sh for users, clients and IP addresses: their quotas, and the SCRAM credentials of users. */
import type { KafkaClient } from '../../client/client.ts'
import { alterQuotas, describeQuotas, type QuotaEntity, type QuotaEntityType } from '../../client/configs.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { write } from '../stdout.ts'
import { addedConfigs, deletedConfigs, sayCompleted } from './configs-alter.ts'
import type { Entity } from './configs-entities.ts'
import { alterScramUser, describeScramUsers, isScram } from './configs-scram.ts'
import type { Flags } from './options.ts'

const CLIENT_QUOTAS = ['consumer_byte_rate', 'controller_mutation_rate', 'producer_byte_rate', 'request_percentage']
const KINDS: Readonly<Record<string, { type: QuotaEntityType; called: string; singular: string; keys: string[] }>> = {
  users: { type: 'user', called: 'user-principal', singular: 'user', keys: CLIENT_QUOTAS },
  clients: { type: 'client-id', called: 'client-id', singular: 'client', keys: CLIENT_QUOTAS },
  ips: { type: 'ip', called: 'ip', singular: 'ip', keys: ['connection_creation_rate'] },
}

export function isQuota({ type }: Entity): boolean {
  return Object.hasOwn(KINDS, type)
}

export async function describeQuotaEntities(client: KafkaClient, entities: readonly Entity[]): Promise<void> {
  const filters = entities.map(({ type, name }) => ({ type: KINDS[type]!.type, name }))
  for (const { entity, values } of await describeQuotas(client, filters, true)) {
    const whose = [...entity].sort(usersFirst).map(calledAs).join(', ')
    const shown = [...values]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ key, value }) => `${key}=${javaDouble(value)}`)
    if (shown.length > 0) await write(`Quota configs for ${whose} are ${shown.join(', ')}\n`)
  }
  const users = entities.filter(({ type }) => type === 'users').map(({ name }) => name)
  if (users.length < entities.length || users.includes(null)) return
  await describeScramUsers(
    client,
    users.filter((name) => typeof name === 'string'),
  )
}

function usersFirst(a: QuotaEntity, b: QuotaEntity): number {
  return (a.type === 'user' ? 0 : 1) - (b.type === 'user' ? 0 : 1)
}

function calledAs({ type, name }: QuotaEntity): string {
  const { called } = Object.values(KINDS).find((kind) => kind.type === type)!
  return name === null ? `the default ${called}` : `${called} '${name}'`
}

export async function alterQuotaEntity(client: KafkaClient, flags: Flags, entities: readonly Entity[]): Promise<void> {
  const added = await addedConfigs(flags)
  const deleted = deletedConfigs(flags)
  const { type, name } = entities[0]!
  // A user together with a client has quotas alone.
  const asked = entities.length > 1 ? 'clients' : type
  const addedNames = added.map(([key]) => key)
  refuseUnknown(asked, addedNames, 'added', 'Set')
  refuseUnknown(asked, deleted, 'deleted', 'ArrayBuffer')
  const names = [...addedNames, ...deleted]
  const credentials = names.filter(isScram)
  if (credentials.length === 0) await alterQuotasOf(client, entities, added, deleted)
  else {
    if (name === null || name === undefined) {
      throw wrong(
        'The use of --entity-default or --user-defaults is not allowed with User SCRAM Credentials using --bootstrap-server.',
      )
    }
    if (credentials.length < names.length) {
      throw wrong(
        `Cannot alter both quota and SCRAM credential configs simultaneously for '${type}' using --bootstrap-server.`,
      )
    }
    await alterScramUser(client, name, added, deleted)
  }
  await sayCompleted(
    name === null ? `default config for ${type} in the cluster` : `config for ${KINDS[type]!.singular} ${name}`,
  )
}

async function alterQuotasOf(
  client: KafkaClient,
  entities: readonly Entity[],
  added: readonly (readonly [key: string, text: string])[],
  deleted: readonly string[],
): Promise<void> {
  const changes = [
    ...added.map(([key, text]) => ({ key, value: quotaValue(key, text) })),
    ...deleted.map((key) => ({ key, value: null })),
  ]
  const entity = entities.map(({ type, name }) => ({ type: KINDS[type]!.type, name: name ?? null }))
  await alterQuotas(client, entity, changes)
}

function refuseUnknown(type: string, names: readonly string[], how: string, list: string): void {
  const { keys } = KINDS[type]!
  const unknown = names.filter((name) => !keys.includes(name) && !(type === 'users' && isScram(name)))
  if (unknown.length === 0) return
  const what =
    type === 'users'
      ? 'quota and SCRAM credential configs'
      : type === 'ips'
        ? 'connection quota configs'
        : 'quota configs'
  throw wrong(
    `Only ${what} can be ${how} for '${type}' using --bootstrap-server. Unexpected config names: ${list}(${unknown.join(', ')})`,
  )
}

function wrong(message: string): CommandError {
  return new CommandError(ExitCode.FAILED, message)
}

function quotaValue(key: string, text: string): number {
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text)
  throw wrong(`Cannot parse quota configuration value for ${key}: ${text}`)
}

/** As Java prints a double: 1024.0, and 1.0E7 from ten millions on. */
export function javaDouble(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value)
  if (!Number.isFinite(value)) return String(value)
  const [digits, exponent] = value.toExponential().split('e')
  return `${digits!.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
