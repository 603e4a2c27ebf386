// What transactions do to partitions: transactional Produce, markers, offsets of groups, and what readers see of it.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiKey } from '../../../src/protocol/apis.ts'
import { batch, type TestBatch } from '../records.ts'
import type { Body, Scenario, Talk } from '../talk.ts'
import { joined, servedGroup, stable } from './group-talk.ts'
import { atRest, ended, joinTopic, type Producer, producerOf, servedId } from './transaction-talk.ts'

const TRANSACTIONAL = 16

async function endOffset(talk: Talk, topic: string, isolationLevel: number): Promise<number> {
  const partitions = [{ partitionIndex: 0, timestamp: -1 }]
  const body = { replicaId: -1, isolationLevel, topics: [{ name: topic, partitions }] }
  return (await talk.prepare(ApiKey.ListOffsets, 3, body)).topics[0].partitions[0].offset
}

/** Everything that a reader sees of a partition, and what its leader knows of the producer. */
async function notePartition(talk: Talk, label: string, topic: string, { producerId }: Producer): Promise<void> {
  const producers = await talk.prepare(ApiKey.DescribeProducers, 0, {
    topics: [{ name: topic, partitionIndexes: [0] }],
  })
  const active = producers.topics[0].partitions[0].activeProducers.filter((one: Body) => one.producerId === producerId)
  talk.note(
    `${label}: the producer`,
    active.map((one: Body) => ({ ...one, lastTimestamp: 0 })),
  )
  for (const isolationLevel of [0, 1]) {
    const read = isolationLevel === 1 ? 'committed' : 'all'
    talk.note(`${label}: end, ${read}`, await endOffset(talk, topic, isolationLevel))
    const { responses } = await talk.prepare(ApiKey.Fetch, 11, {
      replicaId: -1,
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 10_000_000,
      isolationLevel,
      topics: [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 10_000_000 }] }],
    })
    const { records, ...rest } = responses[0].partitions[0]
    talk.note(`${label}: fetched, ${read}`, { ...rest, batches: withoutTimes(records) })
  }
}

/** Markers have the broker's time, and with it checksums differ. */
function withoutTimes(records: Uint8Array | null): string[] {
  const found: string[] = []
  const bytes = Buffer.from(records ?? [])
  for (let at = 0; at + 61 <= bytes.length; at += 12 + bytes.readInt32BE(at + 8)) {
    const field = (name: string, value: number | bigint) => `${name} ${value}`
    const isMarker = (bytes.readInt16BE(at + 21) & 32) !== 0
    found.push(
      [
        field('offset', bytes.readBigInt64BE(at)),
        field('attributes', bytes.readInt16BE(at + 21)),
        field('epoch', bytes.readInt16BE(at + 51)),
        field('sequence', bytes.readInt32BE(at + 53)),
        isMarker ? bytes.subarray(at + 61, at + 12 + bytes.readInt32BE(at + 8)).toString('hex') : '',
      ].join(' '),
    )
  }
  return found
}

function transactional(talk: Talk, producer: Producer, baseSequence: number, more: Partial<TestBatch> = {}): Buffer {
  const attributes = TRANSACTIONAL
  const records = [{ key: 'k', value: `s${baseSequence}` }]
  return batch({ records, timestamp: talk.now, ...producer, baseSequence, attributes, ...more })
}

/** With an epoch above 0, so that there is an older one. */
async function raisedProducerOf(talk: Talk, id: string): Promise<Producer> {
  await producerOf(talk, id)
  return await producerOf(talk, id)
}

interface Target {
  readonly name: string
  readonly topicId: string
}

async function target(talk: Talk, label: string, partitions = 1): Promise<Target> {
  const name = await talk.topic(label, partitions)
  return { name, topicId: await talk.topicId(name) }
}

function produceBody(version: number, id: string | null, to: Target, partitions: [number, Uint8Array][]): Body {
  const partitionData = partitions.map(([index, records]) => ({ index, records }))
  const named = version >= 13 ? { topicId: to.topicId } : { name: to.name }
  return { transactionalId: id, acks: -1, timeoutMs: 10_000, topicData: [{ ...named, partitionData }] }
}

