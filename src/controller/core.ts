/** What the parts of the controller share. */
import type { BrokerId } from '../base/kinds.ts'
import type { Logger } from '../base/logger.ts'
import type { Clock, Entropy } from '../io/world.ts'
import type { NodeTree } from '../metadata/contract.ts'
import type { ChannelManager } from './channels.ts'
import type { ControllerContext } from './context.ts'
import type { SupportedFeature } from './contract.ts'
import type { FencedTree } from './fenced-tree.ts'
import type { BatchOwner } from './request-batch.ts'
import { RequestBatch } from './request-batch.ts'

export interface ControllerCore extends BatchOwner {
  readonly brokerId: BrokerId
  readonly context: ControllerContext
  readonly channels: ChannelManager
  readonly tree: NodeTree
  readonly fenced: FencedTree
  readonly clock: Clock
  readonly entropy: Entropy
  readonly logger: Logger
  /** `unclean.leader.election.enable` of the topic, else of the broker, as it is now. */
  readonly isUncleanElectionEnabled: (topic: string) => boolean
  readonly supportedFeatures: readonly SupportedFeature[]
  /** A write was refused for want of room: what did not happen is tried again later. */
  readonly retryLater: () => void
}

/** Does `fill` with an empty batch and sends it. */
export async function withBatch(
  core: ControllerCore,
  fill: (batch: RequestBatch) => Promise<void> | void,
): Promise<void> {
  const batch = new RequestBatch(core)
  await fill(batch)
  batch.send()
}
