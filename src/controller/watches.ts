/** What the controller watches in the tree, and what it does when something there changed: an event each. */
import type { BrokerId } from '../base/kinds.ts'
import type { Watch } from '../metadata/contract.ts'
import type { Machinery, Watches } from './failover.ts'
import { runPreferredElection, runReassignment } from './old-tools.ts'

export function makeWatches(controller: {
  /** Puts an event for the active controller into the queue. */
  event(name: string, run: () => Promise<void>): void
  machinery(): Machinery
}): Watches {
  const { event, machinery } = controller
  // One function for each node, so that arming it twice tells once.
  const ofTopics = new Map<string, Watch>()
  const ofBrokers = new Map<BrokerId, Watch>()
  const kept = <K>(map: Map<K, Watch>, key: K, watch: () => Watch): Watch => {
    const found = map.get(key) ?? watch()
    map.set(key, found)
    return found
  }
  const on = (name: string, run: () => Promise<void>): Watch => {
    return () => event(name, run)
  }
  return {
    brokers: on('brokers changed', async () => {
      await machinery().brokers.onBrokersChanged()
      await machinery().reassignments.resume()
    }),
    logDirEvents: on('log folder failed', () => machinery().brokers.onLogDirEvents()),
    isrChanges: on('isr changed', async () => {
      await machinery().brokers.onIsrChanges()
      await machinery().reassignments.resume()
      await runReassignment(machinery(), false)
    }),
    topics: on('topics changed', () => machinery().topics.onTopicsChanged()),
    deleteTopics: on('deletions changed', () => machinery().topics.onDeletionsChanged()),
    preferredElection: on('preferred election', () => runPreferredElection(machinery())),
    // After one that went, what is there is another.
    reassign: ({ type }) => event('reassignment', () => runReassignment(machinery(), type !== 'data-changed')),
    topic: (name) =>
      kept(ofTopics, name, () => ({ type }) => {
        if (type === 'deleted') ofTopics.delete(name)
        else event(`topic ${name} changed`, () => machinery().topics.onTopicChanged(name))
      }),
    broker: (id) =>
      kept(ofBrokers, id, () => ({ type }) => {
        if (type === 'deleted') ofBrokers.delete(id)
        else event(`broker ${id} changed`, () => machinery().brokers.onBrokersChanged())
      }),
  }
}
