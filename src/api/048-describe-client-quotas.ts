/**
 * DescribeClientQuotas 0–1: the quotas whose entity has every part that is asked for; strictly, and no other part. Errors
 * are those of Apache 3.9, save where it trips over a request: there the words of 4.4.
 */
import type { QuotaEntity } from '../controller/quota-entities.ts'
import { quotaEntity } from '../controller/quota-entities.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  ComponentData,
  DescribeClientQuotasRequest,
  DescribeClientQuotasResponseInput,
  EntryDataInput,
} from '../protocol/generated/048-describe-client-quotas.js'
import { quotasOf } from '../quota/quota-values.ts'
import type { BrokerServices, Handler } from './handler.ts'
import { CLIENT_ID, IP, partsOf, QuotaRefusal, USER } from './quota-requests.ts'

const EXACT = 0
const DEFAULT = 1
const SPECIFIED = 2

export const handler: Handler<DescribeClientQuotasRequest, DescribeClientQuotasResponseInput> = {
  apiKey: ApiKey.DescribeClientQuotas,
  minVersion: 0,
  maxVersion: 1,
  handle({ components, strict }, _context, services) {
    try {
      refuse(components)
      const entries = [...all(services)].filter(({ entity }) => matches(entity ?? [], components, strict))
      return { errorCode: ErrorCode.NONE, errorMessage: '', entries }
    } catch (error) {
      if (!(error instanceof QuotaRefusal)) throw error
      return { errorCode: error.code, errorMessage: error.message, entries: null }
    }
  },
}

function refuse(components: readonly ComponentData[]): void {
  const seen = new Set<string>()
  for (const { entityType, matchType, match } of components) {
    if (entityType === '') throw invalid('Unexpected empty filter component entity type')
    if (![USER, CLIENT_ID, IP].includes(entityType)) {
      throw new QuotaRefusal(ErrorCode.UNSUPPORTED_VERSION, `Custom entity type '${entityType}' not supported`)
    }
    if (seen.has(entityType)) throw invalid(`Duplicate ${entityType} filter component entity type`)
    seen.add(entityType)
    if (matchType < EXACT || matchType > SPECIFIED) throw invalid(`Unknown match type ${matchType}`)
    if (matchType === EXACT && match === null) {
      throw invalid('Request specified MATCH_TYPE_EXACT, but set match string to null.')
    }
  }
  if (seen.has(IP) && seen.size > 1) {
    throw invalid(
      'Invalid entity filter component combination, IP filter component should not be used with user or clientId filter component.',
    )
  }
}

function invalid(message: string): QuotaRefusal {
  return new QuotaRefusal(ErrorCode.INVALID_REQUEST, message)
}

function* all({ dynamicConfigs }: BrokerServices): Generator<EntryDataInput> {
  for (const type of ['users', 'clients', 'ips'] as const) {
    for (const name of dynamicConfigs.names(type)) {
      const node = { type, name }
      const entity: QuotaEntity | null = quotaEntity(node)
      const values = quotasOf(dynamicConfigs.get(node))
      if (entity === null || values.size === 0) continue
      yield { entity: partsOf(entity), values: [...values].map(([key, value]) => ({ key, value })) }
    }
  }
}

function matches(
  entity: NonNullable<EntryDataInput['entity']>,
  components: readonly ComponentData[],
  strict: boolean,
): boolean {
  if (strict && entity.length !== components.length) return false
  return components.every(({ entityType, matchType, match }) => {
    const part = entity.find((one) => one.entityType === entityType)
    if (part === undefined) return false
    if (matchType === SPECIFIED) return true
    return matchType === DEFAULT ? part.entityName === null : part.entityName === match
  })
}
