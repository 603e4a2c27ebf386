// Apache's tools for what an admin does beside topics: quotas, moves of partitions, features, subscriptions of metrics.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { apacheTool, jars, type ToolsVersion } from '../apache/apache.ts'
import { type Case, type Client, type Context, createTopic, expect } from '../lib/client.ts'
import { type RunResult, tail, Unavailable } from '../lib/process.ts'

const T = 'org.apache.kafka.tools'
const CONFIG = 'kafka.admin.ConfigCommand'
/** Brokers of Apache in ZooKeeper mode hear of settings a moment after the answer. */
const HEARD_MS = 500

/** Runs one tool to its end, which must be a good one, and gives what it printed. */
type Tool = (mainClass: string, ...args: string[]) => Promise<string>

function adminTools(version: ToolsVersion): Client {
  return {
    name: `Apache admin tools ${version}`,
    async prepare(context: Context) {
      await jars(version === '3.9.2' ? 'kafka-3.9.2' : 'tools-4.3.1')
      const tool: Tool = async (mainClass, ...args) => {
        const result: RunResult = await apacheTool(version, mainClass, args)
        const name = mainClass.split('.').at(-1)
        const text = `${tail(result.stdout)}${tail(result.stderr)}`
        if (/AlterConfigs is only supported for topics and brokers/.test(result.stderr + result.stdout)) {
          throw new Unavailable('in ZooKeeper mode Apache knows no client-metrics')
        }
        expect(result.code === 0 && !result.timedOut, `${name} ended with ${result.code}:\n${text}`)
        return result.stdout
      }
      return cases(context, tool)
    },
  }
}

function cases(context: Context, tool: Tool): Case[] {
  const bootstrap = ['--bootstrap-server', context.bootstrap]
  return [
    { name: 'kafka-configs: quotas', run: () => quotas(context, tool, bootstrap) },
    { name: 'kafka-configs: SCRAM users', run: () => scramUsers(context, tool, bootstrap) },
    { name: 'kafka-producer-perf-test within a quota', run: () => throttled(context, tool, bootstrap) },
    { name: 'kafka-reassign-partitions', run: () => reassign(context, tool, bootstrap) },
    { name: 'kafka-client-metrics through kafka-configs', run: () => clientMetrics(context, tool, bootstrap) },
  ]
}

async function quotas(context: Context, tool: Tool, bootstrap: readonly string[]): Promise<void> {
  const user = context.name('alice *+')
  const entities: [args: string[], quota: string, told: RegExp][] = [
    [['--entity-type', 'users', '--entity-name', user], 'producer_byte_rate=1048576', /producer_byte_rate=1048576/],
    [
      ['--entity-type', 'users', '--entity-name', user, '--entity-type', 'clients', '--entity-default'],
      'request_percentage=250.5',
      /request_percentage=250\.5/,
    ],
    [
      ['--entity-type', 'ips', '--entity-name', '127.0.0.9'],
      'connection_creation_rate=50',
      /connection_creation_rate=50/,
    ],
  ]
  for (const [entity, quota, told] of entities) {
    const config = (...args: string[]) => tool(CONFIG, ...bootstrap, ...entity, ...args)
    await config('--alter', '--add-config', quota)
    await sleep(HEARD_MS)
    const described = await config('--describe')
    expect(told.test(described), `${quota} is not described:\n${described}`)
    await config('--alter', '--delete-config', quota.slice(0, quota.indexOf('=')))
    await sleep(HEARD_MS)
    const after = await config('--describe')
    expect(!told.test(after), `${quota} is still described:\n${after}`)
  }
}

