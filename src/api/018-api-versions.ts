/**
 * ApiVersions 0–5. The list is computed from the handlers. A version that is not served is answered in version 0 with
 * UNSUPPORTED_VERSION and the versions of this one key (KIP-511; see dispatch.ts). Features: the epoch is the version of
 * their node, as Apache's in ZooKeeper mode; version 3 cannot tell of supported ones that begin at level 0 (KIP-1022).
 */
import { beginning } from '../base/text.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { ApiVersionsRequest, ApiVersionsResponseInput } from '../protocol/generated/018-api-versions.js'
import type { Handler } from './handler.ts'

/** KIP-511: letters, digits, dots and hyphens, and neither end is a dot or a hyphen. */
const SOFTWARE = /^[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?$/

/** Each connection keeps it; real ones have up to some thirty characters. */
const SOFTWARE_LENGTH_MAX = 255

export const handler: Handler<ApiVersionsRequest, ApiVersionsResponseInput> = {
  apiKey: ApiKey.ApiVersions,
  minVersion: 0,
  maxVersion: 5,
  handle(request, context, services) {
    if (context.apiVersion >= 3) {
      const { clientSoftwareName: name, clientSoftwareVersion: version } = request
      if (!SOFTWARE.test(name) || !SOFTWARE.test(version)) return { errorCode: ErrorCode.INVALID_REQUEST, apiKeys: [] }
      context.clientSoftwareName = beginning(name, SOFTWARE_LENGTH_MAX)
      context.clientSoftwareVersion = beginning(version, SOFTWARE_LENGTH_MAX)
    }
    if (context.apiVersion >= 5) {
      // The client says whom it means to talk to: an address may have come to belong to another broker.
      const { clusterId, nodeId } = request
      if ((clusterId === null) !== (nodeId === -1)) return { errorCode: ErrorCode.INVALID_REQUEST, apiKeys: [] }
      const isMistaken = clusterId !== null && (clusterId !== services.clusterId || nodeId !== services.brokerId)
      if (isMistaken) return { errorCode: ErrorCode.REBOOTSTRAP_REQUIRED, apiKeys: [] }
    }
    const { features, supportedFeatures } = services
    return {
      errorCode: ErrorCode.NONE,
      apiKeys: services.apiVersions,
      supportedFeatures:
        context.apiVersion < 4
          ? []
          : supportedFeatures.map(({ name, maxLevel }) => ({ name, minVersion: 0, maxVersion: maxLevel })),
      finalizedFeaturesEpoch: features.epoch,
      finalizedFeatures: [...features.levels].map(([name, level]) => ({
        name,
        maxVersionLevel: level,
        minVersionLevel: level,
      })),
    }
  },
}

/** The answer, in version 0, to a version that is not served. */
export function unsupportedVersion(served: { minVersion: number; maxVersion: number }): ApiVersionsResponseInput {
  const { minVersion, maxVersion } = served
  return {
    errorCode: ErrorCode.UNSUPPORTED_VERSION,
    apiKeys: [{ apiKey: ApiKey.ApiVersions, minVersion, maxVersion }],
  }
}