/** Readers of committed records are at the end: what was to be ended has ended. */
async function decided(talk: Talk, topic: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    if ((await endOffset(talk, topic, 0)) === (await endOffset(talk, topic, 1))) return
    await sleep(25)
  }
  throw new Error(`a transaction on ${topic} does not end`)
}

const producing: Scenario = {
  api: ApiKey.Produce,
  name: 'in transactions',
  versions: [3, 13],
  async run(talk, version) {
    const to = await target(talk, 't', 2)
    const id = await servedId(talk)
    const producer = await raisedProducerOf(talk, id)
    const produce = (label: string, ...partitions: [number, Uint8Array][]) =>
      talk.ask(label, ApiKey.Produce, version, produceBody(version, id, to, partitions))
    const of = (sequence: number, more: Partial<TestBatch> = {}) => transactional(talk, producer, sequence, more)
    if (version < 12) {
      await produce('not added', [0, of(0)])
      await joinTopic(talk, id, producer, to.name)
    }
    await produce('not from 0', [0, of(7)])
    await produce('first', [0, of(0)], ...(version < 12 ? [[1, of(0)] as [number, Uint8Array]] : []))
    await produce('second', [0, of(1)])
    await produce('second again', [0, of(1)])
    await produce('a gap', [0, of(5)])
    await produce('not transactional meanwhile', [0, of(2, { attributes: 0 })])
    await produce('another producer', [0, of(0, { producerId: producer.producerId + 500_000 })])
    await produce('an old epoch', [0, of(2, { producerEpoch: producer.producerEpoch - 1 })])
    // 3.9 takes it, and then the transaction never ends.
    if (version >= 12) await produce('a newer epoch', [0, of(0, { producerEpoch: producer.producerEpoch + 1 })])
    await produce('two producers', [0, of(2)], [1, of(0, { producerEpoch: producer.producerEpoch + 1 })])
    await talk.ask('no id', ApiKey.Produce, version, produceBody(version, null, to, [[0, of(2)]]))
    await talk.ask('another id', ApiKey.Produce, version, produceBody(version, `${id}-other`, to, [[1, of(0)]]))
    await notePartition(talk, 'while it is open', to.name, producer)
    await ended(talk, id, producer, version % 2 === 0)
    await decided(talk, to.name)
    await produce('after the end', [0, of(2)])
    await produce('the last again', [0, of(1)])
    await atRest(talk, id)
    await notePartition(talk, 'after the end', to.name, producer)
  },
}

function marker(producer: Producer, topics: Body, more: Body = {}): Body {
  return { ...producer, transactionResult: true, coordinatorEpoch: 0, topics, ...more }
}

const markers: Scenario = {
  api: ApiKey.WriteTxnMarkers,
  name: 'markers',
  async run(talk, version) {
    const topic = await talk.topic('t', 2)
    const id = await servedId(talk)
    const producer = await raisedProducerOf(talk, id)
    const here = [{ name: topic, partitionIndexes: [0] }]
    const write = (label: string, ...all: Body[]) => talk.ask(label, ApiKey.WriteTxnMarkers, version, { markers: all })
    const begin = async (sequence: number, more: Partial<TestBatch> = {}) => {
      await joinTopic(talk, id, producer, topic)
      const records = transactional(talk, producer, sequence, more)
      const { responses } = await talk.prepare(
        ApiKey.Produce,
        11,
        produceBody(11, id, { name: topic, topicId: '' }, [[0, records]]),
      )
      talk.note('begun', responses[0].partitionResponses[0].errorCode)
    }
    await write('none')
    await write('of nobody known', marker({ producerId: 777_000, producerEpoch: 0 }, here))
    await write('of no producer', marker({ producerId: -1, producerEpoch: 0 }, here))
    await write('in no epoch', marker({ producerId: 777_002, producerEpoch: -1 }, here))
    await write('in an epoch below none', marker({ producerId: 777_002, producerEpoch: -7 }, here))
    await write('of no coordinator', marker({ producerId: 777_002, producerEpoch: 0 }, here, { coordinatorEpoch: -1 }))
    await write('below none', marker({ producerId: 777_003, producerEpoch: 0 }, here, { coordinatorEpoch: -9 }))
    await begin(0)
    const { producerId, producerEpoch } = producer
    await write('an older epoch', marker({ producerId, producerEpoch: producerEpoch - 1 }, here))
    await write(
      'unknown places',
      marker(producer, [
        { name: talk.name('u'), partitionIndexes: [0] },
        { name: topic, partitionIndexes: [7, -1] },
      ]),
    )
    await notePartition(talk, 'still open', topic, producer)
    await write('abort', marker(producer, here, { transactionResult: false, coordinatorEpoch: 3 }))
    await write('abort again', marker(producer, here, { transactionResult: false, coordinatorEpoch: 3 }))
    await write('an older coordinator', marker(producer, here, { coordinatorEpoch: 2 }))
    await write(
      'two in one',
      marker(producer, here, { coordinatorEpoch: 4 }),
      marker({ producerId: 777_001, producerEpoch: 0 }, here),
    )
    await notePartition(talk, 'aborted', topic, producer)
    await begin(1)
    await write(
      'a newer epoch',
      marker({ producerId, producerEpoch: producerEpoch + 1 }, here, { coordinatorEpoch: 4 }),
    )
    await notePartition(talk, 'after a newer epoch', topic, producer)
    await write('no topics', marker(producer, []))
    await write('no partitions', marker(producer, [{ name: topic, partitionIndexes: [] }]))
  },
}