/** The tool makes the salted password; a quota of the same user stays. */
async function scramUsers(context: Context, tool: Tool, bootstrap: readonly string[]): Promise<void> {
  const user = context.name('bob *+')
  const entity = ['--entity-type', 'users', '--entity-name', user]
  const alter = async (...args: string[]) => {
    await tool(CONFIG, ...bootstrap, ...entity, '--alter', ...args)
    await sleep(HEARD_MS)
  }
  const told = () => tool(CONFIG, ...bootstrap, ...entity, '--describe')
  await alter('--add-config', 'SCRAM-SHA-256=[iterations=8192,password=x],SCRAM-SHA-512=[password=y]')
  await alter('--add-config', 'producer_byte_rate=1048576')
  const both = await told()
  expect(/ are SCRAM-SHA-256=iterations=8192, SCRAM-SHA-512=iterations=4096$/m.test(both), both)
  await alter('--delete-config', 'SCRAM-SHA-512')
  const one = await told()
  expect(/ are SCRAM-SHA-256=iterations=8192$/m.test(one) && /producer_byte_rate=1048576/.test(one), one)
  await alter('--delete-config', 'SCRAM-SHA-256')
  await alter('--delete-config', 'producer_byte_rate')
  const none = await told()
  expect(!none.includes('SCRAM') && !none.includes('producer_byte_rate'), none)
}

async function throttled(context: Context, tool: Tool, bootstrap: readonly string[]): Promise<void> {
  const topic = context.name('quota')
  const clientId = context.name('slow')
  await createTopic(context.bootstrap, topic)
  const entity = ['--entity-type', 'clients', '--entity-name', clientId]
  await tool(CONFIG, ...bootstrap, ...entity, '--alter', '--add-config', 'producer_byte_rate=100000')
  await sleep(HEARD_MS)
  // Ten windows are free: 1 MB. The other megabyte takes ten seconds.
  const load = ['--topic', topic, '--num-records', '2000', '--record-size', '1000', '--throughput', '-1']
  const props = ['--producer-props', `bootstrap.servers=${context.bootstrap}`, `client.id=${clientId}`]
  const startedMs = Date.now()
  const text = await tool(`${T}.ProducerPerformance`, ...load, ...props)
  const tookMs = Date.now() - startedMs
  await tool(CONFIG, ...bootstrap, ...entity, '--alter', '--delete-config', 'producer_byte_rate')
  expect(/2000 records sent/.test(text), text)
  expect(tookMs > 8_000 && tookMs < 30_000, `two megabytes took ${tookMs} ms`)
}

async function reassign(context: Context, tool: Tool, bootstrap: readonly string[]): Promise<void> {
  const topic = context.name('moved')
  await createTopic(context.bootstrap, topic, 2)
  const file = join(context.work, 'reassign.json')
  const partitions = [0, 1].map((partition) => ({ topic, partition, replicas: [1] }))
  writeFileSync(file, JSON.stringify({ version: 1, partitions }))
  const command = (...args: string[]) => tool(`${T}.reassign.ReassignPartitionsCommand`, ...bootstrap, ...args)
  const begun = await command('--reassignment-json-file', file, '--execute')
  expect(/Successfully started partition reassignments/.test(begun), begun)
  const verified = await command('--reassignment-json-file', file, '--verify')
  expect((verified.match(/is completed?/g) ?? []).length === 2, verified)
  const left = await command('--list')
  expect(/No partition reassignments found/.test(left), left)
}

async function clientMetrics(context: Context, tool: Tool, bootstrap: readonly string[]): Promise<void> {
  const entity = ['--entity-type', 'client-metrics', '--entity-name', context.name('subscription')]
  const config = (...args: string[]) => tool(CONFIG, ...bootstrap, ...entity, ...args)
  await config(
    '--alter',
    '--add-config',
    'interval.ms=30000,metrics=[org.apache.kafka.producer.],match=[client_id=app.*]',
  )
  const described = await config('--describe')
  expect(/interval\.ms=30000/.test(described) && /match=client_id=app\.\*/.test(described), described)
  await config('--alter', '--delete-config', 'interval.ms,metrics,match')
}

export const adminTools392: Client = adminTools('3.9.2')
export const adminTools431: Client = adminTools('4.3.1')
