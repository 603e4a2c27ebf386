import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ZERO_UUID } from '../base/kinds.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import { openRecords } from '../protocol/batch/iterate.ts'
import { CompressionType } from '../protocol/compression/types.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { FetchRequestInput, FetchResponse } from '../protocol/generated/001-fetch.js'
import { handler } from './001-fetch.ts'
import { ask, type Fakes, fakeBroker, IDS } from './testing.ts'

type Wanted = [topic: string, partition: number, offset?: number, maxBytes?: number]

function body(wanted: Wanted[], more: FetchRequestInput = {}): FetchRequestInput {
  return {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 1_000_000,
    topics: wanted.map(([topic, partition, fetchOffset = 0, partitionMaxBytes = 1_000_000]) => ({
      topic,
      topicId: IDS[topic] ?? 'zzzzzzzzzzzzzzzzzzzzzA',
      partitions: [{ partition, fetchOffset, partitionMaxBytes }],
    })),
    ...more,
  }
}

function fetch(fakes: Fakes, version: number, wanted: Wanted[], more: FetchRequestInput = {}): Promise<FetchResponse> {
  return ask<FetchResponse>(handler, version, body(wanted, more), fakes)
}

/** "a-0:5" is five bytes, "a-0!1" error 1. */
function summary(response: FetchResponse): string {
  const parts: string[] = []
  for (const { topic, topicId, partitions } of response.responses) {
    const name = topic !== '' ? topic : (Object.keys(IDS).find((key) => IDS[key] === topicId) ?? '?')
    for (const { partitionIndex, errorCode, records } of partitions) {
      parts.push(`${name}-${partitionIndex}${errorCode === 0 ? `:${records?.length ?? 'null'}` : `!${errorCode}`}`)
    }
  }
  return parts.join(' ')
}

test('what is there is answered at once, within the limits, and at least one batch', async () => {
  const fakes = fakeBroker()
  for (const [topic, partition] of [
    ['a', 0],
    ['a', 1],
    ['b', 0],
  ] as const) {
    for (let i = 0; i < 3; i++) fakes.replicas.at(topic, partition)!.add(100)
  }
  const all: Wanted[] = [
    ['a', 0],
    ['a', 1],
    ['b', 0],
  ]
  assert.equal(summary(await fetch(fakes, 4, all)), 'a-0:300 a-1:300 b-0:300')
  assert.equal(summary(await fetch(fakes, 4, all, { maxBytes: 450 })), 'a-0:300 a-1:100 b-0:0')
  assert.equal(summary(await fetch(fakes, 4, all, { maxBytes: 10 })), 'a-0:100 a-1:0 b-0:0')
  assert.equal(
    summary(
      await fetch(fakes, 4, [
        ['a', 0, 0, 150],
        ['a', 1, 2, 10],
        ['b', 0, 3],
      ]),
    ),
    'a-0:100 a-1:0 b-0:0',
  )
  assert.equal(
    summary(
      await fetch(fakes, 4, [
        ['a', 0, 3],
        ['a', 1, 2, 10],
      ]),
    ),
    'a-0:0 a-1:100',
  )
  const limited = await ask<FetchResponse>(handler, 4, body(all), fakes, { responseBudget: () => 450 })
  assert.equal(summary(limited), 'a-0:300 a-1:100 b-0:0')
})

test('fetch.max.bytes bounds consumers, not followers', async () => {
  const fakes = fakeBroker({ 'fetch.max.bytes': 200 })
  for (let i = 0; i < 3; i++) fakes.replicas.at('a', 0)!.add(100)
  assert.equal(summary(await fetch(fakes, 4, [['a', 0]])), 'a-0:200')
  assert.equal(summary(await fetch(fakes, 4, [['a', 0]], { replicaId: 2 })), 'a-0:300')
  assert.equal(summary(await fetch(fakes, 15, [['a', 0]], { replicaState: { replicaId: 2 } })), 'a-0:300')
  assert.equal(fakes.replicas.reads.at(-1)!.params.replicaId, 2)
})

test('one partition whose read leaves the loop keeps its place and its share', async () => {
  const fakes = fakeBroker()
  for (const [topic, partition] of [
    ['a', 0],
    ['a', 1],
    ['b', 0],
  ] as const)
    fakes.replicas.at(topic, partition)!.add(100)
  fakes.replicas.at('a', 1)!.isSlow = true
  const answer = fetch(
    fakes,
    4,
    [
      ['a', 0],
      ['a', 1],
      ['b', 0],
    ],
    { maxBytes: 250 },
  )
  await fakes.world.advance(5)
  assert.equal(summary(await answer), 'a-0:100 a-1:100 b-0:0')
})

