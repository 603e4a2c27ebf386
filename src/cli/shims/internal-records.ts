/** Records of `__consumer_offsets` and `__transaction_state`, shown as Apache's formatters do: JSON, or the words of before 3.8. */
import {
  type GroupMetadataValue,
  type OffsetCommitValue,
  readGroupMetadataKey,
  readGroupMetadataValue,
  readOffsetCommitKey,
  readOffsetCommitValue,
} from '../../protocol/generated/consumer-offsets.js'
import {
  readTransactionLogKey,
  readTransactionLogValue,
  type TransactionLogValue,
} from '../../protocol/generated/transaction-state.js'
import { Reader } from '../../protocol/reader.ts'
import type { PrintedRecord, RecordFormatter } from '../record-format.ts'

/** A key or a value: its version, and what it says. */
interface Versioned<T> {
  readonly version: number
  readonly data: T
}

function versioned<T>(bytes: Uint8Array, newest: number, read: (r: Reader, version: number) => T): Versioned<T> | null {
  const r = new Reader(bytes)
  const version = r.int16()
  return version < 0 || version > newest ? null : { version, data: read(r, version) }
}

/** The kinds of keys: offsets have 0 and 1, groups 2, transactions 0. */
const OFFSET_KEY_MAX = 1
const GROUP_KEY = 2
const OFFSET_VALUE_MAX = 4
const GROUP_VALUE_MAX = 4
const TRANSACTION_VALUE_MAX = 1

function keyVersion({ key }: PrintedRecord): number {
  return key === null || key.length < 2 ? -1 : (key[0]! << 8) | key[1]!
}

function offsetOf(record: PrintedRecord) {
  const version = keyVersion(record)
  if (version < 0 || version > OFFSET_KEY_MAX) return null
  return {
    key: versioned(record.key!, OFFSET_KEY_MAX, (r) => readOffsetCommitKey(r, 1))!,
    value: record.value === null ? null : versioned(record.value, OFFSET_VALUE_MAX, readOffsetCommitValue),
  }
}

function groupOf(record: PrintedRecord) {
  if (keyVersion(record) !== GROUP_KEY) return null
  return {
    key: versioned(record.key!, GROUP_KEY, readGroupMetadataKey)!,
    value: record.value === null ? null : versioned(record.value, GROUP_VALUE_MAX, readGroupMetadataValue),
  }
}

function transactionOf(record: PrintedRecord) {
  if (keyVersion(record) !== 0) return null
  return {
    key: versioned(record.key!, 0, readTransactionLogKey)!,
    value: record.value === null ? null : versioned(record.value, TRANSACTION_VALUE_MAX, readTransactionLogValue),
  }
}

// ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Records of other kinds are left out. */
export function internalRecordJson(kind: 'offsets' | 'groups' | 'transactions'): RecordFormatter {
  return (record) => {
    const shown = jsonOf(kind, record)
    return shown === null ? '' : `${JSON.stringify(shown)}\n`
  }
}

function jsonOf(kind: 'offsets' | 'groups' | 'transactions', record: PrintedRecord): object | null {
  if (kind === 'offsets') {
    const found = offsetOf(record)
    return found && { key: found.key, value: found.value && withData(found.value, offsetJson) }
  }
  if (kind === 'groups') {
    const found = groupOf(record)
    return found && { key: found.key, value: found.value && withData(found.value, groupJson) }
  }
  const found = transactionOf(record)
  return found && { key: found.key, value: found.value && withData(found.value, transactionJson) }
}

function withData<T>({ version, data }: Versioned<T>, show: (data: T, version: number) => object): object {
  return { version, data: show(data, version) }
}

function offsetJson(value: OffsetCommitValue, version: number): object {
  return {
    offset: value.offset,
    ...(version >= 3 ? { leaderEpoch: value.leaderEpoch } : {}),
    metadata: value.metadata,
    commitTimestamp: value.commitTimestamp,
    ...(version === 1 ? { expireTimestamp: value.expireTimestamp } : {}),
    ...(version >= 4 ? { topicId: value.topicId } : {}),
  }
}

