/**
 * `odradek adopt`: the metadata store for data folders that Apache Kafka wrote in ZooKeeper mode (or whose store was lost), made
 * from what the folders say: cluster and broker from meta.properties, topics from partition.metadata and the folders' names,
 * leader epochs from leader-epoch-checkpoint. Nothing in the partitions is changed.
 */
import { join } from 'node:path'
import { CorruptionError, OperatorError } from '../../base/errors.ts'
import { type BrokerId, type LeaderEpoch, type Uuid, ZERO_UUID } from '../../base/kinds.ts'
import type { Logger } from '../../base/logger.ts'
import { METADATA_FILE } from '../../broker/store.ts'
import { DiskError, type World } from '../../io/world.ts'
import type { NodeTree } from '../../metadata/contract.ts'
import { Paths, partitionPath, partitionStatePath, partitionsPath, topicPath } from '../../metadata/nodes/paths.ts'
import { encodeConfig, encodeProducerIdBlock } from '../../metadata/nodes/small-nodes.ts'
import { assignmentOf, encodeState, encodeTopic } from '../../metadata/nodes/topic-nodes.ts'
import { ensureTopLevelPaths, getOrCreateClusterId } from '../../metadata/setup.ts'
import { openEmbeddedTree } from '../../metadata/stores/embedded/embedded-tree.ts'
import { CLEANER_OFFSETS, readCheckpoint } from '../../storage/checkpoint-file.ts'
import { LEADER_EPOCH_BYTES_MAX, LeaderEpochs } from '../../storage/leader-epochs.ts'
import { LogDirs } from '../../storage/log-dir.ts'
import { parseFolderName } from '../../storage/log-dir-names.ts'
import { readPartitionMetadata } from '../../storage/partition-metadata.ts'

export interface AdoptParams {
  readonly world: World
  readonly logger: Logger
  /** log.dirs of the broker, in its order. */
  readonly paths: readonly string[]
}

export interface Adopted {
  readonly clusterId: string
  readonly brokerId: BrokerId
  readonly topics: number
  readonly partitions: number
  /** Topics whose retention was switched off, since nobody knows what it was. */
  readonly keptForEver: readonly string[]
}

interface FoundTopic {
  topicId: Uuid | null
  isCompacted: boolean
  readonly partitions: Map<number, { folder: string; leaderEpoch: LeaderEpoch }>
}

const EPOCH_FILE = 'leader-epoch-checkpoint'
const AT_ONCE = 500
const BROKER_ID_WHEN_UNKNOWN = 1
/** Far above the ids that any cluster has handed out: the logs remember producers that must not come back as others. */
const FIRST_PRODUCER_ID = 1_000_000_000_000
/** Settings of topics were in ZooKeeper and are not known. These lose nothing. */
const KEEP = new Map([
  ['retention.bytes', '-1'],
  ['retention.ms', '-1'],
])
const COMPACTED = new Map([...KEEP, ['cleanup.policy', 'compact']])
/** The broker's own topics, as Apache makes them. */
const INTERNAL = new Map([
  [
    '__consumer_offsets',
    new Map([
      ['cleanup.policy', 'compact'],
      ['compression.type', 'producer'],
      ['segment.bytes', '104857600'],
    ]),
  ],
  [
    '__transaction_state',
    new Map([
      ['cleanup.policy', 'compact'],
      ['compression.type', 'uncompressed'],
      ['min.insync.replicas', '1'],
      ['segment.bytes', '104857600'],
      ['unclean.leader.election.enable', 'false'],
    ]),
  ],
])

export async function adoptFolders(params: AdoptParams): Promise<Adopted> {
  const { world, paths } = params
  for (const path of paths) {
    if ((await world.disk.stat(path)) === null)
      throw new OperatorError(`${path} is not there: name a data folder of Kafka`)
  }
  const dirs = await LogDirs.open(params)
  try {
    const [offline] = dirs.offline.keys()
    if (offline !== undefined) throw new OperatorError(`${offline} cannot be read: repair it first`)
    const store = join(dirs.all[0]!, METADATA_FILE)
    if ((await world.disk.stat(store)) !== null) {
      throw new OperatorError(`${store} is there already: this folder needs no adopting, start the broker with it`)
    }
    const brokerId = dirs.brokerId ?? BROKER_ID_WHEN_UNKNOWN
    const topics = await findTopics(world, dirs.all)
    return await writeStore(params, store, { clusterId: dirs.clusterId, brokerId, topics })
  } finally {
    await dirs.release()
  }
}

