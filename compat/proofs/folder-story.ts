// What is written into a data folder by one kind of broker and must be served by the other: topics with every compression,
// segments that rolled, records that were deleted, an idempotent producer, odd records. And what is read back, to compare.
import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../src/protocol/apis.ts'
import { lastOffsetAt } from '../../src/protocol/batch/header.ts'
import { batchPositions, openRecords } from '../../src/protocol/batch/iterate.ts'
import { errorName, isRetriable } from '../../src/protocol/error-codes.ts'
import { batch, type TestBatch, type TestRecord } from '../diff/records.ts'
import { createTopic } from '../lib/client.ts'
import { Wire } from './wire.ts'

/** An hour ago: what a producer wrote days ago, brokers forget. */
const START_MS = Date.now() - 3_600_000
const PRODUCER_EPOCH = 0
/** With a tenth of a second between them. */
const RETRIES_MAX = 100

export interface StoryTopic {
  readonly name: string
  readonly partitions: number
  readonly configs: Readonly<Record<string, string>>
}

/** Small segments with dense indexes, so that there are many of both. */
const SMALL = { 'segment.bytes': '30000', 'index.interval.bytes': '500', 'retention.ms': '-1' }
/** Cleaned whenever there is anything to clean. */
const COMPACT = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.01' }
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

export const storyTopics: readonly StoryTopic[] = [
  ...CODECS.map((codec) => ({ name: `story-${codec}`, partitions: codec === 'none' ? 3 : 1, configs: SMALL })),
  { name: 'story-trimmed', partitions: 1, configs: SMALL },
  {
    name: 'story-append-time',
    partitions: 1,
    configs: { 'message.timestamp.type': 'LogAppendTime', 'retention.ms': '-1' },
  },
  { name: 'story-idempotent', partitions: 1, configs: SMALL },
  { name: 'story-odd', partitions: 1, configs: { 'retention.ms': '-1' } },
  { name: 'story-nothing', partitions: 2, configs: {} },
  { name: 'story-compacted', partitions: 1, configs: { ...SMALL, ...COMPACT } },
]

const isCompacted = (name: string) => name === 'story-compacted'

export interface WrittenStory {
  producerId: number
  /** The idempotent producer's last batch, and where it was put. */
  lastBatch: Buffer
  lastOffset: number
  /** The sequence that follows. */
  nextSequence: number
}

export async function writeStory(address: string): Promise<WrittenStory> {
  for (const { name, partitions, configs } of storyTopics) await createTopic(address, name, partitions, configs)
  const wire = new Wire(address)
  try {
    for (let codec = 0; codec < CODECS.length; codec++) {
      const name = `story-${CODECS[codec]}`
      for (let partition = 0; partition < (codec === 0 ? 3 : 1); partition++)
        await writeMany(wire, name, partition, codec)
    }
    await writeMany(wire, 'story-trimmed', 0, 0)
    await writeMany(wire, 'story-append-time', 0, 1)
    await produce(wire, 'story-odd', 0, batch({ records: ODD, timestamp: START_MS }))
    await produce(
      wire,
      'story-odd',
      0,
      batch({ records: [{ value: Buffer.alloc(600_000, 7) }], timestamp: START_MS, codec: 3 }),
    )
    await writeCompacted(wire)
    const written = await writeIdempotent(wire)
    await deleteRecords(wire, 'story-trimmed', 200)
    return written
  } finally {
    wire.close()
  }
}

const ODD: TestRecord[] = [
  { key: null, value: null },
  { key: '', value: '' },
  { key: 'größe', value: '主题🚀', headers: [['a', null]] },
  {
    key: 'k',
    value: null,
    headers: [
      ['', ''],
      ['b', 'c'],
      ['b', 'd'],
    ],
  },
  { value: 'later', timestampDelta: 86_400_000 },
  { value: 'earlier', timestampDelta: -86_400_000 },
]

function records(count: number, from: number): TestRecord[] {
  return Array.from({ length: count }, (_, i) => ({
    key: `key-${from + i}`,
    // Does not compress to nothing, so that compressed segments roll as well.
    value: createHash('sha512')
      .update(`${from + i}`)
      .digest('base64')
      .repeat(1 + ((from + i) % 5)),
    timestampDelta: i,
    headers: (from + i) % 10 === 0 ? [['tenth', String(from + i)] as [string, string]] : undefined,
  }))
}

async function writeMany(wire: Wire, topic: string, partition: number, codec: number): Promise<void> {
  let next = partition * 1000
  for (let i = 0; i < 120; i++) {
    const count = 1 + (i % 8)
    await produce(
      wire,
      topic,
      partition,
      batch({ records: records(count, next), timestamp: START_MS + i * 1000, codec }),
    )
    next += count
  }
}