function groupJson(value: GroupMetadataValue, version: number): object {
  return {
    protocolType: value.protocolType,
    generation: value.generation,
    protocol: value.protocol,
    leader: value.leader,
    ...(version >= 2 ? { currentStateTimestamp: value.currentStateTimestamp } : {}),
    members: value.members.map((member) => ({
      memberId: member.memberId,
      ...(version >= 3 ? { groupInstanceId: member.groupInstanceId } : {}),
      clientId: member.clientId,
      clientHost: member.clientHost,
      ...(version >= 1 ? { rebalanceTimeout: member.rebalanceTimeout } : {}),
      sessionTimeout: member.sessionTimeout,
      subscription: Buffer.from(member.subscription).toString('base64'),
      assignment: Buffer.from(member.assignment).toString('base64'),
    })),
  }
}

function transactionJson(value: TransactionLogValue, version: number): object {
  return {
    producerId: value.producerId,
    ...(version >= 1 ? { previousProducerId: value.previousProducerId, nextProducerId: value.nextProducerId } : {}),
    producerEpoch: value.producerEpoch,
    transactionTimeoutMs: value.transactionTimeoutMs,
    transactionStatus: value.transactionStatus,
    transactionPartitions:
      value.transactionPartitions?.map(({ topic, partitionIds }) => ({ topic, partitionIds })) ?? null,
    transactionLastUpdateTimestampMs: value.transactionLastUpdateTimestampMs,
    transactionStartTimestampMs: value.transactionStartTimestampMs,
    ...(version >= 1 ? { clientTransactionVersion: value.clientTransactionVersion } : {}),
  }
}

// ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export function offsetCommitText(record: PrintedRecord): string {
  const found = offsetOf(record)
  if (found === null) return ''
  const { group, topic, partition } = found.key.data
  const value = found.value?.data
  const place = `[${group},${topic},${partition}]`
  if (value === undefined) return `${place}::NULL\n`
  const epoch = value.leaderEpoch < 0 ? 'Optional.empty' : `Optional[${value.leaderEpoch}]`
  const expires = value.expireTimestamp < 0 ? 'None' : `Some(${value.expireTimestamp})`
  return `${place}::OffsetAndMetadata(offset=${value.offset}, leaderEpoch=${epoch}, metadata=${value.metadata}, commitTimestamp=${value.commitTimestamp}, expireTimestamp=${expires})\n`
}

export function groupMetadataText(record: PrintedRecord): string {
  const found = groupOf(record)
  if (found === null) return ''
  const { group } = found.key.data
  const value = found.value?.data
  if (value === undefined) return `${group}::NULL\n`
  const members = value.members.map((member) => {
    const instance = member.groupInstanceId === null ? 'None' : `Some(${member.groupInstanceId})`
    return `${member.memberId} -> MemberMetadata(memberId=${member.memberId}, groupInstanceId=${instance}, clientId=${member.clientId}, clientHost=${member.clientHost}, sessionTimeoutMs=${member.sessionTimeout}, rebalanceTimeoutMs=${member.rebalanceTimeout}, supportedProtocols=List(${value.protocol ?? ''}))`
  })
  const type = value.protocolType === '' ? 'None' : `Some(${value.protocolType})`
  const state = value.members.length === 0 ? 'Empty' : 'Stable'
  return `${group}::GroupMetadata(groupId=${group}, generation=${value.generation}, protocolType=${type}, currentState=${state}, members=HashMap(${members.join(', ')}))\n`
}

/** By number, as TransactionLogValue stores it. */
const STATUSES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'Dead',
  'PrepareEpochFence',
]

export function transactionText(record: PrintedRecord): string {
  const found = transactionOf(record)
  if (found === null) return ''
  const { transactionalId } = found.key.data
  const value = found.value?.data
  if (value === undefined) return `${transactionalId}::NULL\n`
  const partitions = (value.transactionPartitions ?? []).flatMap(({ topic, partitionIds }) =>
    partitionIds.map((partition) => `${topic}-${partition}`),
  )
  const status = STATUSES[value.transactionStatus] ?? 'Unknown'
  return `${transactionalId}::TransactionMetadata(transactionalId=${transactionalId}, producerId=${value.producerId}, producerEpoch=${value.producerEpoch}, txnTimeoutMs=${value.transactionTimeoutMs}, state=${status}, pendingState=None, topicPartitions=HashSet(${partitions.join(', ')}), txnStartTimestamp=${value.transactionStartTimestampMs}, txnLastUpdateTimestamp=${value.transactionLastUpdateTimestampMs})\n`
}
