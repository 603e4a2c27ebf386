// Our kafka-topics.sh and the others beside Apache's own of 3.9.2, on the same broker: the same flags, then what both printed is
// compared, line by line in any order (Apache's order is a hash map's).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apacheTool, jars } from '../apache/apache.ts'
import { compatDir } from '../lib/cache.ts'
import { type Case, type Client, type Context, expect } from '../lib/client.ts'
import { type RunOptions, type RunResult, run, startDaemon, tail } from '../lib/process.ts'

type ToolName = 'topics' | 'configs' | 'consumer-groups' | 'console-producer' | 'console-consumer'

const MAIN: Record<ToolName, string> = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  configs: 'kafka.admin.ConfigCommand',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'console-producer': 'kafka.tools.ConsoleProducer',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
}

interface Step {
  tool: ToolName
  /** NAME stands for a name of the same length on both sides. */
  args: string
  stdin?: string
  /** Only lines that match: others of the cluster are not ours. */
  only?: RegExp
  /** Compare words, not lines: 3.9.2 leaves out the line breaks here. */
  words?: boolean
  /** The first line of stderr as well. */
  err?: boolean
}

export const shims: Client = {
  name: 'shims beside Apache tools 3.9.2',
  async prepare(context: Context) {
    await jars('kafka-3.9.2')
    return cases(context)
  },
}

function cases(context: Context): Case[] {
  const compared = (name: string, steps: readonly Step[]): Case => ({ name, run: () => compare(context, steps) })
  return [
    compared('kafka-topics.sh', TOPICS),
    compared('kafka-configs.sh', CONFIGS),
    compared('kafka-configs.sh: quotas', QUOTAS),
    compared('kafka-configs.sh: SCRAM users', SCRAM_USERS),
    compared('console producer and consumer', CONSOLE),
    compared('kafka-consumer-groups.sh', GROUPS),
    { name: 'kafka-consumer-groups.sh: members', run: () => members(context) },
    compared('command lines that are wrong', WRONG),
  ]
}

const TOPICS: readonly Step[] = [
  { tool: 'topics', args: '--create --topic NAME --partitions 2 --config retention.ms=1000' },
  { tool: 'topics', args: '--create --topic NAME' },
  { tool: 'topics', args: '--create --topic NAME --if-not-exists' },
  { tool: 'topics', args: '--create --topic NAME.dot --replica-assignment 1,1,1' },
  { tool: 'topics', args: '--create --topic NAME!' },
  { tool: 'topics', args: '--create --topic NAMEx --replication-factor 9' },
  { tool: 'topics', args: '--create --topic NAMEx --partitions 0' },
  { tool: 'topics', args: '--create --topic NAMEx --config retention.ms=abc' },
  { tool: 'topics', args: '--list --topic NAME.*' },
  { tool: 'topics', args: '--list --exclude-internal', only: /NAME/ },
  { tool: 'topics', args: '--describe --topic NAME.*' },
  { tool: 'topics', args: '--describe --topic NAME --at-min-isr-partitions' },
  { tool: 'topics', args: '--describe --under-replicated-partitions' },
  { tool: 'topics', args: '--describe --topics-with-overrides', only: /NAME/ },
  { tool: 'topics', args: '--describe --topic NAMEx' },
  { tool: 'topics', args: '--describe --topic NAMEx --if-exists' },
  { tool: 'topics', args: '--alter --topic NAME --partitions 4' },
  { tool: 'topics', args: '--alter --topic NAME --partitions 2' },
  { tool: 'topics', args: '--describe --topic NAME' },
  { tool: 'topics', args: '--delete --topic NAME.*' },
  { tool: 'topics', args: '--delete --topic NAMEx' },
]

const CONFIGS: readonly Step[] = [
  { tool: 'topics', args: '--create --topic NAME' },
  {
    tool: 'configs',
    args: '--alter --entity-type topics --entity-name NAME --add-config retention.ms=1000,cleanup.policy=[delete]',
  },
  { tool: 'configs', args: '--describe --topic NAME' },
  { tool: 'configs', args: '--describe --entity-type topics --entity-name NAME' },
  { tool: 'configs', args: '--alter --topic NAME --delete-config cleanup.policy' },
  { tool: 'configs', args: '--alter --topic NAME --delete-config segment.bytes', err: true },
  { tool: 'configs', args: '--alter --topic NAME --add-config retention.ms=abc' },
  { tool: 'configs', args: '--alter --broker 1 --add-config log.cleaner.backoff.ms=14000' },
  { tool: 'configs', args: '--describe --broker 1' },
  { tool: 'configs', args: '--alter --broker 1 --delete-config log.cleaner.backoff.ms' },
  { tool: 'configs', args: '--alter --broker-defaults --add-config message.max.bytes=2000000' },
  { tool: 'configs', args: '--describe --entity-type brokers' },
  { tool: 'configs', args: '--alter --entity-type brokers --entity-default --delete-config message.max.bytes' },
  { tool: 'configs', args: '--alter --broker 1 --add-config broker.id=3' },
  { tool: 'topics', args: '--delete --topic NAME' },
]

