/** Who the controller is: whoever makes /controller, and raises /controller_epoch in the same transaction. */
import type { BrokerId } from '../base/kinds.ts'
import type { Clock } from '../io/world.ts'
import type { NodeTree, Watch } from '../metadata/contract.ts'
import { NodeError } from '../metadata/contract.ts'
import { Paths } from '../metadata/nodes/paths.ts'
import {
  decodeController,
  decodeControllerEpoch,
  encodeController,
  encodeControllerEpoch,
} from '../metadata/nodes/small-nodes.ts'
import { isNodeError } from '../metadata/setup.ts'

/** -1: there is none. Arms the watch either way. */
export async function readController(tree: NodeTree, watch?: Watch): Promise<BrokerId> {
  if ((await tree.exists(Paths.controller, watch)) === null) return -1
  try {
    return decodeController((await tree.get(Paths.controller)).data).brokerId
  } catch (error) {
    if (isNodeError(error, 'no-node')) return -1
    throw error
  }
}

export interface Elected {
  readonly epoch: number
  /** Version of /controller_epoch, which fences all that this controller writes. */
  readonly epochVersion: number
}

/** null: somebody else was faster. */
export async function tryElection(tree: NodeTree, brokerId: BrokerId, clock: Clock): Promise<Elected | null> {
  const { epoch, version } = await readEpoch(tree)
  const next = epoch + 1
  try {
    const results = await tree.multi([
      { op: 'create', path: Paths.controller, data: encodeController(brokerId, clock.wallMs()), mode: 'ephemeral' },
      { op: 'set', path: Paths.controllerEpoch, data: encodeControllerEpoch(next), version },
    ])
    const set = results[1]
    return { epoch: next, epochVersion: set?.op === 'set' ? set.stat.version : version + 1 }
  } catch (error) {
    if (!(error instanceof NodeError) || error.index < 0) throw error
    return afterLostAnswer(tree, brokerId, next)
  }
}

async function readEpoch(tree: NodeTree): Promise<{ epoch: number; version: number }> {
  try {
    const { data, stat } = await tree.get(Paths.controllerEpoch)
    return { epoch: decodeControllerEpoch(data), version: stat.version }
  } catch (error) {
    if (!isNodeError(error, 'no-node')) throw error
  }
  try {
    await tree.create(Paths.controllerEpoch, encodeControllerEpoch(0), 'persistent')
    return { epoch: 0, version: 0 }
  } catch (error) {
    if (!isNodeError(error, 'node-exists')) throw error
    return readEpoch(tree)
  }
}

/** The attempt may have been ours, done, with the answer lost and the request sent again. */
async function afterLostAnswer(tree: NodeTree, brokerId: BrokerId, epoch: number): Promise<Elected | null> {
  if ((await readController(tree)) !== brokerId) return null
  const { data, stat } = await tree.get(Paths.controllerEpoch)
  return decodeControllerEpoch(data) === epoch ? { epoch, epochVersion: stat.version } : null
}
