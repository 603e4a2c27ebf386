// A client within a quota: each answer with the throttle that it tells, and how long its connection is not read afterwards.
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { Connection, requestFrame } from '../diff/exchange.ts'
import { ask } from '../groups/records.ts'
import { uniqueName } from '../lib/client.ts'
import { splitAddress } from '../lib/net.ts'

/** Brokers hear of quotas a moment after the answer. */
const HEARD_MS = 700

// biome-ignore lint/suspicious/noExplicitAny: answers of several APIs; fields are picked by name.
type Body = any

export class QuotaClient {
  readonly clientId = uniqueName('quota')
  private readonly address: string
  private readonly connection: Connection

  constructor(address: string) {
    this.address = address
    this.connection = new Connection(address)
  }

  async ask(key: number, version: number, body: Body): Promise<Body> {
    const outcome = await this.connection.ask(key, version, requestFrame(key, version, body, 1, this.clientId), 40_000)
    if (outcome.kind !== 'answer') throw new Error(`API key ${key}: ${outcome.kind}`)
    return outcome.body
  }

  /** How long it takes until the next request is answered, in ms: the connection is not read before. */
  async mutedMs(): Promise<number> {
    const from = performance.now()
    await this.ask(ApiKey.Metadata, 9, { topics: [] })
    return performance.now() - from
  }

  /** For this client id only. */
  async limit(key: string, value: number): Promise<void> {
    await setQuota(this.address, 'client-id', this.clientId, key, value)
  }

  close(): void {
    this.connection.close()
  }
}

/** null: removed. */
export async function setQuota(
  address: string,
  entityType: string,
  entityName: string,
  key: string,
  value: number | null,
): Promise<void> {
  const connection = new Connection(address)
  const ops = [{ key, value: value ?? 0, remove: value === null }]
  const entries = [{ entity: [{ entityType, entityName }], ops }]
  const answer = await ask(connection, ApiKey.AlterClientQuotas, 0, { entries, validateOnly: false })
  connection.close()
  const { errorCode, errorMessage } = answer.entries[0]
  if (errorCode !== 0) throw new Error(`${key}=${value} was not set: ${errorCode} ${errorMessage}`)
  await sleep(HEARD_MS)
}

export interface Dialled {
  readonly served: boolean
  /** Until the answer, or until it was closed. */
  readonly afterMs: number
}

/** A new connection from that address which asks for ApiVersions at once. */
export function dialFrom(localAddress: string, address: string): Promise<Dialled> {
  const { host, port } = splitAddress(address)
  const from = performance.now()
  return new Promise((resolve) => {
    const socket = connect({ host, port, localAddress })
    const done = (served: boolean) => {
      socket.destroy()
      resolve({ served, afterMs: performance.now() - from })
    }
    socket.on('connect', () => socket.write(requestFrame(ApiKey.ApiVersions, 0, {})))
    socket.on('data', () => done(true))
    // Turned away: closed, with or without a reset.
    socket.on('error', () => done(false))
    socket.on('close', () => done(false))
  })
}
