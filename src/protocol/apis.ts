/** The API keys, and which versions of each exist: all from 0 to Kafka 4.4.0's, those that 4.x has dropped included. */
import { API_ROWS, ApiKey } from './generated/api-table.js'

export { ApiKey }

export interface ApiInfo {
  readonly key: number
  /** As Kafka writes it: 'Produce'. */
  readonly name: string
  readonly minVersion: number
  readonly maxVersion: number
  /** The first version with compact lengths and tagged fields (KIP-482); 32767 when there is none. */
  readonly flexibleFrom: number
  /** The generated module that holds its codec. */
  readonly module: string
  requestHeaderVersion(version: number): number
  responseHeaderVersion(version: number): number
}

function apiInfo(row: (typeof API_ROWS)[number]): ApiInfo {
  const [key, name, minVersion, maxVersion, flexibleFrom, module] = row
  return {
    key,
    name,
    minVersion,
    maxVersion,
    flexibleFrom,
    module,
    requestHeaderVersion(version) {
      // ControlledShutdown 0 is older than client ids.
      if (key === ApiKey.ControlledShutdown && version === 0) return 0
      return version >= flexibleFrom ? 2 : 1
    },
    responseHeaderVersion(version) {
      // Whoever asks for ApiVersions does not yet know what the other side can read (KIP-511).
      if (key === ApiKey.ApiVersions) return 0
      return version >= flexibleFrom ? 1 : 0
    },
  }
}

export const apis: ReadonlyMap<number, ApiInfo> = new Map(API_ROWS.map((row) => [row[0], apiInfo(row)]))

/** 'Produce', or the number when there is no such key. */
export function apiName(key: number): string {
  return apis.get(key)?.name ?? String(key)
}
