/** `odradek start` and `odradek dev`: a broker in this process, until a signal or a failure ends it. */
import { OperatorError } from '../../base/errors.ts'
import type { RunningBroker } from '../../broker/main.ts'
import { startBroker } from '../../broker/main.ts'
import { watchProcess } from '../../io/node/process-stats.ts'
import { makeNodeWorld } from '../../io/node/world.ts'
import { DiskError } from '../../io/world.ts'
import { ExitCode } from '../exit.ts'
import { versionOf } from './version.ts'

export interface StartFlags {
  readonly file: string | null
  readonly override?: Readonly<Record<string, string>>
  /** -X name=value */
  readonly X?: Readonly<Record<string, string>>
  readonly dev?: boolean
}

const FILE_BYTES_MAX = 1024 * 1024

/** For trying things out: quick rather than safe. What is said on the command line wins over it. */
const DEV_SETTINGS = {
  'odradek.flush': 'never',
  'auto.create.topics.enable': 'true',
  'group.initial.rebalance.delay.ms': '0',
}

export async function start(flags: StartFlags): Promise<void> {
  const world = makeNodeWorld()
  const stop = stopOnSignals()
  const broker = await startBroker({
    world,
    file: flags.file === null ? null : { path: flags.file, text: await readSettings(flags.file) },
    env: process.env,
    flags: { ...(flags.dev ? DEV_SETTINGS : {}), ...flags.override, ...flags.X },
    log: (line) => process.stderr.write(line),
    processStats: watchProcess(),
    stopEarly: stop.signal,
  }).catch((error: unknown) => {
    if (stop.signal.aborted) process.exit(ExitCode.OK)
    throw error
  })
  stop.signal.addEventListener('abort', () => void broker.stop())
  process.stdout.write(banner(broker, flags.dev ?? false))
  const reason = await broker.ended
  process.exit(reason === null ? ExitCode.OK : ExitCode.FAILED)
}

async function readSettings(path: string): Promise<string> {
  try {
    return Buffer.from(await makeNodeWorld().disk.readFile(path, FILE_BYTES_MAX)).toString('utf8')
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    const why = error.kind === 'not-found' ? 'is not there' : `cannot be read (${error.message})`
    throw new OperatorError(`the settings file ${path} ${why}: name another one, or none`)
  }
}

/** The first signal stops cleanly, the second at once. */
function stopOnSignals(): AbortController {
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(ExitCode.FAILED)
      process.stderr.write(`${signal}: stopping\n`)
      stop.abort()
    })
  }
  return stop
}

function banner(broker: RunningBroker, dev: boolean): string {
  const listeners = broker.endpoints.map(({ listener, host, port }) => {
    const shown = host.includes(':') ? `[${host}]` : host
    return listener === 'PLAINTEXT' ? `${shown}:${port}` : `${listener} ${shown}:${port}`
  })
  const [first = ''] = broker.bootstrapServers.split(',')
  const flag = first === '127.0.0.1:9092' ? '' : ` -b ${first}`
  const lines: [string, string][] = [
    [
      '',
      `Odradek ${versionOf()}, broker ${broker.brokerId} of cluster ${broker.clusterId}${dev ? ', for trying things out' : ''}`,
    ],
    ['clients', listeners.join(', ')],
    ['data', broker.logDirs.join(', ')],
    ...(broker.adminUrls.length > 0
      ? [['pages', broker.adminUrls.map((url) => `${url}/metrics`).join(', ')] as [string, string]]
      : []),
    ['next', `npx odradek produce${flag} hello world`],
    ['then', `npx odradek consume${flag} hello --from-beginning -e`],
    ['', `ready in ${Math.round(process.uptime() * 1000)} ms`],
  ]
  return lines.map(([name, text]) => (name === '' ? `${text}\n` : `  ${name.padEnd(8)}${text}\n`)).join('')
}
