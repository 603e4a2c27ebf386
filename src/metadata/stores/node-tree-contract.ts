/**
 * What every NodeTree must do, whatever stands behind it: the suite is run for the embedded store, and for any other.
 * The factory gives an empty tree (or one whose root is empty) and closes it with `close`.
 */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { NodeErrorKind, NodeTree, TreeOperation, WatchEvent } from '../contract.ts'
import { NodeError } from '../contract.ts'

const bytes = (text: string): Uint8Array => Buffer.from(text)
const text = (data: Uint8Array | null): string | null => (data === null ? null : Buffer.from(data).toString())

function failsWith(kind: NodeErrorKind, path: string, index = -1): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof NodeError, String(error))
    assert.deepEqual([error.kind, error.path, error.index], [kind, path, index])
    return true
  }
}

/** Watches may be told a moment after the answer. */
async function settle(): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

export function nodeTreeContract(name: string, factory: () => Promise<NodeTree>): void {
  async function withTree(call: (tree: NodeTree) => Promise<void>): Promise<void> {
    const tree = await factory()
    try {
      await call(tree)
    } finally {
      await tree.close()
    }
  }

  describe(`${name}: nodes`, () => {
    it('keeps data, null apart from empty, and counts versions', () =>
      withTree(async (tree) => {
        assert.equal((await tree.create('/a', null, 'persistent')).path, '/a')
        const made = await tree.get('/a')
        assert.equal(made.data, null)
        assert.equal((await tree.set('/a', bytes(''), 0)).version, 1)
        assert.equal((await tree.get('/a')).data?.length, 0)
        const stat = await tree.set('/a', bytes('xyz'), -1)
        assert.deepEqual([stat.version, stat.dataLength, stat.cversion, stat.numChildren], [2, 3, 0, 0])
        assert.ok(stat.mzxid > stat.czxid)
        assert.equal(stat.czxid, made.stat.czxid)
        assert.equal(text((await tree.get('/a')).data), 'xyz')
        await assert.rejects(tree.set('/a', null, 1), failsWith('bad-version', '/a'))
      }))

    it('refuses what ZooKeeper refuses', () =>
      withTree(async (tree) => {
        await tree.create('/a', null, 'persistent')
        await tree.create('/a/b', null, 'persistent')
        await assert.rejects(tree.create('/a', null, 'persistent'), failsWith('node-exists', '/a'))
        await assert.rejects(tree.create('/x/y', null, 'persistent'), failsWith('no-node', '/x'))
        await assert.rejects(tree.get('/x'), failsWith('no-node', '/x'))
        await assert.rejects(tree.children('/x'), failsWith('no-node', '/x'))
        await assert.rejects(tree.set('/x', null, -1), failsWith('no-node', '/x'))
        await assert.rejects(tree.delete('/x', -1), failsWith('no-node', '/x'))
        await assert.rejects(tree.delete('/a', -1), failsWith('not-empty', '/a'))
        await assert.rejects(tree.delete('/a', 7), failsWith('bad-version', '/a'))
        await assert.rejects(tree.delete('/', -1), failsWith('bad-arguments', '/'))
        for (const path of ['', 'a', '/a/', '//a', '/a/../b', '/.', '/a\u0000b', '/a\u001f']) {
          await assert.rejects(tree.create(path, null, 'persistent'), failsWith('bad-arguments', path))
          await assert.rejects(tree.exists(path), failsWith('bad-arguments', path))
        }
        assert.equal(await tree.exists('/x'), null)
      }))

    it('counts changes of children and keeps the zxid of the last one', () =>
      withTree(async (tree) => {
        await tree.create('/a', null, 'persistent')
        await tree.create('/a/b', null, 'persistent')
        const c = await tree.create('/a/c', null, 'persistent').then(({ path }) => tree.get(path))
        let { names, stat } = await tree.children('/a')
        assert.deepEqual(names.sort(), ['b', 'c'])
        assert.deepEqual([stat.cversion, stat.numChildren, stat.version], [2, 2, 0])
        assert.equal(stat.pzxid, c.stat.czxid)
        await tree.delete('/a/b', 0)
        ;({ names, stat } = await tree.children('/a'))
        assert.deepEqual([names, stat.cversion, stat.numChildren], [['c'], 3, 1])
        assert.ok(stat.pzxid > c.stat.czxid)
      }))

    it('numbers sequential nodes by the creations under their parent', () =>
      withTree(async (tree) => {
        await tree.create('/q', null, 'persistent')
        assert.equal((await tree.create('/q/n-', null, 'persistent-sequential')).path, '/q/n-0000000000')
        await tree.delete('/q/n-0000000000', -1)
        assert.equal((await tree.create('/q/n-', null, 'persistent-sequential')).path, '/q/n-0000000001')
        assert.equal((await tree.create('/q/other', null, 'persistent')).path, '/q/other')
        assert.equal((await tree.create('/q/', null, 'ephemeral-sequential')).path, '/q/0000000003')
      }))

    it('keeps the access list', () =>
      withTree(async (tree) => {
        await tree.create('/open', null, 'persistent')
        assert.deepEqual(await tree.acl('/open'), [{ scheme: 'world', id: 'anyone', permissions: 31 }])
        await assert.rejects(tree.create('/none', null, 'persistent', []), failsWith('invalid-acl', '/none'))
      }))

    it('gives ephemeral nodes their owner and no children', () =>
      withTree(async (tree) => {
        const { stat } = await tree.create('/e', bytes('1'), 'ephemeral').then(({ path }) => tree.get(path))
        assert.equal(stat.ephemeralOwner, tree.sessionId)
        assert.notEqual(stat.ephemeralOwner, 0n)
        await assert.rejects(tree.create('/e/x', null, 'persistent'), failsWith('no-children-for-ephemerals', '/e/x'))
        await tree.delete('/e', 0)
      }))

    it('does not keep the caller’s buffer', () =>
      withTree(async (tree) => {
        const data = Buffer.from('before')
        await tree.create('/a', data, 'persistent')
        data.fill(0)
        assert.equal(text((await tree.get('/a')).data), 'before')
      }))

    it('answers in the order of asking', () =>
      withTree(async (tree) => {
        const order: string[] = []
        await Promise.all([
          tree.create('/a', null, 'persistent').then(() => order.push('create')),
          tree.get('/a').then(({ stat }) => order.push(`get ${stat.version}`)),
          tree.set('/a', bytes('1'), 0).then(() => order.push('set')),
          tree.get('/a').then(({ stat }) => order.push(`get ${stat.version}`)),
        ])
        assert.deepEqual(order.sort(), ['create', 'get 0', 'get 1', 'set'])
      }))

    it('refuses after it was closed', async () => {
      const tree = await factory()
      await tree.close()
      await assert.rejects(tree.get('/'), failsWith('session-expired', '/'))
      await assert.rejects(tree.create('/a', null, 'persistent'), failsWith('session-expired', '/a'))
    })
  })

  describe(`${name}: multi`, () => {
    it('does all operations under one zxid, each seeing those before it', () =>
      withTree(async (tree) => {
        const results = await tree.multi([
          { op: 'create', path: '/a', data: null, mode: 'ephemeral' },
          { op: 'set', path: '/a', data: bytes('x'), version: 0 },
          { op: 'create', path: '/b', data: null, mode: 'persistent' },
          { op: 'create', path: '/b/n', data: null, mode: 'persistent-sequential' },
          { op: 'check', path: '/a', version: 1 },
          { op: 'delete', path: '/b/n0000000000', version: -1 },
        ])
        assert.deepEqual(
          results.map((result) => result.op),
          ['create', 'set', 'create', 'create', 'check', 'delete'],
        )
        const set = results[1]!
        assert.ok(set.op === 'set')
        assert.deepEqual([set.stat.version, set.stat.czxid, set.stat.mzxid], [1, set.stat.czxid, set.stat.czxid])
        assert.equal((await tree.exists('/b'))?.pzxid, set.stat.czxid)
        assert.deepEqual(await tree.multi([]), [])
      }))

    it('does nothing when one fails, and says which', () =>
      withTree(async (tree) => {
        await tree.create('/a', bytes('0'), 'persistent')
        await tree.create('/a/x', null, 'persistent')
        const before = await tree.children('/a')
        const operations: TreeOperation[] = [
          { op: 'set', path: '/a', data: bytes('1'), version: 0 },
          { op: 'create', path: '/a/y', data: null, mode: 'persistent' },
          { op: 'delete', path: '/a/x', version: -1 },
          { op: 'check', path: '/a', version: 0 },
          { op: 'create', path: '/z', data: null, mode: 'persistent' },
        ]
        await assert.rejects(tree.multi(operations), failsWith('bad-version', '/a', 3))
        assert.deepEqual(await tree.children('/a'), before)
        assert.equal(text((await tree.get('/a')).data), '0')
        assert.equal(await tree.exists('/z'), null)
        await assert.rejects(tree.multi([{ op: 'check', path: '/no', version: -1 }]), failsWith('no-node', '/no', 0))
        assert.equal((await tree.create('/a/', null, 'persistent-sequential')).path, '/a/0000000001')
      }))
  })

  describe(`${name}: watches`, () => {
    const recorder = () => {
      const events: string[] = []
      return { events, watch: (event: WatchEvent): unknown => events.push(`${event.type} ${event.path}`) }
    }

    it('tell once of data, creation and deletion', () =>
      withTree(async (tree) => {
        const { events, watch } = recorder()
        assert.equal(await tree.exists('/a', watch), null)
        await tree.create('/a', null, 'persistent')
        await tree.set('/a', null, -1)
        await settle()
        assert.deepEqual(events.splice(0), ['created /a'])
        await tree.get('/a', watch)
        await tree.set('/a', null, -1)
        await tree.set('/a', null, -1)
        await settle()
        assert.deepEqual(events.splice(0), ['data-changed /a'])
        await tree.get('/a', watch)
        await tree.children('/a', watch)
        await tree.delete('/a', -1)
        await settle()
        assert.deepEqual(events, ['deleted /a'])
      }))

    it('tell of children, not of the data of children', () =>
      withTree(async (tree) => {
        const { events, watch } = recorder()
        await tree.create('/a', null, 'persistent')
        await tree.create('/a/b', null, 'persistent')
        await tree.children('/a', watch)
        await tree.set('/a/b', bytes('1'), -1)
        await tree.set('/a', bytes('1'), -1)
        await settle()
        assert.deepEqual(events, [])
        await tree.multi([
          { op: 'create', path: '/a/c', data: null, mode: 'persistent' },
          { op: 'create', path: '/a/d', data: null, mode: 'persistent' },
        ])
        await settle()
        assert.deepEqual(events, ['children-changed /a'])
      }))

    it('are not armed by a read that failed, nor fired by a write that failed', () =>
      withTree(async (tree) => {
        const { events, watch } = recorder()
        await assert.rejects(tree.get('/a', watch))
        await assert.rejects(tree.children('/a', watch))
        await tree.create('/a', null, 'persistent')
        await tree.get('/a', watch)
        await assert.rejects(
          tree.multi([
            { op: 'set', path: '/a', data: null, version: -1 },
            { op: 'check', path: '/a', version: 9 },
          ]),
        )
        await settle()
        assert.deepEqual(events, [])
      }))

    it('are told before the write that fires them is answered', () =>
      withTree(async (tree) => {
        const { events, watch } = recorder()
        await tree.create('/a', null, 'persistent')
        await tree.get('/a', watch)
        await tree.set('/a', null, -1)
        assert.deepEqual(events, ['data-changed /a'])
      }))

    it('are armed at the place of their read among writes that were asked for together', () =>
      withTree(async (tree) => {
        const order: string[] = []
        await Promise.all([
          tree.create('/a', null, 'persistent'),
          tree.get('/a', () => order.push('event')).then(({ stat }) => order.push(`read ${stat.version}`)),
          tree.set('/a', null, -1),
        ])
        assert.deepEqual(order, ['read 0', 'event'])
      }))
  })
}
