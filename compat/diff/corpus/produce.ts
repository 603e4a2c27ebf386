// Produce: formats, mistakes in batches, idempotent sequences.
import { ZERO_UUID } from '../../../src/base/kinds.ts'
import { ApiKey } from '../../../src/protocol/apis.ts'
import { batch, messageSet, type TestBatch } from '../records.ts'
import type { Body, Scenario, Talk } from '../talk.ts'

interface Target {
  name: string
  topicId: string
}

async function target(
  talk: Talk,
  label: string,
  partitions = 1,
  configs: Record<string, string> = {},
): Promise<Target> {
  const name = await talk.topic(label, partitions, configs)
  return { name, topicId: await talk.topicId(name) }
}

function body(version: number, to: Target, records: Uint8Array | null, more: Body = {}, partition = 0): Body {
  const named = version >= 13 ? { topicId: to.topicId } : { name: to.name }
  return {
    acks: -1,
    timeoutMs: 10_000,
    topicData: [{ ...named, partitionData: [{ index: partition, records }] }],
    ...more,
  }
}

function producing(talk: Talk, version: number, to: Target) {
  return (label: string, records: Uint8Array | null, more: Body = {}, partition = 0) =>
    talk.ask(label, ApiKey.Produce, version, body(version, to, records, more, partition))
}

/** Everything that lies in a partition, recorded. */
async function noteLog(talk: Talk, label: string, to: Target): Promise<void> {
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 10_000_000 }]
  const body = {
    replicaId: -1,
    maxWaitMs: 0,
    minBytes: 0,
    maxBytes: 10_000_000,
    topics: [{ topic: to.name, partitions }],
  }
  const answer = await talk.prepare(ApiKey.Fetch, 11, body)
  talk.note(label, answer.responses)
}

function one(talk: Talk, more: Partial<TestBatch> = {}): Buffer {
  return batch({ records: [{ key: 'k', value: 'v' }], timestamp: talk.now, ...more })
}

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

const formats: Scenario = {
  api: ApiKey.Produce,
  name: 'formats',
  async run(talk, version) {
    const to = await target(talk, 't')
    const produce = producing(talk, version, to)
    for (const [codec, name] of CODECS.entries()) {
      if (version >= 3) {
        const records = [
          { key: 'a', value: '1' },
          { key: null, value: null, timestampDelta: 5 },
          {
            value: '',
            headers: [
              ['h', 'x'],
              ['n', null],
            ] as [string, string | null][],
          },
        ]
        await produce(`v2 ${name}`, batch({ records, timestamp: talk.now, codec }))
      }
      if (codec > 3) continue
      const messages = [
        { key: 'a', value: '1', timestamp: talk.now },
        { key: null, value: null, timestamp: talk.now + 3 },
        { value: '' },
      ]
      await produce(`magic 1 ${name}`, messageSet(1, messages, codec))
      await produce(`magic 0 ${name}`, messageSet(0, messages, codec))
    }
    await produce(
      'two message sets of magic 1',
      Buffer.concat([
        messageSet(1, [{ value: 'x', timestamp: talk.now }]),
        messageSet(1, [{ value: 'y', timestamp: talk.now }]),
      ]),
    )
    await noteLog(talk, 'the log', to)
  },
}

const requests: Scenario = {
  api: ApiKey.Produce,
  name: 'requests',
  async run(talk, version) {
    const to = await target(talk, 't', 2)
    const produce = producing(talk, version, to)
    const good = version >= 3 ? one(talk) : messageSet(1, [{ value: 'x', timestamp: talk.now }])
    await produce('acks 1', good, { acks: 1 })
    await produce('acks 2', good, { acks: 2 })
    await produce('acks -2', good, { acks: -2 })
    await produce('timeout 0', good, { timeoutMs: 0 })
    await produce('partition 5', good, {}, 5)
    await produce('partition -1', good, {}, -1)
    const unknown = { name: talk.name('unknown'), topicId: 'c3RyYW5nZS11dWlkLTAwMQ' }
    await talk.ask('unknown topic', ApiKey.Produce, version, body(version, unknown, good))
    const nameless = { name: '', topicId: ZERO_UUID }
    await talk.ask('no name', ApiKey.Produce, version, body(version, nameless, good))
    await talk.ask('no topics', ApiKey.Produce, version, { acks: -1, timeoutMs: 1000, topicData: [] })
    const named = version >= 13 ? { topicId: to.topicId } : { name: to.name }
    await talk.ask('no partitions', ApiKey.Produce, version, {
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ ...named, partitionData: [] }],
    })
    const both = [0, 1, 7].map((index) => ({ index, records: good }))
    await talk.ask('three partitions, one unknown', ApiKey.Produce, version, {
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ ...named, partitionData: both }],
    })
    const twice = [0, 0].map((index) => ({ index, records: good }))
    await talk.ask('a partition twice', ApiKey.Produce, version, {
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ ...named, partitionData: twice }],
    })
    await produce('null records', null)
    await produce('no bytes', Buffer.alloc(0))
    await produce('a few bytes', Buffer.from('0102030405', 'hex'))
    await produce('zeros', Buffer.alloc(100))
    await produce('internal topic', good, {
      topicData: [{ name: '__consumer_offsets', partitionData: [{ index: 0, records: good }] }],
    })
    await noteLog(talk, 'the log', to)
  },
}

