/**
 * AlterUserScramCredentials 0 (KIP-554): sets and removes SCRAM credentials of users, of each user all that is asked for or nothing.
 * Clients send the salted password; what is kept is made of it here. Only the controller serves it. Checks, words and the
 * order of the answers are those of Apache 3.9 in ZooKeeper mode, save for lengths, which it does not look at.
 */
import { SCRAM_BYTES_MAX } from '../base/limits.ts'
import { quotaNode } from '../controller/quota-entities.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponseInput,
  AlterUserScramCredentialsResultInput,
  ScramCredentialDeletion,
  ScramCredentialUpsertion,
} from '../protocol/generated/051-alter-user-scram-credentials.js'
import {
  encodeCredential,
  makeCredential,
  SCRAM_ITERATIONS_MAX,
  SCRAM_ITERATIONS_MIN,
  SCRAM_MECHANISMS,
  type ScramMechanism,
} from '../security/scram.ts'
import { ResourceError } from './config-resources.ts'
import type { BrokerServices, Handler } from './handler.ts'
import { storeRefusal } from './store-refusal.ts'

export const handler: Handler<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponseInput> = {
  apiKey: ApiKey.AlterUserScramCredentials,
  minVersion: 0,
  maxVersion: 0,
  async handle({ deletions, upsertions }, { isGone }, services) {
    const users = new Set([...upsertions, ...deletions].map(({ name }) => name))
    if (!services.controller.isActive) {
      return { results: [...users].sort().map((user) => answer(user, ErrorCode.NOT_CONTROLLER, null)) }
    }
    const refused = refusals(deletions, upsertions)
    const deletionsOf = Map.groupBy(deletions, ({ name }) => name)
    const upsertionsOf = Map.groupBy(upsertions, ({ name }) => name)
    const altered: AlterUserScramCredentialsResultInput[] = []
    for (const user of users) {
      // When nobody can get the answer, nothing more is done.
      if (isGone()) break
      if (refused.has(user)) continue
      altered.push(await alterUser(user, deletionsOf.get(user) ?? [], upsertionsOf.get(user) ?? [], services))
    }
    const rank = ({ errorCode }: AlterUserScramCredentialsResultInput): number =>
      errorCode === ErrorCode.RESOURCE_NOT_FOUND ? 0 : errorCode === ErrorCode.NONE ? 2 : 1
    return { results: [...refused.values(), ...altered.sort((a, b) => rank(a) - rank(b))] }
  },
}

function answer(user: string, errorCode: number, errorMessage: string | null): AlterUserScramCredentialsResultInput {
  return { user, errorCode, errorMessage }
}

/** What is wrong with the request as it stands, by user. */
function refusals(
  deletions: readonly ScramCredentialDeletion[],
  upsertions: readonly ScramCredentialUpsertion[],
): Map<string, AlterUserScramCredentialsResultInput> {
  const refused = new Map<string, AlterUserScramCredentialsResultInput>()
  const refuse = ({ name }: { name: string }, problem: readonly [code: number, message: string] | null): void => {
    if (problem !== null) refused.set(name, answer(name, ...problem))
  }
  for (const deletion of deletions) refuse(deletion, problemOfName(deletion))
  for (const upsertion of upsertions) refuse(upsertion, problemOfName(upsertion) ?? problemOfCredential(upsertion))
  const twice: [code: number, message: string] = [
    ErrorCode.DUPLICATE_RESOURCE,
    'A user credential cannot be altered twice in the same request',
  ]
  const seen = new Set<string>()
  for (const one of [...upsertions, ...deletions]) {
    const pair = `${one.mechanism} ${one.name}`
    if (seen.has(pair) && !refused.has(one.name)) refuse(one, twice)
    seen.add(pair)
  }
  return refused
}

function problemOfName({ name, mechanism }: ScramCredentialDeletion): [code: number, message: string] | null {
  if (name === '') return unacceptable('Username must not be empty')
  if (mechanismOf(mechanism) !== undefined) return null
  return [ErrorCode.UNSUPPORTED_SASL_MECHANISM, 'Unknown SCRAM mechanism']
}

function problemOfCredential({
  iterations,
  salt,
  saltedPassword,
}: ScramCredentialUpsertion): [code: number, message: string] | null {
  if (iterations < SCRAM_ITERATIONS_MIN) return unacceptable('Too few iterations')
  if (iterations > SCRAM_ITERATIONS_MAX) return unacceptable('Too many iterations')
  if (saltedPassword.length === 0) return unacceptable('Salted password must not be empty')
  return Math.max(salt.length, saltedPassword.length) <= SCRAM_BYTES_MAX
    ? null
    : unacceptable(`Salt and salted password must not be longer than ${SCRAM_BYTES_MAX} bytes`)
}

function unacceptable(message: string): [code: number, message: string] {
  return [ErrorCode.UNACCEPTABLE_CREDENTIAL, message]
}

function mechanismOf(type: number): ScramMechanism | undefined {
  return SCRAM_MECHANISMS.find((mechanism) => mechanism.type === type)
}

/** Mechanisms are known, and each is named once. */
async function alterUser(
  user: string,
  deletions: readonly ScramCredentialDeletion[],
  upsertions: readonly ScramCredentialUpsertion[],
  { dynamicConfigs }: BrokerServices,
): Promise<AlterUserScramCredentialsResultInput> {
  const credentials = upsertions.map((upsertion) => {
    const mechanism = mechanismOf(upsertion.mechanism)!
    return [mechanism.name, encodeCredential(makeCredential(mechanism, upsertion))] as const
  })
  try {
    await dynamicConfigs.alter(quotaNode({ user }), (before) => {
      const values = new Map(before)
      for (const { mechanism } of deletions) {
        if (values.delete(mechanismOf(mechanism)!.name)) continue
        throw new ResourceError(ErrorCode.RESOURCE_NOT_FOUND, 'Attempt to delete a user credential that does not exist')
      }
      for (const [name, text] of credentials) values.set(name, text)
      return values
    })
    return answer(user, ErrorCode.NONE, '')
  } catch (error) {
    const refusal = error instanceof ResourceError ? error : storeRefusal(error)
    if (refusal === null) throw error
    return answer(user, refusal.code, refusal.message)
  }
}
