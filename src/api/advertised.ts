/**
 * What is advertised, from the list of handlers alone: the versions of every API key, and the features that tell clients
 * to use the newer protocols. All members are Odradek brokers so far (alone is a cluster of one).
 */
import type { SupportedFeature } from '../controller/contract.ts'
import { ApiKey } from '../protocol/apis.ts'
import type { Handler } from './handler.ts'

/** A feature is told once every one of these versions is served. */
interface Feature extends SupportedFeature {
  readonly needs: readonly (readonly [apiKey: number, version: number])[]
}

/** A feature more is a line more. */
export const FEATURES: readonly Feature[] = [
  {
    name: 'transaction.version', // KIP-890
    maxLevel: 2,
    initialLevel: 2,
    needs: [
      [ApiKey.InitProducerId, 4],
      [ApiKey.AddPartitionsToTxn, 4],
      [ApiKey.AddOffsetsToTxn, 4],
      [ApiKey.EndTxn, 5],
      [ApiKey.WriteTxnMarkers, 1],
      [ApiKey.TxnOffsetCommit, 5],
    ],
  },
]

export interface Advertised {
  readonly apiVersions: readonly { apiKey: number; minVersion: number; maxVersion: number }[]
  readonly features: readonly SupportedFeature[]
}

/** `isShared`: in a cluster that Apache brokers may join. They stop at a level that they do not know, so none is given by itself. */
export function advertised(handlers: readonly Handler[], isShared = false): Advertised {
  const apiVersions = handlers
    .map(({ apiKey, minVersion, maxVersion }) => ({ apiKey, minVersion, maxVersion }))
    .sort((a, b) => a.apiKey - b.apiKey)
  const served = new Map(apiVersions.map(({ apiKey, maxVersion }) => [apiKey, maxVersion]))
  const features = FEATURES.filter(({ needs }) =>
    needs.every(([apiKey, version]) => (served.get(apiKey) ?? -1) >= version),
  ).map(({ name, maxLevel, initialLevel }) => ({ name, maxLevel, initialLevel: isShared ? 0 : initialLevel }))
  return { apiVersions, features }
}
