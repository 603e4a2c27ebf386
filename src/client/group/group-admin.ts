/** What an administrator asks of groups. Rejects with BrokerError or NetError; failures of single groups and partitions come back. */
import type { BrokerId, Offset } from '../../base/kinds.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ListGroupsResponse } from '../../protocol/generated/016-list-groups.js'
import type { Attempt, KafkaClient } from '../client.ts'
import type { BrokerConnection } from '../connection.ts'
import { Coordinators, GROUP } from '../coordinators.ts'
import type { TopicPartition } from './assignors.ts'
import { type CommittedOffset, commitOffsets, fetchOffsets } from './offsets.ts'
import { byTopic, CONSUMER_PROTOCOL_TYPE, decodeAssignment } from './protocol.ts'

export interface ListedGroup {
  readonly groupId: string
  readonly protocolType: string
  /** '': the broker does not tell. */
  readonly state: string
  /** 'classic', 'consumer', …; '': the broker does not tell. */
  readonly type: string
  readonly coordinator: BrokerId
}

export interface GroupMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly clientId: string
  readonly host: string
  readonly assignment: readonly TopicPartition[]
}

export interface GroupDescription {
  readonly groupId: string
  readonly state: string
  readonly type: 'classic' | 'consumer'
  readonly protocolType: string
  /** The assignor; '': none is agreed on. */
  readonly protocol: string
  readonly coordinator: BrokerId
  readonly members: readonly GroupMember[]
}

export interface PartitionOutcome extends TopicPartition {
  readonly errorCode: number
}

const DEAD = 'Dead'

export class GroupAdmin {
  private readonly client: KafkaClient
  private readonly coordinators: Coordinators

  constructor(client: KafkaClient) {
    this.client = client
    this.coordinators = new Coordinators(client)
  }

  /** Of all brokers. The filters are the broker's where it has them (states 2.6, types 3.8), else ours. */
  async list(filter: { states?: readonly string[]; types?: readonly string[] } = {}): Promise<ListedGroup[]> {
    const { states = [], types = [] } = filter
    const { brokers } = await this.client.metadata([])
    const groups: ListedGroup[] = []
    for (const { id } of brokers) {
      const body = { statesFilter: states, typesFilter: types }
      const answer = await this.client.persist<ListGroupsResponse>('list groups', async () => {
        const found = await this.client.toBroker(id, ApiKey.ListGroups, body)
        return found.errorCode === ErrorCode.NONE ? { value: found } : { error: found.errorCode }
      })
      for (const { groupId, protocolType, groupState, groupType } of answer.groups) {
        groups.push({ groupId, protocolType, state: groupState, type: groupType.toLowerCase(), coordinator: id })
      }
    }
    return groups.filter(({ state, type }) => isAmong(state, states) && isAmong(type, types))
  }

  /** null: there is no such group. */
  async describe(groupId: string): Promise<GroupDescription | null> {
    return this.ask<GroupDescription | null>(groupId, 'describe', async (connection, coordinator) => {
      const { groups } = await connection.request(ApiKey.DescribeGroups, { groups: [groupId] })
      const group = groups[0]!
      const isUnknown = group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND || group.groupState === DEAD
      if (isUnknown) return this.describeConsumerGroup(connection, groupId, coordinator)
      if (group.errorCode !== ErrorCode.NONE) return { error: group.errorCode, message: group.errorMessage }
      const { protocolType } = group
      const members = group.members.map((member) => ({
        memberId: member.memberId,
        instanceId: member.groupInstanceId,
        clientId: member.clientId,
        host: member.clientHost,
        assignment: protocolType === CONSUMER_PROTOCOL_TYPE ? decodeAssignment(member.memberAssignment) : [],
      }))
      const { groupState: state, protocolData: protocol } = group
      return { value: { groupId, state, type: 'classic', protocolType, protocol, coordinator, members } }
    })
  }

