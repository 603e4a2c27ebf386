// Made by scripts/generate.ts from schema/messages/010-find-coordinator. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface FindCoordinatorRequest {
  /** Versions 0-3 */
  key: string
  /** Versions 1+ */
  keyType: number
  /** Versions 4+ */
  coordinatorKeys: string[]
  unknownTaggedFields?: TaggedField[]
}

export interface FindCoordinatorRequestInput {
  readonly key?: string
  readonly keyType?: number
  readonly coordinatorKeys?: readonly string[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readFindCoordinatorRequest(r: Reader, version: number): FindCoordinatorRequest
export function writeFindCoordinatorRequest(w: Writer, value: FindCoordinatorRequestInput, version: number): void

export interface Coordinator {
  /** Versions 4+ */
  key: string
  /** Versions 4+ */
  nodeId: number
  /** Versions 4+ */
  host: string
  /** Versions 4+ */
  port: number
  /** Versions 4+ */
  errorCode: number
  /** Versions 4+ */
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface CoordinatorInput {
  readonly key?: string
  readonly nodeId?: number
  readonly host?: string
  readonly port?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface FindCoordinatorResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  /** Versions 0-3 */
  errorCode: number
  /** Versions 1-3 */
  errorMessage: string | null
  /** Versions 0-3 */
  nodeId: number
  /** Versions 0-3 */
  host: string
  /** Versions 0-3 */
  port: number
  /** Versions 4+ */
  coordinators: Coordinator[]
  unknownTaggedFields?: TaggedField[]
}

export interface FindCoordinatorResponseInput {
  readonly throttleTimeMs?: number
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly nodeId?: number
  readonly host?: string
  readonly port?: number
  readonly coordinators?: readonly CoordinatorInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readFindCoordinatorResponse(r: Reader, version: number): FindCoordinatorResponse
export function writeFindCoordinatorResponse(w: Writer, value: FindCoordinatorResponseInput, version: number): void
