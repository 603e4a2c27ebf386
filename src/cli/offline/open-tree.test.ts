import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeNodeWorld } from '../../io/node/world.ts'
import { FakeZooKeeper } from '../../metadata/stores/zookeeper/testing/fake-server.ts'
import { CommandError, ExitCode } from '../exit.ts'
import { reading } from './open-tree.ts'

test('a command ends, and says why, whatever ZooKeeper does', async () => {
  const server = new FakeZooKeeper(makeNodeWorld())
  const zookeeper = `127.0.0.1:${await server.listen(0)}`
  const look = (path: string, limitMs?: number) =>
    reading(
      { zookeeper },
      async (tree) => {
        if (limitMs !== undefined) await server.goAway()
        await tree.get(path)
      },
      limitMs,
    )
  const endsWith = (exitCode: number, text: RegExp) => (error: unknown) => {
    assert.ok(error instanceof CommandError, String(error))
    assert.deepEqual([error.exitCode, text.test(error.message)], [exitCode, true], error.message)
    return true
  }
  await look('/')
  await assert.rejects(look('/none'), endsWith(ExitCode.NOT_FOUND, /there is no node \/none/))
  await assert.rejects(look('none'), endsWith(ExitCode.USAGE, /none is no path/))
  await assert.rejects(look('/', 1000), endsWith(ExitCode.UNREACHABLE, /does not answer any more/))
  await assert.rejects(look('/', 1000), endsWith(ExitCode.UNREACHABLE, /cannot be reached within/))
  const nowhere = reading({ zookeeper: '' }, async () => {})
  await assert.rejects(nowhere, endsWith(ExitCode.USAGE, /name a host/))
})
