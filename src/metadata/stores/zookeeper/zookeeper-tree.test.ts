import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { OperatorError } from '../../../base/errors.ts'
import { type Logger, silentLogger } from '../../../base/logger.ts'
import { Random } from '../../../io/memory/random.ts'
import { MemoryWorld } from '../../../io/memory/world.ts'
import type { ConnectAddress } from '../../../io/world.ts'
import type { NodeTree } from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import { nodeTreeContract } from '../node-tree-contract.ts'
import { parseConnectString } from './connect-string.ts'
import { endSession } from './end-session.ts'
import { JuteError, JuteReader } from './jute.ts'
import { FakeZooKeeper } from './testing/fake-server.ts'
import { decodeAcl, decodeConnect, decodeMulti, decodeStat, decodeWatchEvent } from './wire.ts'
import type { ZooKeeperTree } from './zookeeper-tree.ts'
import { openZooKeeperTree } from './zookeeper-tree.ts'

const SESSION_MS = 6000
const PORT = 2181

interface Scene {
  readonly world: MemoryWorld
  readonly server: FakeZooKeeper
  readonly tree: ZooKeeperTree
  readonly events: string[]
  advance(ms: number): Promise<void>
}

function connect(
  world: Pick<MemoryWorld, 'net' | 'clock' | 'entropy'>,
  address: string,
  logger: Logger = silentLogger,
): Promise<ZooKeeperTree> {
  return openZooKeeperTree({
    world,
    logger,
    address: parseConnectString(address),
    sessionTimeoutMs: SESSION_MS,
    connectionTimeoutMs: SESSION_MS,
    maxInFlight: 10,
  })
}

async function scene({ address = `127.0.0.1:${PORT}`, logger = silentLogger } = {}): Promise<Scene> {
  const world = new MemoryWorld()
  const server = new FakeZooKeeper(world)
  await server.listen(PORT)
  const tree = await connect(world, address, logger)
  const events: string[] = []
  tree.onSession((event) => void events.push(event))
  return { world, server, tree, events, advance: (ms) => world.advance(ms) }
}

nodeTreeContract('ZooKeeper’s client', async () => (await scene()).tree)
nodeTreeContract(
  'ZooKeeper’s client, below a chroot',
  async () => (await scene({ address: `127.0.0.1:${PORT}/a/b` })).tree,
)

const failsWith = (kind: NodeError['kind']) => (error: unknown) => error instanceof NodeError && error.kind === kind
const touch = (tree: NodeTree, path: string) => tree.create(path, null, 'persistent')

