// Made by scripts/generate.ts from schema/messages/060-describe-cluster. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DescribeClusterRequest {
  includeClusterAuthorizedOperations: boolean
  /** Versions 1+; default 1 */
  endpointType: number
  /** Versions 2+ */
  includeFencedBrokers: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeClusterRequestInput {
  readonly includeClusterAuthorizedOperations?: boolean
  readonly endpointType?: number
  readonly includeFencedBrokers?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeClusterRequest(r: Reader, version: number): DescribeClusterRequest
export function writeDescribeClusterRequest(w: Writer, value: DescribeClusterRequestInput, version: number): void

export interface DescribeClusterBroker {
  brokerId: number
  host: string
  port: number
  rack: string | null
  /** Versions 2+ */
  isFenced: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeClusterBrokerInput {
  readonly brokerId?: number
  readonly host?: string
  readonly port?: number
  readonly rack?: string | null
  readonly isFenced?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DescribeClusterResponse {
  throttleTimeMs: number
  errorCode: number
  errorMessage: string | null
  /** Versions 1+; default 1 */
  endpointType: number
  clusterId: string
  /** default -1 */
  controllerId: number
  brokers: DescribeClusterBroker[]
  /** default -2147483648 */
  clusterAuthorizedOperations: number
  unknownTaggedFields?: TaggedField[]
}

export interface DescribeClusterResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly endpointType?: number
  readonly clusterId?: string
  readonly controllerId?: number
  readonly brokers?: readonly DescribeClusterBrokerInput[]
  readonly clusterAuthorizedOperations?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDescribeClusterResponse(r: Reader, version: number): DescribeClusterResponse
export function writeDescribeClusterResponse(w: Writer, value: DescribeClusterResponseInput, version: number): void
