/**
 * DescribeUserScramCredentials 0 (KIP-554): which credentials users have, never the secrets. They stand among the settings of
 * users in the tree; kafka-configs asks for them whenever it describes a user's quotas.
 */
import { quotaEntity } from '../controller/quota-entities.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type {
  CredentialInfoInput,
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponseInput,
  DescribeUserScramCredentialsResultInput,
} from '../protocol/generated/050-describe-user-scram-credentials.js'
import { decodeCredential, SCRAM_MECHANISMS } from '../security/scram.ts'
import type { BrokerServices, Handler } from './handler.ts'

/** null: somebody wrote what nobody can read. */
type Credentials = readonly (CredentialInfoInput | null)[]

export const handler: Handler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponseInput> = {
  apiKey: ApiKey.DescribeUserScramCredentials,
  minVersion: 0,
  maxVersion: 0,
  handle({ users }, _context, services) {
    const all = credentialsByUser(services)
    const isForAll = users === null || users.length === 0
    const names = isForAll ? [...all.keys()].sort() : users.map(({ name }) => name)
    const counts = new Map<string, number>()
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
    const results = [...counts].map(([user, count]) => describe(user, count, all.get(user) ?? []))
    return { errorCode: ErrorCode.NONE, errorMessage: '', results }
  },
}

function describe(user: string, count: number, credentials: Credentials): DescribeUserScramCredentialsResultInput {
  const refused = (errorCode: number, errorMessage: string) => ({ user, errorCode, errorMessage, credentialInfos: [] })
  if (user === '') return refused(ErrorCode.RESOURCE_NOT_FOUND, 'Username must not be empty')
  if (count > 1) {
    const what = 'Cannot describe SCRAM credentials for the same user twice in a single request'
    return refused(ErrorCode.DUPLICATE_RESOURCE, `${what}: ${user}`)
  }
  if (credentials.length === 0) {
    const what = 'Attempt to describe a user credential that does not exist'
    return refused(ErrorCode.RESOURCE_NOT_FOUND, `${what}: ${user}`)
  }
  const credentialInfos = credentials.filter((one) => one !== null)
  if (credentialInfos.length < credentials.length) {
    const what = 'The server experienced an unexpected error when processing the request.'
    return refused(ErrorCode.UNKNOWN_SERVER_ERROR, what)
  }
  return { user, errorCode: ErrorCode.NONE, errorMessage: '', credentialInfos }
}

function credentialsByUser({ dynamicConfigs }: BrokerServices): Map<string, Credentials> {
  const all = new Map<string, Credentials>()
  for (const name of dynamicConfigs.names('users')) {
    const node = { type: 'users', name } as const
    const entity = quotaEntity(node)
    if (typeof entity?.user !== 'string' || entity.clientId !== undefined) continue
    const settings = dynamicConfigs.get(node)
    const credentials = SCRAM_MECHANISMS.filter((mechanism) => settings.has(mechanism.name)).map(({ type, name }) => {
      const credential = decodeCredential(settings.get(name)!)
      return credential === null ? null : { mechanism: type, iterations: credential.iterations }
    })
    if (credentials.length > 0) all.set(entity.user, credentials)
  }
  return all
}
