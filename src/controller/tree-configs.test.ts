import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { NodeTree } from '../metadata/contract.ts'
import { NodeError } from '../metadata/contract.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import { ensureTopLevelPaths } from '../metadata/setup.ts'
import { BoundedTree } from '../metadata/stores/bounded-tree.ts'
import { openMemoryTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { parseConnectString } from '../metadata/stores/zookeeper/connect-string.ts'
import { FakeZooKeeper } from '../metadata/stores/zookeeper/testing/fake-server.ts'
import { openZooKeeperTree } from '../metadata/stores/zookeeper/zookeeper-tree.ts'
import type { ConfigEntity } from './contract.ts'
import { TreeConfigs } from './tree-configs.ts'

async function start(world = new MemoryWorld(), tree = openMemoryTree({ clock: world.clock, logger: silentLogger })) {
  await ensureTopLevelPaths(tree)
  const configs = await TreeConfigs.start({ tree, clock: world.clock, logger: silentLogger })
  return { world, tree, configs }
}

const topic = (name: string): ConfigEntity => ({ type: 'topics', name })
const text = (data: Uint8Array | null): string => Buffer.from(data!).toString()

describe('settings in the tree', () => {
  it('are in effect when put answers, are told once, and are there after a restart', async () => {
    const { world, tree, configs } = await start()
    const told: ConfigEntity[] = []
    configs.onChange((entity) => told.push(entity))
    const values = new Map([['retention.ms', '1000']])
    await configs.alter(topic('t'), () => values)
    assert.deepEqual(configs.get(topic('t')), values)
    await configs.alter({ type: 'brokers', name: '<default>' }, () => new Map([['log.cleaner.threads', '2']]))
    await world.settle()
    assert.deepEqual(told, [topic('t'), { type: 'brokers', name: '<default>' }])
    const again = await start(world, tree)
    assert.deepEqual(again.configs.get(topic('t')), values)
    assert.deepEqual(again.configs.names('brokers'), ['<default>'])
    assert.equal(again.configs.get(topic('unknown')).size, 0)
  })

  it('that another broker wrote are followed, in both versions of the notification', async () => {
    const { world, tree, configs } = await start()
    await tree.create('/config/topics/a', Buffer.from('{"version":1,"config":{"flush.ms":"1"}}'), 'persistent')
    await tree.create('/config/topics/b', Buffer.from('{"version":1,"config":{"flush.ms":"2"}}'), 'persistent')
    for (const change of [
      '{"version":1,"entity_type":"topics","entity_name":"a"}',
      'nonsense',
      '{"version":7,"entity_path":"topics/a"}',
      '{"version":2,"entity_path":"users/alice/clients/c1"}',
      '{"version":2,"entity_path":"topics/b"}',
    ]) {
      await tree.create(`${Paths.configChanges}/config_change_`, Buffer.from(change), 'persistent-sequential')
    }
    await world.settle()
    assert.equal(configs.get(topic('a')).get('flush.ms'), '1')
    assert.equal(configs.get(topic('b')).get('flush.ms'), '2')
    await tree.delete('/config/topics/a', -1)
    await configs.refresh(topic('a'))
    assert.deepEqual(configs.names('topics'), ['b'])
  })

  it('an emptied topic keeps its node, an emptied group loses it', async () => {
    const { tree, configs } = await start()
    await configs.alter(topic('t'), () => new Map([['flush.ms', '1']]))
    await configs.alter(topic('t'), () => new Map())
    assert.equal(text((await tree.get('/config/topics/t')).data), '{"version":1,"config":{}}')
    const group = { type: 'groups', name: 'team/ä..' } as const
    await configs.alter(group, () => new Map([['consumer.session.timeout.ms', '50000']]))
    assert.deepEqual((await tree.children('/config/groups')).names, ['team%2F%C3%A4..'])
    assert.deepEqual(configs.names('groups'), ['team/ä..'])
    assert.match(
      text((await tree.get(`${Paths.configChanges}/config_change_0000000002`)).data),
      /"groups\/team%2F%C3%A4\.\."/,
    )
    await configs.alter(group, () => new Map())
    assert.deepEqual((await tree.children('/config/groups')).names, [])
    assert.deepEqual(configs.names('groups'), [])
    await configs.alter(group, () => new Map())
  })

  it('that were given up waiting for, and happen, are in effect everywhere', async () => {
    const world = new MemoryWorld()
    const server = new FakeZooKeeper(world)
    await server.listen(2181)
    const { configs: others } = await start(world, server.tree)
    const address = parseConnectString('127.0.0.1:2181')
    const limits = { sessionTimeoutMs: 60_000, connectionTimeoutMs: 1000, maxInFlight: 10 }
    const tree = await openZooKeeperTree({ world, logger: silentLogger, address, ...limits })
    const requestTree = new BoundedTree(tree, world.clock, 500)
    const configs = await TreeConfigs.start({ tree, requestTree, clock: world.clock, logger: silentLogger })
    const values = new Map([['flush.ms', '1']])
    // The settings and /controller are looked at before.
    server.loseAnswerOf(3)
    const given = assert.rejects(
      configs.alter(topic('t'), () => values),
      /connection-loss/,
    )
    while (server.answersLost === 0) await world.advance(1)
    await server.goAway()
    await world.advance(1000)
    await given
    await server.listen(2181)
    await world.advance(5000)
    for (const each of [configs, others]) assert.deepEqual(each.get(topic('t')), values)
    await tree.close()
  })

  it('are followed on when the tree could not be read for once', async () => {
    const { world, tree, configs } = await start()
    const children = tree.children.bind(tree)
    let refusals = 1
    tree.children = (path, watch) =>
      refusals-- > 0 ? Promise.reject(new NodeError('storage', path)) : children(path, watch)
    const change = async (value: string): Promise<void> => {
      const data = Buffer.from(`{"version":1,"config":{"flush.ms":"${value}"}}`)
      if (value === '1') await tree.create('/config/topics/a', data, 'persistent')
      else await tree.set('/config/topics/a', data, -1)
      const notification = Buffer.from('{"version":2,"entity_path":"topics/a"}')
      await tree.create(`${Paths.configChanges}/config_change_`, notification, 'persistent-sequential')
      await world.advance(2000)
    }
    for (const value of ['1', '2']) {
      await change(value)
      assert.equal(configs.get(topic('a')).get('flush.ms'), value)
    }
  })

  it('are told of, even if somebody took the place of notifications away', async () => {
    const { tree, configs } = await start()
    await tree.delete(Paths.configChanges, -1)
    await configs.alter(topic('t'), () => new Map([['flush.ms', '1']]))
    await configs.alter(topic('t'), () => new Map([['flush.ms', '2']]))
    assert.equal((await tree.children(Paths.configChanges)).names.length, 2)
    assert.equal(configs.get(topic('t')).get('flush.ms'), '2')
  })

  it('do not look at all notifications for each change', async () => {
    const { tree, configs } = await start()
    const exists = tree.exists.bind(tree)
    let looks = 0
    tree.exists = (path, watch) => {
      if (path.startsWith(Paths.configChanges)) looks++
      return exists(path, watch)
    }
    for (let i = 0; i < 100; i++) await configs.alter(topic('t'), () => new Map([['flush.ms', String(i)]]))
    assert.ok(looks <= 2, `${looks} times`)
  })

  it('more than a node takes is refused before it is asked for', async () => {
    const { tree, configs } = await start()
    const settings = (count: number) =>
      new Map(Array.from({ length: count }, (_, n) => [`unknown.${n}`, 'x'.repeat(30_000)]))
    const broker = { type: 'brokers', name: '1' } as const
    await configs.alter(broker, () => settings(30))
    const tooLarge = (error: unknown) => error instanceof NodeError && error.kind === 'bad-arguments'
    await assert.rejects(
      configs.alter(broker, () => settings(40)),
      tooLarge,
    )
    assert.equal(configs.get(broker).size, 30)
    assert.equal((await tree.children(Paths.configChanges)).names.length, 1)
  })

  it('notifications are taken away after fifteen minutes', async () => {
    const { world, tree, configs } = await start()
    await configs.alter(topic('t'), () => new Map([['flush.ms', '1']]))
    await world.advance(14 * 60_000)
    await configs.alter(topic('t'), () => new Map([['flush.ms', '2']]))
    assert.equal((await tree.children(Paths.configChanges)).names.length, 2)
    await world.advance(2 * 60_000)
    await configs.alter(topic('t'), () => new Map([['flush.ms', '3']]))
    assert.deepEqual((await tree.children(Paths.configChanges)).names.sort(), [
      'config_change_0000000001',
      'config_change_0000000002',
    ])
  })

  it('a node that nobody can read counts as empty and is told', async () => {
    const world = new MemoryWorld()
    const tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
    await ensureTopLevelPaths(tree)
    await tree.create('/config/topics/t', Buffer.from('{"config":7}'), 'persistent')
    const { configs } = await start(world, tree)
    assert.equal(configs.get(topic('t')).size, 0)
    await configs.alter(topic('t'), () => new Map([['flush.ms', '1']]))
    assert.equal(configs.get(topic('t')).get('flush.ms'), '1')
  })

  it('are not written while a KRaft controller takes the cluster over', async () => {
    const { tree, configs } = await start()
    await tree.create(
      Paths.controller,
      Buffer.from('{"version":2,"brokerid":1,"kraftControllerEpoch":3}'),
      'persistent',
    )
    await assert.rejects(
      configs.alter(topic('t'), () => new Map([['flush.ms', '1']])),
      /KRaft/,
    )
    assert.equal(await tree.exists('/config/topics/t'), null)
  })

  it('a change whose answer was lost, and which was asked again, is made once and told', async () => {
    const { world, tree } = await start()
    const multi: NodeTree['multi'] = async (operations) => {
      await tree.multi(operations)
      return tree.multi(operations)
    }
    const requestTree = new Proxy<NodeTree>(tree, {
      get: (_, name) => {
        const value = name === 'multi' ? multi : Reflect.get(tree, name)
        return typeof value === 'function' ? value.bind(tree) : value
      },
    })
    const configs = await TreeConfigs.start({ tree, requestTree, clock: world.clock, logger: silentLogger })
    const bob = { type: 'users', name: 'bob' } as const
    for (const key of ['producer_byte_rate', 'consumer_byte_rate']) {
      await configs.alter(bob, (before) => {
        assert.ok(!before.has(key), 'asked again for what was done')
        return new Map([...before, [key, '1']])
      })
    }
    assert.deepEqual([...configs.get(bob).keys()].sort(), ['consumer_byte_rate', 'producer_byte_rate'])
    await configs.alter(bob, () => new Map())
    assert.equal(await tree.exists('/config/users/bob'), null)
    assert.deepEqual(configs.names('users'), [])
    assert.equal((await tree.children(Paths.configChanges)).names.length, 3)
  })

  it('what somebody else changes between reading and writing is kept', async () => {
    const { tree, configs } = await start()
    const user = { type: 'users', name: 'bob' } as const
    const client = { type: 'users', name: 'bob/clients/c' } as const
    await configs.alter(client, () => new Map([['producer_byte_rate', '1']]))
    const other = (key: string) =>
      tree.set('/config/users/bob', Buffer.from(`{"version":1,"config":{"${key}":"x"}}`), -1)
    let asked = 0
    await configs.alter(user, (before) => {
      if (asked++ === 0) void other('SCRAM-SHA-256')
      return new Map([...before, ['producer_byte_rate', '1']])
    })
    assert.equal(asked, 2)
    assert.deepEqual([...configs.get(user).keys()].sort(), ['SCRAM-SHA-256', 'producer_byte_rate'])
    asked = 0
    await configs.alter(user, (before) => {
      if (asked++ === 0) void other('SCRAM-SHA-512')
      return new Map([...before].filter(([key]) => key === 'SCRAM-SHA-512'))
    })
    assert.deepEqual([...configs.get(user).keys()], ['SCRAM-SHA-512'])
    // Its last client goes: the user stays as long as there is anything of its own.
    await configs.alter(client, () => new Map())
    assert.deepEqual(configs.names('users'), ['bob'])
    await configs.alter(user, () => new Map())
    assert.deepEqual(configs.names('users'), [])
    assert.equal(await tree.exists('/config/users/bob'), null)
  })

  it('two writers at once leave one whole set', async () => {
    const { world, tree, configs } = await start()
    const other = await start(world, tree)
    await Promise.all([
      configs.alter(topic('t'), () => new Map([['flush.ms', '1']])),
      other.configs.alter(topic('t'), () => new Map([['flush.ms', '2']])),
    ])
    await world.settle()
    assert.deepEqual(configs.get(topic('t')), other.configs.get(topic('t')))
  })
})
