/** What quotas there are, and which values they take: Apache's rules and words (3.9, ZooKeeper mode). */

import { javaDouble } from '../config/setting.ts'

export const PRODUCER_BYTE_RATE = 'producer_byte_rate'
export const CONSUMER_BYTE_RATE = 'consumer_byte_rate'
export const REQUEST_PERCENTAGE = 'request_percentage'
export const CONTROLLER_MUTATION_RATE = 'controller_mutation_rate'
export const CONNECTION_CREATION_RATE = 'connection_creation_rate'

type NumberType = 'LONG' | 'INT' | 'DOUBLE'

const OF_CLIENTS: Readonly<Record<string, NumberType>> = {
  [PRODUCER_BYTE_RATE]: 'LONG',
  [CONSUMER_BYTE_RATE]: 'LONG',
  [REQUEST_PERCENTAGE]: 'DOUBLE',
  [CONTROLLER_MUTATION_RATE]: 'DOUBLE',
}
const OF_ADDRESSES: Readonly<Record<string, NumberType>> = { [CONNECTION_CREATION_RATE]: 'INT' }

const MAX: Readonly<Record<NumberType, number>> = { LONG: 2 ** 63, INT: 0x7fffffff, DOUBLE: Number.MAX_VALUE }
const LONG_MAX_TEXT = '9223372036854775807'
/** A whole number may be off by this much. */
const EPSILON = 1e-6

export function isQuotaKey(key: string): boolean {
  return Object.hasOwn(OF_CLIENTS, key) || Object.hasOwn(OF_ADDRESSES, key)
}

/** The value as it is stored, or what is wrong with it. */
export function checkQuota(key: string, value: number, isOfAddress: boolean): { text: string } | { problem: string } {
  const table = isOfAddress ? OF_ADDRESSES : OF_CLIENTS
  if (!Object.hasOwn(table, key)) return { problem: `Invalid configuration key ${key}` }
  const type = table[key]!
  const plain = type === 'DOUBLE' ? value : Math.trunc(value + EPSILON)
  const isGood = Number.isFinite(value) && Math.abs(plain - value) <= EPSILON && Math.abs(plain) <= MAX[type]
  if (!isGood) return { problem: `Configuration ${key} must be a ${type} value` }
  // As Java prints them, since Apache reads them too.
  if (type === 'DOUBLE') return { text: javaDouble(plain) }
  return { text: plain >= 2 ** 63 ? LONG_MAX_TEXT : String(BigInt(plain)) }
}

/** The quotas among an entity's settings; others (credentials of users) are left out. */
export function quotasOf(settings: ReadonlyMap<string, string>): Map<string, number> {
  const quotas = new Map<string, number>()
  for (const [key, text] of settings) {
    const value = Number(text)
    if (isQuotaKey(key) && text.trim() !== '' && Number.isFinite(value)) quotas.set(key, value)
  }
  return quotas
}
