// Made by scripts/generate.ts from schema/messages/020-delete-topics. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface DeleteTopicState {
  /** Versions 6+ */
  name: string | null
  /** Versions 6+ */
  topicId: string
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteTopicStateInput {
  readonly name?: string | null
  readonly topicId?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteTopicsRequest {
  /** Versions 6+ */
  topics: DeleteTopicState[]
  /** Versions 0-5 */
  topicNames: string[]
  timeoutMs: number
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteTopicsRequestInput {
  readonly topics?: readonly DeleteTopicStateInput[]
  readonly topicNames?: readonly string[]
  readonly timeoutMs?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteTopicsRequest(r: Reader, version: number): DeleteTopicsRequest
export function writeDeleteTopicsRequest(w: Writer, value: DeleteTopicsRequestInput, version: number): void

export interface DeletableTopicResult {
  name: string | null
  /** Versions 6+ */
  topicId: string
  errorCode: number
  /** Versions 5+ */
  errorMessage: string | null
  unknownTaggedFields?: TaggedField[]
}

export interface DeletableTopicResultInput {
  readonly name?: string | null
  readonly topicId?: string
  readonly errorCode?: number
  readonly errorMessage?: string | null
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface DeleteTopicsResponse {
  /** Versions 1+ */
  throttleTimeMs: number
  responses: DeletableTopicResult[]
  unknownTaggedFields?: TaggedField[]
}

export interface DeleteTopicsResponseInput {
  readonly throttleTimeMs?: number
  readonly responses?: readonly DeletableTopicResultInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readDeleteTopicsResponse(r: Reader, version: number): DeleteTopicsResponse
export function writeDeleteTopicsResponse(w: Writer, value: DeleteTopicsResponseInput, version: number): void