describe('a session', () => {
  it('gives up a request that no connection outlives, says so, and goes on with the others', async () => {
    for (const [requestBytesMax, dataBytes] of [
      [undefined, 1_500_000],
      [100_000, 120_000],
    ] as const) {
      const said: unknown[][] = []
      const logger = { ...silentLogger, error: (...line: unknown[]) => said.push(line) }
      const { server, tree, advance } = await scene({ logger })
      if (requestBytesMax !== undefined) server.requestBytesMax = requestBytesMax
      const large = tree.create('/large', Buffer.alloc(dataBytes), 'persistent')
      const other = touch(tree, '/other')
      large.catch(() => {})
      await advance(SESSION_MS)
      await assert.rejects(large, failsWith('bad-arguments'))
      await other
      assert.ok(server.connects <= 4)
      const [[message, fields]] = said as [[string, { path: string; bytes: number }]]
      assert.match(message, /jute\.maxbuffer/)
      assert.equal(fields.path, '/large')
      assert.ok(fields.bytes > dataBytes)
    }
  })

  it('goes on over a lost connection: what was asked is answered, in order, and watches miss nothing', async () => {
    const { server, tree, events, advance } = await scene()
    for (const path of ['/a', '/b', '/c', '/parent']) await touch(tree, path)
    const told: string[] = []
    const watch = (event: { type: string; path: string }): unknown => told.push(`${event.type} ${event.path}`)
    await tree.get('/a', watch)
    await tree.get('/b', watch)
    await tree.get('/c', watch)
    await tree.exists('/later', watch)
    await tree.children('/parent', watch)
    const { sessionId } = tree
    await server.goAway()
    const order: string[] = []
    const asked = [
      tree.set('/b', Buffer.from('x'), -1).then(() => order.push('set')),
      tree.get('/b').then(({ data }) => order.push(`get ${Buffer.from(data!)}`)),
    ]
    await server.tree.set('/a', null, -1)
    await server.tree.delete('/c', -1)
    await touch(server.tree, '/later')
    await touch(server.tree, '/parent/child')
    await advance(500)
    assert.deepEqual(events, ['disconnected'])
    await server.listen(PORT)
    await advance(2000)
    await Promise.all(asked)
    assert.deepEqual(order, ['set', 'get x'])
    assert.deepEqual(told.sort(), [
      'children-changed /parent',
      'created /later',
      'data-changed /a',
      'data-changed /b',
      'deleted /c',
    ])
    assert.deepEqual(events, ['disconnected', 'reconnected'])
    assert.equal(tree.sessionId, sessionId)
    await tree.close()
  })

  it('sends again what was done already when the answer was lost', async () => {
    const { server, tree, advance } = await scene()
    server.loseAnswerOf(1)
    const made = touch(tree, '/a')
    const set = tree.create('/b', null, 'persistent')
    const outcome = assert.rejects(made, failsWith('node-exists'))
    await advance(1000)
    await outcome
    await set
    await tree.close()
  })

  it('goes to the next host when one does not answer', async () => {
    const { tree, server, events, advance, world } = await scene({
      address: `127.0.0.1:7,127.0.0.1:${PORT},127.0.0.1:2182`,
    })
    const other = new FakeZooKeeper(world)
    await other.listen(2182)
    await server.goAway()
    await advance(3000)
    // The other one knows nothing of the session.
    assert.deepEqual(events, ['disconnected', 'expired', 'connected'])
    await touch(tree, '/a')
    assert.notEqual(await other.tree.exists('/a'), null)
    await tree.close()
  })

  it('expires: everybody hears of it before a new one begins, and what waited is refused', async () => {
    const { server, tree, events, advance } = await scene()
    const before = tree.sessionId
    await tree.create('/mine', null, 'ephemeral')
    let told = 0
    await tree.exists('/x', () => told++)
    tree.onSession((event) => void events.push(`${event} connected=${tree.isConnected}`))
    await server.goAway()
    const waiting = assert.rejects(tree.get('/'), failsWith('session-expired'))
    await server.expire()
    await server.listen(PORT)
    await advance(3000)
    await waiting
    assert.deepEqual(events, [
      'disconnected',
      'disconnected connected=false',
      'expired',
      'expired connected=false',
      'connected',
      'connected connected=true',
    ])
    assert.notEqual(tree.sessionId, before)
    assert.equal(await tree.exists('/mine'), null)
    await touch(server.tree, '/x')
    await advance(10)
    assert.equal(told, 0)
    await tree.close()
  })

  it('is kept alive while nobody asks, and leaves a server that is silent', async () => {
    const { server, tree, events, advance } = await scene()
    await advance(60_000)
    assert.deepEqual(events, [])
    assert.ok(server.pings >= 10)
    server.silent = true
    await advance((SESSION_MS * 2) / 3 + 1000)
    assert.deepEqual(events, ['disconnected'])
    server.silent = false
    await advance(SESSION_MS * 2)
    assert.deepEqual(events, ['disconnected', 'reconnected'])
    await tree.close()
  })

  it('arms more watches again than fit into one request, whatever the chroot', async () => {
    const chroot = `/${'c'.repeat(300)}`
    const { server, tree, advance } = await scene({ address: `127.0.0.1:${PORT}${chroot}` })
    const told = new Set<string>()
    const paths = Array.from({ length: 9000 }, (_, i) => `/${i}`)
    const watching = paths.map((path) => tree.exists(path, ({ path }) => told.add(path)))
    await advance(1000)
    await Promise.all(watching)
    server.dropAll()
    await advance(5000)
    for (const path of [paths[0]!, paths.at(-1)!]) await touch(server.tree, chroot + path)
    await advance(1000)
    assert.deepEqual([...told], [paths[0], paths.at(-1)])
    assert.equal(server.connects, 2)
    await tree.close()
  })

  it('that no server gives is asked for at intervals', async () => {
    const { server, tree, events, advance } = await scene()
    server.refusesSessions = true
    server.dropAll()
    await advance(60_000)
    assert.deepEqual(events, ['disconnected', 'expired'])
    assert.ok(server.connects < 80, `${server.connects} connections in a minute`)
    server.refusesSessions = false
    await advance(2000)
    assert.deepEqual(events, ['disconnected', 'expired', 'connected'])
    await tree.close()
  })

  it('survives bytes that no server sends', async () => {
    const seed = 7
    const { server, tree, advance } = await scene()
    const random = new Random(seed)
    for (let i = 0; i < 200; i++) {
      server.sendRaw(random.bytes(1 + random.below(60)))
      const answer = tree.get('/')
      await advance(1500)
      await answer.catch((error: unknown) => assert.ok(error instanceof NodeError, `seed ${seed}: ${error}`))
    }
    assert.ok(server.connects > 10)
    await tree.close()
  })

  it('ends without waiting for a server that is not there', async () => {
    const { server, tree, advance } = await scene()
    await server.goAway()
    await advance(100)
    const waiting = assert.rejects(tree.get('/'), failsWith('connection-loss'))
    tree.stopWaiting()
    await waiting
    await assert.rejects(tree.get('/'), failsWith('connection-loss'))
    await tree.close()
    await assert.rejects(tree.get('/'), failsWith('session-expired'))
  })

  it('can be ended by whoever has its key', async () => {
    const { server, tree, world, advance } = await scene()
    await tree.create('/mine', null, 'ephemeral')
    const { sessionKey } = tree
    await server.goAway()
    await server.listen(PORT)
    const options = {
      world,
      address: parseConnectString(`127.0.0.1:7,127.0.0.1:${PORT}`),
      sessionTimeoutMs: SESSION_MS,
    }
    assert.equal(await endSession(options, sessionKey), true)
    assert.equal(await server.tree.exists('/mine'), null)
    // One that has expired is as good as ended.
    await server.expire()
    assert.equal(await endSession(options, sessionKey), true)
    const nowhere = { ...options, address: parseConnectString('127.0.0.1:7') }
    assert.equal(await endSession(nowhere, sessionKey), false)
    tree.stopWaiting()
    const closing = tree.close()
    await advance(10_000)
    await closing
  })

  it('is not begun by a connection that comes when nobody wants it any more', async () => {
    const world = new MemoryWorld()
    const server = new FakeZooKeeper(world)
    await server.listen(PORT)
    let letThrough = (): void => {}
    const held = new Promise<void>((resolve) => (letThrough = resolve))
    const net = { ...world.net, connect: (to: ConnectAddress) => held.then(() => world.net.connect(to)) }
    const { clock, entropy } = world
    const start = assert.rejects(connect({ net, clock, entropy }, `127.0.0.1:${PORT}`), OperatorError)
    await world.advance(SESSION_MS + 1)
    await start
    letThrough()
    await world.advance(1000)
    assert.deepEqual([server.connects, server.greetings], [1, 0])
  })

  it('says that no server can be reached', async () => {
    const world = new MemoryWorld()
    const start = assert.rejects(connect(world, '127.0.0.1:7,127.0.0.1:8/chroot'), (error) => {
      assert.ok(error instanceof OperatorError)
      assert.match(error.message, /ZooKeeper \(127\.0\.0\.1:7,127\.0\.0\.1:8\) cannot be reached within 6000 ms/)
      return true
    })
    await world.advance(SESSION_MS + 1)
    await start
  })
})

