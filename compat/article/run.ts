/**
 * npm run compat:article: runs every command of docs/tutorial.md, in order, beside a ZooKeeper of its own, and compares what
 * is printed; once with the sarama of the article's day, once with that of today. Ports and folders are other ones than in the
 * text, so that it runs beside whatever runs already.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startZooKeeper } from '../apache/apache.ts'
import { cacheDir } from '../lib/cache.ts'
import { freePort } from '../lib/net.ts'
import { type Daemon, run, startDaemon, tail, Unavailable } from '../lib/process.ts'
import { type Block, type Command, matches, readBlocks } from './blocks.ts'
import { doctorSees } from './doctor.ts'
import { view } from './viewer.ts'

const root = join(import.meta.dirname, '../..')
const SARAMAS = [
  { module: 'github.com/Shopify/sarama', version: 'v1.30.0' },
  { module: 'github.com/IBM/sarama', version: 'v1.61.1' },
]
/** The doctor alone. */
const doctorOnly = process.argv.includes('--doctor')
const COMMAND_LIMIT_MS = 300_000
const OUTPUT_LIMIT_MS = 60_000
const VIEWED = [
  'brokers 1',
  'topics [web_log]',
  'partitions 1, leader 1',
  'offsets [0] to [7]',
  'records 7, the last one visit 3',
  'group readers has offsets of 1 partitions',
]

interface Running {
  readonly daemon: Daemon
  readonly logFile: string
  /** How much of its output was compared. */
  seen: number
}

class Article {
  private readonly replaced: readonly (readonly [RegExp, string])[]
  private readonly work: string
  private readonly running = new Map<string, Running>()
  private starts = 0
  passed = 0
  failed = 0

  constructor(work: string, replaced: readonly (readonly [RegExp, string])[]) {
    this.work = work
    this.replaced = replaced
  }

  adapt(text: string): string {
    return this.replaced.reduce((changed, [from, to]) => changed.replaceAll(from, to), text)
  }

  async run(block: Block): Promise<void> {
    switch (block.kind) {
      case 'file': {
        const path = this.adapt(block.path)
        mkdirSync(dirname(path), { recursive: true })
        return writeFileSync(path, this.adapt(block.text))
      }
      case 'commands':
        for (const [at, command] of block.commands.entries()) {
          await this.command(command, block.fails && at === block.commands.length - 1)
        }
        return
      case 'background':
        return this.start(block.name, block.command)
      case 'output':
        return this.awaitOutput(block.name, `${block.name} prints`, block.output)
      case 'stop':
        return this.stop(block.name)
    }
  }

  async stopAll(): Promise<void> {
    for (const name of this.running.keys()) await this.stop(name)
  }

  /** What a viewer that begins at ZooKeeper shows at the end. */
  async view(zookeeper: string): Promise<void> {
    const printed = await view(zookeeper, 'web_log')
    this.say('a viewer, by way of ZooKeeper', matches(VIEWED, printed, true), printed, VIEWED)
  }

  async doctor(): Promise<void> {
    for (const { what, expected, printed, exitRight } of await doctorSees(this.work)) {
      this.say(what, exitRight && matches(expected, printed, true), printed, expected)
    }
  }

  private async command({ text, output }: Command, fails: boolean): Promise<void> {
    const { code, stdout, stderr } = await run('bash', ['-c', this.adapt(text)], {
      cwd: root,
      env: {
        GOFLAGS: '-mod=mod',
        GOCACHE: join(cacheDir(), 'go-build'),
        ODRADEK_BOOTSTRAP_SERVER: this.adapt('127.0.0.1:9092'),
      },
      timeoutMs: COMMAND_LIMIT_MS,
    })
    const printed = fails ? stdout + stderr : stdout
    const isRight =
      (code !== 0) === fails &&
      matches(
        output.map((line) => this.adapt(line)),
        printed,
        true,
      )
    this.say(text, isRight, `exit ${code}\n${tail(stdout)}${tail(stderr)}`, output)
  }

  private async start(name: string, { text, output }: Command): Promise<void> {
    const logFile = join(this.work, `${name}-${this.starts++}.log`)
    const daemon = await startDaemon('bash', ['-c', `exec env ${this.adapt(text)}`], logFile, {
      cwd: root,
      env: { ODRADEK_ADMIN_LISTENERS: '127.0.0.1:0' },
    })
    this.running.set(name, { daemon, logFile, seen: 0 })
    await this.awaitOutput(name, text, output)
  }

  private async awaitOutput(name: string, what: string, output: readonly string[]): Promise<void> {
    const running = this.running.get(name)!
    const expected = output.map((line) => this.adapt(line))
    const read = () => readFileSync(running.logFile, 'utf8').slice(running.seen)
    // What a program prints between two looks is of no interest when the text does not show it.
    const shown = running.seen > 0 ? ['…', ...expected] : expected
    const deadline = Date.now() + OUTPUT_LIMIT_MS
    while (Date.now() < deadline && !matches(shown, read(), false) && running.daemon.running()) await sleep(100)
    const printed = read()
    this.say(what, matches(shown, printed, false), tail(printed), output)
    running.seen += printed.length
  }

  private async stop(name: string): Promise<void> {
    await this.running.get(name)?.daemon.stop()
    this.running.delete(name)
  }

  private say(what: string, isRight: boolean, printed: string, expected: readonly string[]): void {
    if (isRight) this.passed++
    else this.failed++
    console.log(`${isRight ? 'passed' : 'FAILED'}  ${what.replaceAll(/\s*\\\n\s*/g, ' ')}`)
    if (!isRight) console.log(`it should have printed\n${expected.join('\n')}\nand did\n${printed}`)
  }
}

async function runArticle(sarama: (typeof SARAMAS)[number]): Promise<Article> {
  const work = mkdtempSync(join(tmpdir(), 'odradek-article-'))
  const zookeeper = await startZooKeeper({ dir: join(work, 'zookeeper') })
  const port = await freePort()
  const article = new Article(work, [
    [/127\.0\.0\.1:2181/g, zookeeper.address],
    [/\b9092\b/g, String(port)],
    [/\/tmp\/kafka-logs/g, join(work, 'logs')],
    [/\/tmp\/article/g, join(work, 'article')],
    [/github\.com\/IBM\/sarama@v[\d.]+/g, `${sarama.module}@${sarama.version}`],
    [/github\.com\/IBM\/sarama/g, sarama.module],
  ])
  try {
    if (!doctorOnly) {
      for (const block of readBlocks(readFileSync(join(root, 'docs/tutorial.md'), 'utf8'))) await article.run(block)
      await article.view(zookeeper.address)
    }
    if (sarama === SARAMAS[0]) await article.doctor()
  } finally {
    await article.stopAll()
    await zookeeper.stop(5000)
    rmSync(work, { recursive: true, force: true })
  }
  return article
}

let passed = 0
let failed = 0
for (const sarama of doctorOnly ? SARAMAS.slice(0, 1) : SARAMAS) {
  if (!doctorOnly) console.log(`\nThe tutorial, with ${sarama.module} ${sarama.version}`)
  try {
    const article = await runArticle(sarama)
    passed += article.passed
    failed += article.failed
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    console.log(`skipped: ${error.message}`)
  }
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