const raisedEpochs: Scenario = {
  api: ApiKey.WriteTxnMarkers,
  name: 'markers of transaction version 2',
  versions: [2, 2],
  async run(talk, version) {
    const to = await target(talk, 't')
    const id = await servedId(talk)
    const producer = await raisedProducerOf(talk, id)
    const { producerId, producerEpoch } = producer
    const write = (label: string, epoch: number, more: Body = {}) =>
      talk.ask(label, ApiKey.WriteTxnMarkers, version, {
        markers: [
          marker({ producerId, producerEpoch: epoch }, [{ name: to.name, partitionIndexes: [0] }], {
            transactionVersion: 2,
            ...more,
          }),
        ],
      })
    const records = transactional(talk, producer, 0)
    await talk.ask('begun', ApiKey.Produce, 12, produceBody(12, id, to, [[0, records]]))
    await write('at the epoch of the open transaction', producerEpoch)
    await write('at a raised epoch', producerEpoch + 1)
    await write('once more', producerEpoch + 1)
    await write('once more, the other way', producerEpoch + 1, { transactionResult: false })
    await write('an older one', producerEpoch)
    await write('an unknown transaction version', producerEpoch + 2, { transactionVersion: 9 })
    await notePartition(talk, 'at the end', to.name, producer)
  },
}

const offsets: Scenario = {
  api: ApiKey.TxnOffsetCommit,
  name: 'offsets',
  async run(talk, version) {
    const to = await target(talk, 't', 2)
    const groupId = await servedGroup(talk)
    const id = await servedId(talk)
    const producer = await raisedProducerOf(talk, id)
    const topicOf = (partitions: Body[]) => [
      { ...(version >= 6 ? { topicId: to.topicId } : { name: to.name }), partitions },
    ]
    const body = (committedOffset: number, more: Body = {}): Body => ({
      transactionalId: id,
      groupId,
      ...producer,
      generationIdOrMemberEpoch: -1,
      topics: topicOf([{ partitionIndex: 0, committedOffset, committedLeaderEpoch: -1, committedMetadata: 'm' }]),
      ...more,
    })
    const commit = (label: string, committedOffset: number, more: Body = {}) =>
      talk.ask(label, ApiKey.TxnOffsetCommit, version, body(committedOffset, more))
    const noteOffsets = async (label: string) => {
      for (const requireStable of [false, true]) {
        const asked = [{ name: to.name, partitionIndexes: [0, 1] }]
        const fetched = await talk.prepare(ApiKey.OffsetFetch, 7, { groupId, requireStable, topics: asked })
        talk.note(`${label}, ${requireStable ? 'stable' : 'any'}`, fetched)
      }
    }
    if (version < 5) {
      await commit('not added', 1)
      await talk.prepare(ApiKey.AddOffsetsToTxn, 3, { transactionalId: id, ...producer, groupId })
    }
    await commit('good', 5)
    await noteOffsets('pending')
    await commit('further', 6)
    const place = { partitionIndex: 1, committedOffset: 1, committedLeaderEpoch: -1 }
    await commit('no metadata', 0, { topics: topicOf([{ ...place, committedMetadata: null }]) })
    await commit('too much metadata', 0, { topics: topicOf([{ ...place, committedMetadata: 'm'.repeat(5000) }]) })
    await commit('an unknown partition', 0, {
      topics: topicOf([{ ...place, partitionIndex: 9, committedMetadata: '' }]),
    })
    const unknown = version >= 6 ? { topicId: 'c3RyYW5nZS11dWlkLTAwMQ' } : { name: talk.name('unknown') }
    await commit('an unknown topic', 0, { topics: [{ ...unknown, partitions: [{ ...place, committedMetadata: '' }] }] })
    await commit('no topics', 0, { topics: [] })
    await commit('no partitions', 0, { topics: topicOf([]) })
    await commit('a negative offset', -5)
    await commit('no group', 1, { groupId: '' })
    await commit('no id', 1, { transactionalId: '' })
    await commit('an old epoch', 1, { producerEpoch: producer.producerEpoch - 1 })
    if (version >= 5) await commit('a newer epoch', 1, { producerEpoch: producer.producerEpoch + 1 })
    await commit('another producer', 1, { producerId: producer.producerId + 500_000 })
    if (version >= 3) {
      await commit('of a member nobody knows', 1, { memberId: 'nobody', generationIdOrMemberEpoch: 1 })
      await commit('a generation alone', 1, { generationIdOrMemberEpoch: 1 })
    }
    await commit('the last', 7)
    await ended(talk, id, producer, version % 2 === 1)
    for (let attempt = 0; attempt < 400; attempt++) {
      const asked = [{ name: to.name, partitionIndexes: [0] }]
      const found = await talk.prepare(ApiKey.OffsetFetch, 7, { groupId, requireStable: true, topics: asked })
      if (found.topics[0].partitions[0].errorCode === 0) break
      await sleep(25)
    }
    await noteOffsets('ended')
    await commit('after the end', 9)
  },
}