async function findTopics(world: World, paths: readonly string[]): Promise<Map<string, FoundTopic>> {
  const topics = new Map<string, FoundTopic>()
  const compacted = await findCompacted(world, paths)
  for (const path of paths) {
    for (const { name, kind } of await world.disk.list(path)) {
      const parsed = kind === 'directory' ? parseFolderName(name) : null
      if (parsed === null || parsed.state !== 'current' || parsed.topic === '__cluster_metadata') continue
      await addPartition(world, topics, join(path, name), parsed)
    }
  }
  for (const [topic, found] of topics) found.isCompacted = compacted.has(topic)
  for (const [topic, { partitions }] of topics) refuseGaps(topic, [...partitions.keys()])
  return new Map([...topics].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Topics that the cleaner has been in: they were compacted, and stay so. */
async function findCompacted(world: World, paths: readonly string[]): Promise<Set<string>> {
  const topics = new Set<string>()
  for (const folder of paths) {
    const path = join(folder, CLEANER_OFFSETS)
    try {
      for (const name of (await readCheckpoint(world.disk, path)).keys())
        topics.add(name.slice(0, name.lastIndexOf('-')))
    } catch (error) {
      if (!(error instanceof CorruptionError)) throw error
      throw new OperatorError(`${error.message}: put a whole one there, or remove it if no topic was compacted`)
    }
  }
  return topics
}

async function addPartition(
  world: World,
  topics: Map<string, FoundTopic>,
  folder: string,
  { topic, partition }: { topic: string; partition: number },
): Promise<void> {
  const topicId = await readPartitionMetadata(world.disk, folder)
  const found = topics.get(topic) ?? { topicId, isCompacted: false, partitions: new Map() }
  if (found.topicId !== null && topicId !== null && found.topicId !== topicId) {
    throw new OperatorError(`${folder} has another topic id than its sisters: move the folder that is left over away`)
  }
  const other = found.partitions.get(partition)
  if (other !== undefined) {
    throw new OperatorError(`${folder} and ${other.folder} are the same partition: move one of them away`)
  }
  found.topicId ??= topicId
  found.partitions.set(partition, { folder, leaderEpoch: await latestEpoch(world, folder) })
  topics.set(topic, found)
}

async function latestEpoch(world: World, folder: string): Promise<LeaderEpoch> {
  const path = join(folder, EPOCH_FILE)
  try {
    const epochs = new LeaderEpochs()
    const fault = epochs.decode(await world.disk.readFile(path, LEADER_EPOCH_BYTES_MAX))
    if (fault !== null) throw new OperatorError(`${path} is damaged (${fault}): put a whole one there`)
    return epochs.latest
  } catch (error) {
    if (error instanceof DiskError && error.kind === 'not-found') return -1
    throw error
  }
}

function refuseGaps(topic: string, partitions: readonly number[]): void {
  const count = Math.max(...partitions) + 1
  if (partitions.length === count) return
  const missing = Array.from({ length: count }, (_, partition) => partition).filter((one) => !partitions.includes(one))
  throw new OperatorError(
    `topic ${topic} has no folder for partition ${missing.slice(0, 5).join(', ')}: it lies on other brokers or in another folder of log.dirs; name all folders, or move the topic's folders away`,
  )
}

/** Whole or not at all: the file gets its name last. */
async function writeStore(
  { world, logger }: AdoptParams,
  store: string,
  found: { clusterId: string | null; brokerId: BrokerId; topics: ReadonlyMap<string, FoundTopic> },
): Promise<Adopted> {
  const unfinished = `${store}.unfinished`
  await world.disk.remove(unfinished)
  const tree = await openEmbeddedTree({ world, logger, path: unfinished })
  let clusterId: string
  try {
    await ensureTopLevelPaths(tree)
    clusterId = await getOrCreateClusterId(tree, world.entropy, found.clusterId)
    const block = { brokerId: found.brokerId, first: FIRST_PRODUCER_ID, last: FIRST_PRODUCER_ID + 999 }
    await tree.set(Paths.producerIdBlock, encodeProducerIdBlock(block), -1)
    await writeTopics(tree, found.topics, found.brokerId)
  } finally {
    await tree.close()
  }
  await world.disk.rename(unfinished, store)
  await world.disk.syncDirectory(join(store, '..'))
  const partitions = [...found.topics.values()].reduce((sum, topic) => sum + topic.partitions.size, 0)
  const keptForEver = [...found.topics].flatMap(([name, { isCompacted }]) =>
    INTERNAL.has(name) || isCompacted ? [] : [name],
  )
  return { clusterId, brokerId: found.brokerId, topics: found.topics.size, partitions, keptForEver }
}

/** Operations are taken in order; many of them at once share a write to the disk. */
async function writeTopics(tree: NodeTree, topics: ReadonlyMap<string, FoundTopic>, brokerId: BrokerId): Promise<void> {
  let underWay: Promise<unknown>[] = []
  for (const [name, topic] of topics) {
    for (const [path, data] of nodesOf(name, topic, brokerId)) underWay.push(tree.create(path, data, 'persistent'))
    if (underWay.length < AT_ONCE) continue
    await Promise.all(underWay)
    underWay = []
  }
  await Promise.all(underWay)
}

function nodesOf(name: string, topic: FoundTopic, brokerId: BrokerId): [path: string, data: Uint8Array | null][] {
  const partitions = new Map([...topic.partitions.keys()].map((partition) => [partition, assignmentOf([brokerId])]))
  const states = [...topic.partitions].flatMap(([partition, { leaderEpoch }]) => {
    const isr = [brokerId]
    const state = { leader: brokerId, leaderEpoch: leaderEpoch + 1, isr, recovering: false, controllerEpoch: 0 }
    const nodes: [string, Uint8Array | null][] = [
      [partitionPath(name, partition), null],
      [partitionStatePath(name, partition), encodeState(state)],
    ]
    return nodes
  })
  return [
    [`${Paths.config}/topics/${name}`, encodeConfig(INTERNAL.get(name) ?? (topic.isCompacted ? COMPACTED : KEEP))],
    [topicPath(name), encodeTopic({ topicId: topic.topicId ?? ZERO_UUID, partitions })],
    [partitionsPath(name), null],
    ...states,
  ]
}
