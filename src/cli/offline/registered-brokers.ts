/** Who is registered in ZooKeeper, by the nodes that live as long as their brokers' sessions. */
import type { BrokerNode } from '../../metadata/nodes/broker-node.ts'
import { brokerIds, readBrokers, unlessMissing } from '../../metadata/setup.ts'
import { inZooKeeper } from './open-tree.ts'

/** By id, those whose nodes can be read; null: there is no cluster at this address and chroot. */
export function registeredBrokers(zookeeper: string): Promise<BrokerNode[] | null> {
  return inZooKeeper({ zookeeper }, 'read', async (tree) => {
    const ids = await unlessMissing(brokerIds(tree))
    return ids && (await readBrokers(tree, ids))
  })
}
