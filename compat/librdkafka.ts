// Runs librdkafka's own tests, each in a process of its own, against a broker it starts:
//   node compat/librdkafka.ts [--broker odradek|apache392|apache44] [--bootstrap host:port] [--tests 0001,0011_produce_batch]
//     [--alone] [--jobs 2] [--timeout 900] [--kafka-version 3.9.0] [--logs DIR] [--list]
// Tests want a broker that makes topics by itself, or one that does not (`noautocreate`): each kind gets its own, in turn; with
// `--bootstrap` the broker that runs is taken for the first. A test that makes topics with three replicas gets one
// (proofs/librdkafka-build.ts). `--alone` leaves out what needs groups, transactions or anything else beyond one plain broker. A pass in 0.000 s counts as
// vacuous: that test did nothing. A test is chosen by its number, so those that share one (0045) run together, once.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { jars } from './apache/apache.ts'
import { type BrokerKind, startBrokerOfKind, type TestBroker } from './lib/broker.ts'
import { run, tail } from './lib/process.ts'
import { type LibrdkafkaTest, librdkafkaTests, type Scenario, writeKafkaPath } from './proofs/librdkafka-build.ts'
import { isExcused, needsOf } from './proofs/librdkafka-needs.ts'

type Outcome = 'passed' | 'failed' | 'timeout' | 'skipped' | 'vacuous'

interface Result {
  test: LibrdkafkaTest
  outcome: Outcome
  seconds: number
  why: string
}

