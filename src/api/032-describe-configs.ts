/**
 * DescribeConfigs 0–4: settings of topics, brokers, the brokers' loggers, client-metrics subscriptions and groups, each with
 * where it comes from. An empty list of names asks for all, as null does. A success carries an empty message, as Apache's;
 * `isDefault` of version 0 stays false for every setting, as Apache's does since 2.x.
 */
import {
  type DescribedSetting,
  type DescribedSource,
  describeBroker,
  describeBrokerDefaults,
  describeClientMetrics,
  describeGroup,
  describeTopic,
} from '../config/describe.ts'
import type { SettingType } from '../config/setting.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  DescribeConfigsRequest,
  DescribeConfigsResource,
  DescribeConfigsResourceResultInput,
  DescribeConfigsResponseInput,
  DescribeConfigsResultInput,
} from '../protocol/generated/032-describe-configs.js'
import {
  brokerNumber,
  INVALID_REQUEST_TEXT,
  ResourceError,
  ResourceType,
  storeOf,
  topicNameProblem,
} from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'

const SOURCES: Record<DescribedSource | 'LOGGER', number> = {
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
  LOGGER: 6,
  CLIENT_METRICS_CONFIG: 7,
  GROUP_CONFIG: 8,
}

const TYPES: Record<SettingType, number> = {
  boolean: 1,
  string: 2,
  int: 3,
  short: 4,
  long: 5,
  double: 6,
  list: 7,
  class: 8,
  password: 9,
}

export const handler: Handler<DescribeConfigsRequest, DescribeConfigsResponseInput> = {
  apiKey: ApiKey.DescribeConfigs,
  minVersion: 0,
  maxVersion: 4,
  async handle(request, context, services) {
    const results: DescribeConfigsResultInput[] = []
    let size = 0
    let settings = 0
    let leave: (() => void) | null = null
    try {
      for (const resource of request.resources) {
        if (context.isGone()) break
        const described = size > ANSWER_SIZE_MAX ? tooMuch(resource) : describe(resource, request, services)
        results.push(described)
        size += sizeOf(described)
        settings += 1 + described.configs!.length
        if (size > LARGE_ANSWER_SIZE) leave ??= await services.largeAnswers.enter(context)
        if (settings < SETTINGS_PER_TURN) continue
        settings = 0
        await new Promise<void>((resolve) => services.world.turn.later(resolve))
      }
    } finally {
      leave?.()
    }
    return { results }
  },
}

/**
 * Characters of an answer, about: each resource may bring tens of kilobytes, and can be named in a few bytes. Enough for all
 * settings of fifty thousand topics.
 */
const ANSWER_SIZE_MAX = 64 * 1024 * 1024
/** From here on it is made when nobody else makes one. */
const LARGE_ANSWER_SIZE = 256 * 1024
/** What a result takes besides its texts, about. */
const RESULT_SIZE = 150
/** Before other work of the loop gets its turn. */
const SETTINGS_PER_TURN = 2000

function tooMuch({ resourceType, resourceName }: DescribeConfigsResource): DescribeConfigsResultInput {
  const errorMessage = 'One answer does not hold the settings of so many resources: ask for fewer at a time.'
  return { errorCode: ErrorCode.INVALID_REQUEST, errorMessage, resourceType, resourceName, configs: [] }
}

function sizeOf({ resourceName, errorMessage, configs }: DescribeConfigsResultInput): number {
  let size = RESULT_SIZE + resourceName!.length + errorMessage!.length
  for (const { name, value, synonyms, documentation } of configs!) {
    size += name!.length + (value?.length ?? 0) + (documentation?.length ?? 0)
    for (const synonym of synonyms ?? []) size += synonym.name!.length + (synonym.value?.length ?? 0)
  }
  return size
}

