/** `odradek consume -g`: as a member of a group. What is printed is committed, so that a next start goes on there. */
import type { KafkaClient } from '../../client/client.ts'
import type { FetchedPartition } from '../../client/fetcher.ts'
import { ASSIGNORS, keyOf } from '../../client/group/assignors.ts'
import { GroupConsumer, HEARTBEAT_INTERVAL_MS, SESSION_TIMEOUT_MS } from '../../client/group/group-consumer.ts'
import { type Cluster, LATEST, offsetsOf, topicsOf } from '../cluster.ts'
import { clusterOf } from '../connect.ts'
import { say, usageError } from '../exit.ts'
import { listenForInterrupt } from '../interrupt.ts'
import type { RecordFormatter } from '../record-format.ts'
import { RecordPrinter } from '../record-printer.ts'
import type { Settings } from '../settings.ts'
import { isGone } from '../stdout.ts'

export interface GroupConsumeFlags {
  readonly group: string
  /** One that begins with ^ is a regular expression over all topics. */
  readonly topics: readonly string[]
  readonly partition?: string
  readonly offset?: string
  readonly fromBeginning?: boolean
  readonly tail?: string
  readonly exit?: boolean
  readonly isolation: string
}

export async function consumeInGroup(
  client: KafkaClient,
  settings: Settings,
  flags: GroupConsumeFlags,
  format: RecordFormatter,
  countMax: number,
): Promise<void> {
  if (flags.partition !== undefined) throw usageError('-p does not go with -g: the group gives out the partitions')
  const printer = new RecordPrinter(format, countMax)
  const interrupt = listenForInterrupt()
  const cluster = clusterOf(client)
  const topics = topicsFrom(flags.topics)
  const isolation = flags.isolation === 'read_committed' ? 1 : 0
  const consumer = new GroupConsumer(client, {
    ...groupSettings(settings),
    groupId: flags.group,
    topics,
    readCommitted: isolation === 1,
    autoOffsetReset: resetOf(flags),
    onPollTimeout: () =>
      say('nobody took the records for max.poll.interval.ms: left the group, what is not committed comes again'),
  })
  const ends = flags.exit ? await endsOf(cluster, topics, isolation) : null
  let polling: Promise<readonly FetchedPartition[]> | null = null
  try {
    while (!printer.isFull && !isGone() && !interrupt.isAsked()) {
      polling = consumer.poll()
      const polled = await interrupt.unlessAsked(polling)
      if (polled === null) break
      polling = null
      for (const fetched of polled) {
        const done = await printer.printFetched(fetched)
        // Whoever has gone has not seen them.
        if (isGone()) break
        if (done !== null) consumer.processed(fetched.topic, fetched.partition, done)
        if (printer.isFull) break
      }
      if (ends !== null && consumer.hasReached(ends)) break
    }
  } finally {
    // A poll that is under way fails when its connections close under it.
    polling?.catch(() => {})
    await consumer.close()
  }
}

export function groupSettings(settings: Settings) {
  const assignors = settings.list('partition.assignment.strategy')?.map(assignorName)
  if (assignors?.length === 0) throw usageError('partition.assignment.strategy= names none')
  const sessionTimeoutMs = settings.number('session.timeout.ms')
  const heartbeatIntervalMs = settings.number('heartbeat.interval.ms')
  const beatMs = heartbeatIntervalMs ?? HEARTBEAT_INTERVAL_MS
  if (beatMs === 0 || beatMs >= (sessionTimeoutMs ?? SESSION_TIMEOUT_MS)) {
    throw usageError('heartbeat.interval.ms has to be lower than session.timeout.ms: a third of it is usual')
  }
  return {
    assignors,
    instanceId: settings.text('group.instance.id'),
    sessionTimeoutMs,
    heartbeatIntervalMs,
    rebalanceTimeoutMs: settings.number('max.poll.interval.ms'),
    autoCommit: settings.flag('enable.auto.commit'),
    autoCommitIntervalMs: settings.number('auto.commit.interval.ms'),
    metadataMaxAgeMs: settings.longMs('metadata.max.age.ms'),
  }
}

const JAVA_ASSIGNORS: ReadonlyMap<string, string> = new Map([
  ['org.apache.kafka.clients.consumer.RangeAssignor', 'range'],
  ['org.apache.kafka.clients.consumer.RoundRobinAssignor', 'roundrobin'],
  ['org.apache.kafka.clients.consumer.CooperativeStickyAssignor', 'cooperative-sticky'],
])

function assignorName(text: string): string {
  const name = JAVA_ASSIGNORS.get(text) ?? text
  if (ASSIGNORS.has(name)) return name
  throw usageError(`partition.assignment.strategy=${text}: there are ${[...ASSIGNORS.keys()].join(', ')}`)
}

function topicsFrom(names: readonly string[]): readonly string[] | RegExp {
  const patterns = names.filter((name) => name.startsWith('^'))
  if (patterns.length === 0) return names
  if (patterns.length < names.length) throw usageError('write either topics or patterns (^…)')
  try {
    return new RegExp(patterns.map((pattern) => `(?:${pattern})`).join('|'))
  } catch (error) {
    throw usageError(`${patterns.join(' ')}: ${(error as Error).message}`)
  }
}

/** Where partitions begin of which the group has no offset. */
function resetOf({ offset, fromBeginning, tail }: GroupConsumeFlags): 'earliest' | 'latest' {
  if (fromBeginning || offset === 'start' || offset === 'earliest') return 'earliest'
  if (tail === undefined && (offset === undefined || offset === 'end' || offset === 'latest')) return 'latest'
  throw usageError('with -g, -o is start or end: where to begin without a committed offset')
}

async function endsOf(cluster: Cluster, topics: readonly string[] | RegExp, isolation: number) {
  const wanted = topics instanceof RegExp ? null : topics
  const ends = new Map<string, number>()
  for (const { name, partitions } of await topicsOf(cluster, wanted)) {
    if (topics instanceof RegExp && !topics.test(name)) continue
    for (const [partition, end] of await offsetsOf(cluster, name, partitions, LATEST, isolation)) {
      if (end !== null) ends.set(keyOf({ topic: name, partition }), end)
    }
  }
  return ends
}
