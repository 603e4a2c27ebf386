/** Who is registered in ZooKeeper, by the nodes that live as long as their brokers' sessions. */
import { brokerIds, readBrokers, unlessMissing } from '../../metadata/setup.ts'
import type { RegisteredBroker } from '../doctor/registered.ts'
import { inZooKeeper } from './open-tree.ts'

/** By id; null: there is no cluster at this address and chroot. */
export function registeredBrokers(zookeeper: string): Promise<RegisteredBroker[] | null> {
  return inZooKeeper({ zookeeper }, 'read', async (tree) => {
    const ids = await unlessMissing(brokerIds(tree))
    if (ids === null) return null
    const wrong: RegisteredBroker[] = []
    const unreadable = (id: number, reason: string) => wrong.push({ id, endpoints: [], unreadable: reason })
    const brokers: RegisteredBroker[] = await readBrokers(tree, ids, { unreadable })
    return [...brokers, ...wrong].sort((a, b) => a.id - b.id)
  })
}
