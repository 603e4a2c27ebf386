import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CloseConnection } from '../network/dispatcher.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { ProduceResponse } from '../protocol/generated/000-produce.js'
import { handler } from './000-produce.ts'
import { ask, type Fakes, failedAppend, fakeBroker, IDS } from './testing.ts'

type Sent = [topic: string, partition: number, records?: Uint8Array | null]

function produce(fakes: Fakes, version: number, sent: Sent[], acks = 1): Promise<ProduceResponse> {
  const topicData = sent.map(([name, index, records = Buffer.from('batch')]) => ({
    name,
    topicId: IDS[name] ?? 'zzzzzzzzzzzzzzzzzzzzzA',
    partitionData: [{ index, records }],
  }))
  return ask<ProduceResponse>(handler, version, { acks, timeoutMs: 1000, topicData }, fakes)
}

function codes(response: ProduceResponse): number[] {
  return response.responses.flatMap(({ partitionResponses }) => partitionResponses.map(({ errorCode }) => errorCode))
}

test('every version: what was stored is answered with its offset', async () => {
  for (let version = 0; version <= 13; version++) {
    const fakes = fakeBroker()
    fakes.replicas.at('a', 1)!.add(1, 41)
    const response = await produce(fakes, version, [
      ['a', 1],
      ['b', 0],
    ])
    assert.deepEqual(codes(response), [0, 0])
    const [first, second] = response.responses
    assert.equal(first!.partitionResponses[0]!.baseOffset, 41)
    assert.equal(second!.partitionResponses[0]!.baseOffset, 0)
    assert.equal(first!.partitionResponses[0]!.logStartOffset, version >= 5 ? 0 : -1)
    assert.equal(first!.name, version < 13 ? 'a' : '')
    if (version >= 13) assert.equal(first!.topicId, IDS.a)
    assert.deepEqual(
      fakes.replicas.appends.map(({ topic, acks }) => `${topic} ${acks}`),
      ['a 1', 'b 1'],
    )
  }
})

test('acks that do not exist are refused, and nothing is stored', async () => {
  const fakes = fakeBroker()
  for (const acks of [-2, 2, 7]) {
    const response = await produce(
      fakes,
      9,
      [
        ['a', 0],
        ['b', 0],
      ],
      acks,
    )
    assert.deepEqual(codes(response), [ErrorCode.INVALID_REQUIRED_ACKS, ErrorCode.INVALID_REQUIRED_ACKS])
    assert.equal(response.responses[0]!.partitionResponses[0]!.baseOffset, -1)
  }
  assert.equal(fakes.replicas.appends.length, 0)
})

test('one partition that fails does not hold back the others; messages and record errors are told', async () => {
  const fakes = fakeBroker()
  fakes.replicas.onAppend = (topic) =>
    topic === 'a'
      ? failedAppend(ErrorCode.INVALID_RECORD, {
          errorMessage: 'bad records',
          recordErrors: [{ batchIndex: 3, message: 'no key' }],
        })
      : Promise.resolve({ ...failedAppend(0), firstOffset: 9, logStartOffset: 2, logAppendTimeMs: 77 })
  const response = await produce(fakes, 8, [
    ['a', 0],
    ['b', 0],
    ['b', 7, null],
  ])
  assert.deepEqual(codes(response), [ErrorCode.INVALID_RECORD, 0, ErrorCode.UNKNOWN_SERVER_ERROR])
  const [bad, good] = response.responses.map(({ partitionResponses }) => partitionResponses[0]!)
  assert.equal(bad!.errorMessage, 'bad records')
  assert.deepEqual(bad!.recordErrors, [{ batchIndex: 3, batchIndexErrorMessage: 'no key' }])
  assert.deepEqual([good!.baseOffset, good!.logStartOffset, good!.logAppendTimeMs], [9, 2, 77])
})

