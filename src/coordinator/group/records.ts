/**
 * Records of __consumer_offsets that classic groups use. A key begins with int16 type, a value with int16 version:
 *
 *     type 0, 1  group, topic, partition → offset commit; null: forgotten     written as type 1, value version 3 (or 1, see below)
 *     type 2     group                   → group metadata; null: forgotten    written with value version 3
 *
 * Value versions 0 to 4 of both are read. A commit with a retention time of its own (OffsetCommit 2 to 4) is written as
 * version 1, the only one with an expiry. Types from 3 on belong to other kinds of groups.
 */

import { ZERO_UUID } from '../../base/kinds.ts'
import {
  type GroupMetadataValue,
  type GroupMetadataValueInput,
  readGroupMetadataKey,
  readGroupMetadataValue,
  readLegacyOffsetCommitValue,
  readOffsetCommitKey,
  readOffsetCommitValue,
  writeGroupMetadataKey,
  writeGroupMetadataValue,
  writeOffsetCommitKey,
  writeOffsetCommitValue,
} from '../../protocol/generated/consumer-offsets.js'
import { Reader } from '../../protocol/reader.ts'
import { Writer } from '../../protocol/writer.ts'
import type { EncodedRecord } from '../runtime/contract.ts'
import type { CommittedOffset } from './offsets.ts'

const LEGACY_OFFSET = 0
const OFFSET = 1
const GROUP = 2
const KEY_VERSION = 0
const OFFSET_VALUE_MAX = 4
const GROUP_VALUE_MAX = 4
const OFFSET_VALUE_WRITTEN = 3
const OFFSET_VALUE_WITH_EXPIRY = 1
const GROUP_VALUE_WRITTEN = 3

export type GroupRecord = OffsetRecord | GroupMetadataRecord

export interface OffsetRecord {
  readonly type: 'offset'
  readonly group: string
  readonly topic: string
  readonly partition: number
  /** null: forgotten */
  readonly value: CommittedOffset | null
}

export interface GroupMetadataRecord {
  readonly type: 'group'
  readonly group: string
  /** null: forgotten */
  readonly value: GroupMetadataValueInput | null
}

export function encodeRecord(record: GroupRecord): EncodedRecord {
  const key = new Writer(64, 'refuse')
  if (record.type === 'group') {
    key.int16(GROUP)
    writeGroupMetadataKey(key, record, KEY_VERSION)
    return { key: key.finishJoined(), value: record.value === null ? null : encodeGroup(record.value) }
  }
  key.int16(OFFSET)
  writeOffsetCommitKey(key, record, KEY_VERSION)
  return { key: key.finishJoined(), value: record.value === null ? null : encodeOffset(record.value) }
}

function encodeOffset(value: CommittedOffset): Uint8Array {
  const version = value.expireTimestamp === -1 ? OFFSET_VALUE_WRITTEN : OFFSET_VALUE_WITH_EXPIRY
  const out = new Writer(64, 'refuse')
  out.int16(version)
  writeOffsetCommitValue(out, value, version)
  return out.finishJoined()
}

function encodeGroup(value: GroupMetadataValueInput): Uint8Array {
  const out = new Writer(256, 'refuse')
  out.int16(GROUP_VALUE_WRITTEN)
  writeGroupMetadataValue(out, value, GROUP_VALUE_WRITTEN)
  return out.finishJoined()
}

/** null: of another kind. What is decoded shares no memory with the bytes. */
export function decodeRecord(keyBytes: Uint8Array, valueBytes: Uint8Array | null): GroupRecord | null {
  const key = new Reader(keyBytes)
  const type = key.int16()
  if (type === LEGACY_OFFSET || type === OFFSET) {
    const { group, topic, partition } = readOffsetCommitKey(key, KEY_VERSION)
    return { type: 'offset', group, topic, partition, value: valueBytes === null ? null : decodeOffset(valueBytes) }
  }
  if (type !== GROUP) return null
  const { group } = readGroupMetadataKey(key, KEY_VERSION)
  return { type: 'group', group, value: valueBytes === null ? null : decodeGroup(valueBytes) }
}

function decodeOffset(bytes: Uint8Array): CommittedOffset {
  const reader = new Reader(bytes)
  const version = versionOf(reader, OFFSET_VALUE_MAX, 'an offset commit')
  if (version === 0) {
    const { offset, metadata, commitTimestamp } = readLegacyOffsetCommitValue(reader, 0)
    return { offset, leaderEpoch: -1, metadata, commitTimestamp, expireTimestamp: -1, topicId: ZERO_UUID }
  }
  const value = readOffsetCommitValue(reader, version)
  const { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId } = value
  return { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId }
}

function decodeGroup(bytes: Uint8Array): GroupMetadataValue {
  const reader = new Reader(bytes)
  const version = versionOf(reader, GROUP_VALUE_MAX, 'group metadata')
  const value = readGroupMetadataValue(reader, version)
  for (const member of value.members) {
    member.subscription = new Uint8Array(member.subscription)
    member.assignment = new Uint8Array(member.assignment)
    // Version 0 knows one timeout for both.
    if (version === 0) member.rebalanceTimeout = member.sessionTimeout
  }
  return value
}

function versionOf(reader: Reader, max: number, what: string): number {
  const version = reader.int16()
  if (version < 0 || version > max) throw new Error(`version ${version} of ${what}, where 0 to ${max} are known`)
  return version
}
