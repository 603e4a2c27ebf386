/** Compacted topics in a whole broker, with the cleaner on a real thread. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ApiKey } from '../protocol/apis.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import { lastOffsetAt } from '../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { startBroker } from './main.ts'
import { ask, coordinator, eventually, type RunningTestBroker } from './testing/groups.ts'

const dir = mkdtempSync(join(tmpdir(), 'odradek-compaction-'))
after(() => rmSync(dir, { recursive: true, force: true }))

const flags = {
  'log.dirs': dir,
  'log.cleaner.backoff.ms': '20',
  'log.cleaner.min.cleanable.ratio': '0.1',
  'offsets.topic.num.partitions': '1',
  'offsets.topic.segment.bytes': '4000',
  'log.segment.bytes': '1048576',
}

const start = () => startBroker({ port: 0, flags, env: { KAFKA_CREATE_TOPICS: 'c:1:1:compact' } })

function cleanedUpTo(partition: string): number {
  const path = join(dir, 'cleaner-offset-checkpoint')
  if (!existsSync(path)) return 0
  const line = readFileSync(path, 'latin1')
    .split('\n')
    .find((one) => one.startsWith(`${partition} `))
  return Number(line?.split(' ').at(-1) ?? 0)
}

async function produce(broker: RunningTestBroker, entries: readonly [string | null, string][]) {
  const records = buildBatch(
    entries.map(([key, value]) => ({
      timestamp: 1_700_000_000_000,
      key: key === null ? null : Buffer.from(key),
      value: Buffer.from(value),
    })),
  )
  const topicData = [{ name: 'c', partitionData: [{ index: 0, records }] }]
  const answer = await ask(broker, ApiKey.Produce, 9, { acks: -1, timeoutMs: 10_000, topicData })
  return answer.responses[0]!.partitionResponses[0]!
}

async function readAll(broker: RunningTestBroker): Promise<[offset: number, key: string][]> {
  const found: [number, string][] = []
  for (let next = 0; ; ) {
    const topics = [{ topic: 'c', partitions: [{ partition: 0, fetchOffset: next, partitionMaxBytes: 1 << 20 }] }]
    const answer = await ask(broker, ApiKey.Fetch, 11, { maxWaitMs: 0, minBytes: 0, maxBytes: 1 << 20, topics })
    const { errorCode, records } = answer.responses[0]!.partitions[0]!
    assert.equal(errorCode, 0)
    if (records === null || records.length === 0) return found
    for (const at of batchPositions(records)) {
      const walk = openRecords(records, at)
      while (walk.next()) if (walk.offset >= next) found.push([walk.offset, Buffer.from(walk.key()!).toString()])
      next = lastOffsetAt(records, at) + 1
    }
  }
}

async function commit(broker: RunningTestBroker, groupId: string, offset: number): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: '' }]
  const answer = await ask(broker, ApiKey.OffsetCommit, 8, { groupId, topics: [{ name: 'c', partitions }] })
  assert.equal(answer.topics[0]!.partitions[0]!.errorCode, 0)
}

async function committed(broker: RunningTestBroker, groupId: string): Promise<number> {
  const { groups } = await ask(broker, ApiKey.OffsetFetch, 8, { groups: [{ groupId, topics: null }] })
  return groups[0]!.topics[0]!.partitions[0]!.committedOffset
}

test('a compacted topic and the committed offsets shrink, and a restart finds what is left', async () => {
  let broker = await start()
  try {
    const configs = [{ name: 'segment.bytes', configOperation: 0, value: '2000' }]
    const resources = [{ resourceType: 2, resourceName: 'c', configs }]
    const altered = await ask(broker, ApiKey.IncrementalAlterConfigs, 1, { resources, validateOnly: false })
    assert.equal(altered.responses[0]!.errorCode, 0)

    const refused = await produce(broker, [
      ['k', 'v'],
      [null, 'v'],
    ])
    assert.equal(refused.errorCode, ErrorCode.INVALID_RECORD)
    assert.deepEqual(
      refused.recordErrors.map(({ batchIndex }) => batchIndex),
      [1],
    )
    for (let n = 0; n < 200; n++) {
      const { errorCode } = await produce(broker, [
        [`k${n % 7}`, 'v'.repeat(50)],
        [`once-${n % 40}`, 'v'],
      ])
      assert.equal(errorCode, 0)
    }
    await coordinator(broker, 'g')
    for (let n = 1; n <= 150; n++) {
      await commit(broker, 'g', n)
      if (n === 1) await commit(broker, 'silent', 77)
    }
    await eventually(async () => {
      assert.ok(cleanedUpTo('c 0') > 300)
      assert.ok(cleanedUpTo('__consumer_offsets 0') > 80)
    })
    const before = await readAll(broker)
    assert.ok(before.length < 150, `${before.length} of 400 records are left`)
    assert.equal(new Set(before.map(([, key]) => key)).size, 47)
    await broker.stop()

    broker = await start()
    await coordinator(broker, 'g')
    assert.equal(await committed(broker, 'g'), 150)
    assert.equal(await committed(broker, 'silent'), 77)
    const after = await readAll(broker)
    assert.equal(new Set(after.map(([, key]) => key)).size, 47)
    assert.deepEqual(
      after.map(([offset]) => offset),
      after.map(([offset]) => offset).sort((a, b) => a - b),
    )
  } finally {
    await broker.stop()
  }
})
