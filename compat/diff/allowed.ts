// Differences from Apache Kafka that are meant, each with its reason. docs/gaps.md tells them to people.

export interface Allowed {
  /** Matched against `ApiName: scenario: label`. */
  where: RegExp
  /** Matched against the field's path. */
  path: RegExp
  /** Further narrowed by the two values. */
  when?: (apache: unknown, here: unknown) => boolean
  reason: string
}

/** Settings of topics and brokers that 4.x brought, and those that it dropped: both are known here. */
const NEWER_SETTINGS = [
  'errors.deadletterqueue.group.enable',
  'max.decompressed.message.bytes',
  'remote.copy.lag.bytes',
  'remote.copy.lag.ms',
]

function settings(names: readonly string[]): RegExp {
  return new RegExp(`configs\\[(${names.map((name) => name.replaceAll('.', '\\.')).join('|')})\\]`)
}

/** The same batches, and after them a piece that is not whole. Converted ones outgrow the limit sooner. */
function isOnlyCut(apache: unknown, here: unknown): boolean {
  const { batches, cutAfter } = Object(apache) as { batches?: unknown; cutAfter?: unknown }
  if (cutAfter !== true || !Array.isArray(batches) || !Array.isArray(here)) return false
  return JSON.stringify(batches) === JSON.stringify(here.slice(0, batches.length))
}