const acksNone: Scenario = {
  api: ApiKey.Produce,
  name: 'acks 0',
  async run(talk, version) {
    const to = await target(talk, 't')
    // Nothing comes back when all is well: waiting long for it would take the whole run.
    const produce = (label: string, records: Uint8Array, more: Body, partition: number) =>
      talk.ask(label, ApiKey.Produce, version, body(version, to, records, more, partition), 250)
    const good = version >= 3 ? one(talk) : messageSet(1, [{ value: 'x', timestamp: talk.now }])
    await produce('good', good, { acks: 0 }, 0)
    await noteLog(talk, 'the log', to)
    await produce('partition 9', good, { acks: 0 }, 9)
  },
}

const damaged: Scenario = {
  api: ApiKey.Produce,
  name: 'damaged batches',
  versions: [3, 99],
  async run(talk, version) {
    const to = await target(talk, 't')
    const produce = producing(talk, version, to)
    await produce('wrong CRC', one(talk, { wrongCrc: true }))
    await produce('count too high', one(talk, { count: 2 }))
    await produce('count too low', batch({ records: [{ value: 'a' }, { value: 'b' }], timestamp: talk.now, count: 1 }))
    await produce('count 0', one(talk, { count: 0 }))
    await produce('count -1', one(talk, { count: -1 }))
    await produce('last offset delta too high', one(talk, { lastOffsetDelta: 5 }))
    await produce('last offset delta negative', one(talk, { lastOffsetDelta: -1 }))
    await produce('no records', batch({ records: [], timestamp: talk.now, count: 0, lastOffsetDelta: 0 }))
    await produce('bytes after the last record', one(talk, { garbage: Buffer.from('00ff', 'hex') }))
    await produce(
      'offset deltas with a gap',
      batch({ records: [{ value: 'a' }, { value: 'b', offsetDelta: 4 }], timestamp: talk.now, lastOffsetDelta: 4 }),
    )
    await produce(
      'offset deltas backwards',
      batch({
        records: [
          { value: 'a', offsetDelta: 1 },
          { value: 'b', offsetDelta: 0 },
        ],
        timestamp: talk.now,
      }),
    )
    await produce('a record too long', batch({ records: [{ value: 'abc', lengthOff: 3 }], timestamp: talk.now }))
    await produce('a record too short', batch({ records: [{ value: 'abc', lengthOff: -2 }], timestamp: talk.now }))
    await produce('header count negative', batch({ records: [{ value: 'abc', headerCount: -1 }], timestamp: talk.now }))
    await produce('header count too high', batch({ records: [{ value: 'abc', headerCount: 9 }], timestamp: talk.now }))
    await produce('magic 3', one(talk, { magic: 3 }))
    await produce('magic -1', one(talk, { magic: -1 }))
    await produce('base offset 7', one(talk, { baseOffset: 7 }))
    await produce('a leader epoch', one(talk, { leaderEpoch: 9 }))
    await produce('size too large', one(talk, { sizeOff: 10 }))
    await produce('size too small', one(talk, { sizeOff: -3 }))
    await produce('size negative', one(talk, { sizeOff: -10_000 }))
    await produce('two batches', Buffer.concat([one(talk), one(talk)]))
    await produce('a batch and a piece', Buffer.concat([one(talk), one(talk).subarray(0, 30)]))
    await produce('a batch and zeros', Buffer.concat([one(talk), Buffer.alloc(20)]))
    await produce('codec 5', one(talk, { codec: 5 }))
    await produce('codec 7', one(talk, { codec: 7 }))
    await produce('control batch', one(talk, { attributes: 32 }))
    await produce('transactional, no id', one(talk, { attributes: 16 }))
    await produce('log append time', one(talk, { attributes: 8 }))
    await produce('unknown attribute bits', one(talk, { attributes: 0x780 }))
    for (const [codec, name] of CODECS.entries()) {
      if (codec === 0) continue
      const broken = one(talk, { codec, records: [{ value: 'z'.repeat(300) }] })
      await produce(`${name}, wrong CRC`, one(talk, { codec, wrongCrc: true }))
      await produce(`${name}, count too high`, one(talk, { codec, count: 3 }))
      await produce(
        `${name}, count too low`,
        batch({ records: [{ value: 'a' }, { value: 'b' }], timestamp: talk.now, codec, count: 1, lastOffsetDelta: 0 }),
      )
      await produce(`${name}, bytes after the last record`, one(talk, { codec, garbage: Buffer.from('00ff', 'hex') }))
      // Not compressed, but said to be.
      const plain = one(talk)
      plain[22] = codec
      await produce(`${name}, not compressed and the CRC wrong`, plain)
      await produce(`${name}, good`, broken)
    }
    await noteLog(talk, 'the log', to)
  },
}

