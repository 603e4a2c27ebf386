/** kafka-configs.sh for users, clients and IP addresses: their quotas. */
import type { KafkaClient } from '../../client/client.ts'
import { alterQuotas, describeQuotas, type QuotaEntity, type QuotaEntityType } from '../../client/configs.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { write } from '../stdout.ts'
import { addedConfigs, deletedConfigs, sayCompleted } from './configs-alter.ts'
import type { Entity } from './configs-entities.ts'
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
  const [first] = entities
  const known = KINDS[first!.type]!.keys
  refuseUnknown(
    first!.type,
    known,
    added.map(([key]) => key),
    'added',
    'Set',
  )
  refuseUnknown(first!.type, known, deleted, 'deleted', 'ArrayBuffer')
  const changes = [
    ...added.map(([key, text]) => ({ key, value: quotaValue(key, text) })),
    ...deleted.map((key) => ({ key, value: null })),
  ]
  const entity = entities.map(({ type, name }) => ({ type: KINDS[type]!.type, name: name ?? null }))
  await alterQuotas(client, entity, changes)
  const { type, name } = first!
  const isDefault = name === null
  await sayCompleted(
    isDefault ? `default config for ${type} in the cluster` : `config for ${KINDS[type]!.singular} ${name}`,
  )
}

function refuseUnknown(
  type: string,
  known: readonly string[],
  names: readonly string[],
  how: string,
  list: string,
): void {
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  if (unknown.some((name) => name.startsWith('SCRAM-'))) {
    throw new CommandError(ExitCode.FAILED, 'SCRAM credentials are not there yet')
  }
  const what =
    type === 'users'
      ? 'quota and SCRAM credential configs'
      : type === 'ips'
        ? 'connection quota configs'
        : 'quota configs'
  throw new CommandError(
    ExitCode.FAILED,
    `Only ${what} can be ${how} for '${type}' using --bootstrap-server. Unexpected config names: ${list}(${unknown.join(', ')})`,
  )
}

function quotaValue(key: string, text: string): number {
  if (/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text)) return Number(text)
  throw new CommandError(ExitCode.FAILED, `Cannot parse quota configuration value for ${key}: ${text}`)
}

/** As Java prints a double: 1024.0, and 1.0E7 from ten millions on. */
export function javaDouble(value: number): string {
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value)
  if (!Number.isFinite(value)) return String(value)
  const [digits, exponent] = value.toExponential().split('e')
  return `${digits!.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`
}