const QUOTAS: readonly Step[] = [
  { tool: 'configs', args: '--alter --user NAME --add-config producer_byte_rate=10485760,consumer_byte_rate=2048' },
  {
    tool: 'configs',
    args: '--alter --entity-type users --entity-name NAME --entity-type clients --entity-default --add-config request_percentage=50',
  },
  { tool: 'configs', args: '--describe --user NAME' },
  { tool: 'configs', args: '--describe --entity-type users --entity-name NAME --entity-type clients' },
  { tool: 'configs', args: '--describe --entity-type users --entity-type clients', only: /NAME/ },
  { tool: 'configs', args: '--alter --user NAME --delete-config producer_byte_rate,consumer_byte_rate' },
  { tool: 'configs', args: '--alter --user NAME --client-defaults --delete-config request_percentage' },
  { tool: 'configs', args: '--alter --ip-defaults --add-config connection_creation_rate=500' },
  { tool: 'configs', args: '--describe --entity-type ips' },
  { tool: 'configs', args: '--alter --ip-defaults --delete-config connection_creation_rate' },
  { tool: 'configs', args: '--alter --user NAME --add-config nonsense=1', err: true },
  { tool: 'configs', args: '--alter --user NAME --add-config producer_byte_rate=x', err: true },
]

const SCRAM_USERS: readonly Step[] = [
  { tool: 'configs', args: '--alter --user NAME --add-config SCRAM-SHA-256=[iterations=8192,password=a,b=c]' },
  { tool: 'configs', args: '--alter --entity-type users --entity-name NAME --add-config SCRAM-SHA-512=[password=x]' },
  { tool: 'configs', args: '--alter --user NAME --add-config producer_byte_rate=1024' },
  { tool: 'configs', args: '--describe --user NAME' },
  { tool: 'configs', args: '--describe --entity-type users', only: /NAME/ },
  { tool: 'configs', args: '--describe --entity-type users --entity-default' },
  { tool: 'configs', args: '--describe --entity-type users --entity-name NAME --entity-type clients' },
  { tool: 'configs', args: '--alter --user NAME --delete-config SCRAM-SHA-512,SCRAM-SHA-256' },
  { tool: 'configs', args: '--describe --user NAME' },
  { tool: 'configs', args: '--alter --user NAME --delete-config SCRAM-SHA-512' },
  { tool: 'configs', args: '--alter --user NAME --delete-config producer_byte_rate' },
  { tool: 'configs', args: '--describe --user NAME' },
  { tool: 'configs', args: '--alter --user NAME --add-config SCRAM-SHA-256=[iterations=16385,password=x]' },
  { tool: 'configs', args: '--alter --user NAME --add-config SCRAM-SHA-256=[iterations=1,password=x]', err: true },
  { tool: 'configs', args: '--alter --user-defaults --add-config SCRAM-SHA-256=[password=x]', err: true },
  { tool: 'configs', args: '--alter --user NAME --client c --add-config SCRAM-SHA-256=[password=x]', err: true },
  { tool: 'configs', args: '--alter --user NAME --add-config SCRAM-SHA-1=[password=x]', err: true },
  {
    tool: 'configs',
    args: '--alter --user NAME --add-config SCRAM-SHA-256=[password=x],producer_byte_rate=1',
    err: true,
  },
]

const SHOW = ['key', 'offset', 'partition', 'headers'].map((part) => `--property print.${part}=true`).join(' ')
const PARSE = '--property parse.key=true --property parse.headers=true --property key.separator=;'

