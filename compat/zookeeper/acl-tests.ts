// Digest authentication and access lists against a real ZooKeeper.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { NodeError } from '../../src/metadata/contract.ts'
import { secureAcl } from '../../src/metadata/stores/zookeeper/acls.ts'
import type { Open } from './store.ts'

const isRefused = (error: unknown) => error instanceof NodeError && error.kind === 'no-auth'

export function aclTests(open: Open): void {
  describe('ZooKeeper: zookeeper.set.acl', () => {
    it('gives the creator all, others what Apache lets them read', async () => {
      const mine = await open({ chroot: '/secured', digest: 'kafka:secret', defaultAcl: secureAcl })
      const others = await open({ chroot: '/secured' })
      try {
        for (const path of ['/brokers', '/config', '/config/users', '/consumers']) {
          await mine.create(path, null, 'persistent')
        }
        const id = `kafka:${createHash('sha1').update('kafka:secret').digest('base64')}`
        const creator = { scheme: 'digest', id, permissions: 31 }
        const reader = { scheme: 'world', id: 'anyone', permissions: 1 }
        assert.deepEqual(await mine.acl('/brokers'), [creator, reader])
        assert.deepEqual(await mine.acl('/config/users'), [creator])
        assert.deepEqual(await mine.acl('/consumers'), [{ ...reader, permissions: 31 }])
        await others.get('/brokers')
        await others.set('/consumers', null, -1)
        await assert.rejects(others.get('/config/users'), isRefused)
        await assert.rejects(others.set('/brokers', null, -1), isRefused)
        await assert.rejects(others.create('/brokers/x', null, 'persistent'), isRefused)
        await mine.set('/brokers', null, 0)
        // A chroot that is there is good for those, too, who may not make it.
        await (await open({ chroot: '/secured/brokers' })).close()
      } finally {
        await mine.close()
        await others.close()
      }
    })
  })
}
