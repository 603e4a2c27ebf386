// Apache's tools for groups, of both releases: kafka-consumer-groups, and what reads as a member.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ApiKey } from '../../src/protocol/apis.ts'
import { apacheTool, jars, type ToolsVersion } from '../apache/apache.ts'
import { Connection } from '../diff/exchange.ts'
import { batch } from '../diff/records.ts'
import { RawMember } from '../groups/raw-member.ts'
import { ask, findCoordinator } from '../groups/records.ts'
import { type Case, type Client, type Context, createTopic, expect } from '../lib/client.ts'
import { type RunOptions, type RunResult, tail } from '../lib/process.ts'

const T = 'org.apache.kafka.tools'
const RECORDS = 20

type Tool = (mainClass: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>

/** A topic of two partitions with records in both, and a group that has committed in them. */
class Scene {
  readonly context: Context
  readonly topic: string
  readonly group: string
  private readonly tool: Tool

  constructor(context: Context, tool: Tool) {
    this.context = context
    this.tool = tool
    this.topic = context.name('tools-groups')
    this.group = context.name('tools-group')
  }

  async set(offsets: readonly number[]): Promise<void> {
    const { bootstrap } = this.context
    await createTopic(bootstrap, this.topic, 2)
    await findCoordinator(bootstrap, this.group)
    const connection = new Connection(bootstrap)
    try {
      const records = Array.from({ length: RECORDS }, (_, i) => ({ key: 'k', value: `${i}` }))
      for (const index of [0, 1]) {
        const partitionData = [{ index, records: batch({ records, timestamp: Date.now() }) }]
        const body = { acks: -1, timeoutMs: 5000, topicData: [{ name: this.topic, partitionData }] }
        await ask(connection, ApiKey.Produce, 7, body)
      }
      const partitions = offsets.map((committedOffset, partitionIndex) => ({ partitionIndex, committedOffset }))
      const about = { groupId: this.group, generationIdOrMemberEpoch: -1, memberId: '' }
      await ask(connection, ApiKey.OffsetCommit, 5, { ...about, topics: [{ name: this.topic, partitions }] })
    } finally {
      connection.close()
    }
  }

  async command(...args: string[]): Promise<RunResult> {
    const all = ['--bootstrap-server', this.context.bootstrap, ...args]
    return await this.tool(`${T}.consumer.group.ConsumerGroupCommand`, all)
  }

  /** The columns after the topic, by partition: committed, end, lag. */
  async offsets(): Promise<Map<string, string[]>> {
    const { stdout } = await this.command('--describe', '--group', this.group)
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/))
    return new Map(rows.filter((row) => row[1] === this.topic).map((row) => [row[2] ?? '', row.slice(3, 6)]))
  }

  async expectOffsets(...committed: (number | null)[]): Promise<void> {
    const found = await this.offsets()
    for (const [partition, offset] of committed.entries()) {
      const row = found.get(`${partition}`)
      if (offset === null) expect(row === undefined || row[0] === '-', `partition ${partition} is at ${row}`)
      else
        expect(
          row?.join(' ') === `${offset} ${RECORDS} ${RECORDS - offset}`,
          `partition ${partition} is ${row}, where ${offset} of ${RECORDS} is committed`,
        )
    }
  }
}

function expectText({ stdout, stderr }: RunResult, pattern: RegExp): void {
  expect(pattern.test(stdout + stderr), `not printed: ${pattern}\n${tail(stdout)}${tail(stderr)}`)
}

async function listAndDescribe(scene: Scene): Promise<void> {
  await scene.set([5, 20])
  const { group, topic, context } = scene
  expectText(await scene.command('--list'), new RegExp(`^${group}$`, 'm'))
  await scene.expectOffsets(5, 20)
  expectText(await scene.command('--describe', '--group', group), /no active members/)
  const member = new RawMember({ address: context.bootstrap, groupId: group, topic, sessionMs: 30_000 })
  await member.start()
  try {
    expectText(await scene.command('--list', '--state', 'Stable'), new RegExp(`^${group}\\s+Stable`, 'm'))
    expectText(
      await scene.command('--describe', '--group', group, '--members'),
      new RegExp(`${group}\\s+${member.memberId}`),
    )
    const state = await scene.command('--describe', '--group', group, '--state')
    expectText(state, new RegExp(`${group}\\s+127\\.0\\.0\\.1:\\d+\\s+\\(\\d+\\)\\s+range\\s+Stable\\s+1`))
    expectText(await scene.command('--delete', '--group', group), /GroupNotEmptyException/)
  } finally {
    await member.stop()
  }
  expectText(await scene.command('--describe', '--group', `${group}-x`), /does not exist|not found/)
}