const CONSOLE: readonly Step[] = [
  { tool: 'topics', args: '--create --topic NAME' },
  {
    tool: 'console-producer',
    args: `--topic NAME ${PARSE} --property headers.delimiter=; --property null.marker=NULL`,
    stdin: 'h1:v1,h2:NULL;k;v\nNULL;NULL;NULL\n',
  },
  { tool: 'console-producer', args: '--topic NAME --compression-codec zstd --sync', stdin: 'third\nfourth\n' },
  { tool: 'console-producer', args: '--topic NAME --property parse.key=true', stdin: 'no key\n' },
  { tool: 'console-consumer', args: `--topic NAME --from-beginning --max-messages 4 ${SHOW}` },
  {
    tool: 'console-consumer',
    args: `--include NA.* --from-beginning --max-messages 3 ${SHOW} --property headers.separator=+`.replace(
      'NA.*',
      'NAME|x',
    ),
  },
  {
    tool: 'console-consumer',
    args: `--topic NAME --partition 0 --offset 1 --max-messages 2 ${SHOW} --property null.literal=NIL`,
  },
  {
    tool: 'console-consumer',
    args: '--topic NAME --partition 0 --offset earliest --max-messages 2 --property line.separator=#',
  },
  {
    tool: 'console-consumer',
    args: '--topic NAME --partition 0 --offset 2 --timeout-ms 3000 --isolation-level read_committed',
  },
  { tool: 'console-consumer', args: '--topic NAME --from-beginning --max-messages 2 --group NAMEg' },
  { tool: 'console-consumer', args: '--topic NAME --max-messages 2 --group NAMEg --enable-systest-events' },
  {
    tool: 'console-consumer',
    args: '--topic NAME --from-beginning --max-messages 1 --formatter kafka.tools.NoOpMessageFormatter',
  },
  { tool: 'topics', args: '--delete --topic NAME' },
  { tool: 'consumer-groups', args: '--delete --group NAMEg' },
]

const RESET = '--reset-offsets --group NAMEg'

const GROUPS: readonly Step[] = [
  { tool: 'topics', args: '--create --topic NAME' },
  { tool: 'console-producer', args: '--topic NAME', stdin: 'a\nb\nc\n' },
  { tool: 'console-consumer', args: '--topic NAME --from-beginning --max-messages 3 --group NAMEg' },
  { tool: 'consumer-groups', args: '--list', only: /NAMEg/ },
  { tool: 'consumer-groups', args: '--describe --group NAMEg' },
  { tool: 'consumer-groups', args: '--describe --group NAMEg --state' },
  { tool: 'consumer-groups', args: '--describe --group NAMEx' },
  { tool: 'consumer-groups', args: '--describe --group NAMEx --state' },
  { tool: 'consumer-groups', args: `${RESET} --topic NAME --to-earliest --dry-run`, words: true },
  { tool: 'consumer-groups', args: `${RESET} --topic NAME:0 --to-offset 9 --execute`, words: true },
  { tool: 'consumer-groups', args: `${RESET} --all-topics --shift-by -1 --execute`, words: true },
  { tool: 'consumer-groups', args: `${RESET} --all-topics --by-duration PT1H --dry-run`, words: true },
  {
    tool: 'consumer-groups',
    args: `${RESET} --all-topics --to-datetime 2040-01-01T00:00:00.000 --dry-run`,
    words: true,
  },
  { tool: 'consumer-groups', args: `${RESET} --all-topics --to-current --export --dry-run` },
  { tool: 'consumer-groups', args: `${RESET} --from-file NAME.csv --execute`, words: true },
  { tool: 'consumer-groups', args: '--describe --group NAMEg' },
  { tool: 'consumer-groups', args: '--delete-offsets --group NAMEg --topic NAME:0 --topic NAMEx', words: true },
  { tool: 'consumer-groups', args: '--delete --group NAMEg' },
  { tool: 'consumer-groups', args: '--delete --group NAMEg' },
  { tool: 'topics', args: '--delete --topic NAME' },
]

const WRONG: readonly Step[] = [
  { tool: 'topics', args: '', err: true },
  { tool: 'topics', args: '--create', err: true },
  { tool: 'topics', args: '--list --create', err: true },
  { tool: 'topics', args: '--nonsense', err: true },
  { tool: 'consumer-groups', args: '', err: true },
  { tool: 'consumer-groups', args: '--describe' },
  { tool: 'consumer-groups', args: '--list --state nonsense', err: true },
  {
    tool: 'consumer-groups',
    args: '--reset-offsets --group NAME --all-topics --to-latest --to-earliest --dry-run',
    err: false,
  },
  { tool: 'console-consumer', args: '', err: true },
  { tool: 'console-consumer', args: '--topic NAME --offset 3', err: true },
  { tool: 'console-consumer', args: '--topic NAME --partition 0 --group NAME', err: true },
  { tool: 'console-consumer', args: '--nonsense', err: true },
  { tool: 'console-producer', args: '', err: true },
  { tool: 'configs', args: '', err: true },
  { tool: 'configs', args: '--describe', err: true },
  { tool: 'configs', args: '--alter --topic NAME', err: true },
  { tool: 'configs', args: '--nonsense', err: true },
]

