/** `odradek topic create | clone | list | describe | delete`. */
import type { KafkaClient } from '../../client/client.ts'
import { ConfigSource, describeConfigs, ResourceType } from '../../client/configs.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode, errorName } from '../../protocol/error-codes.ts'
import type { CreateTopicsResponse } from '../../protocol/generated/019-create-topics.js'
import type { DeleteTopicsResponse } from '../../protocol/generated/020-delete-topics.js'
import {
  type Cluster,
  EARLIEST,
  LATEST,
  offsetsOf,
  type PartitionInfo,
  type TopicInfo,
  topicsOf,
  wholeNumber,
} from '../cluster.ts'
import { confirm } from '../confirm.ts'
import { type ConnectFlags, clusterOf, withClient, withCluster } from '../connect.ts'
import { exitCodeOf } from '../exit.ts'
import { type Listing, outputFormat, type Row, render } from '../output.ts'
import { write } from '../stdout.ts'
import { sourceName } from './config.ts'

const TIMEOUT_MS = 30_000

export interface CreateFlags extends ConnectFlags {
  readonly partitions?: string
  readonly replicationFactor?: string
  readonly config?: Readonly<Record<string, string>>
  readonly ifNotExists?: boolean
  readonly dryRun?: boolean
}

export async function createTopics(names: readonly string[], flags: CreateFlags): Promise<void> {
  const numPartitions = wholeNumber(flags.partitions, '-p', 1, 0x7fffffff) ?? -1
  const replicationFactor = wholeNumber(flags.replicationFactor, '-r', 1, 0x7fff) ?? -1
  const configs = Object.entries(flags.config ?? {}).map(([name, value]) => ({ name, value }))
  const topics = names.map((name) => ({ name, numPartitions, replicationFactor, assignments: [], configs }))
  await withCluster(flags, async (cluster) => {
    const body = { topics, timeoutMs: TIMEOUT_MS, validateOnly: flags.dryRun ?? false }
    const answer = await cluster.request<CreateTopicsResponse>(ApiKey.CreateTopics, body, { to: 'controller' })
    const done = flags.dryRun ? 'could be created' : 'created'
    await sayEach(
      answer.topics,
      done,
      (code) => (flags.ifNotExists ?? false) && code === ErrorCode.TOPIC_ALREADY_EXISTS,
    )
  })
}

export interface CloneTopicFlags extends ConnectFlags {
  readonly partitions?: string
  readonly replicationFactor?: string
  readonly dryRun?: boolean
}

/** A topic with as many partitions and replicas and the same settings of its own; without records. */
export async function cloneTopic(from: string, to: string, flags: CloneTopicFlags): Promise<void> {
  const wantedPartitions = wholeNumber(flags.partitions, '-p', 1, 0x7fffffff)
  const wantedReplicas = wholeNumber(flags.replicationFactor, '-r', 1, 0x7fff)
  await withClient(flags, async (client) => {
    const cluster = clusterOf(client)
    const { partitions } = (await topicsOf(cluster, [from]))[0]!
    const entries = await describeConfigs(client, ResourceType.TOPIC, from)
    const own = entries.filter(({ configSource }) => configSource === ConfigSource.TOPIC)
    const topic = {
      name: to,
      numPartitions: wantedPartitions ?? partitions.length,
      replicationFactor: wantedReplicas ?? Math.max(1, ...partitions.map(({ replicas }) => replicas.length)),
      assignments: [],
      configs: own.map(({ name, value }) => ({ name, value })),
    }
    const body = { topics: [topic], timeoutMs: TIMEOUT_MS, validateOnly: flags.dryRun ?? false }
    const answer = await cluster.request<CreateTopicsResponse>(ApiKey.CreateTopics, body, { to: 'controller' })
    await sayEach(answer.topics, flags.dryRun ? 'could be created' : 'created', () => false)
  })
}

/** One line for each topic; the exit code is that of the first that failed. */
async function sayEach(
  topics: readonly { name: string | null; errorCode: number; errorMessage: string | null }[],
  done: string,
  isFine: (errorCode: number) => boolean,
): Promise<void> {
  for (const { name, errorCode, errorMessage } of topics) {
    if (errorCode === ErrorCode.NONE) {
      await write(`${name} ${done}\n`)
      continue
    }
    if (isFine(errorCode)) continue
    process.stderr.write(
      `odradek: topic ${name}: ${errorMessage ?? ''}${errorMessage ? ' ' : ''}(${errorName(errorCode)})\n`,
    )
    process.exitCode = exitCodeOf(errorName(errorCode))
  }
}

