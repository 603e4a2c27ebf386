/** What a broker does when it becomes the controller, in Apache's order. */
import type { Watch } from '../metadata/contract.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import { decodeFeature, encodeFeature } from '../metadata/nodes/small-nodes.ts'
import { isNodeError, unlessMissing } from '../metadata/setup.ts'
import type { BrokerEvents, BrokerWatches } from './brokers.ts'
import type { ControllerCore } from './core.ts'
import { withBatch } from './core.ts'
import { runPreferredElection, runReassignment } from './old-tools.ts'
import type { PartitionMachine } from './partition-machine.ts'
import { readLeadership } from './partition-machine.ts'
import type { Reassignments } from './reassignments.ts'
import type { ReplicaMachine } from './replica-machine.ts'
import type { TopicDeletion } from './topic-deletion.ts'
import type { TopicEvents, TopicWatches } from './topics.ts'

export interface Watches extends BrokerWatches, TopicWatches {
  readonly preferredElection: Watch
  readonly reassign: Watch
}

export interface Machinery {
  readonly core: ControllerCore
  readonly partitions: PartitionMachine
  readonly replicas: ReplicaMachine
  readonly deletion: TopicDeletion
  readonly brokers: BrokerEvents
  readonly topics: TopicEvents
  readonly reassignments: Reassignments
  readonly watches: Watches
}

/** States are read in groups: all at once would hold one promise for every partition of the cluster. */
const WINDOW = 1000

export async function failover(machinery: Machinery): Promise<void> {
  const { core, partitions, replicas, deletion, brokers, topics, reassignments, watches } = machinery
  const { context, tree } = core
  context.clear()
  core.channels.clear()
  await unlessFull(core, () => enableFeatures(core))
  // Watches before the reading: what happens from now on comes as events.
  await tree.children(Paths.brokerIds, watches.brokers)
  const { names } = await tree.children(Paths.topics, watches.topics)
  await tree.exists(Paths.preferredElection, watches.preferredElection)
  await tree.exists(Paths.reassignPartitions, watches.reassign)
  await unlessFull(core, () => forgetNotifications(core, Paths.logDirEvents, watches.logDirEvents))
  await unlessFull(core, () => forgetNotifications(core, Paths.isrChanges, watches.isrChanges))
  await brokers.load()
  for (let from = 0; from < names.length; from += WINDOW) {
    await Promise.all(names.slice(from, from + WINDOW).map((name) => topics.load(name)))
  }
  await loadStates(core)
  await unlessFull(core, () => topics.queueDeletions())
  // Brokers need to know who is there before they are told to follow anybody.
  await withBatch(core, (batch) => batch.updateMetadata(context.brokerIds, []))
  await replicas.start()
  await partitions.start()
  await unlessFull(core, () => reassignments.resume(true))
  await unlessFull(core, () => deletion.resume())
  await unlessFull(core, () => runReassignment(machinery, true))
  await unlessFull(core, () => runPreferredElection(machinery))
}

/** A broker starts on a full disk and serves what there is: what cannot be written now is done later. */
async function unlessFull(core: ControllerCore, step: () => Promise<unknown>): Promise<void> {
  try {
    await step()
  } catch (error) {
    if (!isNodeError(error, 'storage')) throw error
    core.retryLater()
  }
}

/** A new cluster begins with the newest levels; one that is there keeps what was agreed on. */
async function enableFeatures(core: ControllerCore): Promise<void> {
  const given = core.supportedFeatures.filter(({ initialLevel }) => initialLevel > 0)
  const initial = new Map(given.map(({ name, initialLevel }) => [name, initialLevel]))
  for (;;) {
    const there = await unlessMissing(core.tree.get(Paths.feature))
    if (there !== null && decodeFeature(there.data).enabled) return
    const features = there === null ? initial : new Map()
    const data = encodeFeature({ enabled: true, features })
    try {
      if (there === null) await core.tree.create(Paths.feature, data, 'persistent')
      else await core.tree.set(Paths.feature, data, there.stat.version)
      return
    } catch (error) {
      // By somebody else meanwhile, or by ourselves, with the answer lost and the request sent again: look once more.
      if (!(['node-exists', 'no-node', 'bad-version'] as const).some((kind) => isNodeError(error, kind))) throw error
    }
  }
}

/** What they tell of is read anyway. */
async function forgetNotifications(core: ControllerCore, path: string, watch: Watch): Promise<void> {
  const { names } = await core.tree.children(path, watch)
  await Promise.all(names.map((name) => core.fenced.remove(`${path}/${name}`)))
}

async function loadStates(core: ControllerCore): Promise<void> {
  const all = [...core.context.partitions()]
  for (let from = 0; from < all.length; from += WINDOW) {
    await Promise.all(
      all.slice(from, from + WINDOW).map(async (partition) => {
        partition.leadership = await readLeadership(core, partition)
      }),
    )
  }
}
