import type { ConnectionOptions, SecureVersion } from 'node:tls'
import type { TlsClient } from '../world.ts'

const VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']

export function tlsOptions({ trusted, identity, verifyHost, versions }: TlsClient): ConnectionOptions {
  const known = VERSIONS.filter((version) => versions.includes(version))
  const passphrase = identity?.password ?? undefined
  return {
    ...(trusted === null ? {} : { ca: Buffer.from(trusted) }),
    ...(identity?.format === 'PKCS12' ? { pfx: Buffer.from(identity.bytes), passphrase } : {}),
    ...(identity?.format === 'PEM'
      ? { cert: Buffer.from(identity.bytes), key: Buffer.from(identity.bytes), passphrase }
      : {}),
    ...(verifyHost ? {} : { checkServerIdentity: () => undefined }),
    ...(known.length === 0 ? {} : { minVersion: known[0], maxVersion: known.at(-1) }),
  }
}
