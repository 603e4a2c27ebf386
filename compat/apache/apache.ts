// Apache Kafka from Maven Central as the oracle: ZooKeeper, 3.9.2 in ZooKeeper mode, 4.4.0 in KRaft mode, and the tools.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { builtOnce, compatDir } from '../lib/cache.ts'
import { exchangeFrame, freePort, waitUntilReady } from '../lib/net.ts'
import { type Daemon, type RunOptions, type RunResult, run, startDaemon, tail, Unavailable } from '../lib/process.ts'

export type Properties = Record<string, string | number | boolean>

export interface ApacheProcess extends Daemon {
  port: number
  /** host:port */
  address: string
  dir: string
  logFile: string
}

/** Settings that one broker alone needs, and short delays so that tests do not wait. */
export const ALONE: Properties = {
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 4,
  'group.initial.rebalance.delay.ms': 0,
}

/** Quick to start and small; benchmarks pass Apache's own flags instead. */
const QUICK_JVM = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m']

/** Fetches the jars that `apache/NAME.pom` names, once, and gives the class path. */
export async function jars(name: string): Promise<string> {
  const pom = join(compatDir, 'apache', `${name}.pom`)
  const dir = await builtOnce(join('jars', name), [readFileSync(pom, 'utf8')], async (out) => {
    const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${out}`]
    const result = await run('mvn', args, { timeoutMs: 600_000 })
    if (result.code !== 0) throw new Unavailable(`maven could not fetch ${name}: ${tail(result.stdout, 300).trim()}`)
  })
  return join(dir, '*')
}

async function java(): Promise<string> {
  const command = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
  const result = await run(command, ['-version'])
  if (result.code !== 0) throw new Unavailable('java does not start here')
  return command
}

function propertiesText(properties: Properties): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

function writeLogging(dir: string): string {
  const file = join(dir, 'log4j.properties')
  writeFileSync(
    file,
    propertiesText({
      'log4j.rootLogger': 'INFO, out',
      'log4j.appender.out': 'org.apache.log4j.ConsoleAppender',
      'log4j.appender.out.layout': 'org.apache.log4j.PatternLayout',
      'log4j.appender.out.layout.ConversionPattern': '[%d] %p %m (%c)%n',
    }),
  )
  return file
}

async function startJava(
  kind: { jars: string; jvm: readonly string[]; args: readonly string[]; name: string },
  dir: string,
  port: number,
): Promise<ApacheProcess> {
  const logFile = join(dir, `${kind.name}.log`)
  const args = [
    ...kind.jvm,
    `-Dlog4j.configuration=file:${writeLogging(dir)}`,
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=info',
    '-cp',
    await jars(kind.jars),
    ...kind.args,
  ]
  const daemon = await startDaemon(await java(), args, logFile, { cwd: dir })
  return { ...daemon, port, address: `127.0.0.1:${port}`, dir, logFile }
}

function logTail(process: ApacheProcess): string {
  return tail(readFileSync(process.logFile, 'utf8'), 2000)
}

export const OTHER_ZOOKEEPERS = ['3.4.13', '3.9.3'] as const

export async function startZooKeeper(options: {
  port?: number
  dir: string
  overrides?: Properties
  /** What ZooKeeper knows as a property of Java alone. */
  jvm?: readonly string[]
  /** Absent: 3.8, as Kafka 3.9.2 brings it. */
  version?: (typeof OTHER_ZOOKEEPERS)[number]
}): Promise<ApacheProcess> {
  const port = options.port ?? (await freePort())
  const dir = options.dir
  mkdirSync(join(dir, 'data'), { recursive: true })
  const config = join(dir, 'zoo.cfg')
  writeFileSync(
    config,
    propertiesText({
      dataDir: join(dir, 'data'),
      clientPort: port,
      clientPortAddress: '127.0.0.1',
      'admin.enableServer': false,
      forceSync: 'no',
      '4lw.commands.whitelist': '*',
      ...options.overrides,
    }),
  )
  const jvm = [...QUICK_JVM.slice(0, 2), '-Xmx256m', ...(options.jvm ?? [])]
  const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
  const from = options.version === undefined ? 'kafka-3.9.2' : `zookeeper-${options.version}`
  const zk = await startJava({ jars: from, jvm, args: [main, config], name: 'zookeeper' }, dir, port)
  await waitUntilZooKeeperAnswers(zk, 30_000)
  return zk
}

async function waitUntilZooKeeperAnswers(zk: ApacheProcess, limitMs: number): Promise<void> {
  const deadline = Date.now() + limitMs
  while (Date.now() < deadline && zk.running()) {
    // A ZooKeeper answers a frame of four bytes that is no ConnectRequest by closing; a port that is not open refuses.
    const closed = await exchangeFrame(zk.address, Buffer.from('ruok'), 1000).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'ECONNREFUSED',
    )
    if (closed) return
    await sleep(100)
  }
  const log = logTail(zk)
  await zk.kill()
  throw new Error(`ZooKeeper did not start:\n${log}`)
}

export interface BrokerOptions {
  port?: number
  dir: string
  overrides?: Properties
  jvm?: readonly string[]
  limitMs?: number
}

/** A broker of Apache Kafka 3.9.2 in ZooKeeper mode; the data is in `dir`/data unless `log.dirs` is overridden. */
export async function startApache392(options: BrokerOptions & { zkPort: number }): Promise<ApacheProcess> {
  const port = options.port ?? (await freePort())
  const dir = options.dir
  mkdirSync(dir, { recursive: true })
  const config = join(dir, 'server.properties')
  const properties: Properties = {
    'broker.id': 1,
    listeners: `PLAINTEXT://127.0.0.1:${port}`,
    'zookeeper.connect': `127.0.0.1:${options.zkPort}`,
    'log.dirs': join(dir, 'data'),
    ...ALONE,
    ...options.overrides,
  }
  writeFileSync(config, propertiesText(properties))
  const kind = { jars: 'kafka-3.9.2', jvm: options.jvm ?? QUICK_JVM, args: ['kafka.Kafka', config], name: 'kafka' }
  return await ready(await startJava(kind, dir, port), options.limitMs ?? 60_000)
}

const RESTARTS_MAX = 20

/** After a kill: it ends again at once until ZooKeeper has noticed that the one before it is gone. */
export async function restartApache392(options: BrokerOptions & { zkPort: number }): Promise<ApacheProcess> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startApache392(options)
    } catch (error) {
      if (attempt === RESTARTS_MAX) throw error
    }
  }
}

