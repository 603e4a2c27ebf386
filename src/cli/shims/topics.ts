/** kafka-topics.sh */

import { createPartitions, createTopics, deleteTopics, type TopicOutcome } from '../../client/admin.ts'
import type { KafkaClient } from '../../client/client.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { type TopicInfo, topicInfo } from '../cluster.ts'
import { withClient } from '../connect.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { write } from '../stdout.ts'
import { failureOf } from './java-errors.ts'
import { type Flags, keyValues, UsageError } from './options.ts'
import type { Shim } from './run.ts'
import { topicFilter } from './topic-filter.ts'
import { describe, FILTERS } from './topics-describe.ts'

const ACTIONS = ['list', 'describe', 'create', 'alter', 'delete']

const ONLY_WITH: Readonly<Record<string, readonly string[]>> = {
  config: ['alter', 'create'],
  'delete-config': ['alter'],
  partitions: ['alter', 'create'],
  'replication-factor': ['create'],
  'replica-assignment': ['alter', 'create'],
  ...Object.fromEntries([...FILTERS, 'topics-with-overrides'].map((name) => [name, ['describe']])),
  'if-exists': ['alter', 'delete', 'describe'],
  'if-not-exists': ['create'],
  'exclude-internal': ['list', 'describe'],
}

export const shim: Shim = {
  about: 'Create, delete, describe, or change a topic.',
  flags: {
    alter: 'flag',
    'at-min-isr-partitions': 'flag',
    'bootstrap-server': 'value',
    'command-config': 'value',
    config: 'many',
    create: 'flag',
    delete: 'flag',
    'delete-config': 'many',
    describe: 'flag',
    'exclude-internal': 'flag',
    'if-exists': 'flag',
    'if-not-exists': 'flag',
    list: 'flag',
    'partition-size-limit-per-response': 'value',
    partitions: 'value',
    'replica-assignment': 'value',
    'replication-factor': 'value',
    topic: 'value',
    'topic-id': 'value',
    'topics-with-overrides': 'flag',
    'unavailable-partitions': 'flag',
    'under-min-isr-partitions': 'flag',
    'under-replicated-partitions': 'flag',
  },
  run,
}

async function run(flags: Flags): Promise<number> {
  check(flags)
  const connect = { bootstrapServer: flags.one('bootstrap-server')!, commandConfig: flags.one('command-config') }
  try {
    await withClient(connect, (client) => act(client, flags))
    return ExitCode.OK
  } catch (error) {
    const failure = failureOf(error)
    if (failure === null) throw error
    await write(`Error while executing topic command : ${failure.message}\n`)
    process.stderr.write(`ERROR ${failure.exception}: ${failure.message}\n`)
    return ExitCode.FAILED
  }
}

function check(flags: Flags): void {
  const actions = ACTIONS.filter((name) => flags.has(name))
  if (actions.length !== 1) {
    throw new UsageError('Command must include exactly one action: --list, --describe, --create, --alter or --delete')
  }
  if (!flags.has('bootstrap-server')) throw new UsageError('--bootstrap-server must be specified')
  if (flags.has('alter') && flags.has('config')) {
    throw new UsageError(
      'Option combination "[[bootstrap-server], [config]]" can\'t be used with option "[alter]" (the kafka-configs CLI supports altering topic configs with a --bootstrap-server option)',
    )
  }
  if (flags.has('create') || flags.has('alter') || flags.has('delete')) flags.need('topic')
  if (flags.has('alter')) flags.need('partitions')
  if (flags.has('describe') && flags.has('topic-id') && flags.has('topic')) {
    throw new UsageError('Only one of [topic, topic-id] can be used')
  }
  if (flags.has('describe') && flags.has('if-exists') && !flags.has('topic') && !flags.has('topic-id')) {
    throw new UsageError('--topic or --topic-id is required to describe a topic')
  }
  const [action] = actions
  const misplaced = flags.misplaced(ONLY_WITH, action!)
  if (misplaced !== undefined) throw new UsageError(`Option "[${misplaced}]" can't be used with option "[${action}]"`)
  flags.refuse('delete-config', 'bootstrap-server')
  flags.refuse('topics-with-overrides', ...FILTERS)
  flags.refuse('replica-assignment', 'replication-factor')
  if (flags.has('create')) flags.refuse('replica-assignment', 'partitions')
}