/** A hundred keys again and again, in all codecs, some deleted at the end; resolves when the cleaner has been there. */
async function writeCompacted(wire: Wire): Promise<void> {
  const name = 'story-compacted'
  let written = 0
  for (let i = 0; i < 300; i++) {
    const values = records(1 + (i % 8), i * 7).map((record, at) => ({ ...record, key: `key-${(i * 7 + at) % 100}` }))
    written += values.length
    await produce(wire, name, 0, batch({ records: values, timestamp: START_MS + i * 1000, codec: i % CODECS.length }))
  }
  const deleted = Array.from({ length: 10 }, (_, at) => ({ key: `key-${at}`, value: null, timestampDelta: at }))
  await produce(wire, name, 0, batch({ records: deleted, timestamp: START_MS + 400_000 }))
  // What was written last is in the active segment, and stays as it is.
  for (let attempt = 0; (await countStored(wire, name)) > written / 2; attempt++) {
    if (attempt === 200) throw new Error('the cleaner did not come within 20 s')
    await sleep(100)
  }
}

async function countStored(wire: Wire, name: string): Promise<number> {
  let count = 0
  for await (const _ of walkAll(wire, name, 0, 0, await listOffset(wire, name, 0, -1))) count++
  return count
}

async function writeIdempotent(wire: Wire): Promise<WrittenStory> {
  let producerId = -1
  for (let attempt = 0; producerId < 0 && attempt < 100; attempt++) {
    const answer = await wire.ask(ApiKey.InitProducerId, 1, { transactionalId: null, transactionTimeoutMs: 60_000 })
    if (answer.errorCode === 0) producerId = answer.producerId
    else await sleep(100)
  }
  if (producerId < 0) throw new Error('no producer id was given within 10 s')
  let nextSequence = 0
  let lastBatch: Buffer = Buffer.alloc(0)
  let lastOffset = -1
  for (let i = 0; i < 100; i++) {
    lastBatch = idempotentBatch(producerId, nextSequence, 5)
    lastOffset = await produce(wire, 'story-idempotent', 0, lastBatch)
    nextSequence += 5
  }
  return { producerId, lastBatch, lastOffset, nextSequence }
}

function idempotentBatch(producerId: number, baseSequence: number, count: number): Buffer {
  const of: TestBatch = {
    records: records(count, baseSequence),
    timestamp: START_MS + baseSequence,
    producerId,
    producerEpoch: PRODUCER_EPOCH,
    baseSequence,
  }
  return batch(of)
}

async function tryProduce(wire: Wire, topic: string, partition: number, bytes: Uint8Array) {
  const topicData = [{ name: topic, partitionData: [{ index: partition, records: bytes }] }]
  const answer = await wire.ask(ApiKey.Produce, 9, { acks: -1, timeoutMs: 20_000, topicData })
  return answer.responses[0]!.partitionResponses[0]!
}

export async function produce(wire: Wire, topic: string, partition: number, bytes: Uint8Array): Promise<number> {
  const { errorCode, baseOffset, errorMessage } = await tryProduce(wire, topic, partition, bytes)
  if (errorCode !== 0) throw new Error(`${topic}-${partition}: ${errorName(errorCode)} ${errorMessage ?? ''}`)
  return baseOffset
}

async function deleteRecords(wire: Wire, name: string, offset: number): Promise<void> {
  const topics = [{ name, partitions: [{ partitionIndex: 0, offset }] }]
  const answer = await wire.ask(ApiKey.DeleteRecords, 1, { topics, timeoutMs: 20_000 })
  const of = answer.topics[0]!.partitions[0]!
  if (of.errorCode !== 0 || of.lowWatermark !== offset) throw new Error(`DeleteRecords: ${errorName(of.errorCode)}`)
}

/**
 * After the other broker has taken over: the last batch, sent again, is recognised; the next one is taken; one that leaves
 * a gap is refused; and what is appended now comes behind what is there.
 */
export async function goOn(address: string, written: WrittenStory): Promise<void> {
  const wire = new Wire(address)
  const topic = 'story-idempotent'
  try {
    const { producerId, nextSequence } = written
    const again = await tryProduce(wire, topic, 0, written.lastBatch)
    if (again.errorCode !== 0 || again.baseOffset !== written.lastOffset) {
      throw new Error(
        `the last batch again: ${errorName(again.errorCode)} at ${again.baseOffset}, not ${written.lastOffset}`,
      )
    }
    const gap = await tryProduce(wire, topic, 0, idempotentBatch(producerId, nextSequence + 10, 1))
    if (errorName(gap.errorCode) !== 'OUT_OF_ORDER_SEQUENCE_NUMBER')
      throw new Error(`a gap: ${errorName(gap.errorCode)}`)
    const next = await produce(wire, topic, 0, idempotentBatch(producerId, nextSequence, 5))
    if (next !== written.lastOffset + 5) throw new Error(`the next batch was put at ${next}`)
    for (const { name } of storyTopics)
      await produce(wire, name, 0, batch({ records: records(3, 0), timestamp: START_MS }))
  } finally {
    wire.close()
  }
}

// ── Reading it back ─────────────────────────────────────────────────────────────────────────────────────────────────

export interface PartitionView {
  earliest: number
  latest: number
  records: number
  /** Where the first record with a timestamp of the middle of the story is. */
  byTime: number
  /** Of every record: offset, timestamp, key, value, headers. */
  digest: string
}

