/** From -b and -X to a cluster, and its closing whatever happens. */
import { KafkaClient, readBootstrapServers } from '../client/client.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { Cluster, RequestOptions } from './cluster.ts'
import { usageError } from './exit.ts'

export interface ConnectFlags {
  readonly bootstrapServer: string
  /** -X name=value */
  readonly X?: Readonly<Record<string, string>>
}

const KNOWN_SETTINGS = ['client.id', 'request.timeout.ms', 'socket.connection.setup.timeout.ms']

export async function withCluster(flags: ConnectFlags, use: (cluster: Cluster) => Promise<void>): Promise<void> {
  const settings = flags.X ?? {}
  for (const name of Object.keys(settings)) {
    if (!KNOWN_SETTINGS.includes(name)) throw usageError(`-X ${name}: there are ${KNOWN_SETTINGS.join(', ')}`)
  }
  refuseAddress(flags.bootstrapServer)
  const world = makeNodeWorld()
  const client = new KafkaClient({
    world,
    bootstrapServers: flags.bootstrapServer,
    clientId: settings['client.id'],
    requestTimeoutMs: milliseconds(settings, 'request.timeout.ms'),
    connectTimeoutMs: milliseconds(settings, 'socket.connection.setup.timeout.ms'),
  })
  try {
    await use({
      request: (apiKey, body, options) => request(client, apiKey, body, options) as Promise<never>,
      nowMs: () => world.clock.wallMs(),
      sleep: (delayMs) => world.clock.sleep(delayMs),
    })
  } finally {
    client.close()
  }
}

function refuseAddress(text: string): void {
  try {
    if (readBootstrapServers(text).length > 0) return
  } catch {
    // said below
  }
  throw usageError(`-b ${text}: write host:port, several with commas`)
}

async function request(
  client: KafkaClient,
  apiKey: number,
  body: object,
  { to = 'any', maxVersion, unanswered }: RequestOptions = {},
): Promise<unknown> {
  if (to === 'any') return client.toAny(apiKey, body)
  if (to === 'controller') return client.toController(apiKey, body)
  const connection = await client.connectionTo(to)
  const version = Math.min(connection.versionOf(apiKey), maxVersion ?? Number.POSITIVE_INFINITY)
  if (!unanswered) return connection.request(apiKey, body, { version })
  connection.send(apiKey, body, { version })
  // Answers come in order: once this one is there, what went before has been read.
  await connection.request(ApiKey.Metadata, { topics: [] })
  return null
}

function milliseconds(settings: Readonly<Record<string, string>>, name: string): number | undefined {
  const text = settings[name]
  if (text === undefined) return undefined
  if (/^[0-9]{1,9}$/.test(text)) return Number(text)
  throw usageError(`-X ${name}=${text}: a whole number of milliseconds`)
}