async function reset(scene: Scene): Promise<void> {
  await scene.set([5, 20])
  const { group, topic, context } = scene
  const way = (...args: string[]) => scene.command('--reset-offsets', '--group', group, ...args)
  expectText(await way('--topic', topic, '--to-earliest', '--dry-run'), new RegExp(`${group}\\s+${topic}\\s+0\\s+0`))
  await scene.expectOffsets(5, 20)
  await way('--topic', topic, '--to-earliest', '--execute')
  await scene.expectOffsets(0, 0)
  await way('--topic', topic, '--shift-by', '7', '--execute')
  await scene.expectOffsets(7, 7)
  await way('--topic', `${topic}:1`, '--to-offset', '12', '--execute')
  await scene.expectOffsets(7, 12)
  await way('--all-topics', '--to-latest', '--execute')
  await scene.expectOffsets(20, 20)
  await way('--topic', topic, '--by-duration', 'PT1H', '--execute')
  await scene.expectOffsets(0, 0)
  const file = join(context.work, 'offsets.csv')
  writeFileSync(file, `${topic},0,3\n${topic},1,4\n`)
  await way('--from-file', file, '--execute')
  await scene.expectOffsets(3, 4)
}

async function deletion(scene: Scene): Promise<void> {
  await scene.set([5, 20])
  const { group, topic } = scene
  expectText(await scene.command('--delete-offsets', '--group', group, '--topic', `${topic}:1`), /Successful/)
  await scene.expectOffsets(5, null)
  expectText(await scene.command('--delete', '--group', group), /successful/i)
  const listed = await scene.command('--list')
  expect(!listed.stdout.includes(group), 'the group is listed after it was deleted')
}

async function consumerPerformance(scene: Scene, tool: Tool): Promise<void> {
  await scene.set([])
  const { context, topic, group } = scene
  const args = [
    '--bootstrap-server',
    context.bootstrap,
    '--topic',
    topic,
    '--messages',
    `${2 * RECORDS}`,
    '--group',
    group,
  ]
  const { stdout, stderr } = await tool(`${T}.ConsumerPerformance`, [...args, '--timeout', '20000'])
  expect(new RegExp(`, ${2 * RECORDS}, `).test(stdout), `not all were read:\n${tail(stdout)}${tail(stderr)}`)
  await scene.expectOffsets(RECORDS, RECORDS)
}

async function verifiableConsumer(scene: Scene, tool: Tool): Promise<void> {
  await scene.set([])
  const { context, topic, group } = scene
  const args = [
    '--bootstrap-server',
    context.bootstrap,
    '--topic',
    topic,
    '--group-id',
    group,
    '--reset-policy',
    'earliest',
  ]
  const result = await tool(`${T}.VerifiableConsumer`, [...args, '--max-messages', `${2 * RECORDS}`])
  const events = result.stdout.split('\n').filter((line) => line.startsWith('{'))
  const names = new Set(events.map((line) => (JSON.parse(line) as { name: string }).name))
  for (const name of ['partitions_assigned', 'records_consumed', 'offsets_committed', 'shutdown_complete'])
    expect(names.has(name), `no event ${name}:\n${tail(result.stdout)}${tail(result.stderr)}`)
  await scene.expectOffsets(RECORDS, RECORDS)
}

async function consoleConsumer(scene: Scene, tool: Tool): Promise<void> {
  await scene.set([5, 20])
  const { context, topic, group } = scene
  const read = (max: number) =>
    tool(`${T}.consumer.ConsoleConsumer`, [
      '--bootstrap-server',
      context.bootstrap,
      '--topic',
      topic,
      '--group',
      group,
      '--max-messages',
      `${max}`,
      '--timeout-ms',
      '20000',
    ])
  const { stdout } = await read(RECORDS - 5)
  const values = stdout.trim().split('\n').map(Number)
  expect(values.join() === Array.from({ length: RECORDS - 5 }, (_, i) => i + 5).join(), `read: ${values}`)
  await scene.expectOffsets(RECORDS, RECORDS)
}

function groupTools(version: ToolsVersion): Client {
  return {
    name: `groups: Apache tools ${version}`,
    async prepare(context: Context) {
      await jars(version === '3.9.2' ? 'kafka-3.9.2' : 'tools-4.3.1')
      const tool: Tool = (mainClass, args, options) => apacheTool(version, mainClass, args, options)
      const stories: Record<string, (scene: Scene, tool: Tool) => Promise<void>> = {
        'kafka-consumer-groups: list, describe': listAndDescribe,
        'kafka-consumer-groups: reset-offsets': reset,
        'kafka-consumer-groups: delete-offsets, delete': deletion,
        'kafka-consumer-perf-test': consumerPerformance,
        'kafka-verifiable-consumer': verifiableConsumer,
        'kafka-console-consumer --group': consoleConsumer,
      }
      return Object.entries(stories).map(
        ([name, story]): Case => ({ name, run: () => story(new Scene(context, tool), tool) }),
      )
    },
  }
}

export const groupTools392: Client = groupTools('3.9.2')
export const groupTools431: Client = groupTools('4.3.1')