describe('answers', () => {
  const seed = Date.now() % 100_000
  after(() => console.log(`seed ${seed}`))

  it('of any bytes are decoded or refused', () => {
    const random = new Random(seed)
    const operations = [
      { op: 'create', path: '/a', data: null, mode: 'persistent' },
      { op: 'check', path: '/a', version: 1 },
    ] as const
    const decoders = [
      decodeConnect,
      decodeStat,
      decodeAcl,
      decodeWatchEvent,
      (reader: JuteReader) => reader.strings(),
      (reader: JuteReader) => decodeMulti(reader, operations, (path) => path),
    ]
    for (let i = 0; i < 20_000; i++) {
      const bytes = random.bytes(random.below(80))
      // Small numbers get further.
      if (random.below(2) === 0) for (let at = 0; at < bytes.length; at++) bytes[at]! &= random.below(4) === 0 ? 15 : 0
      for (const decode of decoders) {
        try {
          decode(new JuteReader(bytes))
        } catch (error) {
          assert.ok(error instanceof JuteError || error instanceof NodeError, `${error}`)
        }
      }
    }
  })
})

describe('zookeeper.connect', () => {
  it('names hosts, ports and one chroot', () => {
    const hosts = [
      { host: 'a', port: 2181 },
      { host: 'b', port: 99 },
      { host: '::1', port: 5 },
    ]
    assert.deepEqual(parseConnectString('a, b:99,[::1]:5/x/y'), { hosts, chroot: '/x/y' })
    assert.deepEqual(parseConnectString('a/'), { hosts: [hosts[0]], chroot: '' })
    for (const wrong of ['', '/x', ',', 'a:0', 'a:70000', 'a:b', 'a b', 'a:1/x/', 'a:1//x', 'a:1/../x', '::1']) {
      assert.throws(() => parseConnectString(wrong), OperatorError, wrong)
    }
  })
})
