/** Who is registered in ZooKeeper, by the nodes that live as long as their brokers' sessions. */

import { NodeError } from '../../metadata/contract.ts'
import type { BrokerNode } from '../../metadata/nodes/broker-node.ts'
import { decodeBroker } from '../../metadata/nodes/broker-node.ts'
import { brokerPath, Paths } from '../../metadata/nodes/paths.ts'
import { connect } from './open-tree.ts'

/** By id; null: there is no cluster at this address and chroot. */
export async function registeredBrokers(zookeeper: string): Promise<BrokerNode[] | null> {
  const tree = await connect({ zookeeper }, 'read')
  try {
    const ids = (await tree.children(Paths.brokerIds)).names.map(Number).sort((a, b) => a - b)
    const brokers: BrokerNode[] = []
    for (const id of ids) {
      // Gone since the list was read.
      const node = await tree.get(brokerPath(id)).catch(orNull)
      if (node !== null) brokers.push(decodeBroker(id, node.data))
    }
    return brokers
  } catch (error) {
    return orNull(error)
  } finally {
    await tree.close()
  }
}

function orNull(error: unknown): null {
  if (error instanceof NodeError && error.kind === 'no-node') return null
  throw error
}
