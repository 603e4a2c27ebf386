/** A controller on ZooKeeper's client, in the simulated world, with brokers that only keep what they are told. For tests. */
import { silentLogger } from '../base/logger.ts'
import { loadConfig } from '../config/load.ts'
import type { MemoryWorld } from '../io/memory/world.ts'
import type { BrokerNode } from '../metadata/nodes/broker-node.ts'
import { ensureTopLevelPaths, registerBroker } from '../metadata/setup.ts'
import { parseConnectString } from '../metadata/stores/zookeeper/connect-string.ts'
import type { ZooKeeperTree } from '../metadata/stores/zookeeper/zookeeper-tree.ts'
import { openZooKeeperTree } from '../metadata/stores/zookeeper/zookeeper-tree.ts'
import { ControllerRuntime } from './runtime.ts'
import type { FakeBrokers } from './test-kit.ts'
import { TreeConfigs } from './tree-configs.ts'

export const ID = 7
export const PORT = 2181
export const REQUEST_LIMIT_MS = 60_000
const ENDPOINT = { listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT', host: '127.0.0.1', port: 9092 }
export const SELF: BrokerNode = { id: ID, endpoints: [ENDPOINT], rack: null, features: {} }

export interface OnZooKeeper {
  readonly tree: ZooKeeperTree
  readonly controller: ControllerRuntime
  readonly configs: TreeConfigs
  close(): Promise<void>
}

/** `registered`: called, and waited for, whenever the broker has registered again. */
export async function startOnZooKeeper(
  world: MemoryWorld,
  brokers: FakeBrokers,
  registered: () => Promise<void> = async () => {},
): Promise<OnZooKeeper> {
  const tree = await openZooKeeperTree({
    world,
    logger: silentLogger,
    address: parseConnectString(`127.0.0.1:${PORT}`),
    sessionTimeoutMs: 6000,
    connectionTimeoutMs: 60_000,
    maxInFlight: 10,
  })
  const sessions = new Set<bigint>()
  const register = async (): Promise<void> => {
    sessions.add((await registerBroker(tree, SELF, world.clock, sessions)).sessionId)
  }
  await ensureTopLevelPaths(tree)
  await register()
  let session = tree.sessionId
  const { config } = loadConfig({ flags: new Map() })
  const configs = await TreeConfigs.start({ tree, clock: world.clock, logger: silentLogger })
  const controller = await ControllerRuntime.start({
    tree,
    requestTree: tree,
    requestLimitMs: REQUEST_LIMIT_MS,
    world,
    logger: silentLogger,
    brokerId: ID,
    channels: brokers,
    metadata: brokers.cache(ID),
    configs,
    config,
    supportedFeatures: [],
    topicConfigsProblem: (overrides) => config.topicConfigsProblem(overrides),
    interBrokerListener: () => 'PLAINTEXT',
    ensureRegistered: async () => {
      if (tree.sessionId === session) return
      await register()
      session = tree.sessionId
      await registered()
    },
  })
  const close = async (): Promise<void> => {
    await controller.stop()
    configs.close()
    await tree.close()
  }
  return { tree, controller, configs, close }
}
