// Sizes against a real ZooKeeper: large nodes, many children, requests that a server does not take.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { NodeError } from '../../src/metadata/contract.ts'
import { parseConnectString } from '../../src/metadata/stores/zookeeper/connect-string.ts'
import { startZooKeeper } from '../apache/apache.ts'
import type { Open } from './store.ts'

const CHILDREN = 10_000

export function sizeTests(open: Open): void {
  describe('ZooKeeper: sizes', () => {
    it(`lists ${CHILDREN} children with long names, and tells of one more`, async () => {
      const tree = await open()
      try {
        const name = (i: number): string => `${'n'.repeat(240)}${i}`
        const made = Array.from({ length: CHILDREN }, (_, i) => tree.create(`/${name(i)}`, null, 'persistent'))
        await Promise.all(made)
        let told = 0
        const { names, stat } = await tree.children('/', () => told++)
        assert.equal(new Set(names).size, CHILDREN)
        assert.equal(stat.numChildren, CHILDREN)
        await tree.create('/one-more', null, 'persistent')
        assert.equal(told, 1)
      } finally {
        await tree.close()
      }
    })

    it('refuses a request that no server takes, and goes on', async () => {
      const tree = await open()
      try {
        const large = tree.create('/large', Buffer.alloc(1_500_000), 'persistent')
        const after = tree.create('/after', Buffer.alloc(900_000, 1), 'persistent')
        await assert.rejects(large, (error) => error instanceof NodeError && error.kind === 'bad-arguments')
        await after
        assert.equal((await tree.get('/after')).data?.length, 900_000)
        assert.equal(await tree.exists('/large'), null)
      } finally {
        await tree.close()
      }
    })

    it('takes a node of 3.9 MB to a server with a raised jute.maxbuffer, and reads it', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'odradek-large-'))
      const zk = await startZooKeeper({ dir, jvm: ['-Djute.maxbuffer=5000000'] })
      const tree = await open({ address: parseConnectString(zk.address) })
      try {
        const data = Buffer.alloc(3_900_000, 'large')
        await tree.create('/large', data, 'persistent')
        const [one, other] = await Promise.all([tree.get('/large'), tree.get('/large')])
        assert.ok(data.equals(one.data!) && data.equals(other.data!))
        // What it takes and our side does not: the answer alone is refused, and the session goes on.
        await tree.set('/large', Buffer.alloc(4_500_000), -1)
        await assert.rejects(
          tree.get('/large'),
          (error) => error instanceof NodeError && error.kind === 'bad-arguments',
        )
        assert.equal((await tree.exists('/large'))?.dataLength, 4_500_000)
      } finally {
        await tree.close()
        await zk.kill()
        rmSync(dir, { recursive: true })
      }
    })
  })
}
