/** SCRAM credentials of users (KIP-554). Passwords are salted here, off the loop, and never sent. */
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import {
  SCRAM_ITERATIONS_MAX,
  SCRAM_ITERATIONS_MIN,
  SCRAM_MECHANISMS,
  type ScramMechanism,
  saltedPasswordWork,
} from '../security/scram.ts'
import { failure } from './admin.ts'
import type { KafkaClient } from './client.ts'
import { BrokerError } from './errors.ts'

export { SCRAM_ITERATIONS_MIN, SCRAM_MECHANISMS, type ScramMechanism }

/** RFC 5802 asks for enough that no two users share one. */
const SALT_BYTES = 16

export interface UserCredentials {
  readonly user: string
  readonly credentials: readonly { readonly mechanism: string; readonly iterations: number }[]
  /** null: told. */
  readonly error: BrokerError | null
}

export function scramMechanism(name: string): ScramMechanism | undefined {
  return SCRAM_MECHANISMS.find((mechanism) => mechanism.name === name)
}

/** users []: all that have credentials. Rejects with a BrokerError when nothing can be told. */
export async function describeCredentials(client: KafkaClient, users: readonly string[]): Promise<UserCredentials[]> {
  const body = { users: users.length === 0 ? null : users.map((name) => ({ name })) }
  const answer = await client.toAny(ApiKey.DescribeUserScramCredentials, body)
  const error = failure(answer.errorCode, 'describe credentials', answer.errorMessage)
  if (error !== null) throw error
  return answer.results.map(({ user, errorCode, errorMessage, credentialInfos }) => ({
    user,
    credentials: credentialInfos.map(({ mechanism, iterations }) => ({
      mechanism: SCRAM_MECHANISMS.find(({ type }) => type === mechanism)?.name ?? `mechanism ${mechanism}`,
      iterations,
    })),
    error: failure(errorCode, `describe the credentials of ${user}`, errorMessage),
  }))
}

export interface NewCredential {
  readonly mechanism: ScramMechanism
  readonly iterations: number
  readonly password: string
}

/** Of one user: all of it is done or nothing. Rejects with a BrokerError. */
export async function alterCredentials(
  client: KafkaClient,
  user: string,
  set: readonly NewCredential[],
  removed: readonly ScramMechanism[],
): Promise<void> {
  const { entropy, compute } = client.world
  // As the broker says, but before the work is done.
  if (set.some(({ iterations }) => iterations > SCRAM_ITERATIONS_MAX)) {
    throw new BrokerError(ErrorCode.UNACCEPTABLE_CREDENTIAL, `alter the credentials of ${user}`, 'Too many iterations')
  }
  const upsertions = await Promise.all(
    set.map(async ({ mechanism, iterations, password }) => {
      const salt = entropy.bytes(SALT_BYTES)
      const saltedPassword = await compute.offload(saltedPasswordWork(mechanism, { password, salt, iterations }))
      return { name: user, mechanism: mechanism.type, iterations, salt, saltedPassword }
    }),
  )
  const deletions = removed.map(({ type }) => ({ name: user, mechanism: type }))
  const { results } = await client.toController(ApiKey.AlterUserScramCredentials, { deletions, upsertions })
  for (const { errorCode, errorMessage } of results) {
    const error = failure(errorCode, `alter the credentials of ${user}`, errorMessage)
    if (error !== null) throw error
  }
}
