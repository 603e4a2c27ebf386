// Runs librdkafka's own tests, each in a process of its own, against a broker it starts:
//   node compat/librdkafka.ts [--broker odradek|apache392|apache44] [--bootstrap host:port] [--tests 0001,0011_produce_batch]
//     [--alone] [--jobs 2] [--timeout 900] [--kafka-version 3.9.0] [--logs DIR] [--list]
// `--alone` leaves out what needs groups, transactions or anything else beyond one plain broker. A pass in 0.000 s counts as
// vacuous: that test did nothing. A test is chosen by its number, so those that share one (0045) run together, once.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { jars } from './apache/apache.ts'
import { type BrokerKind, startBrokerOfKind, type TestBroker } from './lib/broker.ts'
import { run, tail } from './lib/process.ts'
import { librdkafkaTests, writeKafkaScripts } from './proofs/librdkafka-build.ts'
import { isExcused, needsOf } from './proofs/librdkafka-needs.ts'

type Outcome = 'passed' | 'failed' | 'timeout' | 'skipped' | 'vacuous'

interface Result {
  name: string
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

const { source, names } = await librdkafkaTests()
const wanted = values.tests?.split(',').map((text) => text.trim())
const chosen = names
  .filter((name) => !wanted || wanted.some((text) => name.startsWith(text)))
  .filter((name) => !values.alone || needsOf(name).length === 0)
if (chosen.length === 0) throw new Error(`no test of librdkafka has a name like ${values.tests}`)

if (values.list) {
  for (const name of chosen) console.log(`${name}\t${needsOf(name).join(', ')}`)
} else {
  const broker = await startBrokerOfKind(values.bootstrap ? 'running' : (values.broker as BrokerKind), {
    bootstrap: values.bootstrap,
    keep: values.keep,
    overrides: { 'num.partitions': 4, 'auto.create.topics.enable': true },
  })
  const results = await runAll(broker).finally(() => broker.stop())
  process.exitCode = report(results)
}

async function runAll(broker: TestBroker): Promise<Result[]> {
  const logs = values.logs ?? join(broker.work, 'logs')
  mkdirSync(logs, { recursive: true })
  const env = await environment(broker, logs)
  const queue = [...Map.groupBy(chosen, (name) => name.slice(0, 4)).values()]
  const results: Result[] = []
  const worker = async () => {
    for (let names = queue.shift(); names !== undefined; names = queue.shift()) {
      const found = await runTogether(names, env, logs)
      results.push(...found)
      for (const result of found) console.log(line(result))
      if (!broker.running()) throw new Error(`the broker ended during or after ${names[0]}${lastLines(broker)}`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker))
  return results.sort((a, b) => a.name.localeCompare(b.name))
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
    KAFKA_PATH: writeKafkaScripts(join(dir, 'kafka'), await jars('kafka-3.9.2')),
  }
}

/** Those that share a number: once, since several at a time see each other's topics. */
async function runTogether(names: readonly string[], env: Record<string, string>, logs: string): Promise<Result[]> {
  const [name] = names as [string]
  const startedAt = performance.now()
  const timeoutMs = Number(values.timeout) * 1000
  const args = ['-p1', '-L', '-E', '-K']
  const done = await run('./test-runner', args, { cwd: join(source, 'tests'), env: { ...env, TESTS: name }, timeoutMs })
  const seconds = (performance.now() - startedAt) / 1000
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  const text = (done.stdout + done.stderr).replace(/\x1b\[[0-9;]*m/g, '')
  writeFileSync(join(logs, `${name}.log`), text)
  return names.map((one) => ({ name: one, seconds, ...verdict(one, text, done.timedOut) }))
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

function line({ name, outcome, seconds, why }: Result): string {
  const needs = needsOf(name).join(', ')
  const after = [needs && `needs ${needs}`, why].filter(Boolean).join('; ')
  return `${name.padEnd(48)} ${outcome.padEnd(8)} ${seconds.toFixed(1).padStart(6)} s  ${after}`.trimEnd()
}

function report(results: readonly Result[]): number {
  const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length
  const bad = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'timeout')
  console.log('')
  for (const result of bad) console.log(line(result))
  const ours = bad.filter(({ name }) => !isExcused(name)).length
  console.log(
    `${count('passed')} passed, ${bad.length} failed (${count('timeout')} of them by time), ${count('skipped')} skipped, ` +
      `${count('vacuous')} vacuous; ${ours} of the failed need nothing that is missing here`,
  )
  return ours === 0 ? 0 : 1
}