const { values } = parseArgs({
  options: {
    broker: { type: 'string', default: 'odradek' },
    bootstrap: { type: 'string' },
    tests: { type: 'string' },
    alone: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    timeout: { type: 'string', default: '900' },
    logs: { type: 'string' },
    'kafka-version': { type: 'string', default: '3.9.0' },
    list: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
})

const { source, tests } = await librdkafkaTests()
const wanted = values.tests?.split(',').map((text) => text.trim())
const chosen = tests
  .filter(({ name }) => !wanted || wanted.some((text) => name.startsWith(text)))
  .filter((test) => !values.alone || needsOf(test).length === 0)
  .filter(({ scenario }) => !values.bootstrap || scenario === 'default')
if (chosen.length === 0) throw new Error(`no test of librdkafka has a name like ${values.tests}`)

if (values.list) {
  for (const test of chosen) console.log(`${labelOf(test)}\t${needsOf(test).join(', ')}`)
} else {
  const results: Result[] = []
  for (const [scenario, ofScenario] of Map.groupBy(chosen, ({ scenario }) => scenario)) {
    const broker = await startBrokerOfKind(values.bootstrap ? 'running' : (values.broker as BrokerKind), {
      bootstrap: values.bootstrap,
      keep: values.keep,
      overrides: { 'num.partitions': 4, 'auto.create.topics.enable': scenario === 'default' },
    })
    results.push(...(await runAll(broker, scenario, ofScenario).finally(() => broker.stop())))
  }
  process.exitCode = report(results.sort((a, b) => labelOf(a.test).localeCompare(labelOf(b.test))))
}

async function runAll(broker: TestBroker, scenario: Scenario, chosen: readonly LibrdkafkaTest[]): Promise<Result[]> {
  const logs = values.logs ?? join(broker.work, 'logs')
  mkdirSync(logs, { recursive: true })
  const env = await environment(broker, logs)
  const queue = [...Map.groupBy(chosen, ({ name, part }) => part ?? name.slice(0, 4)).values()]
  const results: Result[] = []
  const worker = async () => {
    for (let tests = queue.shift(); tests !== undefined; tests = queue.shift()) {
      const found = await runTogether(tests, scenario, env, logs)
      results.push(...found)
      for (const result of found) console.log(line(result))
      if (!broker.running()) throw new Error(`the broker ended during or after ${tests[0]?.name}${lastLines(broker)}`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker))
  return results
}

function labelOf({ name, part }: LibrdkafkaTest): string {
  return part === null ? name : `${name} ${part}`
}

function lastLines(broker: TestBroker): string {
  const log = join(broker.work, 'broker', 'odradek.log')
  return existsSync(log) ? `:\n${tail(readFileSync(log, 'utf8'), 3000)}` : ''
}

async function environment(broker: TestBroker, dir: string): Promise<Record<string, string>> {
  const conf = join(dir, 'test.conf')
  writeFileSync(conf, `bootstrap.servers=${broker.bootstrap}\ntest.topic.random=true\n`)
  return {
    LD_LIBRARY_PATH: `${join(source, 'src')}:${join(source, 'src-cpp')}`,
    RDKAFKA_TEST_CONF: conf,
    TEST_KAFKA_VERSION: values['kafka-version'],
    BROKERS: broker.bootstrap,
    KAFKA_PATH: writeKafkaPath(join(dir, 'kafka'), await jars('kafka-3.9.2')),
  }
}

/** Those that share a number: once, since several at a time see each other's topics. */
async function runTogether(
  tests: readonly LibrdkafkaTest[],
  scenario: Scenario,
  env: Record<string, string>,
  logs: string,
): Promise<Result[]> {
  const [{ name, part }] = tests as [LibrdkafkaTest]
  const startedAt = performance.now()
  const timeoutMs = Number(values.timeout) * 1000
  const args = ['-p1', '-L', '-K', '-s', scenario]
  const which: Record<string, string> = part === null ? { TESTS: name } : { TESTS: name, SUBTESTS: `do_test_${part}` }
  const done = await run('./test-runner', args, { cwd: join(source, 'tests'), env: { ...env, ...which }, timeoutMs })
  const seconds = (performance.now() - startedAt) / 1000
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  const text = (done.stdout + done.stderr).replace(/\x1b\[[0-9;]*m/g, '')
  writeFileSync(join(logs, `${[name, part].filter(Boolean).join('.')}.log`), text)
  return tests.map((test) => ({ test, seconds, ...verdict(test.name, text, done.timedOut) }))
}

/** The last table of the output has a line `| name | PASSED | 1.234s |`. */
function verdict(name: string, text: string, timedOut: boolean): { outcome: Outcome; why: string } {
  const row = text
    .match(new RegExp(`^\\| ${name} +\\|.*$`, 'gm'))
    ?.at(-1)
    ?.split('|')
  const said = row?.[2]?.trim()
  const took = row?.[3]?.trim()
  if (said === 'PASSED') return { outcome: took === '0.000s' ? 'vacuous' : 'passed', why: '' }
  if (said === 'SKIPPED') return { outcome: 'skipped', why: row?.[4]?.trim() ?? '' }
  if (timedOut) return { outcome: 'timeout', why: `no end within ${values.timeout} s` }
  const why =
    row?.[4]?.trim() || firstMatch(text, /(?:### Test ".*" failed at .*|### (?!=).*|TEST FAILURE[\s\S]{0,300})/)
  return { outcome: 'failed', why: why.replaceAll(/\s+/g, ' ').slice(0, 200) }
}

function firstMatch(text: string, pattern: RegExp): string {
  const match = pattern.exec(text)
  return (match?.[1] ?? match?.[0] ?? '').trim()
}

function line({ test, outcome, seconds, why }: Result): string {
  const needs = needsOf(test).join(', ')
  const after = [needs && `needs ${needs}`, why].filter(Boolean).join('; ')
  return `${labelOf(test).padEnd(54)} ${outcome.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${after}`.trimEnd()
}

function report(results: readonly Result[]): number {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length
  const bad = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'timeout')
  console.log('')
  for (const result of bad) console.log(line(result))
  const ours = bad.filter(({ test }) => !isExcused(test)).length
  console.log(
    `${count('passed')} passed, ${bad.length} failed (${count('timeout')} of them by time), ${count('skipped')} skipped, ` +
      `${count('vacuous')} vacuous; ${ours} of the failed need nothing that is missing here`,
  )
  return ours === 0 ? 0 : 1
}
