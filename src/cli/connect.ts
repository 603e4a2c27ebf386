/** From -b, --context, -X and --command-config to a cluster, and its closing whatever happens. */
import { KafkaClient, readBootstrapServers } from '../client/client.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { Cluster, RequestOptions } from './cluster.ts'
import { usageError } from './exit.ts'
import { type PlaceFlags, placeOf } from './place.ts'
import { readSettings, type Settings, type SettingsFlags } from './settings.ts'

export type ConnectFlags = SettingsFlags & PlaceFlags

/** `known`: settings of the command beyond the connection's. */
export async function withClient(
  flags: ConnectFlags,
  use: (client: KafkaClient, settings: Settings) => Promise<void>,
  known: readonly string[] = [],
): Promise<void> {
  const { address, settings: ofContext } = await placeOf(flags)
  const settings = await readSettings(flags, known, ofContext)
  refuseAddress(address)
  const client = new KafkaClient({
    world: makeNodeWorld(),
    bootstrapServers: address,
    clientId: settings.text('client.id'),
    requestTimeoutMs: settings.number('request.timeout.ms'),
    connectTimeoutMs: settings.longMs('socket.connection.setup.timeout.ms'),
  })
  try {
    await use(client, settings)
  } finally {
    client.close()
  }
}

export async function withCluster(flags: ConnectFlags, use: (cluster: Cluster) => Promise<void>): Promise<void> {
  await withClient(flags, (client) => use(clusterOf(client)))
}

export function clusterOf(client: KafkaClient): Cluster {
  const { clock } = client.world
  return {
    request: (apiKey, body, options) => request(client, apiKey, body, options) as Promise<never>,
    nowMs: () => clock.wallMs(),
    sleep: (delayMs) => clock.sleep(delayMs),
  }
}

/** One that is no address, with how to write it. */
export function refuseAddress(text: string): void {
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
