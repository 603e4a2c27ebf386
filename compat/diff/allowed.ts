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

export const allowed: readonly Allowed[] = [
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
    where: /^IncrementalAlterConfigs: .*: validate (num\.io|background)\.threads=/,
    path: /(errorCode|errorMessage)$/,
    reason: 'sizes of thread pools may be changed by any amount',
  },
  {
    where: /^IncrementalAlterConfigs: .*: (client metrics|groups)$/,
    path: /(errorCode|errorMessage)$/,
    reason: 'these settings are served as 4.x does; 3.9 in ZooKeeper mode refuses them',
  },
  {
    where: /^(Produce: requests: null records|AlterConfigs: replacing: a resource twice)$/,
    path: /^(kind|body)$/,
    reason: 'Apache never answers this request; here it gets an error',
  },
  {
    where: /./,
    path: /errorMessage$/,
    when: (apache, here) => apache === null && here === 'TEXT',
    reason: 'a text says what is wrong where Apache gives only the code',
  },
]
