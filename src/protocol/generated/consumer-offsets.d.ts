// Made by scripts/generate.ts from schema/records/consumer-offsets. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface LegacyOffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface LegacyOffsetCommitKeyInput {
  readonly group?: string
  readonly topic?: string
  readonly partition?: number
}

export function readLegacyOffsetCommitKey(r: Reader, version: number): LegacyOffsetCommitKey
export function writeLegacyOffsetCommitKey(w: Writer, value: LegacyOffsetCommitKeyInput, version: number): void

export interface LegacyOffsetCommitValue {
  offset: number
  metadata: string
  commitTimestamp: number
}

export interface LegacyOffsetCommitValueInput {
  readonly offset?: number
  readonly metadata?: string
  readonly commitTimestamp?: number
}

export function readLegacyOffsetCommitValue(r: Reader, version: number): LegacyOffsetCommitValue
export function writeLegacyOffsetCommitValue(w: Writer, value: LegacyOffsetCommitValueInput, version: number): void

export interface OffsetCommitKey {
  group: string
  topic: string
  partition: number
}

export interface OffsetCommitKeyInput {
  readonly group?: string
  readonly topic?: string
  readonly partition?: number
}

export function readOffsetCommitKey(r: Reader, version: number): OffsetCommitKey
export function writeOffsetCommitKey(w: Writer, value: OffsetCommitKeyInput, version: number): void

export interface OffsetCommitValue {
  offset: number
  /** Versions 3+; default -1 */
  leaderEpoch: number
  metadata: string
  commitTimestamp: number
  /** Versions 1; default -1 */
  expireTimestamp: number
  /** Versions 4+ */
  topicId: string
  unknownTaggedFields?: TaggedField[]
}