  /** Groups of the new protocol (KIP-848) are described by a request of their own. */
  private async describeConsumerGroup(connection: BrokerConnection, groupId: string, coordinator: BrokerId) {
    if (!connection.served.has(ApiKey.ConsumerGroupDescribe)) return { value: null }
    const { groups } = await connection.request(ApiKey.ConsumerGroupDescribe, { groupIds: [groupId] })
    const group = groups[0]!
    // A broker in ZooKeeper mode announces the request and refuses it.
    if (group.errorCode === ErrorCode.GROUP_ID_NOT_FOUND || group.errorCode === ErrorCode.UNSUPPORTED_VERSION)
      return { value: null }
    if (group.errorCode !== ErrorCode.NONE) return { error: group.errorCode, message: group.errorMessage }
    const members = group.members.map(({ memberId, instanceId, clientId, clientHost, assignment }) => ({
      memberId,
      instanceId,
      clientId,
      host: clientHost,
      assignment: assignment.topicPartitions.flatMap(({ topicName, partitions }) =>
        partitions.map((partition) => ({ topic: topicName, partition })),
      ),
    }))
    const { groupState: state, assignorName: protocol } = group
    const protocolType = CONSUMER_PROTOCOL_TYPE
    return { value: { groupId, state, type: 'consumer' as const, protocolType, protocol, coordinator, members } }
  }

  /** Empty for a group that there is not. */
  offsets(groupId: string): Promise<CommittedOffset[]> {
    return this.ask(groupId, 'fetch the offsets of', (connection) => fetchOffsets(connection, groupId, null, true))
  }

  /** For a group without members, which is made when it is not there. */
  commit(groupId: string, offsets: readonly (TopicPartition & { readonly offset: Offset })[]): Promise<void> {
    return this.ask<void>(groupId, 'commit offsets of', async (connection) => {
      const committer = { groupId, generation: -1, memberId: '', instanceId: null }
      const error = await commitOffsets(connection, committer, offsets)
      return error === ErrorCode.NONE ? { value: undefined } : { error }
    })
  }

  /** The error code: 0, NON_EMPTY_GROUP, GROUP_ID_NOT_FOUND, … */
  delete(groupId: string): Promise<number> {
    return this.ask<number>(groupId, 'delete', async (connection) => {
      const { results } = await connection.request(ApiKey.DeleteGroups, { groupsNames: [groupId] })
      const { errorCode } = results[0]!
      return PASSES.has(errorCode) ? { error: errorCode } : { value: errorCode }
    })
  }

  /** `errorCode` of the whole (GROUP_ID_NOT_FOUND, …), and that of each partition. */
  deleteOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
  ): Promise<{ errorCode: number; partitions: PartitionOutcome[] }> {
    const topics = byTopic(partitions).map(({ topic, partitions: numbers }) => ({
      name: topic,
      partitions: numbers.map((partitionIndex) => ({ partitionIndex })),
    }))
    return this.ask<{ errorCode: number; partitions: PartitionOutcome[] }>(
      groupId,
      'delete offsets of',
      async (connection) => {
        const answer = await connection.request(ApiKey.OffsetDelete, { groupId, topics })
        if (PASSES.has(answer.errorCode)) return { error: answer.errorCode }
        const outcomes = answer.topics.flatMap(({ name, partitions: of }) =>
          of.map(({ partitionIndex, errorCode }) => ({ topic: name, partition: partitionIndex, errorCode })),
        )
        return { value: { errorCode: answer.errorCode, partitions: outcomes } }
      },
    )
  }

  private ask<T>(
    groupId: string,
    what: string,
    attempt: (connection: BrokerConnection, coordinator: BrokerId) => Promise<Attempt<T>>,
  ): Promise<T> {
    return this.coordinators.with<T>(GROUP, groupId, `${what} group ${groupId}`, attempt)
  }
}

function isAmong(value: string, wanted: readonly string[]): boolean {
  return value === '' || wanted.length === 0 || wanted.some((one) => one.toLowerCase() === value.toLowerCase())
}

const PASSES: ReadonlySet<number> = new Set([
  ErrorCode.NOT_COORDINATOR,
  ErrorCode.COORDINATOR_NOT_AVAILABLE,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
])
