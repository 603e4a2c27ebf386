/** Whoever follows nodes by their watches knows in the end what they are, whatever connections and sessions went through. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../../../base/logger.ts'
import { times } from '../../../base/testing/times.ts'
import { Random } from '../../../io/memory/random.ts'
import { MemoryWorld } from '../../../io/memory/world.ts'
import type { NodeTree, Watch } from '../../contract.ts'
import { NodeError } from '../../contract.ts'
import { parseConnectString } from './connect-string.ts'
import { FakeZooKeeper } from './testing/fake-server.ts'
import { openZooKeeperTree } from './zookeeper-tree.ts'

const PORT = 2181
const SESSION_MS = 6000
const SEEDS = times(60)
const STEPS = 60
const PATHS = ['/a', '/b', '/c']

class Follower {
  readonly seen = new Map<string, string>()
  readonly #tree: NodeTree
  readonly #watches = new Map<string, Watch>()

  constructor(tree: NodeTree) {
    this.#tree = tree
    tree.onSession((event) => {
      if (event === 'connected') this.look()
    })
    this.look()
  }

  look(): void {
    for (const path of PATHS) this.#follow(path, (watch) => mark(this.#tree, path, watch))
    this.#follow('/', async (watch) => (await this.#tree.children('/', watch)).names.sort().join())
  }

  #follow(path: string, read: (watch: Watch) => Promise<string>): void {
    const watch = this.#watches.get(path) ?? (() => this.#follow(path, read))
    this.#watches.set(path, watch)
    read(watch).then(
      (seen) => this.seen.set(path, seen),
      // The next session looks again.
      (error: unknown) => assert.ok(error instanceof NodeError && error.kind === 'session-expired', String(error)),
    )
  }
}

async function mark(tree: NodeTree, path: string, watch?: Watch): Promise<string> {
  return String((await tree.exists(path, watch))?.mzxid ?? 'none')
}

/** Done by somebody else. */
async function change({ tree }: FakeZooKeeper, random: Random): Promise<void> {
  const path = PATHS[random.below(PATHS.length)]!
  if ((await tree.exists(path)) === null) await tree.create(path, null, 'persistent')
  else if (random.below(3) === 0) await tree.delete(path, -1)
  else await tree.set(path, null, -1)
}

async function disturb(world: MemoryWorld, server: FakeZooKeeper, random: Random): Promise<void> {
  switch (random.below(8)) {
    case 0:
      return server.dropAll()
    case 1:
      await server.goAway()
      await world.advance(random.below(3000))
      for (let changes = random.below(4); changes > 0; changes--) await change(server, random)
      await server.listen(PORT)
      return
    case 2:
      return server.expire()
    case 3:
      return server.loseAnswerOf(1 + random.below(4), random.below(3) === 0)
    case 4:
      server.silent = true
      await world.advance(random.below(SESSION_MS))
      server.silent = false
      return
    default:
      return change(server, random)
  }
}

async function live(seed: number): Promise<void> {
  const random = new Random(seed)
  const world = new MemoryWorld()
  const server = new FakeZooKeeper(world)
  await server.listen(PORT)
  const limits = { sessionTimeoutMs: SESSION_MS, connectionTimeoutMs: SESSION_MS, maxInFlight: 1 + random.below(10) }
  const address = parseConnectString(`127.0.0.1:${PORT}`)
  const tree = await openZooKeeperTree({ world, logger: silentLogger, address, ...limits })
  const follower = new Follower(tree)
  for (let step = 0; step < STEPS; step++) {
    await disturb(world, server, random)
    if (random.below(2) === 0) await world.advance(random.below(300))
  }
  server.loseAnswerOf(0)
  await world.advance(SESSION_MS * 5)
  for (const path of PATHS) assert.equal(follower.seen.get(path), await mark(server.tree, path), path)
  assert.equal(follower.seen.get('/'), (await server.tree.children('/')).names.sort().join())
  await tree.close()
}

test('over lost answers, lost connections, silence and sessions that expire', async () => {
  const first = Date.now() % 100_000
  for (let seed = first; seed < first + SEEDS; seed++) {
    await live(seed).catch((error: Error) => assert.fail(`seed ${seed}: ${error.stack}`))
  }
})