const members: Scenario = {
  api: ApiKey.TxnOffsetCommit,
  name: 'members',
  versions: [3, 5],
  async run(talk, version) {
    const to = await target(talk, 't')
    const groupId = await servedGroup(talk)
    const id = await servedId(talk)
    const producer = await raisedProducerOf(talk, id)
    if (version < 5) await talk.prepare(ApiKey.AddOffsetsToTxn, 3, { transactionalId: id, ...producer, groupId })
    const none = { memberId: 'nobody', generationIdOrMemberEpoch: 1 }
    const someTopic = [
      { name: to.name, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] },
    ]
    await talk.ask('of a group that is not there', ApiKey.TxnOffsetCommit, version, {
      transactionalId: id,
      groupId,
      ...producer,
      topics: someTopic,
      ...none,
    })
    const member = await joined(talk, groupId, 'A', { groupInstanceId: null })
    const { memberId, generationId: generationIdOrMemberEpoch } = member
    const commit = (label: string, more: Body) =>
      talk.ask(label, ApiKey.TxnOffsetCommit, version, {
        transactionalId: id,
        groupId,
        ...producer,
        topics: someTopic,
        ...more,
      })
    await commit('while the group is assigned', { memberId, generationIdOrMemberEpoch })
    await commit('an old generation', { memberId, generationIdOrMemberEpoch: generationIdOrMemberEpoch - 1 })
    await commit('a future generation', { memberId, generationIdOrMemberEpoch: generationIdOrMemberEpoch + 1 })
    await commit('no generation', { memberId, generationIdOrMemberEpoch: -1 })
    await commit('no member', { memberId: '', generationIdOrMemberEpoch })
    await commit('neither', { memberId: '', generationIdOrMemberEpoch: -1 })
    await commit('another member', { memberId: 'nobody', generationIdOrMemberEpoch })
    await commit('a static member nobody knows', { memberId, generationIdOrMemberEpoch, groupInstanceId: 'i' })
    const other = await servedGroup(talk, 'other')
    await stable(talk, other, 'B')
    await ended(talk, id, producer, true)
    if (version < 5) await talk.prepare(ApiKey.AddOffsetsToTxn, 3, { transactionalId: id, ...producer, groupId: other })
    await commit('of another group', { groupId: other, memberId, generationIdOrMemberEpoch })
  },
}

export const transactionDataScenarios: readonly Scenario[] = [producing, markers, raisedEpochs, offsets, members]
