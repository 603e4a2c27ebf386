/** Nodes under /admin that tools from before Kafka 2.4 write, and wait for to go. */
import { NodeError } from '../metadata/contract.ts'
import { NodeFormatError } from '../metadata/nodes/json.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import type { WantedAssignment } from '../metadata/nodes/small-nodes.ts'
import { decodePartitions, decodeReassignment, encodeReassignment } from '../metadata/nodes/small-nodes.ts'
import { isNodeError } from '../metadata/setup.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { electLeaders } from './elections.ts'
import type { Machinery } from './failover.ts'

/** /admin/preferred_replica_election: done, whatever came of it, when the node is gone. */
export async function runPreferredElection({ core, partitions, watches }: Machinery): Promise<void> {
  const path = Paths.preferredElection
  if ((await core.tree.exists(path, watches.preferredElection)) === null) return
  try {
    const wanted = decodePartitions(path, (await core.tree.get(path)).data)
    await electLeaders(core, partitions, 'preferred', wanted)
  } catch (error) {
    if (!(error instanceof NodeFormatError || error instanceof NodeError)) throw error
    core.logger.error('A preferred election is passed over', { reason: error.message })
  }
  await core.fenced.remove(path)
  await core.tree.exists(path, watches.preferredElection)
}

/**
 * /admin/reassign_partitions: it names what is under way, and goes with the last of it. `start` begins what it names;
 * otherwise only what is done, or was told otherwise meanwhile, is taken out.
 */
export async function runReassignment({ core, reassignments, watches }: Machinery, start: boolean): Promise<void> {
  const path = Paths.reassignPartitions
  if ((await core.tree.exists(path, watches.reassign)) === null) return
  let wanted: readonly WantedAssignment[]
  try {
    wanted = decodeReassignment((await core.tree.get(path)).data)
  } catch (error) {
    if (isNodeError(error, 'no-node')) return
    if (!(error instanceof NodeFormatError)) throw error
    core.logger.error('A reassignment is passed over', { reason: error.message })
    await core.fenced.remove(path)
    return
  }
  if (start) {
    for (const { topic, partition, error, message } of await reassignments.alter(wanted, false)) {
      if (error === ErrorCode.NONE) continue
      core.logger.error('A partition is not reassigned', { partition: `${topic}-${partition}`, reason: message })
    }
  }
  const left = wanted.filter((one) => reassignments.isUnderWay(one))
  if (left.length === wanted.length && left.length > 0) return
  if (left.length === 0) await core.fenced.remove(path)
  else await core.fenced.write({ op: 'set', path, data: encodeReassignment(left), version: -1 })
  await core.tree.exists(path, watches.reassign)
}
