/**
 * UpdateFeatures: moves finalized levels in /feature. The checks, their order and their words are those of Apache Kafka 4.4;
 * 3.9 in ZooKeeper mode has no feature to move. All updates are made, or none.
 */
import { sameEntries } from '../../base/maps.ts'
import { NodeError } from '../../metadata/contract.ts'
import { Paths } from '../../metadata/nodes/paths.ts'
import { decodeFeature, encodeFeature } from '../../metadata/nodes/small-nodes.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { FeatureUpdate, Outcome, SupportedFeature } from '../contract.ts'
import type { AdminParts } from './admin.ts'
import { DONE, outcomeOf, Refusal } from './admin.ts'

/** FeatureUpdate.UpgradeType of Kafka's clients. */
const UPGRADE = 1
const UNSAFE_DOWNGRADE = 3

export interface FeaturesParts extends Pick<AdminParts, 'tree' | 'logger'> {
  readonly brokerId: number
  readonly supported: readonly SupportedFeature[]
}

export async function updateFeatures(
  parts: FeaturesParts,
  updates: readonly FeatureUpdate[],
  validateOnly: boolean,
): Promise<Outcome> {
  try {
    for (;;) {
      const { data, stat } = await parts.tree.get(Paths.feature)
      const node = decodeFeature(data)
      const features = new Map(node.features)
      // A feature that is named twice: the last word counts.
      for (const update of new Map(updates.map((update) => [update.feature, update])).values()) {
        const problem = problemOf(parts, update, node.features.get(update.feature) ?? 0)
        if (problem !== null) throw refusal(update, problem)
        if (update.level === 0) features.delete(update.feature)
        else features.set(update.feature, update.level)
      }
      if (validateOnly || sameEntries(node.features, features)) return DONE
      if (await write(parts, encodeFeature({ enabled: true, features }), stat.version)) return DONE
    }
  } catch (error) {
    return outcomeOf(error, parts.logger)
  }
}

/** null: the update may be made. */
function problemOf(parts: FeaturesParts, { feature, level, upgradeType }: FeatureUpdate, now: number): string | null {
  if (upgradeType < UPGRADE || upgradeType > UNSAFE_DOWNGRADE) {
    return 'The controller does not support the given upgrade type.'
  }
  if (level < 0) return 'A feature version cannot be less than 0.'
  const known = parts.supported.find(({ name }) => name === feature)
  if (known === undefined) {
    return level === 0
      ? `Feature ${feature} not found.`
      : `Local controller ${parts.brokerId} does not support this feature.`
  }
  if (level > known.maxLevel) {
    return `Local controller ${parts.brokerId} only supports versions 0-${known.maxLevel}`
  }
  if (level < now && upgradeType === UPGRADE) {
    return "Can't downgrade the version of this feature without setting the upgrade type to either safe or unsafe downgrade."
  }
  return level > now && upgradeType !== UPGRADE ? "Can't downgrade to a newer version." : null
}

function refusal({ feature, level }: FeatureUpdate, problem: string): Refusal {
  const which = `Invalid update version ${level} for feature ${feature}. ${problem}`
  return new Refusal(
    ErrorCode.INVALID_UPDATE_VERSION,
    `The update failed for all features since the following feature had an error: ${which}`,
  )
}

/** False: the node changed meanwhile. */
async function write(parts: FeaturesParts, data: Uint8Array, version: number): Promise<boolean> {
  try {
    await parts.tree.set(Paths.feature, data, version)
    return true
  } catch (error) {
    if (error instanceof NodeError && error.kind === 'bad-version') return false
    throw error
  }
}