export interface OffsetCommitValueInput {
  readonly offset?: number
  readonly leaderEpoch?: number
  readonly metadata?: string
  readonly commitTimestamp?: number
  readonly expireTimestamp?: number
  readonly topicId?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readOffsetCommitValue(r: Reader, version: number): OffsetCommitValue
export function writeOffsetCommitValue(w: Writer, value: OffsetCommitValueInput, version: number): void

export interface GroupMetadataKey {
  group: string
}

export interface GroupMetadataKeyInput {
  readonly group?: string
}

export function readGroupMetadataKey(r: Reader, version: number): GroupMetadataKey
export function writeGroupMetadataKey(w: Writer, value: GroupMetadataKeyInput, version: number): void

export interface MemberMetadata {
  memberId: string
  /** Versions 3+ */
  groupInstanceId: string | null
  clientId: string
  clientHost: string
  /** Versions 1+; default -1 */
  rebalanceTimeout: number
  sessionTimeout: number
  subscription: Uint8Array
  assignment: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface MemberMetadataInput {
  readonly memberId?: string
  readonly groupInstanceId?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly rebalanceTimeout?: number
  readonly sessionTimeout?: number
  readonly subscription?: Uint8Array
  readonly assignment?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface GroupMetadataValue {
  protocolType: string
  generation: number
  protocol: string | null
  leader: string | null
  /** Versions 2+; default -1 */
  currentStateTimestamp: number
  members: MemberMetadata[]
  unknownTaggedFields?: TaggedField[]
}

export interface GroupMetadataValueInput {
  readonly protocolType?: string
  readonly generation?: number
  readonly protocol?: string | null
  readonly leader?: string | null
  readonly currentStateTimestamp?: number
  readonly members?: readonly MemberMetadataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readGroupMetadataValue(r: Reader, version: number): GroupMetadataValue
export function writeGroupMetadataValue(w: Writer, value: GroupMetadataValueInput, version: number): void

export interface ConsumerGroupMetadataKey {
  groupId: string
}

export interface ConsumerGroupMetadataKeyInput {
  readonly groupId?: string
}

export function readConsumerGroupMetadataKey(r: Reader, version: number): ConsumerGroupMetadataKey
export function writeConsumerGroupMetadataKey(w: Writer, value: ConsumerGroupMetadataKeyInput, version: number): void

export interface ConsumerGroupMetadataValue {
  epoch: number
  metadataHash: bigint
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupMetadataValueInput {
  readonly epoch?: number
  readonly metadataHash?: bigint
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupMetadataValue(r: Reader, version: number): ConsumerGroupMetadataValue
export function writeConsumerGroupMetadataValue(w: Writer, value: ConsumerGroupMetadataValueInput, version: number): void

export interface ConsumerGroupPartitionMetadataKey {
  groupId: string
}

export interface ConsumerGroupPartitionMetadataKeyInput {
  readonly groupId?: string
}

export function readConsumerGroupPartitionMetadataKey(r: Reader, version: number): ConsumerGroupPartitionMetadataKey
export function writeConsumerGroupPartitionMetadataKey(w: Writer, value: ConsumerGroupPartitionMetadataKeyInput, version: number): void

export interface PartitionMetadata {
  partition: number
  racks: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface PartitionMetadataInput {
  readonly partition?: number
  readonly racks?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicMetadata {
  topicId: string
  topicName: string
  numPartitions: number
  partitionMetadata: PartitionMetadata[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicMetadataInput {
  readonly topicId?: string
  readonly topicName?: string
  readonly numPartitions?: number
  readonly partitionMetadata?: readonly PartitionMetadataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupPartitionMetadataValue {
  topics: TopicMetadata[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupPartitionMetadataValueInput {
  readonly topics?: readonly TopicMetadataInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupPartitionMetadataValue(r: Reader, version: number): ConsumerGroupPartitionMetadataValue
export function writeConsumerGroupPartitionMetadataValue(w: Writer, value: ConsumerGroupPartitionMetadataValueInput, version: number): void

export interface ConsumerGroupMemberMetadataKey {
  groupId: string
  memberId: string
}

export interface ConsumerGroupMemberMetadataKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readConsumerGroupMemberMetadataKey(r: Reader, version: number): ConsumerGroupMemberMetadataKey
export function writeConsumerGroupMemberMetadataKey(w: Writer, value: ConsumerGroupMemberMetadataKeyInput, version: number): void

export interface ClassicProtocol {
  name: string
  metadata: Uint8Array
  unknownTaggedFields?: TaggedField[]
}

export interface ClassicProtocolInput {
  readonly name?: string
  readonly metadata?: Uint8Array
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ClassicMemberMetadata {
  sessionTimeoutMs: number
  supportedProtocols: ClassicProtocol[]
  unknownTaggedFields?: TaggedField[]
}

export interface ClassicMemberMetadataInput {
  readonly sessionTimeoutMs?: number
  readonly supportedProtocols?: readonly ClassicProtocolInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupMemberMetadataValue {
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: string[]
  subscribedTopicRegex: string | null
  /** default -1 */
  rebalanceTimeoutMs: number
  serverAssignor: string | null
  /** default {} */
  classicMemberMetadata: ClassicMemberMetadata | null
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupMemberMetadataValueInput {
  readonly instanceId?: string | null
  readonly rackId?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly subscribedTopicNames?: readonly string[]
  readonly subscribedTopicRegex?: string | null
  readonly rebalanceTimeoutMs?: number
  readonly serverAssignor?: string | null
  readonly classicMemberMetadata?: ClassicMemberMetadataInput | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupMemberMetadataValue(r: Reader, version: number): ConsumerGroupMemberMetadataValue
export function writeConsumerGroupMemberMetadataValue(w: Writer, value: ConsumerGroupMemberMetadataValueInput, version: number): void

export interface ConsumerGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface ConsumerGroupTargetAssignmentMetadataKeyInput {
  readonly groupId?: string
}

export function readConsumerGroupTargetAssignmentMetadataKey(r: Reader, version: number): ConsumerGroupTargetAssignmentMetadataKey
export function writeConsumerGroupTargetAssignmentMetadataKey(w: Writer, value: ConsumerGroupTargetAssignmentMetadataKeyInput, version: number): void

export interface ConsumerGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: number
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch?: number
  readonly assignmentTimestamp?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupTargetAssignmentMetadataValue(r: Reader, version: number): ConsumerGroupTargetAssignmentMetadataValue
export function writeConsumerGroupTargetAssignmentMetadataValue(w: Writer, value: ConsumerGroupTargetAssignmentMetadataValueInput, version: number): void

export interface ConsumerGroupTargetAssignmentMemberKey {
  groupId: string
  memberId: string
}

export interface ConsumerGroupTargetAssignmentMemberKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readConsumerGroupTargetAssignmentMemberKey(r: Reader, version: number): ConsumerGroupTargetAssignmentMemberKey
export function writeConsumerGroupTargetAssignmentMemberKey(w: Writer, value: ConsumerGroupTargetAssignmentMemberKeyInput, version: number): void

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupTargetAssignmentMemberValueTopicPartitionInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupTargetAssignmentMemberValue {
  topicPartitions: ConsumerGroupTargetAssignmentMemberValueTopicPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupTargetAssignmentMemberValueInput {
  readonly topicPartitions?: readonly ConsumerGroupTargetAssignmentMemberValueTopicPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupTargetAssignmentMemberValue(r: Reader, version: number): ConsumerGroupTargetAssignmentMemberValue
export function writeConsumerGroupTargetAssignmentMemberValue(w: Writer, value: ConsumerGroupTargetAssignmentMemberValueInput, version: number): void

export interface ConsumerGroupCurrentMemberAssignmentKey {
  groupId: string
  memberId: string
}

export interface ConsumerGroupCurrentMemberAssignmentKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readConsumerGroupCurrentMemberAssignmentKey(r: Reader, version: number): ConsumerGroupCurrentMemberAssignmentKey
export function writeConsumerGroupCurrentMemberAssignmentKey(w: Writer, value: ConsumerGroupCurrentMemberAssignmentKeyInput, version: number): void

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string
  partitions: number[]
  /** default [] */
  assignmentEpochs: number[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly assignmentEpochs?: readonly number[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ConsumerGroupCurrentMemberAssignmentValue {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[]
  partitionsPendingRevocation: ConsumerGroupCurrentMemberAssignmentValueTopicPartitions[]
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupCurrentMemberAssignmentValueInput {
  readonly memberEpoch?: number
  readonly previousMemberEpoch?: number
  readonly state?: number
  readonly assignedPartitions?: readonly ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput[]
  readonly partitionsPendingRevocation?: readonly ConsumerGroupCurrentMemberAssignmentValueTopicPartitionsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupCurrentMemberAssignmentValue(r: Reader, version: number): ConsumerGroupCurrentMemberAssignmentValue
export function writeConsumerGroupCurrentMemberAssignmentValue(w: Writer, value: ConsumerGroupCurrentMemberAssignmentValueInput, version: number): void

export interface ShareGroupMemberMetadataKey {
  groupId: string
  memberId: string
}

export interface ShareGroupMemberMetadataKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readShareGroupMemberMetadataKey(r: Reader, version: number): ShareGroupMemberMetadataKey
export function writeShareGroupMemberMetadataKey(w: Writer, value: ShareGroupMemberMetadataKeyInput, version: number): void

export interface ShareGroupMemberMetadataValue {
  rackId: string | null
  clientId: string
  clientHost: string
  subscribedTopicNames: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupMemberMetadataValueInput {
  readonly rackId?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly subscribedTopicNames?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupMemberMetadataValue(r: Reader, version: number): ShareGroupMemberMetadataValue
export function writeShareGroupMemberMetadataValue(w: Writer, value: ShareGroupMemberMetadataValueInput, version: number): void

export interface ShareGroupMetadataKey {
  groupId: string
}

export interface ShareGroupMetadataKeyInput {
  readonly groupId?: string
}

export function readShareGroupMetadataKey(r: Reader, version: number): ShareGroupMetadataKey
export function writeShareGroupMetadataKey(w: Writer, value: ShareGroupMetadataKeyInput, version: number): void

export interface ShareGroupMetadataValue {
  epoch: number
  metadataHash: bigint
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupMetadataValueInput {
  readonly epoch?: number
  readonly metadataHash?: bigint
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupMetadataValue(r: Reader, version: number): ShareGroupMetadataValue
export function writeShareGroupMetadataValue(w: Writer, value: ShareGroupMetadataValueInput, version: number): void

export interface ShareGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface ShareGroupTargetAssignmentMetadataKeyInput {
  readonly groupId?: string
}

export function readShareGroupTargetAssignmentMetadataKey(r: Reader, version: number): ShareGroupTargetAssignmentMetadataKey
export function writeShareGroupTargetAssignmentMetadataKey(w: Writer, value: ShareGroupTargetAssignmentMetadataKeyInput, version: number): void

export interface ShareGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: number
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch?: number
  readonly assignmentTimestamp?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupTargetAssignmentMetadataValue(r: Reader, version: number): ShareGroupTargetAssignmentMetadataValue
export function writeShareGroupTargetAssignmentMetadataValue(w: Writer, value: ShareGroupTargetAssignmentMetadataValueInput, version: number): void

export interface ShareGroupTargetAssignmentMemberKey {
  groupId: string
  memberId: string
}

export interface ShareGroupTargetAssignmentMemberKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readShareGroupTargetAssignmentMemberKey(r: Reader, version: number): ShareGroupTargetAssignmentMemberKey
export function writeShareGroupTargetAssignmentMemberKey(w: Writer, value: ShareGroupTargetAssignmentMemberKeyInput, version: number): void

export interface ShareGroupTargetAssignmentMemberValueTopicPartition {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupTargetAssignmentMemberValueTopicPartitionInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareGroupTargetAssignmentMemberValue {
  topicPartitions: ShareGroupTargetAssignmentMemberValueTopicPartition[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupTargetAssignmentMemberValueInput {
  readonly topicPartitions?: readonly ShareGroupTargetAssignmentMemberValueTopicPartitionInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupTargetAssignmentMemberValue(r: Reader, version: number): ShareGroupTargetAssignmentMemberValue
export function writeShareGroupTargetAssignmentMemberValue(w: Writer, value: ShareGroupTargetAssignmentMemberValueInput, version: number): void

export interface ShareGroupCurrentMemberAssignmentKey {
  groupId: string
  memberId: string
}

export interface ShareGroupCurrentMemberAssignmentKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readShareGroupCurrentMemberAssignmentKey(r: Reader, version: number): ShareGroupCurrentMemberAssignmentKey
export function writeShareGroupCurrentMemberAssignmentKey(w: Writer, value: ShareGroupCurrentMemberAssignmentKeyInput, version: number): void

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitions {
  topicId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupCurrentMemberAssignmentValueTopicPartitionsInput {
  readonly topicId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareGroupCurrentMemberAssignmentValue {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  assignedPartitions: ShareGroupCurrentMemberAssignmentValueTopicPartitions[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupCurrentMemberAssignmentValueInput {
  readonly memberEpoch?: number
  readonly previousMemberEpoch?: number
  readonly state?: number
  readonly assignedPartitions?: readonly ShareGroupCurrentMemberAssignmentValueTopicPartitionsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupCurrentMemberAssignmentValue(r: Reader, version: number): ShareGroupCurrentMemberAssignmentValue
export function writeShareGroupCurrentMemberAssignmentValue(w: Writer, value: ShareGroupCurrentMemberAssignmentValueInput, version: number): void

export interface ShareGroupStatePartitionMetadataKey {
  groupId: string
}

export interface ShareGroupStatePartitionMetadataKeyInput {
  readonly groupId?: string
}

export function readShareGroupStatePartitionMetadataKey(r: Reader, version: number): ShareGroupStatePartitionMetadataKey
export function writeShareGroupStatePartitionMetadataKey(w: Writer, value: ShareGroupStatePartitionMetadataKeyInput, version: number): void

export interface TopicPartitionsInfo {
  topicId: string
  topicName: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface TopicPartitionsInfoInput {
  readonly topicId?: string
  readonly topicName?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareGroupStatePartitionMetadataValueTopicInfo {
  topicId: string
  topicName: string
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupStatePartitionMetadataValueTopicInfoInput {
  readonly topicId?: string
  readonly topicName?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareGroupStatePartitionMetadataValue {
  initializingTopics: TopicPartitionsInfo[]
  initializedTopics: TopicPartitionsInfo[]
  deletingTopics: ShareGroupStatePartitionMetadataValueTopicInfo[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareGroupStatePartitionMetadataValueInput {
  readonly initializingTopics?: readonly TopicPartitionsInfoInput[]
  readonly initializedTopics?: readonly TopicPartitionsInfoInput[]
  readonly deletingTopics?: readonly ShareGroupStatePartitionMetadataValueTopicInfoInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareGroupStatePartitionMetadataValue(r: Reader, version: number): ShareGroupStatePartitionMetadataValue
export function writeShareGroupStatePartitionMetadataValue(w: Writer, value: ShareGroupStatePartitionMetadataValueInput, version: number): void

export interface ConsumerGroupRegularExpressionKey {
  groupId: string
  regularExpression: string
}

export interface ConsumerGroupRegularExpressionKeyInput {
  readonly groupId?: string
  readonly regularExpression?: string
}

export function readConsumerGroupRegularExpressionKey(r: Reader, version: number): ConsumerGroupRegularExpressionKey
export function writeConsumerGroupRegularExpressionKey(w: Writer, value: ConsumerGroupRegularExpressionKeyInput, version: number): void

export interface ConsumerGroupRegularExpressionValue {
  topics: string[]
  version: number
  timestamp: number
  unknownTaggedFields?: TaggedField[]
}

export interface ConsumerGroupRegularExpressionValueInput {
  readonly topics?: readonly string[]
  readonly version?: number
  readonly timestamp?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readConsumerGroupRegularExpressionValue(r: Reader, version: number): ConsumerGroupRegularExpressionValue
export function writeConsumerGroupRegularExpressionValue(w: Writer, value: ConsumerGroupRegularExpressionValueInput, version: number): void

export interface StreamsGroupMetadataKey {
  groupId: string
}

export interface StreamsGroupMetadataKeyInput {
  readonly groupId?: string
}

export function readStreamsGroupMetadataKey(r: Reader, version: number): StreamsGroupMetadataKey
export function writeStreamsGroupMetadataKey(w: Writer, value: StreamsGroupMetadataKeyInput, version: number): void

export interface LastAssignmentConfig {
  key: string
  value: string
  unknownTaggedFields?: TaggedField[]
}

export interface LastAssignmentConfigInput {
  readonly key?: string
  readonly value?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupMetadataValue {
  epoch: number
  metadataHash: bigint
  /** default -1 */
  validatedTopologyEpoch: number
  /** default [] */
  lastAssignmentConfigs: LastAssignmentConfig[] | null
  /** default -1 */
  storedDescriptionTopologyEpoch: number
  /** default -1 */
  failedDescriptionTopologyEpoch: number
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupMetadataValueInput {
  readonly epoch?: number
  readonly metadataHash?: bigint
  readonly validatedTopologyEpoch?: number
  readonly lastAssignmentConfigs?: readonly LastAssignmentConfigInput[] | null
  readonly storedDescriptionTopologyEpoch?: number
  readonly failedDescriptionTopologyEpoch?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupMetadataValue(r: Reader, version: number): StreamsGroupMetadataValue
export function writeStreamsGroupMetadataValue(w: Writer, value: StreamsGroupMetadataValueInput, version: number): void

export interface StreamsGroupMemberMetadataKey {
  groupId: string
  memberId: string
}

export interface StreamsGroupMemberMetadataKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readStreamsGroupMemberMetadataKey(r: Reader, version: number): StreamsGroupMemberMetadataKey
export function writeStreamsGroupMemberMetadataKey(w: Writer, value: StreamsGroupMemberMetadataKeyInput, version: number): void

export interface Endpoint {
  host: string
  port: number
  unknownTaggedFields?: TaggedField[]
}

export interface EndpointInput {
  readonly host?: string
  readonly port?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface KeyValue {
  key: string
  value: string
  unknownTaggedFields?: TaggedField[]
}

export interface KeyValueInput {
  readonly key?: string
  readonly value?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupMemberMetadataValue {
  instanceId: string | null
  rackId: string | null
  clientId: string
  clientHost: string
  /** default -1 */
  rebalanceTimeoutMs: number
  topologyEpoch: number
  processId: string
  userEndpoint: Endpoint | null
  clientTags: KeyValue[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupMemberMetadataValueInput {
  readonly instanceId?: string | null
  readonly rackId?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  readonly rebalanceTimeoutMs?: number
  readonly topologyEpoch?: number
  readonly processId?: string
  readonly userEndpoint?: EndpointInput | null
  readonly clientTags?: readonly KeyValueInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupMemberMetadataValue(r: Reader, version: number): StreamsGroupMemberMetadataValue
export function writeStreamsGroupMemberMetadataValue(w: Writer, value: StreamsGroupMemberMetadataValueInput, version: number): void

export interface StreamsGroupTargetAssignmentMetadataKey {
  groupId: string
}

export interface StreamsGroupTargetAssignmentMetadataKeyInput {
  readonly groupId?: string
}

export function readStreamsGroupTargetAssignmentMetadataKey(r: Reader, version: number): StreamsGroupTargetAssignmentMetadataKey
export function writeStreamsGroupTargetAssignmentMetadataKey(w: Writer, value: StreamsGroupTargetAssignmentMetadataKeyInput, version: number): void

export interface StreamsGroupTargetAssignmentMetadataValue {
  assignmentEpoch: number
  assignmentTimestamp: number
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch?: number
  readonly assignmentTimestamp?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupTargetAssignmentMetadataValue(r: Reader, version: number): StreamsGroupTargetAssignmentMetadataValue
export function writeStreamsGroupTargetAssignmentMetadataValue(w: Writer, value: StreamsGroupTargetAssignmentMetadataValueInput, version: number): void

export interface StreamsGroupTargetAssignmentMemberKey {
  groupId: string
  memberId: string
}

export interface StreamsGroupTargetAssignmentMemberKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readStreamsGroupTargetAssignmentMemberKey(r: Reader, version: number): StreamsGroupTargetAssignmentMemberKey
export function writeStreamsGroupTargetAssignmentMemberKey(w: Writer, value: StreamsGroupTargetAssignmentMemberKeyInput, version: number): void

export interface StreamsGroupTargetAssignmentMemberValueTaskIds {
  subtopologyId: string
  partitions: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTargetAssignmentMemberValueTaskIdsInput {
  readonly subtopologyId?: string
  readonly partitions?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupTargetAssignmentMemberValue {
  activeTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[]
  standbyTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[]
  warmupTasks: StreamsGroupTargetAssignmentMemberValueTaskIds[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTargetAssignmentMemberValueInput {
  readonly activeTasks?: readonly StreamsGroupTargetAssignmentMemberValueTaskIdsInput[]
  readonly standbyTasks?: readonly StreamsGroupTargetAssignmentMemberValueTaskIdsInput[]
  readonly warmupTasks?: readonly StreamsGroupTargetAssignmentMemberValueTaskIdsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupTargetAssignmentMemberValue(r: Reader, version: number): StreamsGroupTargetAssignmentMemberValue
export function writeStreamsGroupTargetAssignmentMemberValue(w: Writer, value: StreamsGroupTargetAssignmentMemberValueInput, version: number): void

export interface StreamsGroupCurrentMemberAssignmentKey {
  groupId: string
  memberId: string
}

export interface StreamsGroupCurrentMemberAssignmentKeyInput {
  readonly groupId?: string
  readonly memberId?: string
}

export function readStreamsGroupCurrentMemberAssignmentKey(r: Reader, version: number): StreamsGroupCurrentMemberAssignmentKey
export function writeStreamsGroupCurrentMemberAssignmentKey(w: Writer, value: StreamsGroupCurrentMemberAssignmentKeyInput, version: number): void

export interface StreamsGroupCurrentMemberAssignmentValueTaskIds {
  subtopologyId: string
  partitions: number[]
  /** default [] */
  assignmentEpochs: number[] | null
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupCurrentMemberAssignmentValueTaskIdsInput {
  readonly subtopologyId?: string
  readonly partitions?: readonly number[]
  readonly assignmentEpochs?: readonly number[] | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupCurrentMemberAssignmentValue {
  memberEpoch: number
  previousMemberEpoch: number
  state: number
  activeTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  standbyTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  warmupTasks: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  activeTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  standbyTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  warmupTasksPendingRevocation: StreamsGroupCurrentMemberAssignmentValueTaskIds[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupCurrentMemberAssignmentValueInput {
  readonly memberEpoch?: number
  readonly previousMemberEpoch?: number
  readonly state?: number
  readonly activeTasks?: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly standbyTasks?: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly warmupTasks?: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly activeTasksPendingRevocation?: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly standbyTasksPendingRevocation?: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly warmupTasksPendingRevocation?: readonly StreamsGroupCurrentMemberAssignmentValueTaskIdsInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupCurrentMemberAssignmentValue(r: Reader, version: number): StreamsGroupCurrentMemberAssignmentValue
export function writeStreamsGroupCurrentMemberAssignmentValue(w: Writer, value: StreamsGroupCurrentMemberAssignmentValueInput, version: number): void

export interface StreamsGroupTopologyKey {
  groupId: string
}

export interface StreamsGroupTopologyKeyInput {
  readonly groupId?: string
}

export function readStreamsGroupTopologyKey(r: Reader, version: number): StreamsGroupTopologyKey
export function writeStreamsGroupTopologyKey(w: Writer, value: StreamsGroupTopologyKeyInput, version: number): void

export interface CopartitionGroup {
  sourceTopics: number[]
  sourceTopicRegex: number[]
  repartitionSourceTopics: number[]
  unknownTaggedFields?: TaggedField[]
}

export interface CopartitionGroupInput {
  readonly sourceTopics?: readonly number[]
  readonly sourceTopicRegex?: readonly number[]
  readonly repartitionSourceTopics?: readonly number[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface Subtopology {
  subtopologyId: string
  sourceTopics: string[]
  sourceTopicRegex: string[]
  stateChangelogTopics: StreamsGroupTopologyValueTopicInfo[]
  repartitionSinkTopics: string[]
  repartitionSourceTopics: StreamsGroupTopologyValueTopicInfo[]
  copartitionGroups: CopartitionGroup[]
  unknownTaggedFields?: TaggedField[]
}

export interface SubtopologyInput {
  readonly subtopologyId?: string
  readonly sourceTopics?: readonly string[]
  readonly sourceTopicRegex?: readonly string[]
  readonly stateChangelogTopics?: readonly StreamsGroupTopologyValueTopicInfoInput[]
  readonly repartitionSinkTopics?: readonly string[]
  readonly repartitionSourceTopics?: readonly StreamsGroupTopologyValueTopicInfoInput[]
  readonly copartitionGroups?: readonly CopartitionGroupInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface TopicConfig {
  key: string
  value: string
  unknownTaggedFields?: TaggedField[]
}

export interface TopicConfigInput {
  readonly key?: string
  readonly value?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupTopologyValueTopicInfo {
  name: string
  partitions: number
  replicationFactor: number
  topicConfigs: TopicConfig[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTopologyValueTopicInfoInput {
  readonly name?: string
  readonly partitions?: number
  readonly replicationFactor?: number
  readonly topicConfigs?: readonly TopicConfigInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface StreamsGroupTopologyValue {
  epoch: number
  subtopologies: Subtopology[]
  unknownTaggedFields?: TaggedField[]
}

export interface StreamsGroupTopologyValueInput {
  readonly epoch?: number
  readonly subtopologies?: readonly SubtopologyInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readStreamsGroupTopologyValue(r: Reader, version: number): StreamsGroupTopologyValue
export function writeStreamsGroupTopologyValue(w: Writer, value: StreamsGroupTopologyValueInput, version: number): void

export const RecordType: {
  readonly LegacyOffsetCommit: 0
  readonly OffsetCommit: 1
  readonly GroupMetadata: 2
  readonly ConsumerGroupMetadata: 3
  readonly ConsumerGroupPartitionMetadata: 4
  readonly ConsumerGroupMemberMetadata: 5
  readonly ConsumerGroupTargetAssignmentMetadata: 6
  readonly ConsumerGroupTargetAssignmentMember: 7
  readonly ConsumerGroupCurrentMemberAssignment: 8
  readonly ShareGroupMemberMetadata: 10
  readonly ShareGroupMetadata: 11
  readonly ShareGroupTargetAssignmentMetadata: 12
  readonly ShareGroupTargetAssignmentMember: 13
  readonly ShareGroupCurrentMemberAssignment: 14
  readonly ShareGroupStatePartitionMetadata: 15
  readonly ConsumerGroupRegularExpression: 16
  readonly StreamsGroupMetadata: 17
  readonly StreamsGroupMemberMetadata: 19
  readonly StreamsGroupTargetAssignmentMetadata: 20
  readonly StreamsGroupTargetAssignmentMember: 21
  readonly StreamsGroupCurrentMemberAssignment: 22
  readonly StreamsGroupTopology: 23
}
