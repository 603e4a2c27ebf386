/**
 * AlterClientQuotas 0–1: sets and removes quotas of users, client ids and addresses. Checks and words are those of Apache 3.9;
 * an entity that is named twice is answered once, as it is named last. Only names of hosts are not looked up here: an
 * address is an address, or localhost.
 */
import type { QuotaEntity } from '../controller/quota-entities.ts'
import { quotaNode } from '../controller/quota-entities.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  AlterClientQuotasRequest,
  AlterClientQuotasRequestEntityData,
  AlterClientQuotasRequestEntryData,
  AlterClientQuotasResponseEntryDataInput,
  AlterClientQuotasResponseInput,
  OpData,
} from '../protocol/generated/049-alter-client-quotas.js'
import { canonicalAddress } from '../quota/address.ts'
import { checkQuota, isQuotaKey } from '../quota/quota-values.ts'
import type { BrokerServices, Handler } from './handler.ts'
import { CLIENT_ID, IP, QuotaRefusal, USER } from './quota-requests.ts'
import { storeRefusal } from './store-refusal.ts'

export const handler: Handler<AlterClientQuotasRequest, AlterClientQuotasResponseInput> = {
  apiKey: ApiKey.AlterClientQuotas,
  minVersion: 0,
  maxVersion: 1,
  async handle({ entries, validateOnly }, { isGone }, services) {
    const distinct = new Map<string, AlterClientQuotasRequestEntryData>()
    for (const entry of entries) {
      // Of parts of one type the last one counts.
      const parts = [...new Map(entry.entity.map((part) => [part.entityType, part])).values()]
      const key = JSON.stringify(parts.map(({ entityType, entityName }) => [entityType, entityName]).sort())
      distinct.set(key, { ...entry, entity: parts })
    }
    const answers: AlterClientQuotasResponseEntryDataInput[] = []
    for (const entry of distinct.values()) {
      // When nobody can get the answer, nothing more is done.
      if (isGone()) break
      answers.push(await alterOne(entry, validateOnly, services))
    }
    return { entries: answers }
  },
}

async function alterOne(
  { entity, ops }: AlterClientQuotasRequestEntryData,
  validateOnly: boolean,
  services: BrokerServices,
): Promise<AlterClientQuotasResponseEntryDataInput> {
  try {
    const who = entityOf(entity)
    await services.dynamicConfigs.alter(quotaNode(who), (before) => {
      const values = altered(before, ops, who.ip !== undefined)
      return validateOnly ? before : values
    })
    return { errorCode: ErrorCode.NONE, errorMessage: null, entity }
  } catch (error) {
    if (error instanceof QuotaRefusal) return { errorCode: error.code, errorMessage: error.message, entity }
    const refusal = storeRefusal(error)
    if (refusal === null) throw error
    return { errorCode: refusal.code, errorMessage: refusal.message, entity }
  }
}

function entityOf(parts: readonly AlterClientQuotasRequestEntityData[]): QuotaEntity {
  if (parts.length === 0) throw invalid('Invalid empty client quota entity')
  const entity: { user?: string | null; clientId?: string | null; ip?: string | null } = {}
  for (const { entityType, entityName } of parts) {
    if (entityName === '') throw invalid(`Empty ${entityType} not supported`)
    if (entityType === USER) entity.user = entityName
    else if (entityType === CLIENT_ID) entity.clientId = entityName
    else if (entityType === IP) entity.ip = entityName
    else throw invalid(`Unhandled client quota entity type: ${entityType}`)
  }
  if (entity.ip !== undefined && parts.length > 1) {
    throw invalid('Invalid quota entity combination, IP entity should not be used with user/client ID entity.')
  }
  if (typeof entity.ip === 'string' && canonicalAddress(entity.ip) === null) {
    throw invalid(`${entity.ip} is not a valid IP or resolvable host.`)
  }
  return entity
}

function altered(
  before: ReadonlyMap<string, string>,
  ops: readonly OpData[],
  isOfAddress: boolean,
): ReadonlyMap<string, string> {
  const values = new Map(before)
  for (const { key, value, remove } of ops) {
    if (remove) {
      // Credentials stand among the settings of a user, too.
      if (isQuotaKey(key)) values.delete(key)
      continue
    }
    const checked = checkQuota(key, value, isOfAddress)
    if ('problem' in checked) throw invalid(checked.problem)
    values.set(key, checked.text)
  }
  return values
}

function invalid(message: string): QuotaRefusal {
  return new QuotaRefusal(ErrorCode.INVALID_REQUEST, message)
}
