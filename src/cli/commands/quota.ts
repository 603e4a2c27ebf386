/** `odradek quota list | set | unset`: rates of users, clients and addresses. */
import { alterQuotas, describeQuotas, type QuotaEntity, type QuotaFilter } from '../../client/configs.ts'
import { type ConnectFlags, withClient } from '../connect.ts'
import { usageError } from '../exit.ts'
import { outputFormat, render } from '../output.ts'
import { write } from '../stdout.ts'

export interface QuotaFlags extends ConnectFlags {
  readonly user?: string
  readonly client?: string
  readonly ip?: string
  readonly userDefault?: boolean
  readonly clientDefault?: boolean
  readonly ipDefault?: boolean
}

const KEYS = [
  'producer_byte_rate',
  'consumer_byte_rate',
  'request_percentage',
  'controller_mutation_rate',
  'connection_creation_rate',
]

function entityOf(flags: QuotaFlags): QuotaEntity[] {
  const entity: QuotaEntity[] = []
  if (flags.user !== undefined || flags.userDefault) entity.push({ type: 'user', name: flags.user ?? null })
  if (flags.client !== undefined || flags.clientDefault) entity.push({ type: 'client-id', name: flags.client ?? null })
  if (flags.ip !== undefined || flags.ipDefault) entity.push({ type: 'ip', name: flags.ip ?? null })
  return entity
}

export interface QuotaListFlags extends QuotaFlags {
  readonly output: string
}

export async function listQuotas(flags: QuotaListFlags): Promise<void> {
  const format = outputFormat(flags.output)
  const filters: QuotaFilter[] = entityOf(flags)
  await withClient(flags, async (client) => {
    const entries = await describeQuotas(client, filters, false)
    const of = (entity: readonly QuotaEntity[], type: string): string | null => {
      const found = entity.find((one) => one.type === type)
      return found === undefined ? null : (found.name ?? '(default)')
    }
    const rows = entries.flatMap(({ entity, values }) =>
      values.map(({ key, value }) => ({
        user: of(entity, 'user'),
        client: of(entity, 'client-id'),
        ip: of(entity, 'ip'),
        quota: key,
        limit: value,
      })),
    )
    rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
    await write(render({ columns: ['user', 'client', 'ip', 'quota', 'limit'], rows }, format))
  })
}

export interface QuotaChangeFlags extends QuotaFlags {
  readonly dryRun?: boolean
}

export async function setQuota(words: readonly string[], flags: QuotaChangeFlags): Promise<void> {
  const changes = words.map((word) => {
    const match = /^([a-z_]+)=([0-9]+(?:\.[0-9]+)?)$/.exec(word)
    if (match === null) throw usageError(`"${word}": write quota=number`)
    return { key: known(match[1]!), value: Number(match[2]) }
  })
  await change(flags, changes)
}

export async function unsetQuota(words: readonly string[], flags: QuotaChangeFlags): Promise<void> {
  await change(
    flags,
    words.map((word) => ({ key: known(word), value: null })),
  )
}

function known(key: string): string {
  if (KEYS.includes(key)) return key
  throw usageError(`${key}: there are ${KEYS.join(', ')}`)
}

async function change(
  flags: QuotaChangeFlags,
  changes: readonly { key: string; value: number | null }[],
): Promise<void> {
  const entity = entityOf(flags)
  if (entity.length === 0) throw usageError('whose? --user, --client, --ip, or their defaults (--user-default, …)')
  await withClient(flags, async (client) => {
    await alterQuotas(client, entity, changes, { validateOnly: flags.dryRun })
    const whose = entity.map(({ type, name }) => `${type} ${name ?? '(default)'}`).join(', ')
    const done = flags.dryRun ? 'could be changed' : 'changed'
    await write(`${whose}: ${changes.map(({ key }) => key).join(', ')} ${done}\n`)
  })
}