test('errors: unknown topics and ids, offsets out of range, a leader elsewhere', async () => {
  const fakes = fakeBroker()
  fakes.replicas.at('b', 0)!.error = ErrorCode.NOT_LEADER_OR_FOLLOWER
  const wanted: Wanted[] = [
    ['x', 0],
    ['a', 0, 99],
    ['a', 7],
    ['b', 0],
  ]
  assert.equal(summary(await fetch(fakes, 4, wanted, { maxWaitMs: 60_000 })), 'a-0!1 b-0!6 x-0!3 a-7!3')
  const response = await fetch(fakes, 16, wanted, { maxWaitMs: 60_000 })
  assert.equal(summary(response), 'a-0!1 b-0!6 ?-0!100 a-7!3')
  const elsewhere = response.responses.find(({ topicId }) => topicId === IDS.b)!
  assert.deepEqual(elsewhere.partitions[0]!.currentLeader, { leaderId: 2, leaderEpoch: 9 })
  assert.deepEqual(response.nodeEndpoints, [{ nodeId: 2, host: 'host2', port: 9002, rack: 'r2' }])
  assert.deepEqual((await fetch(fakes, 15, wanted)).nodeEndpoints, [])
  const replicaState = { replicaId: 7, replicaEpoch: -1 }
  assert.equal((await fetch(fakes, 17, wanted, { replicaState })).nodeEndpoints.length, 1)
  assert.equal((await fetch(fakes, 18, wanted, { replicaState })).nodeEndpoints.length, 0)
  assert.equal(elsewhere.partitions[0]!.records?.length, 0)
})

test('an isolation level that does not exist is answered as Apache does', async () => {
  const fakes = fakeBroker()
  const response = await fetch(fakes, 12, [['a', 0]], { isolationLevel: 5, sessionEpoch: -1 })
  assert.equal(response.errorCode, ErrorCode.UNKNOWN_SERVER_ERROR)
  assert.equal(summary(response), 'a-0!-1')
  assert.equal(response.responses[0]!.partitions[0]!.records, null)
  assert.equal(summary(await fetch(fakes, 13, [['a', 0]], { isolationLevel: 5 })), '')
})

test('a partition that is named twice is read once, as it is named last', async () => {
  const fakes = fakeBroker()
  for (let i = 0; i < 3; i++) fakes.replicas.at('a', 0)!.add(100)
  assert.equal(
    summary(
      await fetch(fakes, 4, [
        ['a', 0, 0],
        ['b', 0],
        ['a', 0, 2],
      ]),
    ),
    'a-0:100 b-0:0',
  )
})

for (const isSlow of [false, true]) {
  const how = isSlow ? 'read off the loop' : 'read in place'
  test(`a fetch waits for its bytes, until there are enough or its time is over (${how})`, async () => {
    const fakes = fakeBroker()
    const { replicas, world } = fakes
    const partition = replicas.at('a', 0)!
    partition.isSlow = isSlow
    let answered: string | null = null
    const ask = (more: FetchRequestInput) => {
      answered = null
      fetch(
        fakes,
        4,
        [
          ['a', 0],
          ['b', 0],
        ],
        { maxWaitMs: 500, ...more },
      ).then((r) => (answered = summary(r)))
    }
    ask({})
    await world.advance(100)
    assert.equal(answered, null)
    partition.add(10)
    await world.advance(5)
    assert.equal(answered, 'a-0:10 b-0:0')

    ask({ minBytes: 25 })
    await world.advance(100)
    partition.add(10)
    await world.advance(100)
    assert.equal(answered, null)
    replicas.at('b', 0)!.add(5)
    await world.advance(20)
    assert.equal(answered, 'a-0:20 b-0:5')

    ask({ minBytes: 1000 })
    await world.advance(499)
    assert.equal(answered, null)
    await world.advance(5)
    assert.equal(answered, 'a-0:20 b-0:5')

    ask({ minBytes: 1000 })
    await world.advance(100)
    partition.error = ErrorCode.NOT_LEADER_OR_FOLLOWER
    partition.wake()
    await world.advance(5)
    assert.equal(answered, 'a-0!6 b-0:5')
    assert.equal(partition.wakers.size, 0)
    assert.equal(replicas.at('b', 0)!.wakers.size, 0)
  })
}

