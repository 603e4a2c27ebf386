import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { silentLogger } from '../base/logger.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import { type BrokerNode, encodeBroker } from '../metadata/nodes/broker-node.ts'
import { brokerPath } from '../metadata/nodes/paths.ts'
import { ensureTopLevelPaths } from '../metadata/setup.ts'
import { openMemoryTree } from '../metadata/stores/embedded/embedded-tree.ts'
import { Registration } from './registration.ts'

const at = (port: number): BrokerNode => ({
  id: 3,
  endpoints: [{ listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port }],
  rack: null,
  features: {},
})

/** With a key in the folder of the session that has the number, at `port`. Answers how often that session was ended. */
async function start(port: number, isThere: boolean): Promise<number> {
  const world = new MemoryWorld()
  const tree = openMemoryTree({ clock: world.clock, logger: silentLogger })
  await ensureTopLevelPaths(tree)
  await tree.create(brokerPath(3), encodeBroker(at(port), 0), 'persistent')
  if (isThere) await world.net.listen({ host: '127.0.0.1', port }, (socket) => socket.handle(NOTHING))
  let ended = 0
  const endFormerSession = async (): Promise<boolean> => {
    ended++
    await tree.delete(brokerPath(3), -1)
    return true
  }
  const { clock, net } = world
  const starting = Registration.start({
    store: { tree, endFormerSession, keepSession: async () => {} },
    broker: at(9092),
    clock,
    net,
    logger: silentLogger,
    formerMs: 1000,
    isUnwanted: () => false,
    onReplaced: () => {},
  })
  starting.catch(() => {})
  await world.advance(10_000)
  try {
    await starting
    return ended
  } finally {
    await tree.close()
  }
}
const NOTHING = { data() {}, drain() {}, ended() {}, closed() {} }

test('the session of this broker before it was killed is ended, wherever it was reached then', async () => {
  assert.equal(await start(9092, true), 1)
  assert.equal(await start(9999, false), 1)
})

test('that of a broker that lives, with a copy of whose folder this one starts, is not', async () => {
  const isRefused = (error: unknown) => error instanceof OperatorError && /id 3 is registered/.test(error.message)
  await assert.rejects(start(9999, true), isRefused)
})
