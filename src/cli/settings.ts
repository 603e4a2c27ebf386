/** Settings of the client under the names that Java's client has: from a context, over them from --command-config, over them from -X. */
import { parseProperties } from '../config/properties.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { DiskError } from '../io/world.ts'
import { usageError } from './exit.ts'

export interface SettingsFlags {
  /** -X name=value */
  readonly X?: Readonly<Record<string, string>>
  /** --command-config: the path of a properties file. */
  readonly commandConfig?: string
}

const CONNECTION = ['client.id', 'request.timeout.ms', 'socket.connection.setup.timeout.ms']
export const GROUP_SETTINGS: readonly string[] = [
  'auto.commit.interval.ms',
  'enable.auto.commit',
  'group.instance.id',
  'heartbeat.interval.ms',
  'max.poll.interval.ms',
  'metadata.max.age.ms',
  'partition.assignment.strategy',
  'session.timeout.ms',
]
/** All that a context may have. */
export function knownSettings(): string[] {
  return [...CONNECTION, 'security.protocol', ...GROUP_SETTINGS]
}

const FILE_BYTES_MAX = 1024 * 1024
const INT_MAX = 0x7fffffff

export class Settings {
  private readonly values: ReadonlyMap<string, string>

  constructor(values: Iterable<readonly [string, string]>) {
    this.values = new Map(values)
    const protocol = this.values.get('security.protocol') ?? 'PLAINTEXT'
    if (protocol !== 'PLAINTEXT') throw usageError(`security.protocol=${protocol}: only PLAINTEXT is there yet`)
  }

  text(name: string): string | undefined {
    return this.values.get(name)
  }

  /** undefined: not set. Throws a CommandError unless it is a whole number that is not negative, and an int in Java. */
  number(name: string): number | undefined {
    return this.whole(name, INT_MAX)
  }

  /** The same of what is a long in Java: milliseconds, no more than a timer takes. */
  longMs(name: string): number | undefined {
    const ms = this.whole(name, Number.MAX_SAFE_INTEGER)
    return ms === undefined ? undefined : Math.min(ms, INT_MAX)
  }

  private whole(name: string, max: number): number | undefined {
    const text = this.values.get(name)
    if (text === undefined) return undefined
    if (/^[0-9]{1,16}$/.test(text) && Number(text) <= max) return Number(text)
    throw usageError(`${name}=${text}: a whole number up to ${max}`)
  }

  flag(name: string): boolean | undefined {
    const text = this.values.get(name)
    if (text === undefined || text === 'true') return text === undefined ? undefined : true
    if (text === 'false') return false
    throw usageError(`${name}=${text}: true or false`)
  }

  list(name: string): string[] | undefined {
    return this.values
      .get(name)
      ?.split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
  }
}

/**
 * `known`: what the command takes beyond the connection's. Another name behind -X is a mistake; one in a file or a context, which
 * serve other commands as well, has no effect.
 */
export async function readSettings(
  flags: SettingsFlags,
  known: readonly string[] = [],
  ofContext: ReadonlyMap<string, string> = new Map(),
): Promise<Settings> {
  const all = [...CONNECTION, 'security.protocol', ...known]
  for (const name of Object.keys(flags.X ?? {})) {
    if (!all.includes(name)) throw usageError(`-X ${name}: there are ${all.join(', ')}`)
  }
  const file = flags.commandConfig === undefined ? [] : await readPropertiesFile(flags.commandConfig)
  return new Settings([...ofContext, ...file, ...Object.entries(flags.X ?? {})])
}

export async function readPropertiesFile(path: string): Promise<Map<string, string>> {
  return parseProperties(await readTextFile(path))
}

/** Throws a CommandError that names the file. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return Buffer.from(await makeNodeWorld().disk.readFile(path, FILE_BYTES_MAX)).toString('utf8')
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    throw usageError(error.kind === 'not-found' ? `${path} is not there` : `${path} cannot be read: ${error.message}`)
  }
}