test('woken in vain over and over, a fetch looks at most every ten milliseconds', async () => {
  const fakes = fakeBroker()
  const { replicas, world } = fakes
  let answered = false
  fetch(fakes, 4, [['a', 0]], { maxWaitMs: 2000, minBytes: 1_000_000 }).then(() => (answered = true))
  for (let ms = 0; ms < 1000; ms++) {
    replicas.at('a', 0)!.add(1)
    await world.advance(1)
  }
  assert.ok(replicas.reads.length < 150, `${replicas.reads.length} reads`)
  await world.advance(1100)
  assert.ok(answered)
})

test('a fetch whose client is gone gives up, however long it may wait', async () => {
  const fakes = fakeBroker()
  let isClosed = false
  let answered = false
  const calls = new Set<() => void>()
  const whenClosed = (call: () => void) => {
    calls.add(call)
    return () => calls.delete(call)
  }
  const context = { isClosed: () => isClosed, whenClosed }
  ask<FetchResponse>(handler, 4, body([['a', 0]], { maxWaitMs: 2_000_000_000 }), fakes, context).then(() => {
    answered = true
  })
  await fakes.world.advance(100_000)
  assert.equal(answered, false)
  isClosed = true
  for (const call of calls) call()
  await fakes.world.settle()
  assert.equal(answered, true)
  assert.equal(calls.size, 0)
  assert.equal(fakes.replicas.at('a', 0)!.wakers.size, 0)
})

test('a session: everything once, then only what has news', async () => {
  for (const version of [7, 12, 13, 18]) {
    const fakes = fakeBroker()
    const [a0, b0] = [fakes.replicas.at('a', 0)!, fakes.replicas.at('b', 0)!]
    a0.add(10)
    const first = await fetch(
      fakes,
      version,
      [
        ['a', 0],
        ['a', 1],
        ['b', 0],
      ],
      { sessionEpoch: 0 },
    )
    assert.equal(summary(first), 'a-0:10 a-1:0 b-0:0')
    const sessionId = first.sessionId
    assert.notEqual(sessionId, 0)
    const next = async (sessionEpoch: number, wanted: Wanted[], more: FetchRequestInput = {}) => {
      const response = await fetch(fakes, version, wanted, { sessionId, sessionEpoch, ...more })
      assert.equal(response.errorCode, 0)
      assert.equal(response.sessionId, sessionId)
      return summary(response)
    }
    assert.equal(await next(1, [['a', 0, 1]]), '')
    b0.add(7)
    assert.equal(await next(2, []), 'b-0:7')
    assert.equal(await next(3, [['b', 0, 1]]), '')
    a0.logStartOffset = 1
    assert.equal(await next(4, []), 'a-0:0')
    a0.error = ErrorCode.NOT_LEADER_OR_FOLLOWER
    assert.equal(await next(5, []), 'a-0!6')
    assert.equal(await next(6, []), 'a-0!6')
    a0.error = 0
    assert.equal(await next(7, []), 'a-0:0')
    const forgotten = [{ topic: 'a', topicId: IDS.a, partitions: [0] }]
    a0.add(5)
    assert.equal(await next(8, [], { forgottenTopicsData: forgotten }), '')
    assert.equal(await next(9, [['a', 0, 1]]), 'a-0:5')
  }
})

test('in a session, a partition that got records goes behind the others', async () => {
  const fakes = fakeBroker()
  const { sessionId } = await fetch(
    fakes,
    12,
    [
      ['a', 0],
      ['a', 1],
      ['b', 0],
    ],
    { sessionEpoch: 0 },
  )
  for (const name of ['a', 'b']) for (let i = 0; i < 4; i++) fakes.replicas.at(name, 0)!.add(100)
  const one = { sessionId, maxBytes: 100 }
  assert.equal(summary(await fetch(fakes, 12, [], { ...one, sessionEpoch: 1 })), 'a-0:100 b-0:0')
  assert.equal(summary(await fetch(fakes, 12, [['a', 0, 1]], { ...one, sessionEpoch: 2 })), 'b-0:100')
  assert.equal(summary(await fetch(fakes, 12, [['b', 0, 1]], { ...one, sessionEpoch: 3 })), 'a-0:100')
})