// ── list, describe ──────────────────────────────────────────────────────────────────────────────────────────────────

export interface ListFlags extends ConnectFlags {
  readonly output: string
  readonly internal?: boolean
}

export async function listTopics(flags: ListFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withCluster(flags, async (cluster) => {
    const topics = (await topicsOf(cluster, null)).filter(({ isInternal }) => flags.internal || !isInternal)
    const rows = topics.map((topic) => ({
      topic: topic.name,
      partitions: topic.partitions.length,
      replicas: Math.max(0, ...topic.partitions.map(({ replicas }) => replicas.length)),
      leaderless: topic.partitions.filter(({ leader }) => leader < 0).length,
      'under-replicated': topic.partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
      id: topic.topicId,
    }))
    await write(
      render(
        { columns: ['topic', 'partitions', 'replicas'], wideColumns: ['leaderless', 'under-replicated', 'id'], rows },
        format,
      ),
    )
  })
}

export interface DescribeFlags extends ConnectFlags {
  readonly output: string
  readonly configs?: boolean
}

export async function describeTopics(names: readonly string[], flags: DescribeFlags): Promise<void> {
  const format = outputFormat(flags.output)
  await withClient(flags, async (client) => {
    const listing = flags.configs ? await configRows(client, names) : await partitionRows(clusterOf(client), names)
    await write(render(listing, format))
  })
}

async function partitionRows(cluster: Cluster, names: readonly string[]): Promise<Listing> {
  const rows: Row[] = []
  for (const topic of await topicsOf(cluster, names)) {
    const [starts, ends] = await Promise.all([
      offsetsOf(cluster, topic.name, topic.partitions, EARLIEST),
      offsetsOf(cluster, topic.name, topic.partitions, LATEST),
    ])
    for (const one of topic.partitions) rows.push(partitionRow(topic, one, starts, ends))
  }
  return {
    columns: ['topic', 'partition', 'leader', 'replicas', 'isr', 'start', 'end'],
    wideColumns: ['epoch', 'offline', 'id'],
    rows,
  }
}

function partitionRow(
  topic: TopicInfo,
  one: PartitionInfo,
  starts: ReadonlyMap<number, number | null>,
  ends: ReadonlyMap<number, number | null>,
): Row {
  return {
    topic: topic.name,
    partition: one.partition,
    leader: one.leader < 0 ? null : one.leader,
    replicas: one.replicas,
    isr: one.isr,
    start: starts.get(one.partition) ?? null,
    end: ends.get(one.partition) ?? null,
    epoch: one.leaderEpoch,
    offline: one.offlineReplicas,
    id: topic.topicId,
  }
}

async function configRows(client: KafkaClient, names: readonly string[]): Promise<Listing> {
  const rows: Row[] = []
  for (const topic of names) {
    for (const entry of await describeConfigs(client, ResourceType.TOPIC, topic, { documentation: true })) {
      const { name, value, configSource, documentation } = entry
      rows.push({ topic, setting: name, value, source: sourceName(configSource), meaning: documentation })
    }
  }
  rows.sort((a, b) => `${a.topic} ${a.setting}`.localeCompare(`${b.topic} ${b.setting}`, 'en'))
  return { columns: ['topic', 'setting', 'value', 'source'], wideColumns: ['meaning'], rows }
}

// ── delete ──────────────────────────────────────────────────────────────────────────────────────────────────────────

export interface DeleteFlags extends ConnectFlags {
  readonly yes?: boolean
  readonly ifExists?: boolean
  readonly dryRun?: boolean
}

export async function deleteTopics(names: readonly string[], flags: DeleteFlags): Promise<void> {
  await withCluster(flags, async (cluster) => {
    if (flags.dryRun) {
      for (const topic of await topicsOf(cluster, names)) await write(`${topic.name} would be deleted\n`)
      return
    }
    if (!flags.yes) await confirm(names, `deletes ${names.join(', ')} with all records`, 'topics')
    const body = { topicNames: names, topics: names.map((name) => ({ name })), timeoutMs: TIMEOUT_MS }
    const answer = await cluster.request<DeleteTopicsResponse>(ApiKey.DeleteTopics, body, { to: 'controller' })
    const isFine = (code: number): boolean => (flags.ifExists ?? false) && code === ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    await sayEach(answer.responses, 'deleted', isFine)
  })
}