async function compare(context: Context, steps: readonly Step[]): Promise<void> {
  // The same length, so that columns are as wide.
  const name = context.name('sh')
  const sides = { apache: `${name}a`, ours: `${name}o` }
  for (const side of Object.values(sides)) writeFileSync(join(context.work, `${side}.csv`), `${side},0,1\n`)
  // One side after the other: what one has set, the other finds as it was.
  const apache: string[] = []
  for (const step of steps)
    apache.push(shown(await apacheRun(context, step, sides.apache), step, sides.apache, context))
  for (const [i, step] of steps.entries()) {
    const ours = shown(await ourRun(context, step, sides.ours), step, sides.ours, context)
    const what = `kafka-${step.tool}.sh ${step.args}`
    expect(apache[i] === ours, `${what}\n── Apache:\n${tail(apache[i]!, 900)}\n── ours:\n${tail(ours, 900)}`)
  }
}

function argsOf(context: Context, { args }: Step, name: string): string[] {
  const own = args.split(' ').filter((part) => part !== '')
  return ['--bootstrap-server', context.bootstrap, ...own.map((part) => part.replaceAll('NAME', name))]
}

function apacheRun(context: Context, step: Step, name: string): Promise<RunResult> {
  return apacheTool('3.9.2', MAIN[step.tool], argsOf(context, step, name), options(context, step))
}

function ourRun(context: Context, step: Step, name: string): Promise<RunResult> {
  const file = join(compatDir, '..', 'bin', `kafka-${step.tool}.sh`)
  return run(file, argsOf(context, step, name), options(context, step))
}

function options({ work }: Context, { stdin }: Step): RunOptions {
  return { cwd: work, stdin, timeoutMs: 60_000 }
}

/** Exit code, stdout and, when asked for, the first line of stderr, without what differs from run to run. */
function shown(result: RunResult, { only, words, err }: Step, name: string, { bootstrap }: Context): string {
  const clean = result.stdout
    .replaceAll(name, 'NAME')
    .replaceAll(bootstrap, 'ADDRESS')
    .replace(/TopicId: [\w-]{22}/g, 'TopicId: ID')
    .replace(/-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '-UUID')
  const lines = words ? clean.replaceAll('.NAME', '. NAME').split(/\s+/) : clean.split('\n')
  const kept = lines.filter((line) => line !== '' && (only?.test(line) ?? true)).sort()
  const first = err ? [result.stderr.split('\n')[0]!.trimEnd()] : []
  return [`exit code ${result.code}`, ...kept, ...first].join('\n')
}

/** A group with a member, described by both. */
async function members(context: Context): Promise<void> {
  const name = context.name('shm')
  const first = { tool: 'topics', args: '--create --topic NAME --partitions 2' } as const
  expect((await ourRun(context, first, name)).code === 0, 'the topic was not created')
  const consumer = join(compatDir, '..', 'bin', 'kafka-console-consumer.sh')
  const properties = ['--consumer-property', 'client.id=cid', '--consumer-property', 'group.instance.id=inst']
  const args = argsOf(context, { tool: 'console-consumer', args: '--topic NAME --from-beginning --group NAMEg' }, name)
  const log = join(context.work, 'member.log')
  const member = await startDaemon(consumer, [...args, ...properties], log)
  try {
    const describe = (more: string): Step => ({ tool: 'consumer-groups', args: `--describe --group NAMEg ${more}` })
    const isStable = async (): Promise<boolean> =>
      /Stable/.test((await ourRun(context, describe('--state'), name)).stdout)
    for (let attempt = 0; !(await isStable()); attempt++) expect(attempt < 60, 'the member did not join')
    const steps: Step[] = [
      describe(''),
      describe('--members'),
      describe('--state'),
      { tool: 'consumer-groups', args: '--list --state Stable --type', only: /NAMEg/ },
      {
        tool: 'consumer-groups',
        args: '--reset-offsets --group NAMEg --all-topics --to-latest --execute',
        words: true,
      },
      { tool: 'consumer-groups', args: '--delete --group NAMEg' },
      { tool: 'consumer-groups', args: '--delete-offsets --group NAMEg --topic NAME', words: true },
    ]
    for (const step of steps) {
      const apache = shown(await apacheRun(context, step, name), step, name, context)
      const ours = shown(await ourRun(context, step, name), step, name, context)
      expect(apache === ours, `${step.args}\n── Apache:\n${tail(apache, 900)}\n── ours:\n${tail(ours, 900)}`)
    }
  } finally {
    await member.stop()
  }
}