/** By `topic-partition`. */
export async function readStory(address: string): Promise<Map<string, PartitionView>> {
  const views = new Map<string, PartitionView>()
  const wire = new Wire(address)
  try {
    for (const { name, partitions } of storyTopics) {
      for (let partition = 0; partition < partitions; partition++) {
        views.set(`${name}-${partition}`, await readView(wire, name, partition))
      }
    }
    return views
  } finally {
    wire.close()
  }
}

async function readView(wire: Wire, name: string, partition: number): Promise<PartitionView> {
  const earliest = await listOffset(wire, name, partition, -2)
  const latest = await listOffset(wire, name, partition, -1)
  if (isCompacted(name)) return readCompactedView(wire, name, partition, earliest, latest)
  const byTime = await listOffset(wire, name, partition, START_MS + 60_000)
  const hash = createHash('sha256')
  let next = earliest
  for await (const walk of walkAll(wire, name, partition, earliest, latest)) {
    if (walk.offset !== next) throw new Error(`${name}-${partition}: offset ${walk.offset} where ${next} was expected`)
    next++
    hash.update(recordText(walk))
  }
  return { earliest, latest, records: next - earliest, byTime, digest: hash.digest('base64url') }
}

/** Either cleaner may have gone further meanwhile: what counts is what a reader knows at the end, key by key. */
async function readCompactedView(
  wire: Wire,
  name: string,
  partition: number,
  earliest: number,
  latest: number,
): Promise<PartitionView> {
  const values = new Map<string, string>()
  for await (const walk of walkAll(wire, name, partition, earliest, latest)) {
    const key = Buffer.from(walk.key()!).toString()
    if (walk.value() === null) values.delete(key)
    else values.set(key, recordText(walk))
  }
  const hash = createHash('sha256')
  for (const text of [...values.values()].sort()) hash.update(text)
  return { earliest, latest, records: values.size, byTime: -1, digest: hash.digest('base64url') }
}

/** Every record from `from` on, also where offsets are missing. */
export async function* walkAll(wire: Wire, name: string, partition: number, from: number, latest: number) {
  for (let next = from; next < latest; ) {
    const bytes = await fetch(wire, name, partition, next)
    const before = next
    for (const at of batchPositions(bytes)) {
      const walk = openRecords(bytes, at)
      while (walk.next()) {
        if (walk.offset < next) continue
        next = walk.offset + 1
        yield walk
      }
      next = Math.max(next, lastOffsetAt(bytes, at) + 1)
    }
    if (next === before) throw new Error(`${name}-${partition}: nothing at ${next}, below the end ${latest}`)
  }
}

function recordText(walk: ReturnType<typeof openRecords>): string {
  const hex = (bytes: Uint8Array | null) => (bytes === null ? 'null' : Buffer.from(bytes).toString('hex'))
  const headers = walk.headers().map(({ key, value }) => `${Buffer.from(key).toString('hex')}=${hex(value)}`)
  return [walk.offset, walk.timestamp, hex(walk.key()), hex(walk.value()), ...headers, ''].join('|')
}

export async function listOffset(wire: Wire, name: string, partitionIndex: number, timestamp: number): Promise<number> {
  const topics = [{ name, partitions: [{ partitionIndex, timestamp }] }]
  // A broker that has just started may not lead its partitions yet.
  for (let attempt = 1; ; attempt++) {
    const answer = await wire.ask(ApiKey.ListOffsets, 2, { replicaId: -1, topics })
    const of = answer.topics[0]!.partitions[0]!
    if (of.errorCode === 0) return of.offset
    if (!isRetriable(of.errorCode) || attempt === RETRIES_MAX) {
      throw new Error(`ListOffsets of ${name}-${partitionIndex}: ${errorName(of.errorCode)}`)
    }
    await sleep(100)
  }
}

async function fetch(wire: Wire, topic: string, partition: number, fetchOffset: number): Promise<Uint8Array> {
  const partitions = [{ partition, fetchOffset, partitionMaxBytes: 1_000_000 }]
  const topics = [{ topic, partitions }]
  // A broker that leads a partition may hear of the topic a moment later.
  for (let attempt = 1; ; attempt++) {
    const answer = await wire.ask(ApiKey.Fetch, 11, { maxWaitMs: 100, minBytes: 1, maxBytes: 10_000_000, topics })
    const of = answer.responses[0]!.partitions[0]!
    if (of.errorCode === 0) return of.records ?? new Uint8Array(0)
    if (!isRetriable(of.errorCode) || attempt === RETRIES_MAX)
      throw new Error(`Fetch of ${topic}-${partition} at ${fetchOffset}: ${errorName(of.errorCode)}`)
    await sleep(100)
  }
}

/** What is not the same, a sentence each. */
export function compareStories(before: Map<string, PartitionView>, after: Map<string, PartitionView>): string[] {
  const differences: string[] = []
  for (const [name, expected] of before) {
    const seen = after.get(name)
    for (const key of ['earliest', 'latest', 'records', 'byTime', 'digest'] as const) {
      if (seen?.[key] !== expected[key]) differences.push(`${name}: ${key} is ${seen?.[key]}, was ${expected[key]}`)
    }
  }
  return differences
}
