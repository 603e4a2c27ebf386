/** From -b and -X to a cluster, and its closing whatever happens. */

import { makeNodeWorld } from '../io/node/world.ts'
import type { Cluster } from './cluster.ts'
import { usageError } from './exit.ts'
import { ClusterClient, parseBootstrapServers } from './wire/cluster-client.ts'

export interface ConnectFlags {
  readonly bootstrapServer: string
  /** -X name=value */
  readonly X?: Readonly<Record<string, string>>
}

const KNOWN_SETTINGS = ['client.id', 'request.timeout.ms', 'socket.connection.setup.timeout.ms']

export async function withCluster(flags: ConnectFlags, use: (cluster: Cluster) => Promise<void>): Promise<void> {
  const bootstrapServers = parseBootstrapServers(flags.bootstrapServer)
  if (bootstrapServers === null) throw usageError(`-b ${flags.bootstrapServer}: write host:port, several with commas`)
  const settings = flags.X ?? {}
  for (const name of Object.keys(settings)) {
    if (!KNOWN_SETTINGS.includes(name)) throw usageError(`-X ${name}: there are ${KNOWN_SETTINGS.join(', ')}`)
  }
  const world = makeNodeWorld()
  const client = new ClusterClient({
    world,
    bootstrapServers,
    clientId: settings['client.id'] ?? 'odradek',
    requestTimeoutMs: milliseconds(settings, 'request.timeout.ms'),
    connectTimeoutMs: milliseconds(settings, 'socket.connection.setup.timeout.ms'),
  })
  try {
    await use({
      request: (apiKey, body, options) => client.request(apiKey, body as never, options) as Promise<never>,
      nowMs: () => world.clock.wallMs(),
      sleep: (delayMs) => world.clock.sleep(delayMs),
      close: () => client.close(),
    })
  } finally {
    await client.close()
  }
}

function milliseconds(settings: Readonly<Record<string, string>>, name: string): number | undefined {
  const text = settings[name]
  if (text === undefined) return undefined
  if (/^[0-9]{1,9}$/.test(text)) return Number(text)
  throw usageError(`-X ${name}=${text}: a whole number of milliseconds`)
}
