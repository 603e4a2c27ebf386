import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { brokerPath, Paths } from './nodes/paths.ts'
import { ProducerIds, takeProducerIdBlock } from './producer-ids.ts'
import {
  brokerIds,
  ensureTopLevelPaths,
  generateBrokerId,
  getOrCreateClusterId,
  readBrokers,
  registerBroker,
} from './setup.ts'
import { openMemoryTree } from './stores/embedded/embedded-tree.ts'

const world = new MemoryWorld()

async function freshTree() {
  const tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
  await ensureTopLevelPaths(tree)
  return tree
}

function broker(id: number, port: number) {
  const endpoints = [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: 'h', port }]
  return { id, endpoints, rack: null, features: {} }
}

describe('a broker in the tree', () => {
  it('makes the cluster id once, from the folders’ own when there is one', async () => {
    const tree = await freshTree()
    const id = await getOrCreateClusterId(tree, world.entropy, 'S9LnUWJuSJSRyFGR3_ZxsQ')
    assert.equal(id, 'S9LnUWJuSJSRyFGR3_ZxsQ')
    assert.equal(await getOrCreateClusterId(tree, world.entropy), id)
    assert.match(await getOrCreateClusterId(await freshTree(), world.entropy), /^[A-Za-z0-9_][A-Za-z0-9_-]{21}$/)
  })

  it('gets ids above the reserved ones', async () => {
    const tree = await freshTree()
    assert.deepEqual([await generateBrokerId(tree, 1000), await generateBrokerId(tree, 1000)], [1001, 1002])
  })

  it('registers with its data in one transaction; the epoch is the czxid', async () => {
    const tree = await freshTree()
    const seen: unknown[] = []
    await tree.exists(brokerPath(1), (event) => seen.push(event.type))
    const { brokerEpoch } = await registerBroker(tree, broker(1, 9092), world.clock)
    const { stat } = await tree.get(brokerPath(1))
    assert.deepEqual([Number(stat.czxid), stat.version, stat.ephemeralOwner], [brokerEpoch, 1, tree.sessionId])
    assert.deepEqual(
      (await readBrokers(tree, await brokerIds(tree))).map(({ id, epoch }) => [id, epoch]),
      [[1, brokerEpoch]],
    )
    // The answer was lost and the request is sent again.
    assert.equal((await registerBroker(tree, broker(1, 9092), world.clock)).brokerEpoch, brokerEpoch)
    assert.deepEqual(seen, ['created'])
  })

  it('refuses an id or an address that another broker has', async () => {
    const tree = await freshTree()
    await registerBroker(tree, broker(1, 9092), world.clock)
    const saysAddress = (error: unknown): boolean =>
      error instanceof OperatorError && /h:9092.*broker 1/.test(error.message)
    await assert.rejects(registerBroker(tree, broker(2, 9092), world.clock), saysAddress)
    await tree.create(brokerPath(3), (await tree.get(brokerPath(1))).data, 'persistent')
    const saysId = (error: unknown): boolean => error instanceof OperatorError && /id 3/.test(error.message)
    await assert.rejects(registerBroker(tree, broker(3, 9093), world.clock), saysId)
    // ZOOKEEPER-2985: left over from this process's session before.
    await registerBroker(tree, broker(3, 9093), world.clock, new Set([0n]))
    assert.equal((await tree.get(brokerPath(3))).stat.ephemeralOwner, tree.sessionId)
  })

  it('gives each producer id once, whoever else takes blocks', async () => {
    const tree = await freshTree()
    const one = new ProducerIds(() => takeProducerIdBlock(tree, 1))
    const other = new ProducerIds(() => takeProducerIdBlock(tree, 2))
    const ids = await Promise.all(Array.from({ length: 2500 }, (_, i) => (i % 5 === 0 ? other : one).next()))
    assert.equal(new Set(ids).size, 2500)
    assert.ok(Math.max(...ids) < 4000)
    const { data } = await tree.get(Paths.producerIdBlock)
    assert.match(
      Buffer.from(data!).toString(),
      /^\{"version":1,"broker":[12],"block_start":"2000","block_end":"2999"\}$/,
    )
  })
})
