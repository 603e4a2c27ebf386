// Made by scripts/generate.ts from schema/records/remote-log-metadata. Do not edit.

import type { Reader, TaggedField } from '../reader.ts'
import type { Writer } from '../writer.ts'

export interface RemoteLogSegmentMetadataRecordTopicIdPartitionEntry {
  name: string
  id: string
  partition: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataRecordTopicIdPartitionEntryInput {
  readonly name?: string
  readonly id?: string
  readonly partition?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry {
  topicIdPartition: RemoteLogSegmentMetadataRecordTopicIdPartitionEntry
  id: string
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntryInput {
  readonly topicIdPartition?: RemoteLogSegmentMetadataRecordTopicIdPartitionEntryInput
  readonly id?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry {
  leaderEpoch: number
  offset: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput {
  readonly leaderEpoch?: number
  readonly offset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemoteLogSegmentMetadataRecord {
  remoteLogSegmentId: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntry
  startOffset: number
  endOffset: number
  brokerId: number
  maxTimestampMs: number
  eventTimestampMs: number
  segmentLeaderEpochs: RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntry[]
  segmentSizeInBytes: number
  customMetadata: Uint8Array | null
  remoteLogSegmentState: number
  txnIndexEmpty: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataRecordInput {
  readonly remoteLogSegmentId?: RemoteLogSegmentMetadataRecordRemoteLogSegmentIdEntryInput
  readonly startOffset?: number
  readonly endOffset?: number
  readonly brokerId?: number
  readonly maxTimestampMs?: number
  readonly eventTimestampMs?: number
  readonly segmentLeaderEpochs?: readonly RemoteLogSegmentMetadataRecordSegmentLeaderEpochEntryInput[]
  readonly segmentSizeInBytes?: number
  readonly customMetadata?: Uint8Array | null
  readonly remoteLogSegmentState?: number
  readonly txnIndexEmpty?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readRemoteLogSegmentMetadataRecord(r: Reader, version: number): RemoteLogSegmentMetadataRecord
export function writeRemoteLogSegmentMetadataRecord(w: Writer, value: RemoteLogSegmentMetadataRecordInput, version: number): void

export interface RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry {
  name: string
  id: string
  partition: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntryInput {
  readonly name?: string
  readonly id?: string
  readonly partition?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry {
  topicIdPartition: RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntry
  id: string
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntryInput {
  readonly topicIdPartition?: RemoteLogSegmentMetadataUpdateRecordTopicIdPartitionEntryInput
  readonly id?: string
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemoteLogSegmentMetadataUpdateRecord {
  remoteLogSegmentId: RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntry
  brokerId: number
  eventTimestampMs: number
  customMetadata: Uint8Array | null
  remoteLogSegmentState: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataUpdateRecordInput {
  readonly remoteLogSegmentId?: RemoteLogSegmentMetadataUpdateRecordRemoteLogSegmentIdEntryInput
  readonly brokerId?: number
  readonly eventTimestampMs?: number
  readonly customMetadata?: Uint8Array | null
  readonly remoteLogSegmentState?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readRemoteLogSegmentMetadataUpdateRecord(r: Reader, version: number): RemoteLogSegmentMetadataUpdateRecord
export function writeRemoteLogSegmentMetadataUpdateRecord(w: Writer, value: RemoteLogSegmentMetadataUpdateRecordInput, version: number): void

export interface RemotePartitionDeleteMetadataRecordTopicIdPartitionEntry {
  name: string
  id: string
  partition: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemotePartitionDeleteMetadataRecordTopicIdPartitionEntryInput {
  readonly name?: string
  readonly id?: string
  readonly partition?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemotePartitionDeleteMetadataRecord {
  topicIdPartition: RemotePartitionDeleteMetadataRecordTopicIdPartitionEntry
  brokerId: number
  eventTimestampMs: number
  remotePartitionDeleteState: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemotePartitionDeleteMetadataRecordInput {
  readonly topicIdPartition?: RemotePartitionDeleteMetadataRecordTopicIdPartitionEntryInput
  readonly brokerId?: number
  readonly eventTimestampMs?: number
  readonly remotePartitionDeleteState?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readRemotePartitionDeleteMetadataRecord(r: Reader, version: number): RemotePartitionDeleteMetadataRecord
export function writeRemotePartitionDeleteMetadataRecord(w: Writer, value: RemotePartitionDeleteMetadataRecordInput, version: number): void

export interface RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry {
  leaderEpoch: number
  offset: number
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntryInput {
  readonly leaderEpoch?: number
  readonly offset?: number
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export interface RemoteLogSegmentMetadataSnapshotRecord {
  segmentId: string
  startOffset: number
  endOffset: number
  brokerId: number
  maxTimestampMs: number
  eventTimestampMs: number
  segmentLeaderEpochs: RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntry[]
  segmentSizeInBytes: number
  customMetadata: Uint8Array | null
  remoteLogSegmentState: number
  txnIndexEmpty: boolean
  unknownTaggedFields?: TaggedField[]
}

export interface RemoteLogSegmentMetadataSnapshotRecordInput {
  readonly segmentId?: string
  readonly startOffset?: number
  readonly endOffset?: number
  readonly brokerId?: number
  readonly maxTimestampMs?: number
  readonly eventTimestampMs?: number
  readonly segmentLeaderEpochs?: readonly RemoteLogSegmentMetadataSnapshotRecordSegmentLeaderEpochEntryInput[]
  readonly segmentSizeInBytes?: number
  readonly customMetadata?: Uint8Array | null
  readonly remoteLogSegmentState?: number
  readonly txnIndexEmpty?: boolean
  readonly unknownTaggedFields?: readonly TaggedField[]
}

export function readRemoteLogSegmentMetadataSnapshotRecord(r: Reader, version: number): RemoteLogSegmentMetadataSnapshotRecord
export function writeRemoteLogSegmentMetadataSnapshotRecord(w: Writer, value: RemoteLogSegmentMetadataSnapshotRecordInput, version: number): void

export const RecordType: {
  readonly RemoteLogSegmentMetadata: 0
  readonly RemoteLogSegmentMetadataUpdate: 1
  readonly RemotePartitionDeleteMetadata: 2
  readonly RemoteLogSegmentMetadataSnapshot: 3
}
