/** What DescribeConfigs, AlterConfigs and IncrementalAlterConfigs share: resource types, names, and how they are refused. */
import { assert } from '../base/assert.ts'
import type { Refusal } from '../config/alter.ts'
import { BrokerConfigStore } from '../config/store.ts'
import type { ConfigEntity } from '../controller/contract.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { BrokerServices } from './handler.ts'

/** ConfigResource.Type of Kafka's clients. */
export const ResourceType = {
  TOPIC: 2,
  BROKER: 4,
  BROKER_LOGGER: 8,
  CLIENT_METRICS: 16,
  GROUP: 32,
} as const

/** How the default of all brokers is called in the tree. */
export const DEFAULT_ENTITY = '<default>'

export const INVALID_REQUEST_TEXT =
  'This most likely occurs because of a request being malformed by the client library or the message was sent to an incompatible broker. See the broker logs for more details.'

/** A refusal of one resource; the rest of the request goes on. */
export class ResourceError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.name = 'ResourceError'
    this.code = code
  }
}

export function refusedAs({ refused, message }: Refusal): ResourceError {
  return new ResourceError(refused === 'config' ? ErrorCode.INVALID_CONFIG : ErrorCode.INVALID_REQUEST, message)
}

export function storeOf(services: BrokerServices): BrokerConfigStore {
  assert(services.config instanceof BrokerConfigStore, 'the settings of a broker are a BrokerConfigStore')
  return services.config
}

/** A broker's number as Java's Integer.valueOf reads it; null: it is none. */
export function brokerNumber(name: string): number | null {
  if (!/^[+-]?[0-9]{1,10}$/.test(name)) return null
  const id = Number(name)
  return id <= 0x7fffffff && id >= -0x80000000 ? id : null
}

export function brokerEntity(services: BrokerServices, name: string): ConfigEntity {
  return { type: 'brokers', name: name === '' ? DEFAULT_ENTITY : String(services.brokerId) }
}

/** What is wrong with a topic's name, in Kafka's words; null: nothing. */
export function topicNameProblem(name: string): string | null {
  if (name === '') return 'Topic name is invalid: the empty string is not allowed'
  if (name === '.' || name === '..') return `Topic name is invalid: '${name}' is not allowed`
  if (name.length > 249) {
    return `Topic name is invalid: the length of '${name}' is longer than the max allowed length 249`
  }
  if (/^[a-zA-Z0-9._-]+$/.test(name)) return null
  return `Topic name is invalid: '${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`
}
