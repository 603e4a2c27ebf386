import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import { buildBatch, buildEndTransactionMarker } from '../protocol/batch/builder.ts'
import { baseSequenceAt, producerIdAt, recordCountAt } from '../protocol/batch/header.ts'
import { openRecords } from '../protocol/batch/iterate.ts'
import { CompressionType } from '../protocol/compression/types.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { KafkaClient } from './client.ts'
import { PartitionConsumer } from './consumer.ts'
import { Producer, type ProducerOptions } from './producer.ts'
import { FakeBroker, pass } from './testing/fake-broker.ts'

/** One broker that leads everything; Produce is recorded, Fetch gives `log` from the batch that is asked for. */
async function setUp(world: MemoryWorld) {
  const broker = new FakeBroker(1)
  const stored: Buffer[] = []
  const outcomes: (number | 'close')[] = []
  broker.serve(ApiKey.Metadata, 9, ({ topics }) => ({
    brokers: [{ nodeId: 1, host: broker.host, port: broker.port }],
    controllerId: 1,
    topics: topics?.map(({ name }) => ({
      name,
      partitions: [0, 1].map((partitionIndex) => ({ partitionIndex, leaderId: 1, leaderEpoch: 0 })),
    })),
  }))
  let producerId = 77
  broker.serve(ApiKey.InitProducerId, 4, () => ({ producerId: producerId++, producerEpoch: 0 }))
  broker.serve(ApiKey.Produce, 9, ({ topicData, acks }) => {
    const { name, partitionData } = topicData[0]!
    const outcome = outcomes.shift() ?? 0
    const isStored = outcome === 0 || outcome === 'close'
    if (isStored) stored.push(Buffer.from(partitionData[0]!.records!))
    if (outcome === 'close') return 'close'
    if (acks === 0) return null
    const { index } = partitionData[0]!
    return { responses: [{ name, partitionResponses: [{ index, errorCode: outcome, baseOffset: stored.length }] }] }
  })
  await broker.listen(world)
  const client = new KafkaClient({ world, bootstrapServers: `${broker.host}:${broker.port}`, deliveryTimeoutMs: 5000 })
  return { broker, client, stored, outcomes, producer: (options: ProducerOptions) => new Producer(client, options) }
}

const record = (text: string) => ({ timestamp: 1000, key: null, value: Buffer.from(text) })

function valuesOf(batch: Buffer): string[] {
  const values: string[] = []
  const walk = openRecords(batch, 0)
  while (walk.next()) values.push(Buffer.from(walk.value()!).toString())
  return values
}

test('records that are added leave in batches, full or after linger, each partition in order', async () => {
  for (const compression of [CompressionType.NONE, CompressionType.ZSTD]) {
    const world = new MemoryWorld()
    const { stored, producer } = await setUp(world)
    const sender = producer({ batchBytes: 500, lingerMs: 50, compression })
    for (let i = 0; i < 200; i++) sender.add('t', i % 2, record(`value ${i}`))
    await world.advance(40)
    const early = stored.length
    await world.advance(100)
    await pass(world, sender.flush())
    assert.ok(early > 0 && stored.length > early, `${early} of ${stored.length} batches before linger was over`)
    const values = stored.flatMap(valuesOf)
    for (const rest of [0, 1]) {
      const ofPartition = values.map((value) => Number(value.slice(6))).filter((n) => n % 2 === rest)
      assert.deepEqual(
        ofPartition,
        Array.from({ length: 100 }, (_, i) => 2 * i + rest),
      )
    }
  }
})

test('add asks to wait while too much is not acknowledged', async () => {
  const world = new MemoryWorld()
  const { producer, stored } = await setUp(world)
  const sender = producer({ batchBytes: 1000, bufferBytes: 3000 })
  let waits = 0
  const adding = (async () => {
    for (let i = 0; i < 100; i++) {
      const full = sender.add('t', 0, { timestamp: 1, value: Buffer.alloc(500) })
      if (full !== undefined) waits++
      await full
    }
    await sender.flush()
  })()
  await pass(world, adding)
  assert.ok(waits > 10, `${waits} waits`)
  assert.equal(
    stored.reduce((sum, batch) => sum + recordCountAt(batch, 0), 0),
    100,
  )
})

test('an idempotent producer numbers its batches, and sends one again under its number', async () => {
  const world = new MemoryWorld()
  const { producer, stored, outcomes } = await setUp(world)
  const sender = producer({ idempotent: true })
  outcomes.push(0, ErrorCode.NOT_ENOUGH_REPLICAS, 'close', ErrorCode.DUPLICATE_SEQUENCE_NUMBER, 0)
  for (const texts of [['a', 'b'], ['c'], ['d', 'e', 'f']]) {
    await pass(world, sender.send('t', 0, texts.map(record)))
  }
  assert.deepEqual(
    stored.map((batch) => [producerIdAt(batch, 0), baseSequenceAt(batch, 0), valuesOf(batch).join('')]),
    [
      [77, 0, 'ab'],
      [77, 2, 'c'],
      [77, 3, 'def'],
    ],
  )
})

test('after a batch that failed an idempotent producer begins anew: the next one is not taken for it', async () => {
  const world = new MemoryWorld()
  const { producer, stored, outcomes } = await setUp(world)
  const sender = producer({ idempotent: true })
  await pass(world, sender.send('t', 0, [record('a')]))
  outcomes.push(ErrorCode.MESSAGE_TOO_LARGE)
  await assert.rejects(pass(world, sender.send('t', 0, [record('b')])), /MESSAGE_TOO_LARGE/)
  await pass(world, sender.send('t', 0, [record('c')]))
  await pass(world, sender.send('t', 0, [record('d')]))
  assert.deepEqual(
    stored.map((batch) => [producerIdAt(batch, 0), baseSequenceAt(batch, 0), valuesOf(batch).join('')]),
    [
      [77, 0, 'a'],
      [78, 0, 'c'],
      [78, 1, 'd'],
    ],
  )
})