test('a topic that is deleted and made again in a session is known by its id', async () => {
  const fakes = fakeBroker()
  const { sessionId } = await fetch(fakes, 13, [['b', 0]], { sessionEpoch: 0 })
  fakes.metadata.topics.delete('b')
  assert.equal(summary(await fetch(fakes, 13, [], { sessionId, sessionEpoch: 1 })), 'b-0!100')
  fakes.metadata.addTopic('b')
  assert.equal(summary(await fetch(fakes, 13, [], { sessionId, sessionEpoch: 2 })), 'b-0:0')
})

test('sessions that are not there, at another epoch, or of the other kind', async () => {
  const fakes = fakeBroker()
  const { sessionId } = await fetch(fakes, 12, [['a', 0]], { sessionEpoch: 0 })
  const cases: [version: number, sessionId: number, sessionEpoch: number, error: number][] = [
    [12, sessionId + 1, 1, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    [12, 0, 1, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    [12, sessionId, 2, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
    [12, sessionId, 7, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
    [13, sessionId, 1, ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR],
    [12, sessionId, 1, 0],
    [12, sessionId, 1, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
    [12, sessionId, -1, 0],
    [12, sessionId, 2, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
  ]
  for (const [version, id, sessionEpoch, error] of cases) {
    const response = await fetch(fakes, version, [], { sessionId: id, sessionEpoch })
    assert.equal(response.errorCode, error, `version ${version}, epoch ${sessionEpoch}`)
    if (error !== 0) assert.equal(response.sessionId, 0)
  }
})

test('before version 7 there are no sessions, from 13 on topics have ids', async () => {
  const fakes = fakeBroker()
  assert.equal((await fetch(fakes, 6, [['a', 0]])).sessionId, 0)
  assert.equal((await fetch(fakes, 7, [['a', 0]], { sessionEpoch: -1 })).sessionId, 0)
  const [v12, v13] = [await fetch(fakes, 12, [['a', 0]]), await fetch(fakes, 13, [['a', 0]])]
  assert.deepEqual([v12.responses[0]!.topic, v12.responses[0]!.topicId], ['a', ZERO_UUID])
  assert.deepEqual([v13.responses[0]!.topic, v13.responses[0]!.topicId], ['', IDS.a])
})

test('versions before 4 get the records in the format of their time, from the offset on', async () => {
  const batch = (offset: number, compression: number) => {
    const records = ['x', 'y', 'z'].map((text) => ({ timestamp: 5000, value: Buffer.from(text) }))
    return buildBatch(records, { baseOffset: offset, compression })
  }
  for (const [version, magic] of [
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 2],
  ] as const) {
    const fakes = fakeBroker()
    const partition = fakes.replicas.at('a', 0)!
    partition.add(batch(0, CompressionType.NONE), 3)
    partition.add(batch(3, CompressionType.NONE), 3)
    const { responses } = await fetch(fakes, version, [['a', 0, 1]])
    const { records } = responses[0]!.partitions[0]!
    assert.equal(records![16], magic)
    const walk = openRecords(records!, 0)
    walk.next()
    assert.equal(walk.offset, magic === 2 ? 0 : 1)

    partition.add(batch(6, CompressionType.ZSTD), 3)
    const expected = version < 4 ? /^a-0!76$/ : /^a-0:[1-9]/
    assert.match(summary(await fetch(fakes, version, [['a', 0, 6]])), expected)
  }
  const refusing = fakeBroker({ 'log.message.downconversion.enable': false })
  refusing.replicas.at('a', 0)!.add(batch(0, CompressionType.NONE), 3)
  const refused = await fetch(refusing, 3, [['a', 0]])
  assert.equal(summary(refused), 'a-0!35')
  assert.equal(refused.responses[0]!.partitions[0]!.records, null)
  assert.match(summary(await fetch(refusing, 4, [['a', 0]])), /^a-0:[1-9]/)
})

test('any negative epoch is none at all', async () => {
  const fakes = fakeBroker()
  fakes.replicas.at('a', 0)!.add(10)
  for (const [epoch, asked] of [
    [-5, -1],
    [-1, -1],
    [3, 3],
  ] as const) {
    const topics = [
      { topic: 'a', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100, currentLeaderEpoch: epoch }] },
    ]
    await fetch(fakes, 12, [], { topics })
    assert.equal(fakes.replicas.reads.at(-1)!.params.currentLeaderEpoch, asked)
  }
})
