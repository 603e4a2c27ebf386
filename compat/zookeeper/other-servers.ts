// The oldest and the newest ZooKeeper: 3.4, which compose files of old start beside wurstmeister's Kafka, and 3.9. Kafka's own is
// between them: node compat/zookeeper/other-servers.ts
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { nodeTreeContract } from '../../src/metadata/stores/node-tree-contract.ts'
import { type ApacheProcess, OTHER_ZOOKEEPERS, startZooKeeper } from '../apache/apache.ts'
import { createTopic } from '../lib/client.ts'
import { Unavailable } from '../lib/process.ts'
import { lookInto, odradekOn } from './cluster.ts'

for (const version of OTHER_ZOOKEEPERS) {
  const work = mkdtempSync(join(tmpdir(), 'odradek-zookeeper-'))
  const start = (port?: number) => startZooKeeper({ dir: join(work, 'zookeeper'), version, port })
  let zk: ApacheProcess
  try {
    zk = await start()
  } catch (error) {
    rmSync(work, { recursive: true })
    if (!(error instanceof Unavailable)) throw error
    console.log(`skipped: no ZooKeeper ${version} can be had here: ${error.message}`)
    continue
  }
  let count = 0

  describe(`ZooKeeper ${version}`, () => {
    after(async () => {
      await zk.kill()
      rmSync(work, { recursive: true })
    })

    nodeTreeContract(`ZooKeeper ${version}`, () => lookInto(`${zk.address}/test/${++count}`))

    test('a broker serves beside it, and goes on when it was killed', async () => {
      const connect = `${zk.address}/kafka`
      const tree = await lookInto(connect)
      const isMade = (name: string) => tree.exists(`/brokers/topics/${name}/partitions/0/state`)
      for (const name of ['first', 'second']) {
        const broker = await odradekOn(connect, work, { overrides: { 'broker.id': 3 } })
        await createTopic(broker.address, name)
        assert.notEqual(await isMade(name), null)
        const { sessionId } = tree
        let told = 0
        await tree.exists('/brokers/topics/later', () => told++)
        await zk.kill()
        zk = await start(zk.port)
        await createTopic(broker.address, `${name}-later`)
        assert.notEqual(await isMade(`${name}-later`), null)
        await tree.create('/brokers/topics/later', null, 'persistent')
        await tree.delete('/brokers/topics/later', -1)
        assert.deepEqual([told, tree.sessionId], [1, sessionId])
        await broker.stop()
      }
      await tree.close()
    })
  })
}
