// kcat, the command-line client on librdkafka.
import { type Case, type Client, type Context, createTopic, expect } from '../lib/client.ts'
import { needProgram } from '../lib/debian.ts'
import { runOk } from '../lib/process.ts'

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

function lines(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `line-${i}-${'x'.repeat(i % 90)}`)
}

function kcatCases(context: Context): Case[] {
  const kcat = (args: string[], stdin = '') =>
    runOk('kcat', ['-b', context.bootstrap, '-m', '20', ...args], { stdin, timeoutMs: 60_000 })
  const cases: Case[] = []
  cases.push({
    name: 'list the cluster',
    run: async () => {
      const { stdout } = await kcat(['-L'])
      expect(/1 brokers:[\s\S]*\(controller\)/.test(stdout), `no broker or no controller in:\n${stdout}`)
    },
  })
  for (const codec of CODECS) {
    for (const acks of ['0', '1', 'all']) {
      cases.push({ name: `produce ${codec} acks=${acks}, consume`, run: () => roundTrip(context, kcat, codec, acks) })
    }
  }
  cases.push({
    name: 'idempotent producer',
    run: () => roundTrip(context, kcat, 'lz4', 'all', ['-X', 'enable.idempotence=true']),
  })
  cases.push({ name: 'headers, empty key, null value', run: () => headers(context, kcat) })
  cases.push({ name: 'offsets by time, from the end, beyond the end', run: () => offsets(context, kcat) })
  cases.push({
    name: 'a topic that produce creates',
    run: async () => {
      const topic = context.name('kcat-auto')
      await kcat(['-P', '-t', topic], 'one\n')
      const { stdout } = await kcat(['-C', '-t', topic, '-o', 'beginning', '-e', '-q'])
      expect(stdout === 'one\n', `read back: ${stdout}`)
    },
  })
  return cases
}

type Kcat = (args: string[], stdin?: string) => Promise<{ stdout: string; stderr: string }>

async function roundTrip(
  context: Context,
  kcat: Kcat,
  codec: string,
  acks: string,
  more: string[] = [],
): Promise<void> {
  const topic = context.name('kcat')
  await createTopic(context.bootstrap, topic, 2)
  const sent = lines(1000)
  const produce = ['-P', '-t', topic, '-p', '1', '-z', codec, '-X', `acks=${acks}`, ...more]
  await kcat(produce, `${sent.join('\n')}\n`)
  const consume = [
    '-C',
    '-t',
    topic,
    '-p',
    '1',
    '-o',
    'beginning',
    '-q',
    '-c',
    '1000',
    '-f',
    '%o %s\n',
    '-X',
    'check.crcs=true',
  ]
  const { stdout } = await kcat(consume)
  const read = stdout.trimEnd().split('\n')
  sent.forEach((text, i) => {
    expect(read[i] === `${i} ${text}`, `record ${i} came back as ${read[i]}`)
  })
}

async function headers(context: Context, kcat: Kcat): Promise<void> {
  const topic = context.name('kcat-headers')
  await createTopic(context.bootstrap, topic)
  await kcat(['-P', '-t', topic, '-H', 'a=1', '-H', 'b=two', '-K', ':', '-Z'], 'key:value\nnothing:\n')
  const { stdout } = await kcat(['-C', '-t', topic, '-o', 'beginning', '-e', '-q', '-f', '%k|%S|%h\n'])
  expect(stdout === 'key|5|a=1,b=two\nnothing|-1|a=1,b=two\n', `read back: ${stdout}`)
}

async function offsets(context: Context, kcat: Kcat): Promise<void> {
  const topic = context.name('kcat-offsets')
  await createTopic(context.bootstrap, topic)
  await kcat(['-P', '-t', topic], 'a\nb\nc\n')
  const query = async (at: number) => (await kcat(['-Q', '-t', `${topic}:0:${at}`])).stdout.trim()
  expect((await query(-1)).endsWith('offset 3'), 'the end is not 3')
  expect((await query(-2)).endsWith('offset 0'), 'the beginning is not 0')
  expect((await query(Date.now() - 3_600_000)).endsWith('offset 0'), 'an hour ago is not 0')
  const future = await query(Date.now() + 3_600_000)
  expect(/offset (-1|3)$/.test(future), `in an hour: ${future}`)
  const { stdout } = await kcat(['-C', '-t', topic, '-o', '-1', '-e', '-q'])
  expect(stdout === 'c\n', `the last record is ${stdout}`)
  const beyond = await kcat(['-C', '-t', topic, '-o', '99', '-e', '-q', '-X', 'topic.auto.offset.reset=earliest'])
  expect(beyond.stdout === 'a\nb\nc\n', `after a reset: ${beyond.stdout}`)
}

export const kcat: Client = {
  name: 'kcat',
  async prepare(context: Context) {
    await needProgram('kcat', 'kcat')
    return kcatCases(context)
  },
}
