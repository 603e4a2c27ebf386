/** Finds the broker that coordinates a group or a transactional id, and asks again when it has moved. */
import type { BrokerId } from '../base/kinds.ts'
import { NetError } from '../io/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { Attempt, KafkaClient } from './client.ts'
import type { BrokerConnection } from './connection.ts'

export const GROUP = 0
export const TRANSACTION = 1

/** One key a request; later versions take many. */
const FIND_VERSION_MAX = 3

export class Coordinators {
  private readonly client: KafkaClient
  private readonly known = new Map<string, BrokerId>()

  constructor(client: KafkaClient) {
    this.client = client
  }

  /** As KafkaClient.persist: repeats `attempt` while what goes wrong may pass. Rejects with BrokerError or NetError. */
  with<T>(
    keyType: number,
    key: string,
    what: string,
    attempt: (coordinator: BrokerConnection, id: BrokerId) => Promise<Attempt<T>>,
    mayWaitLong = false,
  ): Promise<T> {
    const name = `${keyType}/${key}`
    const once = async (): Promise<Attempt<T>> => {
      const known = this.known.get(name)
      const found: Attempt<BrokerId> = known === undefined ? await this.find(keyType, key) : { value: known }
      if ('error' in found) return found
      this.known.set(name, found.value)
      let result: Attempt<T>
      try {
        result = await attempt(await this.client.connectionTo(found.value), found.value)
      } catch (error) {
        if (error instanceof NetError) this.known.delete(name)
        throw error
      }
      if ('error' in result && MOVED.has(result.error)) this.known.delete(name)
      return result
    }
    return this.client.persist(what, once, mayWaitLong)
  }

  private async find(keyType: number, key: string): Promise<Attempt<BrokerId>> {
    const connection = await this.client.toAnyConnection()
    const version = Math.min(FIND_VERSION_MAX, connection.versionOf(ApiKey.FindCoordinator))
    const { errorCode, errorMessage, nodeId } = await connection.request(
      ApiKey.FindCoordinator,
      { key, keyType },
      { version },
    )
    if (errorCode !== ErrorCode.NONE) return { error: errorCode, message: errorMessage }
    return { value: nodeId }
  }
}

const MOVED: ReadonlySet<number> = new Set([ErrorCode.NOT_COORDINATOR, ErrorCode.COORDINATOR_NOT_AVAILABLE])
