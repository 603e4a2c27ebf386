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
import type { BrokerServices, Handler } from './handler.ts'

/** By the number that the protocol gives them. */
const MECHANISMS: readonly (readonly [mechanism: number, name: string])[] = [
  [1, 'SCRAM-SHA-256'],
  [2, 'SCRAM-SHA-512'],
]

export const handler: Handler<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponseInput> = {
  apiKey: ApiKey.DescribeUserScramCredentials,
  minVersion: 0,
  maxVersion: 0,
  handle({ users }, _context, services) {
    const all = credentialsByUser(services)
    const isForAll = users === null || users.length === 0
    const names = isForAll ? [...all.keys()] : users.map(({ name }) => name)
    const counts = new Map<string, number>()
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
    const results = [...counts].map(([user, count]) => describe(user, count, all.get(user) ?? []))
    return { errorCode: ErrorCode.NONE, errorMessage: '', results }
  },
}

function describe(
  user: string,
  count: number,
  credentialInfos: readonly CredentialInfoInput[],
): DescribeUserScramCredentialsResultInput {
  const refused = (errorCode: number, errorMessage: string) => ({ user, errorCode, errorMessage, credentialInfos: [] })
  if (user === '') return refused(ErrorCode.RESOURCE_NOT_FOUND, 'Username must not be empty')
  if (count > 1) {
    const what = 'Cannot describe SCRAM credentials for the same user twice in a single request'
    return refused(ErrorCode.DUPLICATE_RESOURCE, `${what}: ${user}`)
  }
  if (credentialInfos.length === 0) {
    const what = 'Attempt to describe a user credential that does not exist'
    return refused(ErrorCode.RESOURCE_NOT_FOUND, `${what}: ${user}`)
  }
  return { user, errorCode: ErrorCode.NONE, errorMessage: '', credentialInfos }
}

function credentialsByUser({ dynamicConfigs }: BrokerServices): Map<string, CredentialInfoInput[]> {
  const all = new Map<string, CredentialInfoInput[]>()
  for (const name of dynamicConfigs.names('users')) {
    const node = { type: 'users', name } as const
    const entity = quotaEntity(node)
    if (typeof entity?.user !== 'string' || entity.clientId !== undefined) continue
    const settings = dynamicConfigs.get(node)
    const infos = MECHANISMS.flatMap(([mechanism, key]) => {
      const iterations = /(?:^|,)iterations=(\d{1,9})(?:,|$)/.exec(settings.get(key) ?? '')?.[1]
      return iterations === undefined ? [] : [{ mechanism, iterations: Number(iterations) }]
    })
    if (infos.length > 0) all.set(entity.user, infos)
  }
  return all
}