test('acks=0 waits for nothing; an error that does not pass is told with its name', async () => {
  const world = new MemoryWorld()
  const { producer, stored, outcomes } = await setUp(world)
  assert.equal((await pass(world, producer({ acks: 0 }).send('t', 0, [record('x')]))).baseOffset, -1)
  await world.settle()
  assert.equal(stored.length, 1)
  outcomes.push(ErrorCode.MESSAGE_TOO_LARGE)
  const sender = producer({ acks: 1 })
  await assert.rejects(pass(world, sender.send('t', 0, [record('x')])), /produce to t-0: MESSAGE_TOO_LARGE/)
  outcomes.push(ErrorCode.MESSAGE_TOO_LARGE)
  sender.add('t', 0, record('y'))
  await assert.rejects(pass(world, sender.flush()), { codeName: 'MESSAGE_TOO_LARGE' })
  assert.throws(() => sender.add('t', 0, record('z')), { codeName: 'MESSAGE_TOO_LARGE' })
})

/** Serves the batches from the one that holds the offset on; nothing beyond. */
function serveLog(
  broker: FakeBroker,
  log: Buffer[],
  ends: number[],
  abortedTransactions: object[] | null = null,
): void {
  broker.serve(ApiKey.Fetch, 11, ({ topics }) => {
    const { fetchOffset } = topics[0]!.partitions[0]!
    const first = ends.findIndex((end) => end > fetchOffset)
    const highWatermark = ends.at(-1)!
    const found = first === -1 ? [] : log.slice(first)
    const isBeyond = fetchOffset > highWatermark
    const partition = {
      errorCode: isBeyond ? ErrorCode.OFFSET_OUT_OF_RANGE : 0,
      highWatermark,
      abortedTransactions: abortedTransactions as { producerId: number; firstOffset: number }[] | null,
      records: Buffer.concat(found).subarray(0, 300),
    }
    return { responses: [{ topic: 't', partitions: [partition] }] }
  })
}

test('a consumer reads every record once, from the middle of a batch, over batches cut by the limit', async () => {
  const world = new MemoryWorld()
  const { broker, client } = await setUp(world)
  const log: Buffer[] = []
  for (let i = 0; i < 20; i++) {
    const texts = [`${i * 3}`, `${i * 3 + 1}`, `${i * 3 + 2}`]
    log.push(buildBatch(texts.map(record), { baseOffset: i * 3, compression: i % 5 }))
  }
  const ends = log.map((_, i) => i * 3 + 3)
  serveLog(broker, log, ends)
  const consumer = new PartitionConsumer(client, 't', 0, 4)
  const seen: string[] = []
  const reading = (async () => {
    for await (const { offset, value } of consumer.records(55)) seen.push(`${offset}:${Buffer.from(value!)}`)
  })()
  await pass(world, reading)
  assert.deepEqual(
    seen,
    Array.from({ length: 51 }, (_, i) => `${i + 4}:${i + 4}`),
  )
  const late = new PartitionConsumer(client, 't', 0, 61)
  await assert.rejects(pass(world, late.fetch()), { code: ErrorCode.OFFSET_OUT_OF_RANGE })

  log[3]![70] = log[3]![70]! ^ 1
  await assert.rejects(pass(world, new PartitionConsumer(client, 't', 0, 10).fetch()), /t-0 at offset 9/)
})

test('read committed: what was aborted is left out, and markers never show', async () => {
  const world = new MemoryWorld()
  const { broker, client } = await setUp(world)
  const log: Buffer[] = []
  const ends: number[] = []
  const append = (batch: Buffer, count: number) => {
    log.push(batch)
    ends.push((ends.at(-1) ?? 0) + count)
  }
  const inTransaction = (producerId: number, text: string) =>
    append(
      buildBatch([record(text)], {
        baseOffset: ends.at(-1) ?? 0,
        producerId,
        producerEpoch: 0,
        baseSequence: 0,
        transactional: true,
      }),
      1,
    )
  const end = (producerId: number, commit: boolean) =>
    append(
      buildEndTransactionMarker({
        producerId,
        producerEpoch: 0,
        commit,
        coordinatorEpoch: 0,
        timestamp: 1,
        baseOffset: ends.at(-1) ?? 0,
      }),
      1,
    )
  inTransaction(5, 'aborted')
  inTransaction(6, 'committed')
  append(buildBatch([record('plain')], { baseOffset: ends.at(-1) }), 1)
  inTransaction(5, 'aborted too')
  end(5, false)
  inTransaction(5, 'committed later')
  end(6, true)
  end(5, true)
  serveLog(broker, log, ends, [{ producerId: 5, firstOffset: 0 }])
  // All in one answer.
  broker.serve(ApiKey.Fetch, 11, () => ({
    responses: [
      {
        topic: 't',
        partitions: [{ abortedTransactions: [{ producerId: 5, firstOffset: 0 }], records: Buffer.concat(log) }],
      },
    ],
  }))
  const consumer = new PartitionConsumer(client, 't', 0, 0, { readCommitted: true })
  const { records, nextOffset } = await pass(world, consumer.fetch())
  assert.deepEqual(
    records.map(({ value }) => Buffer.from(value!).toString()),
    ['committed', 'plain', 'committed later'],
  )
  assert.equal(nextOffset, 8)
})