export const allowed: readonly Allowed[] = [
  {
    where: /^DescribeConfigs: /,
    path: /configs\[odradek\./,
    reason: 'both are started with a setting of our own: to Apache it is one that it does not know, and hides',
  },
  {
    where: /^AlterPartitionReassignments: /,
    path: /^body\.errorMessage/,
    when: (apache, here) => apache === null && here === '',
    reason: 'without an error 3.9 says an empty text in all versions, and so does Odradek; 4.x says none',
  },
  {
    where: /^AlterPartitionReassignments: one broker: nothing to cancel in an unknown topic/,
    path: /errorCode/,
    reason: 'NO_REASSIGNMENT_IN_PROGRESS in all versions, as 3.9; 4.x looks for the topic first',
  },
  {
    where: /^AlterUserScramCredentials: what is refused: an empty salted password/,
    path: /^(body\.results\[0\]\.errorCode)?$/,
    reason: 'UNACCEPTABLE_CREDENTIAL; Apache fails with UNKNOWN_SERVER_ERROR',
  },
  {
    where: /^DescribeUserScramCredentials: of some and of all: without the quota$/,
    path: /^$/,
    reason: 'AlterClientQuotas removes quotas alone; with Apache it removes credentials, too',
  },
  {
    where: /^DescribeClientQuotas: filters: (an unknown match|exactly nothing)/,
    path: /errorCode/,
    when: (apache, here) => apache === -1 && here === 42,
    reason: '3.9 trips over it; INVALID_REQUEST as in 4.x',
  },
  {
    where: /^ApiVersions: /,
    path: /^body\.apiKeys/,
    reason: 'alone, what is advertised is what is served: from version 0 to the newest of Kafka 4.4.0',
  },
  {
    where: /^ApiVersions: /,
    path: /^body\.(supportedFeatures|finalizedFeatures)/,
    reason: 'a feature is told when what it stands for is served',
  },
  {
    where: /^(CreateTopics|DeleteTopics|DescribeConfigs): /,
    path: settings(NEWER_SETTINGS),
    reason: 'settings that came after 3.9 are known as well',
  },
  {
    where: /^DescribeConfigs: resources: the broker/,
    path: /configs\[[^\]]+\]$/,
    when: (apache, here) => apache === undefined && here !== undefined,
    reason: 'settings of 4.x, of before 3.0, and those of Odradek itself are told as well',
  },
  {
    where: /^DescribeConfigs: resources: the broker/,
    path: /configs\[zookeeper\.connect\]/,
    reason: 'alone, the broker has no ZooKeeper',
  },
  {
    where: /^DescribeConfigs: resources: the broker/,
    path: /configs\[[^\]]+\]\.configType$/,
    reason: 'types of settings are those of Kafka 4.4',
  },
  {
    where: /^DescribeConfigs: resources: the broker/,
    path: /configs\[(advertised\.listeners|listeners|listener\.security\.protocol\.map|ssl\..+|sasl\..+)\]\.readOnly$/,
    reason: 'listeners, TLS and SASL cannot be changed while the broker runs',
  },
  {
    where: /^IncrementalAlterConfigs: .*: broker: validate (advertised\.)?listeners=/,
    path: /errorCode$/,
    reason: 'listeners cannot be changed while the broker runs',
  },
  {
    where: /^IncrementalAlterConfigs: .*: (client metrics|groups)$/,
    path: /(errorCode|errorMessage)$/,
    reason: 'these settings are served as 4.x does; 3.9 in ZooKeeper mode refuses them',
  },
  {
    where:
      /^(Produce: requests: null records|AlterConfigs: replacing: a resource twice|OffsetFetch: several groups: no groups)$/,
    path: /^(kind|body)$/,
    reason: 'Apache never answers this request; here it gets an error',
  },
  {
    where: /^DescribeConfigs: resources: the broker/,
    path: /configs\[group\.consumer\.assignors\]\.value$/,
    reason: 'assignors are told by their names, as 4.x does, for they are no classes here',
  },
  {
    where: /^Produce: damaged (batches|message sets): (codec [57]|magic 1, attributes 7)$/,
    path: /(errorCode|logStartOffset)$/,
    reason:
      'a compression type that there is not is UNSUPPORTED_COMPRESSION_TYPE; Apache fails with UNKNOWN_SERVER_ERROR',
  },
  {
    where: /^Produce: damaged batches: the log$/,
    path: /^\[~t\]\.partitions\[0\]\.records\[0\]\.records\[[01]\]\.offset$/,
    reason: 'records of a batch have rising offsets in the log, whatever the client gave them; Apache stores what came',
  },
  {
    where: /^CreateTopics: assignments: (no brokers|an unknown broker|a negative broker)$/,
    path: /^(kind|body.*)$/,
    reason: 'a topic that could neither be used nor deleted is refused, as with KRaft; 3.9 in ZooKeeper mode makes it',
  },
  {
    where: /^CreateTopics: assignments: a negative partition$/,
    path: /errorCode$/,
    reason: 'INVALID_REPLICA_ASSIGNMENT; Apache fails with UNKNOWN_SERVER_ERROR',
  },
  {
    where: /^DeleteTopics: by id: (known|again)$/,
    path: /^body\.responses\[0\]\.(name|errorCode)$/,
    reason:
      'a topic is gone when its deletion is answered; Apache still knows the id of one that it is about to forget',
  },
  {
    where: /^Metadata: creation: first$/,
    path: /errorCode$/,
    when: (apache, here) => apache === 3 && here === 5,
    reason:
      'a topic that is just being made has no leader yet, as 3.9 says in all its versions; 4.x does not know it yet',
  },
  {
    where: /^DescribeGroups: states: a pending member$/,
    path: /\.(errorCode|errorMessage|groupState)$/,
    when: (apache, here) => apache === 69 || apache === 'Dead' || here === null,
    reason: 'a group is there when its first member was given an id, as in 3.9; 4.x tells of it when it has joined',
  },
  {
    where: /^DescribeGroups: states: preparing$/,
    path: /\.memberAssignment$/,
    when: (_, here) => here === '',
    reason: 'parts are told of stable groups only, as in 3.9; 4.x tells those of the generation before',
  },
  {
    where: /^InitProducerId: transactional: and it serves$/,
    path: /^transactionStartTimeMs$/,
    reason: 'without a transaction there is no time when it started, as in 4.x; 3.9 keeps that of the last one',
  },
  {
    where: /^InitProducerId: transactional: the (fenced|young) one goes on$/,
    path: /^body\.(errorCode|producerId|producerEpoch)$/,
    when: (apache, here) => apache !== 0 && here !== 47 && here !== 90 && here !== -1,
    reason:
      'with transaction.version 2, as 4.4: whoever has the epoch before an abort may go on with the one after it, until another takes it; 3.9 fences it at once',
  },
  {
    where: /^DescribeTransactions: states: twice$/,
    path: /^body\.transactionStates$/,
    reason: 'an id is answered once, however often it is named, so that a short request gets no endless answer',
  },
  {
    where: /^AddPartitionsToTxn: of several transactions: nothing$/,
    path: /^(kind|body)$/,
    reason: 'no transactions are no results; Apache never answers',
  },
  {
    where: /^Fetch: /,
    path: /^body\.responses\[.*\]\.partitions\[\d+\]\.records$/,
    when: isOnlyCut,
    reason: 'only whole batches are sent; Apache cuts the last one where the limit falls',
  },
  {
    where: /./,
    path: /errorMessage$/,
    when: (apache, here) => apache === null && here === 'TEXT',
    reason: 'a text says what is wrong where Apache gives only the code',
  },
  {
    where: /^Produce: in transactions: an old epoch/,
    path: /logStartOffset$/,
    reason: 'an older epoch is refused before the log is looked at, as in 4.x',
  },
]
