/** Users, client ids and addresses as they stand in the tree: /config/users/U, /config/users/U/clients/C, /config/clients/C, /config/ips/A. */
import { desanitize, sanitize } from '../metadata/nodes/paths.ts'
import type { ConfigEntity } from './contract.ts'

/** null: the default; undefined: not part of the entity. */
export interface QuotaEntity {
  readonly user?: string | null | undefined
  readonly clientId?: string | null | undefined
  readonly ip?: string | null | undefined
}

const DEFAULT = '<default>'

export function quotaNode({ user, clientId, ip }: QuotaEntity): ConfigEntity {
  if (ip !== undefined) return { type: 'ips', name: part(ip) }
  if (user === undefined) return { type: 'clients', name: part(clientId ?? null) }
  return { type: 'users', name: clientId === undefined ? part(user) : `${part(user)}/clients/${part(clientId)}` }
}

/** null: not a node of quotas, or not one that `quotaNode` made. */
export function quotaEntity({ type, name }: ConfigEntity): QuotaEntity | null {
  const [first = '', clients, second, ...more] = name.split('/')
  const isPair = second !== undefined
  if (more.length > 0 || (isPair && (type !== 'users' || clients !== 'clients'))) return null
  const names = [first, ...(isPair ? [second] : [])].map((text) => (text === DEFAULT ? null : desanitize(text)))
  const isBroken = [first, second ?? DEFAULT].some((text, index) => text !== DEFAULT && names[index] === null)
  if (isBroken) return null
  switch (type) {
    case 'users':
      return isPair ? { user: names[0], clientId: names[1] } : { user: names[0] }
    case 'clients':
      return { clientId: names[0] }
    case 'ips':
      return { ip: names[0] }
    default:
      return null
  }
}

function part(name: string | null): string {
  return name === null ? DEFAULT : sanitize(name)
}
