/**
 * IncrementalAlterConfigs 0–1 (KIP-339): sets, deletes, appends to and subtracts from single settings. Levels of loggers
 * (KIP-412) are changed here too; they last until the broker stops.
 */
import type { Alteration, AlterOp } from '../config/alter.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  AlterableConfig,
  AlterConfigsResource,
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponseInput,
} from '../protocol/generated/044-incremental-alter-configs.js'
import {
  alterInTree,
  alterResources,
  invalidRequest,
  refuseDuplicateNames,
  refuseUnknownType,
} from './alter-resources.ts'
import { brokerNumber, ResourceError, ResourceType } from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'

const OPS: readonly AlterOp[] = ['set', 'delete', 'append', 'subtract']

/** Kafka's levels, as the ones that loggers have here. */
const LEVELS: ReadonlyMap<string | null, 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'> = new Map([
  ['TRACE', 'DEBUG'],
  ['DEBUG', 'DEBUG'],
  ['INFO', 'INFO'],
  ['WARN', 'WARN'],
  ['ERROR', 'ERROR'],
  ['FATAL', 'ERROR'],
])
const ROOT_LOGGER = 'root'

export const handler: Handler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponseInput> = {
  apiKey: ApiKey.IncrementalAlterConfigs,
  minVersion: 0,
  maxVersion: 1,
  async handle(request, { isGone }, services) {
    const alter = (resource: AlterConfigsResource) => alterOne(resource, request.validateOnly, services)
    return { responses: await alterResources(request.resources, isGone, alter) }
  },
}

async function alterOne(
  resource: AlterConfigsResource,
  validateOnly: boolean,
  services: BrokerServices,
): Promise<void> {
  const { resourceType, resourceName, configs } = resource
  refuseDuplicateNames(configs.map(({ name }) => name))
  refuseUnknownType(resourceType)
  const alterations = configs.map(alteration)
  if (resourceType === ResourceType.BROKER_LOGGER) {
    alterLoggers(resourceName, alterations, validateOnly, services)
    return
  }
  await alterInTree({ resourceType, resourceName, alterations, replacesAll: false }, validateOnly, services)
}

/** Apache does not expect an operation that does not exist either, and says so with its own error. */
function alteration({ name, configOperation, value }: AlterableConfig): Alteration {
  const op = OPS[configOperation]
  if (op === undefined) throw new ResourceError(ErrorCode.UNKNOWN_SERVER_ERROR, '')
  return { name, op, value }
}

function alterLoggers(
  resourceName: string,
  alterations: readonly Alteration[],
  validateOnly: boolean,
  services: BrokerServices,
): void {
  const id = brokerNumber(resourceName)
  if (id === null) throw invalidRequest(`Node id must be an integer, but it is: ${resourceName}`)
  if (id !== services.brokerId) {
    throw invalidRequest(`Unexpected node id. Expected ${services.brokerId}, but received ${resourceName}`)
  }
  const levels = services.logLevels
  const known = new Set(levels?.names() ?? [])
  for (const change of alterations) refuseLoggerChange(change, known)
  if (validateOnly || levels === undefined) return
  for (const { name, op, value } of alterations) {
    if (op === 'delete') levels.reset(name)
    else levels.set(name, LEVELS.get(value)!)
  }
}

function refuseLoggerChange({ name, op, value }: Alteration, known: ReadonlySet<string>): void {
  if (op === 'append' || op === 'subtract') {
    throw invalidRequest(`${op.toUpperCase()} operation is not allowed for the BROKER_LOGGER resource`)
  }
  if (op === 'set' && value === null) throw invalidRequest(`Null value not supported for : ${name}`)
  if (!known.has(name)) throw new ResourceError(ErrorCode.INVALID_CONFIG, `Logger ${name} does not exist!`)
  if (op === 'delete') {
    if (name === ROOT_LOGGER) throw invalidRequest('Removing the log level of the root logger is not allowed')
    return
  }
  if (LEVELS.has(value)) return
  const valid = [...LEVELS.keys()].sort().join(', ')
  throw new ResourceError(
    ErrorCode.INVALID_CONFIG,
    `Cannot set the log level of ${name} to ${value} as it is not a supported log level. Valid log levels are ${valid}`,
  )
}
