/** How far a group is behind: committed offsets beside the ends of the partitions. */
import type { Offset } from '../../base/kinds.ts'
import { keyOf, type TopicPartition } from '../../client/group/assignors.ts'
import type { GroupAdmin, GroupDescription, GroupMember } from '../../client/group/group-admin.ts'
import { askMetadata, type Cluster, LATEST, offsetsOf, topicInfo } from '../cluster.ts'
import { notFound } from '../exit.ts'

export interface PartitionLag extends TopicPartition {
  /** null: nothing is committed. */
  readonly current: Offset | null
  /** null: the partition has no leader, or is gone. */
  readonly end: Offset | null
  /** null: one of the two is not known. */
  readonly lag: number | null
  /** Who reads it now. */
  readonly member: GroupMember | null
}

/** Throws a CommandError when there is no such group. */
export async function existing(admin: Pick<GroupAdmin, 'describe'>, groupId: string): Promise<GroupDescription> {
  const group = await admin.describe(groupId)
  if (group === null) throw notFound(`there is no group ${groupId}`)
  return group
}

/** Of these groups, each of which has to be there; without names of all that there are. */
export async function lagsByGroup(
  cluster: Cluster,
  admin: Pick<GroupAdmin, 'list' | 'describe' | 'offsets'>,
  groupIds: readonly string[],
): Promise<[groupId: string, lags: PartitionLag[]][]> {
  const isNamed = groupIds.length > 0
  const wanted = isNamed ? groupIds : (await admin.list()).map(({ groupId }) => groupId).sort()
  const found: [string, PartitionLag[]][] = []
  for (const groupId of wanted) {
    const group = isNamed ? await existing(admin, groupId) : await admin.describe(groupId)
    // One that went since it was listed is none.
    if (group !== null) found.push([groupId, await lagsOf(cluster, admin, groupId, group.members)])
  }
  return found
}

/** Of all that is committed or assigned, by topic and partition. */
export async function lagsOf(
  cluster: Cluster,
  admin: Pick<GroupAdmin, 'offsets'>,
  groupId: string,
  members: readonly GroupMember[],
): Promise<PartitionLag[]> {
  const committed = new Map((await admin.offsets(groupId)).map((one) => [keyOf(one), one]))
  const readers = new Map(members.flatMap((member) => member.assignment.map((one) => [keyOf(one), { one, member }])))
  const all = new Map<string, TopicPartition>()
  for (const [key, { topic, partition }] of committed) all.set(key, { topic, partition })
  for (const [key, { one }] of readers) all.set(key, one)
  const ends = await endsOf(cluster, [...all.values()])
  return [...all]
    .map(([key, { topic, partition }]) => {
      const current = committed.get(key)?.offset ?? null
      const end = ends.get(key) ?? null
      // A log that was cut, or deleted and made anew, may end before what was committed.
      const lag = current === null || end === null ? null : Math.max(0, end - current)
      return { topic, partition, current, end, lag, member: readers.get(key)?.member ?? null }
    })
    .sort(byPlace)
}

export function byPlace(a: TopicPartition, b: TopicPartition): number {
  if (a.topic !== b.topic) return a.topic < b.topic ? -1 : 1
  return a.partition - b.partition
}

/** By keyOf; a partition that is gone, or has no leader, is left out. */
async function endsOf(cluster: Cluster, wanted: readonly TopicPartition[]): Promise<Map<string, Offset>> {
  const ends = new Map<string, Offset>()
  const names = [...new Set(wanted.map(({ topic }) => topic))]
  if (names.length === 0) return ends
  const { topics } = await askMetadata(cluster, names, false)
  for (const topic of topics.filter(({ partitions }) => partitions.length > 0).map(topicInfo)) {
    const keys = new Set(wanted.filter((one) => one.topic === topic.name).map(({ partition }) => partition))
    const partitions = topic.partitions.filter(({ partition }) => keys.has(partition))
    for (const [partition, end] of await offsetsOf(cluster, topic.name, partitions, LATEST)) {
      if (end !== null) ends.set(keyOf({ topic: topic.name, partition }), end)
    }
  }
  return ends
}
