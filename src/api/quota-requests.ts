/** What DescribeClientQuotas and AlterClientQuotas share: the types of entities, and refusals. */
import type { QuotaEntity } from '../controller/quota-entities.ts'

export const USER = 'user'
export const CLIENT_ID = 'client-id'
export const IP = 'ip'

/** A refusal of one entry, or of the whole question. */
export class QuotaRefusal extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.name = 'QuotaRefusal'
    this.code = code
  }
}

/** The parts of an entity by type, in Apache's order. */
export function partsOf({ user, clientId, ip }: QuotaEntity): { entityType: string; entityName: string | null }[] {
  const parts: { entityType: string; entityName: string | null }[] = []
  if (user !== undefined) parts.push({ entityType: USER, entityName: user })
  if (clientId !== undefined) parts.push({ entityType: CLIENT_ID, entityName: clientId })
  if (ip !== undefined) parts.push({ entityType: IP, entityName: ip })
  return parts
}
