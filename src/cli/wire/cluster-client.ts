/** A cluster, from its bootstrap addresses: requests to any broker, to the controller, or to one broker by its number. */
import type { BrokerId } from '../../base/kinds.ts'
import { NetError, type World } from '../../io/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import type { RequestInputOf, ResponseOf } from '../../protocol/codec.ts'
import { Connection, type SendOptions } from './connection.ts'

export interface ClusterClientParams {
  readonly world: World
  readonly bootstrapServers: readonly Address[]
  readonly clientId: string
  readonly connectTimeoutMs?: number
  readonly requestTimeoutMs?: number
  readonly frameBytesMax?: number
}

export interface Address {
  readonly host: string
  readonly port: number
}

export type Target = 'any' | 'controller' | BrokerId

export interface RequestOptions extends Partial<SendOptions> {
  /** 'any' when left out. */
  readonly to?: Target
}

const CONNECT_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 40_000
const FRAME_BYTES_MAX = 256 * 1024 * 1024

export class ClusterClient {
  readonly #params: ClusterClientParams
  /** By address. */
  readonly #connections = new Map<string, Promise<Connection>>()
  #brokers: ReadonlyMap<BrokerId, Address> = new Map()
  #controllerId = -1
  #closed = false

  constructor(params: ClusterClientParams) {
    this.#params = params
  }

  /** Rejects with a NetError when the broker is not reached, does not answer, or does not know the request. */
  async request<K extends number>(
    apiKey: K,
    body: RequestInputOf<K>,
    options: RequestOptions = {},
  ): Promise<ResponseOf<K>> {
    const {
      to = 'any',
      maxVersion,
      unanswered,
      timeoutMs = this.#params.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    } = options
    const connection = await this.#connectionTo(to)
    const answer = await connection.send(apiKey, body, { maxVersion, unanswered, timeoutMs })
    if (apiKey === ApiKey.Metadata) this.#learn(answer as ResponseOf<typeof ApiKey.Metadata>)
    return answer
  }

  async close(): Promise<void> {
    this.#closed = true
    const open = [...this.#connections.values()]
    this.#connections.clear()
    for (const connection of open) await connection.then((one) => one.close()).catch(() => {})
  }

  async #connectionTo(to: Target): Promise<Connection> {
    if (to === 'any') return this.#anyConnection()
    let address = this.#addressOf(to)
    if (address === null) {
      await this.#askForBrokers()
      address = this.#addressOf(to)
    }
    // A cluster without a controller right now: whoever is asked says so (NOT_CONTROLLER).
    if (address === null && to === 'controller') return this.#anyConnection()
    if (address === null) throw new NetError('not-found', `the cluster has no broker ${to}`)
    return this.#connect(address)
  }

  #addressOf(to: BrokerId | 'controller'): Address | null {
    return this.#brokers.get(to === 'controller' ? this.#controllerId : to) ?? null
  }

  async #anyConnection(): Promise<Connection> {
    const known = [...this.#params.bootstrapServers, ...this.#brokers.values()]
    let failure: unknown = null
    for (const address of known) {
      try {
        return await this.#connect(address)
      } catch (error) {
        failure ??= error
      }
    }
    throw failure ?? new NetError('not-found', 'no broker was named')
  }

  async #askForBrokers(): Promise<void> {
    // An empty list of topics: brokers and controller alone.
    await this.request(ApiKey.Metadata, { topics: [], allowAutoTopicCreation: false })
  }

  #learn({ brokers, controllerId }: ResponseOf<typeof ApiKey.Metadata>): void {
    this.#brokers = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]))
    this.#controllerId = controllerId
  }

  async #connect(address: Address): Promise<Connection> {
    if (this.#closed) throw new NetError('io', 'the client is closed')
    const key = `${address.host} ${address.port}`
    const known = this.#connections.get(key)
    if (known !== undefined) {
      const connection = await known
      if (!connection.isBroken) return connection
    }
    const { world, clientId, connectTimeoutMs = CONNECT_TIMEOUT_MS, frameBytesMax = FRAME_BYTES_MAX } = this.#params
    const opening = Connection.open({ world, clientId, connectTimeoutMs, frameBytesMax, ...address })
    this.#connections.set(key, opening)
    try {
      return await opening
    } catch (error) {
      if (this.#connections.get(key) === opening) this.#connections.delete(key)
      throw error
    }
  }
}

/** host:port,… as in bootstrap.servers; null when it is not of that form. A missing port is 9092. */
export function parseBootstrapServers(text: string): Address[] | null {
  const addresses = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => /^(?:[A-Z_]+:\/\/)?(?:\[([0-9a-fA-F:.%]+)\]|([^:/\s[\]]+))(?::([0-9]{1,5}))?$/.exec(part))
  if (addresses.length === 0) return null
  const parsed: Address[] = []
  for (const match of addresses) {
    if (match === null || Number(match[3] ?? 9092) > 65535) return null
    parsed.push({ host: (match[1] ?? match[2])!, port: Number(match[3] ?? 9092) })
  }
  return parsed
}