const timestamps: Scenario = {
  api: ApiKey.Produce,
  name: 'timestamps and sizes',
  versions: [3, 99],
  async run(talk, version) {
    const day = 86_400_000
    const to = await target(talk, 't', 1, {
      'message.timestamp.before.max.ms': `${day}`,
      'message.timestamp.after.max.ms': `${day}`,
    })
    const produce = producing(talk, version, to)
    await produce('now', one(talk))
    await produce('two days ago', one(talk, { timestamp: talk.now - 2 * day }))
    await produce('in two days', one(talk, { timestamp: talk.now + 2 * day }))
    const mixed = [
      { value: 'good' },
      { value: 'late', timestampDelta: -2 * day },
      { value: 'early', timestampDelta: 2 * day },
    ]
    await produce('good, late and early', batch({ records: mixed, timestamp: talk.now }))
    await produce('none', one(talk, { timestamp: -1 }))
    await produce('negative', one(talk, { timestamp: -5 }))
    await produce('max timestamp wrong', one(talk, { maxTimestamp: talk.now + 1000 }))
    await produce('max timestamp -1', one(talk, { maxTimestamp: -1 }))
    await noteLog(talk, 'the log', to)
    const appended = await target(talk, 'append-time', 1, { 'message.timestamp.type': 'LogAppendTime' })
    const toAppended = producing(talk, version, appended)
    await toAppended('log append time', one(talk))
    await toAppended('log append time, two days ago', one(talk, { timestamp: talk.now - 2 * day }))
    await toAppended('log append time, gzip', one(talk, { codec: 1 }))
    await noteLog(talk, 'log append time: the log', appended)
    const small = await target(talk, 'small', 1, { 'max.message.bytes': '500' })
    const toSmall = producing(talk, version, small)
    await toSmall('fits', one(talk, { records: [{ value: 'x'.repeat(400) }] }))
    await toSmall('too large', one(talk, { records: [{ value: 'x'.repeat(500) }] }))
    await toSmall(
      'too large, but small when compressed',
      one(talk, { records: [{ value: 'x'.repeat(5000) }], codec: 1 }),
    )
    const segment = await target(talk, 'segment', 1, { 'segment.bytes': '1048576', 'max.message.bytes': '2000000' })
    await producing(
      talk,
      version,
      segment,
    )('larger than a segment', one(talk, { records: [{ value: 'x'.repeat(1_100_000) }] }))
    const isr = await target(talk, 'isr', 1, { 'min.insync.replicas': '2' })
    await producing(talk, version, isr)('fewer in sync than asked for', one(talk))
    await producing(talk, version, isr)('the same with acks 1', one(talk), { acks: 1 })
  },
}

const recompressed: Scenario = {
  api: ApiKey.Produce,
  name: 'the topic decides the compression',
  versions: [3, 99],
  async run(talk, version) {
    for (const type of ['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd']) {
      const to = await target(talk, type, 1, { 'compression.type': type })
      const produce = producing(talk, version, to)
      await produce(`${type}: from none`, one(talk))
      await produce(`${type}: from gzip`, one(talk, { codec: 1 }))
      await noteLog(talk, `${type}: the log`, to)
    }
  },
}