/** A broker of Apache Kafka 4.4.0 in KRaft mode, broker and controller in one process. */
export async function startApache44(options: BrokerOptions): Promise<ApacheProcess> {
  const port = options.port ?? (await freePort())
  const controllerPort = await freePort()
  const dir = options.dir
  mkdirSync(dir, { recursive: true })
  const config = join(dir, 'server.properties')
  const properties: Properties = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': join(dir, 'data'),
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 4,
    ...ALONE,
    ...options.overrides,
  }
  writeFileSync(config, propertiesText(properties))
  const jvm = options.jvm ?? QUICK_JVM
  const format = ['-cp', await jars('kafka-4.4.0'), 'kafka.tools.StorageTool', 'format', '--ignore-formatted']
  const formatted = await run(await java(), [...jvm, ...format, '-t', 'MkU3OEVBNTcwNTJENDM2Qg', '-c', config])
  if (formatted.code !== 0) throw new Error(`the folder could not be formatted:\n${tail(formatted.stderr)}`)
  const kind = { jars: 'kafka-4.4.0', jvm, args: ['kafka.Kafka', config], name: 'kafka' }
  return await ready(await startJava(kind, dir, port), options.limitMs ?? 60_000)
}

async function ready(broker: ApacheProcess, limitMs: number): Promise<ApacheProcess> {
  try {
    await waitUntilReady(broker.address, limitMs, broker.running)
    return broker
  } catch (error) {
    const log = logTail(broker)
    await broker.kill()
    throw new Error(`Apache Kafka did not start: ${String(error)}\n${log}`)
  }
}

/** 2.8.2: the last whose tools write to ZooKeeper. */
export type ToolsVersion = '2.8.2' | '3.9.2' | '4.3.1'

const TOOL_JARS: Record<ToolsVersion, string> = {
  '2.8.2': 'kafka-2.8.2',
  '3.9.2': 'kafka-3.9.2',
  '4.3.1': 'tools-4.3.1',
}

/** Runs one of Apache's tools by its main class. */
export async function apacheTool(
  version: ToolsVersion,
  mainClass: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const classPath = await jars(TOOL_JARS[version])
  const dir = await builtOnce('tool-logging', ['1'], async (out) => {
    writeFileSync(
      join(out, 'log4j.properties'),
      'log4j.rootLogger=WARN, err\nlog4j.appender.err=org.apache.log4j.ConsoleAppender\n' +
        'log4j.appender.err.Target=System.err\nlog4j.appender.err.layout=org.apache.log4j.SimpleLayout\n',
    )
  })
  const jvm = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xmx256m',
    `-Dlog4j.configuration=file:${join(dir, 'log4j.properties')}`,
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ]
  return await run(await java(), [...jvm, '-cp', classPath, mainClass, ...args], { timeoutMs: 60_000, ...options })
}

/** Runs a Java class of our own from `classes` with the jars of a client version on its class path. */
export async function runJava(
  pom: string,
  classes: string,
  mainClass: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  const classPath = `${classes}:${await jars(pom)}`
  const jvm = [
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Xmx256m',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ]
  return await run(await java(), [...jvm, '-cp', classPath, mainClass, ...args], { timeoutMs: 90_000, ...options })
}
