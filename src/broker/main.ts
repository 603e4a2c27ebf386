/**
 * From settings to a broker that serves: the entry for the command line, and for tests that want a broker of their own.
 *
 *     const broker = await startBroker({ port: 0 })
 *     …                                    // broker.bootstrapServers
 *     await broker.stop()                  // its temporary folder goes, too
 */
import { loadConfig } from '../config/load.ts'
import { hostName, makeTemporaryFolder } from '../io/node/host.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import type { World } from '../io/world.ts'
import type { BrokerEndpoint } from '../metadata/contract.ts'
import { composeBroker, logDirs } from './compose.ts'
import { createWantedTopics } from './create-topics.ts'
import { BrokerLife, BrokerState } from './lifecycle.ts'
import { type LogLevel, LogLevels, makeLogger } from './log-lines.ts'

export interface StartOptions {
  /** The text of server.properties, and how to call it in messages. */
  readonly file?: { readonly path: string; readonly text: string } | null
  /** KAFKA_* and ODRADEK_*; absent: none is read. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Settings over file and environment. */
  readonly flags?: ReadonlyMap<string, string> | Readonly<Record<string, string>>
  /** For tests: listens on 127.0.0.1:port (0: any free one) and keeps its data in a temporary folder, unless flags say else. */
  readonly port?: number
  /** Where log lines go; absent: nowhere. */
  readonly log?: (line: string) => void
  readonly world?: World
  /** Aborted while the broker starts: the start is given up, cleanly, and startBroker rejects. */
  readonly stopEarly?: AbortSignal
  readonly processStats?: Parameters<typeof composeBroker>[1]['processMetrics']
}

export interface RunningBroker {
  /** host:port,… as clients name it. */
  readonly bootstrapServers: string
  readonly endpoints: readonly BrokerEndpoint[]
  readonly adminUrls: readonly string[]
  readonly brokerId: number
  readonly clusterId: string
  /** Absolute paths. */
  readonly logDirs: readonly string[]
  /** What was held against the settings, a sentence each (they are in the log, too). */
  readonly warnings: readonly string[]
  /** Resolves when the broker has ended: null after stop(), else why. */
  readonly ended: Promise<Error | null>
  /** A clean stop. */
  stop(): Promise<void>
}

/** Rejects with an OperatorError, one sentence with the fix, for what can be mended. */
export async function startBroker(options: StartOptions = {}): Promise<RunningBroker> {
  const world = options.world ?? makeNodeWorld()
  const { flags, temporary } = withTestDefaults(options)
  const loaded = loadConfig({ file: options.file ?? null, env: options.env ?? {}, flags })
  const level = (loaded.config.string('odradek.log.level') ?? 'info').toUpperCase() as LogLevel
  const logLevels = new LogLevels(level)
  const logger = makeLogger({ levels: logLevels, wallMs: () => world.clock.wallMs(), write: options.log ?? (() => {}) })
  const life = new BrokerLife({ logger })
  options.stopEarly?.addEventListener('abort', () => life.giveUpWaiting())
  if (options.stopEarly?.aborted) life.giveUpWaiting()
  if (temporary !== null) life.onStop('temporary folder', () => world.disk.remove(temporary, { recursive: true }))
  try {
    await composeBroker(life, { world, logger, logLevels, loaded, hostName, processMetrics: options.processStats })
    await startAdminPages(life, loaded.config.list('odradek.admin.listeners'))
    await createWantedTopics(life.services, loaded.createTopics)
    life.running(options.stopEarly)
  } catch (error) {
    await life.abandon()
    throw error
  }
  return {
    bootstrapServers: life.bootstrapServers,
    endpoints: life.network.endpoints,
    adminUrls: life.admin?.urls ?? [],
    brokerId: life.services.brokerId,
    clusterId: life.services.clusterId,
    logDirs: logDirs(loaded.config),
    warnings: loaded.warnings,
    ended: life.ended,
    stop: () => life.stop(),
  }
}

function withTestDefaults(options: StartOptions): { flags: Map<string, string>; temporary: string | null } {
  const given = options.flags instanceof Map ? options.flags : new Map(Object.entries(options.flags ?? {}))
  const flags = new Map<string, string>(given)
  if (options.port === undefined) return { flags, temporary: null }
  if (!flags.has('listeners')) flags.set('listeners', `PLAINTEXT://127.0.0.1:${options.port}`)
  if (!flags.has('odradek.admin.listeners')) flags.set('odradek.admin.listeners', '')
  if (flags.has('log.dirs') || flags.has('log.dir')) return { flags, temporary: null }
  const temporary = makeTemporaryFolder('odradek-')
  flags.set('log.dirs', temporary)
  return { flags, temporary }
}

async function startAdminPages(life: BrokerLife, listeners: readonly string[]): Promise<void> {
  if (listeners.every((listener) => listener.trim() === '')) return
  const [{ startAdmin }, { listenHttp }, { productVersion }] = await Promise.all([
    import('../metrics/admin.ts'),
    import('../io/node/http.ts'),
    import('./version.ts'),
  ])
  const { services } = life
  const admin = await startAdmin({
    listen: listenHttp,
    listeners,
    registry: life.metrics,
    notReady: () =>
      life.state === BrokerState.RUNNING
        ? null
        : life.state === BrokerState.STARTING
          ? 'the broker starts'
          : 'the broker stops',
    version: { version: productVersion(), brokerId: services.brokerId, clusterId: services.clusterId },
    logger: services.logger.child({ room: 'metrics' }),
  })
  life.admin = admin
  life.onStop('admin pages', () => admin.close())
}
