// Made by scripts/generate.ts from schema/records/share-group-state. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface ShareSnapshotKey {
  groupId: string
  topicId: string
  partition: number
}

export interface ShareSnapshotKeyInput {
  readonly groupId?: string
  readonly topicId?: string
  readonly partition?: number
}

export function readShareSnapshotKey(r: Reader, version: number): ShareSnapshotKey
export function writeShareSnapshotKey(w: Writer, value: ShareSnapshotKeyInput, version: number): void

export interface ShareSnapshotValueStateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
  unknownTaggedFields?: TaggedField[]
}

export interface ShareSnapshotValueStateBatchInput {
  readonly firstOffset?: number
  readonly lastOffset?: number
  readonly deliveryState?: number
  readonly deliveryCount?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareSnapshotValue {
  snapshotEpoch: number
  stateEpoch: number
  leaderEpoch: number
  startOffset: number
  /** default -1 */
  deliveryCompleteCount: number
  createTimestamp: number
  writeTimestamp: number
  stateBatches: ShareSnapshotValueStateBatch[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareSnapshotValueInput {
  readonly snapshotEpoch?: number
  readonly stateEpoch?: number
  readonly leaderEpoch?: number
  readonly startOffset?: number
  readonly deliveryCompleteCount?: number
  readonly createTimestamp?: number
  readonly writeTimestamp?: number
  readonly stateBatches?: readonly ShareSnapshotValueStateBatchInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareSnapshotValue(r: Reader, version: number): ShareSnapshotValue
export function writeShareSnapshotValue(w: Writer, value: ShareSnapshotValueInput, version: number): void

export interface ShareUpdateKey {
  groupId: string
  topicId: string
  partition: number
}

export interface ShareUpdateKeyInput {
  readonly groupId?: string
  readonly topicId?: string
  readonly partition?: number
}

export function readShareUpdateKey(r: Reader, version: number): ShareUpdateKey
export function writeShareUpdateKey(w: Writer, value: ShareUpdateKeyInput, version: number): void

export interface ShareUpdateValueStateBatch {
  firstOffset: number
  lastOffset: number
  deliveryState: number
  deliveryCount: number
  unknownTaggedFields?: TaggedField[]
}

export interface ShareUpdateValueStateBatchInput {
  readonly firstOffset?: number
  readonly lastOffset?: number
  readonly deliveryState?: number
  readonly deliveryCount?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface ShareUpdateValue {
  snapshotEpoch: number
  leaderEpoch: number
  startOffset: number
  /** default -1 */
  deliveryCompleteCount: number
  stateBatches: ShareUpdateValueStateBatch[]
  unknownTaggedFields?: TaggedField[]
}

export interface ShareUpdateValueInput {
  readonly snapshotEpoch?: number
  readonly leaderEpoch?: number
  readonly startOffset?: number
  readonly deliveryCompleteCount?: number
  readonly stateBatches?: readonly ShareUpdateValueStateBatchInput[]
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readShareUpdateValue(r: Reader, version: number): ShareUpdateValue
export function writeShareUpdateValue(w: Writer, value: ShareUpdateValueInput, version: number): void

export const RecordType: {
  readonly ShareSnapshot: 0
  readonly ShareUpdate: 1
}
