/**
 * CreateTopics 0–7. Version 4 lets the broker choose counts (-1), 5 answers counts and settings, 7 the topic's id. Only the
 * controller serves it. A name that comes twice is refused wherever it stands.
 */
import { ZERO_UUID } from '../base/kinds.ts'
import { describeTopic } from '../config/describe.ts'
import type { CreatedTopic, NewTopic } from '../controller/contract.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  CreatableTopic,
  CreatableTopicConfigsInput,
  CreatableTopicResultInput,
  CreateTopicsRequest,
  CreateTopicsResponseInput,
} from '../protocol/generated/019-create-topics.js'
import { storeOf } from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'
import { mutationsOf, throttle } from './throttling.ts'

/** The log of a KRaft controller: never a topic of its own. */
const CLUSTER_METADATA_TOPIC = '__cluster_metadata'

/** KIP-599: from here on clients know THROTTLING_QUOTA_EXCEEDED. */
const FIRST_WITH_STRICT_QUOTA = 6

const SOURCES: Readonly<Record<string, number>> = {
  DYNAMIC_TOPIC_CONFIG: 1,
  DYNAMIC_BROKER_CONFIG: 2,
  DYNAMIC_DEFAULT_BROKER_CONFIG: 3,
  STATIC_BROKER_CONFIG: 4,
  DEFAULT_CONFIG: 5,
}

export const handler: Handler<CreateTopicsRequest, CreateTopicsResponseInput> = {
  apiKey: ApiKey.CreateTopics,
  minVersion: 0,
  maxVersion: 7,
  async handle(request, context, services) {
    const twice = namesTwice(request)
    const results = request.topics.map(({ name }) => refusal(name, twice, services))
    const mutations = mutationsOf(context, services, FIRST_WITH_STRICT_QUOTA)
    const wanted = request.topics.filter((_, index) => results[index] === null)
    const created =
      wanted.length === 0
        ? []
        : await services.controller.createTopics(wanted.map(newTopic), {
            timeoutMs: request.timeoutMs,
            validateOnly: request.validateOnly,
            mutations,
          })
    throttle(context, mutations?.throttleMs ?? 0)
    const describe = context.apiVersion >= 5 ? makeDescribe(services) : null
    const isLarge = describe !== null && created.length > DESCRIBED_AT_ONCE
    const leave = isLarge ? await services.largeAnswers.enter(context) : null
    try {
      // Outcomes come in the order of asking.
      let next = 0
      return { topics: results.map((refused) => refused ?? result(created[next]!, wanted[next++]!, describe)) }
    } finally {
      leave?.()
    }
  },
}

type Described = Pick<CreatableTopicResultInput, 'configs' | 'topicConfigErrorCode'>

/** Settings are four kilobytes for each topic, whose name may have one: of those after these none are told. */
const DESCRIBED_MAX = 5000
/** An answer about more than these is made when nobody else makes a large one. */
const DESCRIBED_AT_ONCE = 60

function makeDescribe(services: BrokerServices): (topic: CreatableTopic) => Described {
  const known = new Map<string, Described>()
  let count = 0
  return (topic) => {
    count += 1
    if (count > DESCRIBED_MAX) return { configs: null, topicConfigErrorCode: ErrorCode.INVALID_REQUEST }
    const key = JSON.stringify(topic.configs)
    const described = known.get(key) ?? { configs: configsOf(topic, services) }
    known.set(key, described)
    return described
  }
}

/** null: the controller decides. */
function refusal(name: string, twice: ReadonlySet<string>, services: BrokerServices): CreatableTopicResultInput | null {
  if (!services.controller.isActive) return refused(name, ErrorCode.NOT_CONTROLLER, null)
  if (twice.has(name)) {
    return refused(name, ErrorCode.INVALID_REQUEST, 'Found multiple entries for this topic.')
  }
  if (name === CLUSTER_METADATA_TOPIC) {
    return refused(name, ErrorCode.INVALID_REQUEST, `Creation of internal topic ${name} is prohibited.`)
  }
  return null
}

function namesTwice({ topics }: CreateTopicsRequest): ReadonlySet<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { name } of topics) {
    if (seen.has(name)) twice.add(name)
    seen.add(name)
  }
  return twice
}

function newTopic(topic: CreatableTopic): NewTopic {
  return {
    name: topic.name,
    numPartitions: topic.numPartitions,
    replicationFactor: topic.replicationFactor,
    assignments: new Map(topic.assignments.map(({ partitionIndex, brokerIds }) => [partitionIndex, brokerIds])),
    configs: new Map(topic.configs.map(({ name, value }) => [name, value])),
  }
}

function refused(name: string, errorCode: number, errorMessage: string | null): CreatableTopicResultInput {
  return { name, topicId: ZERO_UUID, errorCode, errorMessage, numPartitions: -1, replicationFactor: -1, configs: [] }
}

function result(
  created: CreatedTopic,
  topic: CreatableTopic,
  describe: ((topic: CreatableTopic) => Described) | null,
): CreatableTopicResultInput {
  const { name, topicId, error, message, numPartitions, replicationFactor } = created
  // A topic that was made and whose leaders nobody saw in time keeps its id in the answer.
  if (error !== ErrorCode.NONE) return { ...refused(name, error, message), topicId }
  const described = describe?.(topic) ?? { configs: [] }
  return { name, topicId, errorCode: error, errorMessage: message, numPartitions, replicationFactor, ...described }
}

function configsOf(topic: CreatableTopic, services: BrokerServices): CreatableTopicConfigsInput[] {
  const overrides = new Map(topic.configs.map(({ name, value }) => [name, value ?? '']))
  return describeTopic(storeOf(services), overrides, null).map((setting) => ({
    name: setting.name,
    value: setting.isSensitive ? null : setting.value,
    readOnly: setting.readOnly,
    configSource: SOURCES[setting.source] ?? 0,
    isSensitive: setting.isSensitive,
  }))
}
