// Groups that one kind of broker wrote into __consumer_offsets and the other must know: with members and without, with offsets
// of every form, one that was deleted. And what is read back, to compare.
import { ApiKey } from '../../src/protocol/apis.ts'
import { Connection } from '../diff/exchange.ts'
import { RawMember } from '../groups/raw-member.ts'
import { ask, findCoordinator } from '../groups/records.ts'

export const OFFSETS_TOPIC_CONFIGS: Readonly<Record<string, string>> = {
  'cleanup.policy': 'compact',
  'compression.type': 'producer',
  'segment.bytes': '104857600',
}

const TOPIC = 'story-none'
const GROUPS = ['story-simple', 'story-stable', 'story-left', 'story-deleted', 'story-retention']

async function commit(
  connection: Connection,
  version: number,
  groupId: string,
  offsets: readonly [number, number][],
  more: Record<string, unknown> = {},
): Promise<void> {
  const partitions = offsets.map(([partitionIndex, committedOffset]) => ({
    partitionIndex,
    committedOffset,
    committedLeaderEpoch: 0,
    committedMetadata: `at ${committedOffset}`,
  }))
  const topics = [{ name: TOPIC, partitions }]
  const body = { groupId, generationIdOrMemberEpoch: -1, memberId: '', topics, ...more }
  const answer = await ask(connection, ApiKey.OffsetCommit, version, body)
  const code = answer.topics[0].partitions[0].errorCode
  if (code !== 0) throw new Error(`${groupId}: an offset was not committed: error code ${code}`)
}

export async function writeGroups(address: string): Promise<void> {
  for (const group of GROUPS) await findCoordinator(address, group)
  const connection = new Connection(address)
  const member = (groupId: string) => new RawMember({ address, groupId, topic: TOPIC, sessionMs: 120_000 })
  try {
    for (let offset = 0; offset < 50; offset++) await commit(connection, 7, 'story-simple', [[offset % 2, offset]])
    const stays = member('story-stable')
    await stays.start()
    const { memberId, generationId } = stays
    await commit(connection, 7, 'story-stable', [[2, 77]], { memberId, generationIdOrMemberEpoch: generationId })
    await stays.vanish()
    const leaves = member('story-left')
    await leaves.start()
    await leaves.stop()
    await commit(connection, 7, 'story-left', [[0, 3]])
    await commit(connection, 7, 'story-deleted', [[0, 9]])
    await ask(connection, ApiKey.DeleteGroups, 1, { groupsNames: ['story-deleted'] })
    await commit(connection, 3, 'story-retention', [[1, 5]], { retentionTimeMs: 86_400_000 })
    const partitions = [{ partitionIndex: 1 }]
    await ask(connection, ApiKey.OffsetDelete, 0, { groupId: 'story-simple', topics: [{ name: TOPIC, partitions }] })
  } finally {
    connection.close()
  }
}

/** One line for each group and each committed offset. */
export async function readGroups(address: string): Promise<string[]> {
  for (const group of GROUPS) await findCoordinator(address, group)
  const connection = new Connection(address)
  const lines: string[] = []
  try {
    for (const groupId of GROUPS) {
      const { groups } = await ask(connection, ApiKey.DescribeGroups, 4, { groups: [groupId] })
      const { groupState, protocolType, protocolData, members } = groups[0]
      const told = members.map(
        (one: { memberId: string; clientId: string; clientHost: string; memberMetadata: Uint8Array }) =>
          [one.memberId, one.clientId, one.clientHost, Buffer.from(one.memberMetadata).toString('hex')].join(' '),
      )
      lines.push(`${groupId}: ${[groupState, protocolType, protocolData, ...told].join(', ')}`)
      const { topics } = await ask(connection, ApiKey.OffsetFetch, 7, { groupId, topics: null })
      for (const { name, partitions } of topics) {
        for (const { partitionIndex, committedOffset, committedLeaderEpoch, metadata } of partitions)
          lines.push(
            `${groupId} ${name}-${partitionIndex}: ${committedOffset}, epoch ${committedLeaderEpoch}, "${metadata}"`,
          )
      }
    }
  } finally {
    connection.close()
  }
  return lines.sort()
}