test('an id that is not known; a leader elsewhere is named from version 10 on', async () => {
  const fakes = fakeBroker()
  assert.deepEqual(codes(await produce(fakes, 13, [['x', 0]])), [ErrorCode.UNKNOWN_TOPIC_ID])
  assert.deepEqual(codes(await produce(fakes, 12, [['x', 0]])), [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
  const currentLeader = { leaderId: 2, leaderEpoch: 9 }
  fakes.replicas.onAppend = () => failedAppend(ErrorCode.NOT_LEADER_OR_FOLLOWER, { currentLeader })
  for (const version of [9, 10, 13]) {
    const { responses, nodeEndpoints } = await produce(fakes, version, [['a', 0]])
    const told = responses[0]!.partitionResponses[0]!.currentLeader
    assert.deepEqual({ ...told }, version < 10 ? { leaderId: -1, leaderEpoch: -1 } : currentLeader)
    const expected = version < 10 ? [] : [{ nodeId: 2, host: 'host2', port: 9002, rack: 'r2' }]
    assert.deepEqual(nodeEndpoints, expected)
  }
})

test('acks=0 has no answer, and closes the connection when something fails', async () => {
  const fakes = fakeBroker()
  assert.equal(await produce(fakes, 9, [['a', 0]], 0), null)
  assert.equal(await produce(fakes, 9, [], 0), null)
  await assert.rejects(
    produce(
      fakes,
      9,
      [
        ['a', 0],
        ['x', 3],
      ],
      0,
    ),
    (error) => {
      return error instanceof CloseConnection && /x-3.*UNKNOWN_TOPIC_OR_PARTITION/.test(error.message)
    },
  )
  fakes.replicas.onAppend = async () => failedAppend(ErrorCode.CORRUPT_MESSAGE)
  await assert.rejects(produce(fakes, 9, [['a', 0]], 0), CloseConnection)
})

test('appends begin in the order of the request, and the slowest decides when it is answered', async () => {
  const fakes = fakeBroker()
  const order: string[] = []
  fakes.replicas.onAppend = (topic, partition) => {
    order.push(`${topic}-${partition}`)
    const delayMs = topic === 'a' && partition === 0 ? 20 : 5
    return fakes.world.clock.sleep(delayMs).then(() => ({ ...failedAppend(0), firstOffset: delayMs }))
  }
  let response: ProduceResponse | null = null
  produce(
    fakes,
    9,
    [
      ['a', 0],
      ['a', 1],
      ['b', 0],
    ],
    -1,
  ).then((answered) => {
    response = answered
  })
  await fakes.world.advance(10)
  assert.deepEqual(order, ['a-0', 'a-1', 'b-0'])
  assert.equal(response, null)
  await fakes.world.advance(11)
  const offsets = response!.responses.map((topic) => topic.partitionResponses.map(({ baseOffset }) => baseOffset))
  assert.deepEqual(offsets, [[20, 5], [5]])
})

test('a partition that is named twice is stored and answered once, as named last; a topic without any not at all', async () => {
  const fakes = fakeBroker()
  const [short, long] = [Buffer.alloc(10), Buffer.alloc(20)]
  const partitionData = [
    { index: 0, records: short },
    { index: 1, records: short },
    { index: 0, records: long },
  ]
  const topicData = [
    { name: 'a', partitionData },
    { name: 'b' },
    { name: 'a', partitionData: [{ index: 1, records: long }] },
  ]
  const { responses } = await ask<ProduceResponse>(handler, 9, { acks: 1, timeoutMs: 1000, topicData }, fakes)
  assert.deepEqual(
    responses.map(({ name, partitionResponses }) => [name, ...partitionResponses.map(({ index }) => index)]),
    [['a', 0, 1]],
  )
  assert.deepEqual(
    fakes.replicas.appends.map(({ topic, partition, bytes }) => [topic, partition, bytes]),
    [
      ['a', 0, 20],
      ['a', 1, 20],
    ],
  )
})

test('a transactional batch without a transactional id refuses the request; internal topics take nothing from clients', async () => {
  const fakes = fakeBroker()
  const batch = buildBatch([{ timestamp: 1, key: null, value: Buffer.from('v'), headers: [] }], {
    producerId: 5,
    producerEpoch: 0,
    baseSequence: 0,
    transactional: true,
  })
  const { TRANSACTIONAL_ID_AUTHORIZATION_FAILED, INVALID_TOPIC_EXCEPTION, UNKNOWN_TOPIC_OR_PARTITION } = ErrorCode
  const refused = await produce(fakes, 9, [
    ['a', 0],
    ['b', 0, batch],
  ])
  assert.deepEqual(codes(refused), [TRANSACTIONAL_ID_AUTHORIZATION_FAILED, TRANSACTIONAL_ID_AUTHORIZATION_FAILED])
  assert.equal(fakes.replicas.appends.length, 0)
  const topicData = [{ name: 'b', partitionData: [{ index: 0, records: batch }] }]
  const body = { acks: 1, timeoutMs: 1000, transactionalId: 'id', topicData }
  assert.deepEqual(codes(await ask<ProduceResponse>(handler, 9, body, fakes)), [0])
  assert.deepEqual(codes(await produce(fakes, 9, [['__consumer_offsets', 0]])), [UNKNOWN_TOPIC_OR_PARTITION])
  fakes.metadata.addTopic('__consumer_offsets')
  assert.deepEqual(codes(await produce(fakes, 9, [['__consumer_offsets', 0]])), [INVALID_TOPIC_EXCEPTION])
})
