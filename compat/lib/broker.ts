// The broker under test, of whichever kind, in a temporary folder.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Properties, startApache44, startApache392, startZooKeeper } from '../apache/apache.ts'
import { compatDir } from './cache.ts'
import { freePort, waitUntilReady } from './net.ts'
import { type Daemon, startDaemon, tail } from './process.ts'

export type BrokerKind = 'odradek' | 'apache392' | 'apache44' | 'running'

export interface TestBroker {
  kind: BrokerKind
  bootstrap: string
  /** The log folder, when the broker runs here. */
  dataDir: string | undefined
  /** A folder for the run's files, removed at the end unless `keep`. */
  work: string
  pid: number | undefined
  running(): boolean
  /** The last lines of its log, for messages. */
  logTail(): string
  stop(): Promise<void>
}

export interface BrokerKindOptions {
  bootstrap?: string
  keep?: boolean
  /** A free one when it is not given. */
  port?: number
  overrides?: Properties
  jvm?: readonly string[]
}

export async function startBrokerOfKind(kind: BrokerKind, options: BrokerKindOptions = {}): Promise<TestBroker> {
  const work = mkdtempSync(join(tmpdir(), 'odradek-compat-'))
  const clean = () => {
    if (options.keep) console.log(`files are kept in ${work}`)
    else rmSync(work, { recursive: true, force: true })
  }
  process.once('exit', () => {
    if (!options.keep) rmSync(work, { recursive: true, force: true })
  })
  try {
    return await start(kind, options, work, clean)
  } catch (error) {
    clean()
    throw error
  }
}

async function start(
  kind: BrokerKind,
  options: BrokerKindOptions,
  work: string,
  clean: () => void,
): Promise<TestBroker> {
  const dir = join(work, 'broker')
  const { port, overrides, jvm } = options
  const own = { port, overrides, jvm }
  switch (kind) {
    case 'running': {
      if (!options.bootstrap) throw new Error('--bootstrap host:port is missing')
      await waitUntilReady(options.bootstrap, 10_000, () => true)
      const running = () => true
      return {
        kind,
        bootstrap: options.bootstrap,
        dataDir: undefined,
        work,
        pid: undefined,
        running,
        logTail: () => '',
        stop: async () => clean(),
      }
    }
    case 'apache392': {
      const zk = await startZooKeeper({ dir: join(work, 'zookeeper') })
      const broker = await startApache392({ dir, zkPort: zk.port, ...own })
      return testBroker(kind, broker, broker.address, join(dir, 'data'), work, async () => {
        await broker.stop()
        await zk.stop(5000)
        clean()
      })
    }
    case 'apache44': {
      const broker = await startApache44({ dir, ...own })
      return testBroker(kind, broker, broker.address, join(dir, 'data'), work, async () => {
        await broker.stop()
        clean()
      })
    }
    case 'odradek': {
      const broker = await startOdradek({ dir, ...own })
      return testBroker(kind, broker, broker.address, broker.dataDir, work, async () => {
        await broker.stop()
        clean()
      })
    }
    default:
      throw new Error(`no such broker: ${kind}; odradek, apache392, apache44 are known`)
  }
}

function testBroker(
  kind: BrokerKind,
  daemon: Daemon & { logFile: string },
  bootstrap: string,
  dataDir: string,
  work: string,
  stop: () => Promise<void>,
): TestBroker {
  return {
    kind,
    bootstrap,
    dataDir,
    work,
    pid: daemon.pid,
    running: daemon.running,
    logTail: () => tail(readFileSync(daemon.logFile, 'utf8'), 3000),
    stop,
  }
}

export interface OdradekProcess extends Daemon {
  port: number
  address: string
  dataDir: string
  logFile: string
}

/** A setting's environment name: `log.dirs` is KAFKA_LOG_DIRS. Odradek's own begin with `odradek.`: ODRADEK_FLUSH. */
export function environmentName(key: string): string {
  const name = key.replaceAll('.', '_').toUpperCase()
  return key.startsWith('odradek.') ? name : `KAFKA_${name}`
}

/** Starts Odradek as a process of its own and waits until it answers. */
export async function startOdradek(options: {
  dir: string
  port?: number
  overrides?: Properties
  limitMs?: number
  /** Before it answers. */
  spawned?: (daemon: Daemon, logFile: string) => void
}): Promise<OdradekProcess> {
  const port = options.port ?? (await freePort())
  const dataDir = join(options.dir, 'data')
  const settings: Properties = {
    listeners: `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': dataDir,
    ...options.overrides,
  }
  const env: Record<string, string> = {}
  for (const [key, value] of Object.entries(settings)) env[environmentName(key)] = String(value)
  mkdirSync(options.dir, { recursive: true })
  const logFile = join(options.dir, 'odradek.log')
  const main = join(compatDir, '..', 'bin', 'odradek.js')
  const args = ['--disable-warning=ExperimentalWarning', main, 'start']
  const daemon = await startDaemon(process.execPath, args, logFile, { cwd: options.dir, env })
  const address = `127.0.0.1:${port}`
  options.spawned?.(daemon, logFile)
  try {
    await waitUntilReady(address, options.limitMs ?? 30_000, daemon.running)
  } catch (error) {
    await daemon.kill()
    throw new Error(`Odradek did not start: ${String(error)}\n${tail(readFileSync(logFile, 'utf8'), 2000)}`)
  }
  return { ...daemon, port, address, dataDir, logFile }
}
