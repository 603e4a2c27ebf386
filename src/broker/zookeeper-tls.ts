/** `zookeeper.ssl.*`: key and certificate files, as the network wants them. */
import { OperatorError } from '../base/errors.ts'
import type { BrokerConfigStore } from '../config/store.ts'
import type { Disk, TlsClient } from '../io/world.ts'
import { DiskError } from '../io/world.ts'

const FILE_BYTES_MAX = 1024 * 1024

/** null: without TLS. */
export async function zooKeeperTls(config: BrokerConfigStore, disk: Disk): Promise<TlsClient | null> {
  if (!config.boolean('zookeeper.ssl.client.enable')) return null
  const trusted = await readFile(config, disk, 'truststore')
  if (trusted !== null && trusted.format !== 'PEM') {
    throw new OperatorError(
      `zookeeper.ssl.truststore.location is ${trusted.path}: certificates to trust are read from PEM; make one with "openssl pkcs12 -in ${trusted.path} -nokeys -out trusted.pem" and set zookeeper.ssl.truststore.type=PEM`,
    )
  }
  const versions = config.list('zookeeper.ssl.enabled.protocols')
  return {
    trusted: trusted?.bytes ?? null,
    identity: await readFile(config, disk, 'keystore'),
    verifyHost: (config.string('zookeeper.ssl.endpoint.identification.algorithm') ?? '').toUpperCase() === 'HTTPS',
    versions: versions.length > 0 ? versions : [config.string('zookeeper.ssl.protocol') ?? 'TLSv1.2'],
  }
}

interface StoreFile {
  readonly path: string
  readonly format: 'PEM' | 'PKCS12'
  readonly bytes: Uint8Array
  readonly password: string | null
}

async function readFile(
  config: BrokerConfigStore,
  disk: Disk,
  which: 'keystore' | 'truststore',
): Promise<StoreFile | null> {
  const setting = `zookeeper.ssl.${which}`
  const path = config.string(`${setting}.location`)
  if (path === null || path === '') return null
  const format = formatOf(config.string(`${setting}.type`), path)
  if (format === null) {
    throw new OperatorError(
      `${setting}.location is ${path}, a Java key store: convert it with "keytool -importkeystore -srckeystore ${path} -destkeystore store.p12 -deststoretype PKCS12", or name a PEM file`,
    )
  }
  try {
    return {
      path,
      format,
      bytes: await disk.readFile(path, FILE_BYTES_MAX),
      password: config.string(`${setting}.password`),
    }
  } catch (error) {
    if (!(error instanceof DiskError)) throw error
    throw new OperatorError(`${setting}.location is ${path}, which cannot be read (${error.message})`)
  }
}

/** As Apache, the ending says it when the setting does not. */
function formatOf(type: string | null, path: string): 'PEM' | 'PKCS12' | null {
  const said = (type ?? /\.([^./]+)$/.exec(path)?.[1] ?? '').toUpperCase()
  if (said === 'PEM' || said === 'CRT' || said === 'CER') return 'PEM'
  return said === 'PKCS12' || said === 'P12' || said === 'PFX' ? 'PKCS12' : null
}