async function act(client: KafkaClient, flags: Flags): Promise<void> {
  if (flags.has('create')) return create(client, flags)
  if (flags.has('list')) {
    const names = (await matching(client, flags, false)).map(({ name }) => name)
    return write(`${names.join('\n')}\n`)
  }
  if (flags.has('describe')) return describe(client, await toDescribe(client, flags), flags)
  const topics = await matching(client, flags, !flags.has('if-exists'))
  if (flags.has('alter')) return alter(client, topics, flags)
  for (const outcome of await deleteTopics(
    client,
    topics.map(({ name }) => name),
  ))
    throwFailure(outcome)
}

/** Those that --topic names, by name. `mustBe`: none at all is a failure. */
async function matching(client: KafkaClient, flags: Flags, mustBe: boolean): Promise<TopicInfo[]> {
  const wanted = flags.one('topic')
  const matches = topicFilter(wanted)
  const { topics } = await client.toAny(ApiKey.Metadata, { topics: null })
  const found = topics
    .map(topicInfo)
    .filter(({ name, isInternal }) => matches(name) && !(isInternal && flags.has('exclude-internal')))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (mustBe && wanted !== undefined && found.length === 0) {
    throw new CommandError(ExitCode.NOT_FOUND, `Topic 'Optional[${wanted}]' does not exist as expected`)
  }
  return found
}

async function toDescribe(client: KafkaClient, flags: Flags): Promise<TopicInfo[]> {
  const id = flags.one('topic-id')
  const topics = await matching(client, flags, !flags.has('if-exists'))
  if (id === undefined) return topics
  const bytes = Buffer.from(id, 'base64url').length
  if (bytes !== 16) {
    throw new CommandError(
      ExitCode.USAGE,
      `Input string \`${id}\` decoded as ${bytes} bytes, which is not equal to the expected 16 bytes of a base64-encoded UUID`,
    )
  }
  const found = topics.filter(({ topicId }) => topicId === id)
  if (found.length > 0 || flags.has('if-exists')) return found
  throw new CommandError(ExitCode.NOT_FOUND, `TopicId 'Optional[${id}]' does not exist as expected`)
}

async function create(client: KafkaClient, flags: Flags): Promise<void> {
  const name = flags.one('topic')!
  const numPartitions = flags.whole('partitions')
  const replicationFactor = flags.whole('replication-factor')
  if (numPartitions !== undefined && numPartitions < 1) {
    throw new CommandError(ExitCode.USAGE, 'The partitions must be greater than 0')
  }
  if (replicationFactor !== undefined && (replicationFactor < 1 || replicationFactor > 32_767)) {
    throw new CommandError(ExitCode.USAGE, 'The replication factor must be between 1 and 32767 inclusive')
  }
  if (/[._]/.test(name)) {
    await write(
      "WARNING: Due to limitations in metric names, topics with a period ('.') or underscore ('_') could collide. To avoid issues it is best to use either, but not both.\n",
    )
  }
  const configs = keyValues(flags, 'config').map(([key, value]) => ({ name: key, value }))
  const assignments = assignmentsOf(flags.one('replica-assignment'), 0)
  const [outcome] = await createTopics(client, [{ name, numPartitions, replicationFactor, assignments, configs }])
  if (outcome!.error?.code === ErrorCode.TOPIC_ALREADY_EXISTS && flags.has('if-not-exists')) return
  throwFailure(outcome!)
  await write(`Created topic ${name}.\n`)
}

async function alter(client: KafkaClient, topics: readonly TopicInfo[], flags: Flags): Promise<void> {
  const count = flags.whole('partitions')!
  const assignment = flags.one('replica-assignment')
  const wanted = topics.map(({ name, partitions }) => ({
    name,
    count,
    assignments:
      assignment === undefined ? null : assignmentsOf(assignment, partitions.length).map(({ brokerIds }) => brokerIds),
  }))
  for (const outcome of await createPartitions(client, wanted)) throwFailure(outcome)
}

/** "1:2,2:3": brokers of each partition, the first ones of which are there already. */
function assignmentsOf(text: string | undefined, skipped: number) {
  if (text === undefined) return []
  const assignments = text.split(',').map((part, partitionIndex) => ({
    partitionIndex,
    brokerIds: part.split(':').map((id) => {
      if (/^\s*[0-9]{1,10}\s*$/.test(id)) return Number(id)
      throw new UsageError(`--replica-assignment ${text}: write broker:broker,broker:broker`)
    }),
  }))
  return assignments.slice(skipped)
}

function throwFailure({ error }: TopicOutcome): void {
  if (error !== null) throw error
}
