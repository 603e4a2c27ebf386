// TLS to a real ZooKeeper that asks for a certificate: node compat/zookeeper/tls.ts
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ask } from '../../src/broker/testing/groups.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import { type Properties, startZooKeeper } from '../apache/apache.ts'
import { compatDir } from '../lib/cache.ts'
import { freePort } from '../lib/net.ts'
import { Unavailable } from '../lib/process.ts'
import { lookInto, odradekOn } from './cluster.ts'

const keys = join(compatDir, '..', 'testdata', 'tls')
const work = mkdtempSync(join(tmpdir(), 'odradek-tls-'))
const port = await freePort()
const overrides: Properties = {
  secureClientPort: port,
  secureClientPortAddress: '127.0.0.1',
  serverCnxnFactory: 'org.apache.zookeeper.server.NettyServerCnxnFactory',
  'ssl.keyStore.location': join(keys, 'server.pem'),
  'ssl.keyStore.type': 'PEM',
  'ssl.trustStore.location': join(keys, 'ca.pem'),
  'ssl.trustStore.type': 'PEM',
  'ssl.clientAuth': 'need',
  // The client's certificate names no host.
  'ssl.clientHostnameVerification': false,
  'authProvider.x509': 'org.apache.zookeeper.server.auth.X509AuthenticationProvider',
}
const zk = await startZooKeeper({ dir: work, overrides }).catch((error: unknown) => {
  if (!(error instanceof Unavailable)) throw error
  console.log(`skipped: no ZooKeeper can be had here: ${error.message}`)
  rmSync(work, { recursive: true, force: true })
  process.exit(0)
})
after(async () => {
  await zk.kill()
  rmSync(work, { recursive: true, force: true })
})

const secure: Properties = {
  'zookeeper.ssl.client.enable': true,
  'zookeeper.ssl.truststore.location': join(keys, 'ca.pem'),
  'zookeeper.ssl.keystore.location': join(keys, 'client.p12'),
  'zookeeper.ssl.keystore.password': 'secret',
  'zookeeper.connection.timeout.ms': 3000,
}
const start = (chroot: string, settings: Properties) =>
  odradekOn(`127.0.0.1:${port}/${chroot}`, work, { name: chroot, overrides: settings })

test('a broker with a certificate serves, and its nodes are its own', async () => {
  const broker = await start('tls', { ...secure, 'zookeeper.set.acl': true })
  const looking = await lookInto(`${zk.address}/tls`)
  try {
    const to = { bootstrapServers: broker.address, stop: async () => {} }
    const topics = [{ name: 't', numPartitions: 1, replicationFactor: 1 }]
    const { topics: made } = await ask(to, ApiKey.CreateTopics, 5, { topics, timeoutMs: 5000 })
    assert.equal(made[0]!.errorCode, 0)
    const acl = await looking.acl('/brokers/topics/t')
    assert.deepEqual(
      acl.map(({ scheme, id, permissions }) => `${scheme}:${id}:${permissions}`),
      ['x509:CN=client:31', 'world:anyone:1'],
    )
    await assert.rejects(looking.delete('/brokers/topics/t', -1), /no-auth/)
  } finally {
    await looking.close()
    await broker.stop()
  }
})

test('without one, or without trust, it says why it cannot', async () => {
  const { 'zookeeper.ssl.keystore.location': _, ...anonymous } = secure
  await assert.rejects(start('anonymous', anonymous), /ZooKeeper \(127\.0\.0\.1:\d+\) cannot be reached within 3000 ms/)
  const doubtful = { ...secure, 'zookeeper.ssl.truststore.location': join(keys, 'client.pem') }
  await assert.rejects(
    start('doubtful', doubtful),
    /cannot be reached within 3000 ms .*(self-signed|verify|UNABLE|certificate)/i,
  )
})
