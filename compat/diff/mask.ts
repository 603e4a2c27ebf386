// Makes answers of two brokers comparable: what must differ is replaced by a word, what has no order is sorted.
import { LONG_MAX, ZERO_UUID } from '../../src/base/kinds.ts'
import { describeRecords } from './describe-records.ts'

export interface Known {
  /** Texts that differ between brokers by nature, and what stands for them. */
  words: ReadonlyMap<string, string>
  /** What the scenario's names begin with: recorded as `~`. */
  prefix: string
}

const DROPPED = new Set(['throttleTimeMs', 'unknownTaggedFields'])

/** By field name: what stands for a value that is not comparable; undefined leaves it as it is. */
const WORDS: Readonly<Record<string, (value: unknown) => unknown>> = {
  host: () => 'HOST',
  port: (value) => (Number(value) > 0 ? 'PORT' : value),
  clusterId: (value) => (typeof value === 'string' ? 'CLUSTER' : value),
  topicId: (value) => (value === ZERO_UUID ? 'no id' : 'some id'),
  logDir: () => 'DIR',
  errorMessage: (value) => (value ? 'TEXT' : value),
  batchIndexErrorMessage: (value) => (value ? 'TEXT' : value),
  finalizedFeaturesEpoch: (value) => (Number(value) >= 0 ? 'EPOCH' : value),
  sessionId: (value) => (Number(value) > 0 ? 'SESSION' : value),
  producerId: (value) => (Number(value) >= 0 ? 'PRODUCER' : value),
  transactionStartTimeMs: (value) => (Number(value) >= 0 ? 'TIME' : value),
  logAppendTimeMs: (value) => (Number(value) >= 0 ? 'TIME' : value),
  partitionSize: (value) => (Number(value) > 0 ? 'SIZE' : value),
  totalBytes: (value) => (Number(value) > 0 ? 'SIZE' : value),
  usableBytes: (value) => (Number(value) > 0 ? 'SIZE' : value),
  memberId: (value) => withoutUuid(value),
  leader: (value) => withoutUuid(value),
  documentation: (value) => (value ? 'TEXT' : value),
}

/** Member ids end with a random UUID. */
function withoutUuid(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'UUID') : value
}

/** Settings whose values are the broker's own. */
const OWN_SETTINGS = new Set([
  'listeners',
  'advertised.listeners',
  'log.dirs',
  'log.dir',
  'zookeeper.connect',
  'controller.quorum.voters',
])

/** Arrays of these are sets: their elements are put in order by these fields. */
const ORDER_BY = [
  'name',
  'partitionId',
  'topic',
  'topicName',
  'apiKey',
  'entityType',
  'user',
  'resourceName',
  'nodeId',
  'brokerId',
  'index',
  'partitionIndex',
  'partition',
  'groupId',
  'memberId',
]

export function mask(value: unknown, known: Known, field = ''): unknown {
  if (field === 'records' && value instanceof Uint8Array) return mask(describeRecords(value), known)
  if (typeof value === 'string' && known.words.has(value)) return known.words.get(value)
  const word = WORDS[field]
  if (word && value !== null && typeof value !== 'object') return word(value)
  if (typeof value === 'string') return value.replaceAll(known.prefix, '~')
  if (value === LONG_MAX) return 'LONG_MAX'
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return ordered(value.map((one) => mask(one, known)))
  if (typeof value === 'object' && value !== null) {
    const masked: Record<string, unknown> = {}
    for (const [key, inner] of Object.entries(value)) {
      if (!DROPPED.has(key) && inner !== undefined) masked[key] = mask(inner, known, key)
    }
    if (OWN_SETTINGS.has(String(masked.name)) && 'value' in masked) masked.value = 'OWN'
    return masked
  }
  return value
}

function ordered(list: unknown[]): unknown[] {
  const first = list[0]
  if (typeof first !== 'object' || first === null) return list
  const fields = ORDER_BY.filter((name) => name in first)
  if (fields.length === 0) return list
  const keyOf = (one: unknown) => fields.map((name) => sortable((one as Record<string, unknown>)[name])).join('\0')
  return list
    .map((one) => ({ one, key: keyOf(one) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ one }) => one)
}

function sortable(value: unknown): string {
  return typeof value === 'number' ? String(value + 1_000_000).padStart(20, '0') : String(value)
}