const idempotent: Scenario = {
  api: ApiKey.Produce,
  name: 'idempotent sequences',
  versions: [3, 99],
  async run(talk, version) {
    const to = await target(talk, 't')
    const produce = producing(talk, version, to)
    const producerId = await talk.producerId()
    const of = (baseSequence: number, count = 1, more: Partial<TestBatch> = {}) =>
      batch({
        records: Array.from({ length: count }, (_, i) => ({ value: `s${baseSequence + i}` })),
        timestamp: talk.now,
        producerId,
        producerEpoch: 0,
        baseSequence,
        ...more,
      })
    await produce('first, sequence 0', of(0, 3))
    await produce('sequence 3', of(3))
    await produce('sequence 3 again', of(3))
    await produce('the first again', of(0, 3))
    await produce('a gap', of(9))
    await produce('a part of one that is there', of(1, 1))
    for (let i = 4; i < 10; i++) await produce(`sequence ${i}`, of(i))
    await produce('one that is long ago', of(0, 3))
    await produce('a newer epoch from 0', of(0, 1, { producerEpoch: 1 }))
    await produce('a newer epoch, not from 0', of(5, 1, { producerEpoch: 2 }))
    await produce('an older epoch', of(10))
    await produce('an unknown producer, not from 0', of(4, 1, { producerId: producerId + 500_000 }))
    await produce('no epoch', of(0, 1, { producerEpoch: -1 }))
    await produce('no sequence', of(-1, 1, { producerEpoch: 1 }))
    await produce('sequence near the end', of(2147483647, 2, { producerEpoch: 3 }))
    await produce(
      'two batches of a producer',
      Buffer.concat([of(1, 1, { producerEpoch: 1 }), of(2, 1, { producerEpoch: 1 })]),
    )
    await produce('transactional without one', of(1, 1, { producerEpoch: 1, attributes: 16 }))
    await produce('gzip', of(1, 2, { producerEpoch: 1, codec: 1 }))
    await produce('gzip again', of(1, 2, { producerEpoch: 1, codec: 1 }))
    await noteLog(talk, 'the log', to)
  },
}

const oldFormats: Scenario = {
  api: ApiKey.Produce,
  name: 'damaged message sets',
  versions: [0, 2],
  async run(talk, version) {
    const to = await target(talk, 't')
    const produce = producing(talk, version, to)
    for (const magic of [0, 1] as const) {
      await produce(
        `magic ${magic}, wrong CRC`,
        messageSet(magic, [{ value: 'x', timestamp: talk.now, wrongCrc: true }]),
      )
      await produce(
        `magic ${magic}, one of two with a wrong CRC`,
        messageSet(magic, [
          { value: 'x', timestamp: talk.now },
          { value: 'y', timestamp: talk.now, wrongCrc: true },
        ]),
      )
      await produce(
        `magic ${magic}, offsets that jump`,
        messageSet(magic, [
          { value: 'x', offset: 5, timestamp: talk.now },
          { value: 'y', offset: 90, timestamp: talk.now },
        ]),
      )
      await produce(
        `magic ${magic}, offsets that jump, gzip`,
        messageSet(
          magic,
          [
            { value: 'x', offset: 5, timestamp: talk.now },
            { value: 'y', offset: 90, timestamp: talk.now },
          ],
          1,
        ),
      )
      await produce(
        `magic ${magic}, a piece`,
        messageSet(magic, [{ value: 'x'.repeat(50), timestamp: talk.now }]).subarray(0, 40),
      )
      await produce(
        `magic ${magic}, one and a piece`,
        Buffer.concat([
          messageSet(magic, [{ value: 'x', timestamp: talk.now }]),
          messageSet(magic, [{ value: 'y' }]).subarray(0, 20),
        ]),
      )
    }
    await produce('magic 1, no timestamp', messageSet(1, [{ value: 'x' }]))
    await produce(
      'magic 0 and magic 1',
      Buffer.concat([messageSet(0, [{ value: 'x' }]), messageSet(1, [{ value: 'y', timestamp: talk.now }])]),
    )
    await produce('a v2 batch', one(talk))
    await produce('magic 1, attributes 7', messageSet(1, [{ value: 'x', timestamp: talk.now, attributes: 7 }]))
    await produce('magic 1, log append time', messageSet(1, [{ value: 'x', timestamp: talk.now, attributes: 8 }]))
    await noteLog(talk, 'the log', to)
  },
}

export const produceScenarios: readonly Scenario[] = [
  formats,
  requests,
  acksNone,
  damaged,
  timestamps,
  recompressed,
  idempotent,
  oldFormats,
]
