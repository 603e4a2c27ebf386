// librdkafka's own test programs: the source that @confluentinc/kafka-javascript carries, built once into the cache.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { builtOnce } from '../lib/cache.ts'
import { needDebianPackages } from '../lib/debian.ts'
import { run, tail, Unavailable } from '../lib/process.ts'

const PACKAGE = '@confluentinc/kafka-javascript'
const VERSION = '1.10.1'
const DEBIAN = [
  'g++',
  'make',
  'bc',
  'libssl-dev',
  'libsasl2-dev',
  'libzstd-dev',
  'libcurl4-openssl-dev',
  'zlib1g-dev',
  'rapidjson-dev',
]
const STEP_LIMIT_MS = 900_000

export interface LibrdkafkaTests {
  /** The folder of the source; `tests/test-runner` is built. */
  source: string
  /** Every test that talks to a broker, in the order of the source. */
  tests: readonly LibrdkafkaTest[]
}

export interface LibrdkafkaTest {
  readonly name: string
  /** How the broker is set up: `noautocreate` is one that makes no topics by itself. */
  readonly scenario: Scenario
  /** A part of the test, run alone; null: all of it. */
  readonly part: string | null
}

export type Scenario = 'default' | 'noautocreate'

/** Fetches and builds when needed, about two minutes of one core. Throws Unavailable with the reason when it cannot be had. */
export async function librdkafkaTests(): Promise<LibrdkafkaTests> {
  const dir = await builtOnce('librdkafka', [PACKAGE, VERSION, ...WANT_THREE_BROKERS], build)
  const source = join(dir, 'package', 'deps', 'librdkafka')
  const read = (file: string) => readFileSync(join(source, 'tests', file), 'utf8')
  const tests = brokerTests(read('test.c')).flatMap((test) =>
    test.name === ADMIN ? partsOf(read('0081-admin.c')).map((part) => ({ ...test, part })) : [test],
  )
  return { source, tests }
}

async function build(dir: string): Promise<void> {
  await needDebianPackages(DEBIAN)
  await step(dir, 'npm', ['pack', `${PACKAGE}@${VERSION}`, '--ignore-scripts'])
  const archive = `${PACKAGE.slice(1).replace('/', '-')}-${VERSION}.tgz`
  await step(dir, 'tar', ['xzf', archive])
  const source = join(dir, 'package', 'deps', 'librdkafka')
  for (const file of WANT_THREE_BROKERS) wantOneReplica(join(source, 'tests', file))
  await step(source, './configure', [])
  await step(source, 'nice', ['make', 'libs'])
  await step(source, 'nice', ['make', '-C', 'tests', 'build'])
  if (!existsSync(join(source, 'tests', 'test-runner'))) throw new Unavailable('make has left no tests/test-runner')
}

async function step(cwd: string, command: string, args: readonly string[]): Promise<void> {
  const result = await run(command, args, { cwd, timeoutMs: STEP_LIMIT_MS })
  if (result.code !== 0) throw new Unavailable(`${command} ${args.join(' ')}: ${tail(result.stderr, 500).trim()}`)
}

/** What they are about needs one broker, but they make topics with three replicas. */
const WANT_THREE_BROKERS = [
  '0098-consumer-txn.cpp',
  '0103-transactions.c',
  '0107-topic_recreate.c',
  '0111-delay_create_topics.cpp',
]

function wantOneReplica(file: string): void {
  const before = readFileSync(file, 'utf8')
  const after = before.replaceAll(/(create_topic(?:_wait_exists)?\([^;]*), 3((?:, \d+)?\);)/g, '$1, 1$2')
  if (after === before) throw new Error(`${file} makes no topics with three replicas any more`)
  writeFileSync(file, after)
}

/** Tests marked local, manual or as a known issue need no broker, or fail anywhere. */
const NOT_FOR_A_BROKER = /TEST_F_(LOCAL|MANUAL|KNOWN_ISSUE)\b/

function brokerTests(testC: string): LibrdkafkaTest[] {
  const table = /^struct test tests\[\][\s\S]*?^};/m.exec(testC)?.[0] ?? ''
  const tests: LibrdkafkaTest[] = []
  for (const entry of table.matchAll(/_TEST\(\s*(\d{4}_\w+)\s*,((?:[^()]|\([^()]*\))*)\)/g)) {
    const [, name = '', flags = ''] = entry
    if (NOT_FOR_A_BROKER.test(flags) || /_mock|_local/.test(name)) continue
    tests.push({ name, scenario: flags.includes('"noautocreate"') ? 'noautocreate' : 'default', part: null })
  }
  if (tests.length === 0) throw new Error('no test was found in librdkafka/tests/test.c')
  return tests
}

/** It ends with the first thing that it lacks (ACLs): its parts are run one by one, so that the others have their turn. */
const ADMIN = '0081_admin'

function partsOf(adminC: string): string[] {
  const body = /^static void do_test_apis\([\s\S]*?^}/m.exec(adminC)?.[0] ?? ''
  const parts = new Set([...body.matchAll(/\bdo_test_(\w+)\(/g)].map(([, part = '']) => part))
  if (parts.size === 0) throw new Error('no parts were found in librdkafka/tests/0081-admin.c')
  return [...parts]
}

/**
 * What some tests look for in a distribution of Apache Kafka, made of the harness's jars: scripts, and jars for Java programs
 * that they compile. Gives KAFKA_PATH.
 */
export function writeKafkaPath(dir: string, classPath: string): string {
  const bin = join(dir, 'bin')
  mkdirSync(bin, { recursive: true })
  rmSync(join(dir, 'libs'), { force: true })
  symlinkSync(dirname(classPath), join(dir, 'libs'))
  const mainClasses = {
    'kafka-topics.sh': 'org.apache.kafka.tools.TopicCommand',
    'kafka-acls.sh': 'kafka.admin.AclCommand',
    'kafka-run-class.sh': '',
  }
  for (const [script, mainClass] of Object.entries(mainClasses)) {
    const jvm = `-XX:TieredStopAtLevel=1 -Xmx200m -Dlog4j.rootLogger=OFF -cp "$CLASSPATH:${classPath}"`
    writeFileSync(join(bin, script), `#!/bin/sh\nexec java ${jvm} ${mainClass} "$@"\n`, { mode: 0o755 })
  }
  return dir
}