function describe(
  resource: DescribeConfigsResource,
  request: DescribeConfigsRequest,
  services: BrokerServices,
): DescribeConfigsResultInput {
  const { resourceType, resourceName } = resource
  try {
    const configs = configsOf(resource, request, services)
    return { errorCode: ErrorCode.NONE, errorMessage: '', resourceType, resourceName, configs }
  } catch (error) {
    if (!(error instanceof ResourceError)) throw error
    return { errorCode: error.code, errorMessage: error.message, resourceType, resourceName, configs: [] }
  }
}

function configsOf(
  { resourceType, resourceName, configurationKeys }: DescribeConfigsResource,
  request: DescribeConfigsRequest,
  services: BrokerServices,
): DescribeConfigsResourceResultInput[] {
  const names = configurationKeys === null || configurationKeys.length === 0 ? null : configurationKeys
  const shown = (settings: readonly DescribedSetting[]): DescribeConfigsResourceResultInput[] =>
    settings.map((setting) => result(setting, request))
  const store = storeOf(services)
  switch (resourceType) {
    case ResourceType.TOPIC: {
      refuseTopic(resourceName, services)
      const overrides = services.dynamicConfigs.get({ type: 'topics', name: resourceName })
      return shown(describeTopic(store, overrides, names))
    }
    case ResourceType.BROKER:
      if (resourceName === '') return shown(describeBrokerDefaults(store, names))
      refuseBroker(resourceName, services, 'or empty string, ')
      return shown(describeBroker(store, names))
    case ResourceType.BROKER_LOGGER:
      if (resourceName === '') throw invalidRequest('Broker id must not be empty')
      refuseBroker(resourceName, services, '')
      return loggers(services, names)
    case ResourceType.CLIENT_METRICS: {
      if (resourceName === '') throw invalidRequest('Client metrics subscription name must not be empty')
      const overrides = services.dynamicConfigs.get({ type: 'client-metrics', name: resourceName })
      return shown(describeClientMetrics(overrides, names))
    }
    case ResourceType.GROUP: {
      if (resourceName === '') throw invalidRequest('Group name must not be empty')
      const overrides = services.dynamicConfigs.get({ type: 'groups', name: resourceName })
      return shown(describeGroup(store, overrides, names))
    }
    default:
      throw invalidRequest(INVALID_REQUEST_TEXT)
  }
}

function invalidRequest(message: string): ResourceError {
  return new ResourceError(ErrorCode.INVALID_REQUEST, message)
}

function refuseTopic(name: string, services: BrokerServices): void {
  const problem = topicNameProblem(name)
  if (problem !== null) throw new ResourceError(ErrorCode.INVALID_TOPIC_EXCEPTION, problem)
  if (services.metadata.current.topics.has(name)) return
  throw new ResourceError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, '')
}

function refuseBroker(name: string, services: BrokerServices, orWhat: string): void {
  const id = brokerNumber(name)
  if (id === null) throw invalidRequest(`Broker id must be an integer, but it is: ${name}`)
  if (id === services.brokerId) return
  const expected = orWhat === '' ? `${services.brokerId} ` : `${services.brokerId} ${orWhat}`
  throw invalidRequest(`Unexpected broker id, expected ${expected}but received ${name}`)
}

function loggers(services: BrokerServices, names: readonly string[] | null): DescribeConfigsResourceResultInput[] {
  const levels = services.logLevels
  if (levels === undefined) return []
  const wanted = levels.names().filter((name) => names === null || names.includes(name))
  return wanted.map((name) => ({
    name,
    value: levels.get(name),
    configSource: SOURCES.LOGGER,
    configType: 0,
    documentation: '',
  }))
}

function result(setting: DescribedSetting, request: DescribeConfigsRequest): DescribeConfigsResourceResultInput {
  const { name, value, readOnly, isSensitive, source } = setting
  const synonyms = request.includeSynonyms
    ? setting.synonyms.map((synonym) => ({ ...synonym, source: SOURCES[synonym.source] }))
    : []
  return {
    name,
    value,
    readOnly,
    configSource: SOURCES[source],
    isSensitive,
    synonyms,
    configType: TYPES[setting.type],
    documentation: request.includeDocumentation ? setting.text : null,
  }
}
