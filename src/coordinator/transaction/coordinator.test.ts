/** Transactions as their producers see them, on virtual time. Producers are written id/epoch. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compileClientPattern } from '../../base/client-pattern.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { HeldTransactions, made, ref, TIMED_OUT_CHECK_MS, unled } from './testing/held-transactions.ts'

const { NONE, CONCURRENT_TRANSACTIONS, PRODUCER_FENCED, INVALID_PRODUCER_ID_MAPPING, INVALID_TXN_STATE } = ErrorCode
const error = (code: number) => `error ${code}`
/** EndTxn before version 5 tells no producer. */
const DONE = '-1/-1'
/** A list of everything. */
const ALL = { states: new Set<string>(), producerIds: new Set<number>(), durationMs: -1, pattern: null }

test('before KIP-890: partitions and offsets join, the end is recorded, marked and recorded again; the epoch stays', async () => {
  const held = await made()
  assert.equal(await held.init('t'), '1000/0')
  assert.equal(held.state('t'), 'Empty 1000/0')
  assert.equal(await held.add('t', '1000/0', ['a-0', 'b-0']), NONE)
  assert.equal(await held.add('t', '1000/0', ['a-0']), NONE)
  assert.equal(await held.add('t', '1000/0', ['a-2']), NONE)
  assert.equal(held.records.length, 3, 'a partition that is in already is not recorded again')
  assert.equal(await held.end('t', '1000/0', true), DONE)
  await held.world.settle()
  assert.deepEqual(held.markers, ['commit 1000/0 a-0', 'commit 1000/0 a-2', 'commit 1000/0 b-0'])
  assert.equal(held.sent.length, 1)
  assert.equal(held.state('t'), 'CompleteCommit 1000/0')
  assert.equal(await held.end('t', '1000/0', true), DONE)
  assert.equal(await held.end('t', '1000/0', false), error(INVALID_TXN_STATE))
  assert.equal(await held.add('t', '1000/0', ['a-1']), NONE)
  assert.equal(await held.end('t', '1000/0', false), DONE)
  await held.world.settle()
  assert.equal(held.markers.at(-1), 'abort 1000/0 a-1')
  assert.deepEqual(
    held.records.map(({ value }) => value!.state),
    ['Empty', 'Ongoing', 'Ongoing', 'PrepareCommit', 'CompleteCommit', 'Ongoing', 'PrepareAbort', 'CompleteAbort'],
  )
})

test('with KIP-890: every end raises the epoch, a repeated end is answered the same, an old epoch is fenced', async () => {
  const held = await made()
  await held.init('t')
  assert.deepEqual(await held.coordinator.verify('t', 1000, 0, [{ topic: 'a', partition: 0 }], true), [NONE])
  assert.equal(await held.end('t', '1000/0', true, 2), '1000/1')
  await held.world.settle()
  assert.deepEqual(held.markers, ['commit 1000/1 a-0'])
  assert.equal(await held.end('t', '1000/0', true, 2), '1000/1')
  assert.equal(await held.end('t', '1000/0', false, 2), error(INVALID_TXN_STATE))
  assert.equal(await held.end('t', '1000/1', true, 2), error(INVALID_TXN_STATE))
  assert.equal(await held.add('t', '1000/0', ['a-0'], 2), PRODUCER_FENCED)
  assert.equal(await held.add('t', '1000/1', ['a-0'], 2), NONE)
  assert.equal(await held.end('t', '1000/0', true, 2), error(PRODUCER_FENCED))
  assert.equal(await held.end('t', '1000/1', false, 2), '1000/2')
  await held.world.settle()
  assert.equal(held.markers.at(-1), 'abort 1000/2 a-0')
})

test('with KIP-890: a transaction that nothing joined may be aborted, not committed', async () => {
  const held = await made()
  await held.init('t')
  assert.equal(await held.end('t', '1000/0', true, 2), error(INVALID_TXN_STATE))
  assert.equal(await held.end('t', '1000/0', false, 2), '1000/1')
  await held.world.settle()
  assert.equal(held.state('t'), 'CompleteAbort 1000/1')
  assert.equal(await held.end('t', '1000/0', false, 2), '1000/1')
  assert.equal(await held.end('t', '1000/1', false, 2), '1000/2')
  assert.deepEqual(held.markers, [])
  assert.equal(await held.end('t', '1000/2', false), error(CONCURRENT_TRANSACTIONS))
  await held.world.settle()
  assert.equal(await held.end('t', '1000/2', false), DONE)
})

test('a new producer ends the transaction of the one before it, which is fenced', async () => {
  for (const transactionVersion of [0, 2]) {
    const held = await made({ transactionVersion })
    await held.init('t')
    await held.add('t', '1000/0', ['a-0'])
    assert.equal(await held.init('t'), error(CONCURRENT_TRANSACTIONS))
    await held.world.settle()
    assert.deepEqual(held.markers, ['abort 1000/1 a-0'])
    assert.equal(await held.init('t'), '1000/2')
    assert.equal(await held.add('t', '1000/0', ['a-0']), PRODUCER_FENCED)
    assert.equal(await held.end('t', '1000/0', true), error(PRODUCER_FENCED))
    assert.equal(await held.init('t', '1000/0'), error(PRODUCER_FENCED))
    assert.equal(await held.init('t', '7/0'), error(PRODUCER_FENCED))
  }
})

test('KIP-360: who names its id and epoch goes on with the next one; a repeated request is answered the same', async () => {
  const held = await made()
  await held.init('t')
  assert.equal(await held.init('t', '1000/0'), '1000/1')
  assert.equal(await held.init('t', '1000/0'), '1000/1')
  assert.equal(await held.init('t', '1000/1'), '1000/2')
  assert.equal(await held.init('t', '1000/0'), error(PRODUCER_FENCED))
  // Somebody new: what the other repeats is no longer its own.
  assert.equal(await held.init('t'), '1000/3')
  assert.equal(await held.init('t', '1000/2'), error(PRODUCER_FENCED))
  // Nothing is known of the id any more: a fresh producer id.
  assert.equal(await held.init('forgotten', '5/9'), '1001/0')
})

test('the next transaction may be asked for before the last one has all its markers: not yet, and not fenced', async () => {
  const held = await made()
  await held.init('t')
  await held.add('t', '1000/0', ['a-0'], 2)
  held.holdsMarkers = true
  assert.equal(await held.end('t', '1000/0', true, 2), '1000/1')
  assert.equal(await held.add('t', '1000/1', ['a-0'], 2), CONCURRENT_TRANSACTIONS)
  for (const producer of ['1000/0', '1000/1', '1001/0']) {
    assert.equal(await held.end('t', producer, false, 2), error(CONCURRENT_TRANSACTIONS))
    assert.equal(await held.init('t', producer), error(CONCURRENT_TRANSACTIONS))
  }
  held.holdsMarkers = false
  await held.releaseMarkers()
  assert.equal(await held.end('t', '1000/1', false, 2), '1000/2')
})

test('an id whose epochs are used up is replaced by InitProducerId', async () => {
  const held = await unled({ transactionVersion: 0 })
    .stored('t', { producerId: 5, producerEpoch: 32_765 })
    .stored('u', { producerId: 6, producerEpoch: 32_766 })
    .lead()
  assert.equal(await held.init('t', '5/32765'), '5/32766')
  assert.equal(await held.init('t', '5/32765'), '5/32766')
  assert.equal(await held.init('t', '5/32766'), '1000/0')
  assert.equal(await held.init('t', '5/32766'), '1000/0', 'the answer was lost')
  assert.equal(await held.init('t'), '1000/1')
  assert.equal(await held.init('t', '5/32766'), error(PRODUCER_FENCED))
  await held.add('u', '6/32766', ['a-0'])
  assert.equal(await held.init('u'), error(CONCURRENT_TRANSACTIONS))
  await held.world.settle()
  assert.deepEqual(held.markers, ['abort 6/32767 a-0'])
  assert.equal(await held.init('u', '6/32766'), error(PRODUCER_FENCED))
  assert.equal(await held.init('u'), '1001/0')
})

test('a transaction in the last epoch of all, as Apache may leave it, is aborted in that one', async () => {
  const open = { state: 'Ongoing', startMs: 0, partitions: new Map([['a', new Set([0])]]) } as const
  const held = await unled()
    .stored('t', { ...open, producerId: 5, producerEpoch: 32_767, clientTransactionVersion: 2 })
    .stored('u', { ...open, producerId: 6, producerEpoch: 32_767 })
    .lead()
  assert.equal(await held.init('u'), error(CONCURRENT_TRANSACTIONS))
  await held.world.advance(2 * TIMED_OUT_CHECK_MS)
  assert.deepEqual(held.markers, ['abort 6/32767 a-0', 'abort 5/32767 a-0'])
  // Their partitions know the epoch already, and take it from transactions of before KIP-890 alone.
  const versions = held.sent.flatMap(({ markers }) => markers.map(({ transactionVersion }) => transactionVersion))
  assert.deepEqual(versions, [0, 0])
  assert.deepEqual([await held.init('t'), await held.init('u')], ['1000/0', '1001/0'])
})

test('nobody is given the epoch that fences the last one, and it opens nothing', async () => {
  const held = await unled().stored('t', { producerId: 5, producerEpoch: 32_766 }).lead()
  await held.add('t', '5/32766', ['a-0'], 2)
  assert.equal(await held.init('t'), error(CONCURRENT_TRANSACTIONS))
  await held.world.settle()
  assert.equal(held.state('t'), 'CompleteAbort 5/32767')
  for (const version of [0, 2]) {
    for (const producer of ['5/32766', '5/32767']) {
      assert.equal(await held.end('t', producer, false, version), error(PRODUCER_FENCED))
      assert.equal(await held.add('t', producer, ['a-0'], version), PRODUCER_FENCED)
    }
  }
  assert.equal(await held.init('t', '5/32766'), '1000/0')
  assert.equal(await held.init('t', '5/32766'), '1000/0', 'the answer was lost')
})

test('with KIP-890 an end that uses up the last epoch goes on with a new id, also over a load', async () => {
  const held = await unled().stored('t', { producerId: 5, producerEpoch: 32_766 }).lead()
  await held.add('t', '5/32766', ['a-0'], 2)
  held.holdsMarkers = true
  assert.equal(await held.end('t', '5/32766', true, 2), '1000/0')
  assert.equal(held.state('t'), 'PrepareCommit 5/32767')
  assert.equal(await held.end('t', '5/32766', true, 2), error(CONCURRENT_TRANSACTIONS))
  const after = await made({ batches: held.log.batches })
  assert.deepEqual(after.markers, ['commit 5/32767 a-0'])
  assert.equal(after.state('t'), 'CompleteCommit 1000/0')
  assert.equal(await after.end('t', '5/32766', true, 2), '1000/0')
  assert.equal(await after.end('t', '5/32766', false, 2), error(INVALID_TXN_STATE))
  const later = await made({ batches: after.log.batches })
  assert.equal(await later.end('t', '5/32766', true, 2), '1000/0', 'the previous id is recorded')
  assert.equal(await later.add('t', '1000/0', ['a-0'], 2), NONE)
})

test('what an unknown or wrong producer asks is refused', async () => {
  const held = await made()
  assert.equal(await held.add('t', '1000/0', ['a-0']), INVALID_PRODUCER_ID_MAPPING)
  for (const version of [0, 2]) assert.equal(await held.end('t', '1000/0', true, version), error(49))
  await held.init('t')
  for (const version of [0, 2]) {
    assert.equal(await held.end('t', '9/0', true, version), error(INVALID_PRODUCER_ID_MAPPING))
    assert.equal(await held.end('t', '1000/1', true, version), error(PRODUCER_FENCED))
    assert.equal(await held.end('', '1000/0', true, version), error(ErrorCode.INVALID_REQUEST))
  }
  assert.equal(await held.add('t', '9/0', ['a-0']), INVALID_PRODUCER_ID_MAPPING)
  assert.equal(await held.add('t', '1000/1', ['a-0']), PRODUCER_FENCED)
  assert.equal(await held.add('', '1000/0', ['a-0']), ErrorCode.INVALID_REQUEST)
  assert.equal(await held.init(''), error(ErrorCode.INVALID_REQUEST))
  for (const timeoutMs of [0, -1, 900_001]) {
    assert.equal(await held.init('t', null, timeoutMs), error(ErrorCode.INVALID_TRANSACTION_TIMEOUT))
  }
  assert.equal(held.state(''), error(ErrorCode.INVALID_REQUEST))
  assert.equal(held.state('unknown'), error(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))
  held.producerIdsFail = true
  assert.equal(await held.init('new'), error(ErrorCode.COORDINATOR_NOT_AVAILABLE))
  assert.equal(held.state('new'), error(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))
})

test('partitions verify that they are part of a transaction, and are told when they are not', async () => {
  const held = await made()
  const places = [
    { topic: 'a', partition: 0 },
    { topic: 'a', partition: 1 },
  ]
  const verify = (id: string, producer: string) => {
    const { producerId, producerEpoch } = ref(producer)
    return held.coordinator.verify(id, producerId, producerEpoch, places, false)
  }
  await held.init('t')
  await held.add('t', '1000/0', ['a-0'])
  assert.deepEqual(await verify('t', '1000/0'), [NONE, ErrorCode.TRANSACTION_ABORTABLE])
  assert.deepEqual(await verify('t', '1000/1'), [PRODUCER_FENCED, PRODUCER_FENCED])
  assert.deepEqual(await verify('t', '9/0'), [INVALID_PRODUCER_ID_MAPPING, INVALID_PRODUCER_ID_MAPPING])
  assert.deepEqual(await verify('u', '1000/0'), [INVALID_PRODUCER_ID_MAPPING, INVALID_PRODUCER_ID_MAPPING])
  assert.deepEqual(await verify('', '1000/0'), [ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST])
  held.holdsMarkers = true
  await held.end('t', '1000/0', true)
  assert.deepEqual(await verify('t', '1000/0'), [CONCURRENT_TRANSACTIONS, CONCURRENT_TRANSACTIONS])
  held.lose()
  assert.deepEqual(await verify('t', '1000/0'), [ErrorCode.NOT_COORDINATOR, ErrorCode.NOT_COORDINATOR])
})

test('while something is under way everybody else asks again', async () => {
  const held = await made()
  await held.init('t')
  held.holds = true
  const adding = held.add('t', '1000/0', ['a-0'])
  await held.world.settle()
  assert.equal(await held.add('t', '1000/0', ['a-1']), CONCURRENT_TRANSACTIONS)
  assert.equal(await held.end('t', '1000/0', true), error(CONCURRENT_TRANSACTIONS))
  assert.equal(await held.init('t'), error(CONCURRENT_TRANSACTIONS))
  assert.equal(held.state('t'), 'Empty 1000/0', 'nothing counts before it is committed')
  await held.commit()
  assert.equal(await adding, NONE)
  const [first, second] = [held.init('new'), held.init('new')]
  await held.world.settle()
  await held.commit()
  assert.deepEqual([await first, await second], ['1001/0', error(CONCURRENT_TRANSACTIONS)])
})

test('who asks for the next thing too soon waits a while, in the order of asking', async () => {
  const held = await made({ patienceMs: 100 })
  await held.init('t')
  held.holdsMarkers = true
  await held.add('t', '1000/0', ['a-0'])
  await held.end('t', '1000/0', true)
  const adding = held.add('t', '1000/0', ['a-1'])
  const aborting = held.end('t', '1000/0', false)
  await held.world.advance(50)
  assert.equal(held.state('t'), 'PrepareCommit 1000/0')
  held.holdsMarkers = false
  await held.releaseMarkers()
  assert.deepEqual([await adding, await aborting], [NONE, DONE])
  assert.equal(held.state('t'), 'CompleteAbort 1000/0')
  assert.deepEqual(held.markers, ['commit 1000/0 a-0', 'abort 1000/0 a-1'])
})

test('nobody waits for long, and nobody for a partition that is led elsewhere', async () => {
  const held = await made({ patienceMs: 100 })
  await held.init('t')
  held.holdsMarkers = true
  await held.add('t', '1000/0', ['a-0'])
  await held.end('t', '1000/0', true)
  const tooLong = held.add('t', '1000/0', ['a-1'])
  await held.world.advance(100)
  assert.equal(await tooLong, CONCURRENT_TRANSACTIONS)
  const many = Array.from({ length: 40 }, () => held.add('t', '1000/0', ['a-1']))
  const rest = held.add('t', '1000/0', ['a-1'])
  assert.equal(await rest, CONCURRENT_TRANSACTIONS, 'so many wait that this one does not')
  held.lose()
  const told = await Promise.all(many)
  assert.equal(told.filter((one) => one === ErrorCode.NOT_COORDINATOR).length, 15, 'those that still waited')
})

test('what is not committed did not happen, and says why', async () => {
  const held = await made()
  await held.init('t')
  held.holds = true
  const told: [appendError: number, answer: number][] = [
    [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.COORDINATOR_NOT_AVAILABLE],
    [ErrorCode.NOT_LEADER_OR_FOLLOWER, ErrorCode.NOT_COORDINATOR],
    [ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.NOT_COORDINATOR],
    [ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.UNKNOWN_SERVER_ERROR],
  ]
  for (const [appendError, answer] of told) {
    const adding = held.add('t', '1000/0', ['a-0'])
    const creating = held.init('new')
    await held.world.settle()
    await held.commit(appendError)
    assert.equal(await adding, answer)
    assert.equal(await creating, error(answer))
  }
  assert.equal(held.state('t'), 'Empty 1000/0')
  assert.equal(held.state('new'), error(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND))
})

test('a write that takes too long is answered, and nothing else is decided until it is known', async () => {
  const held = await made()
  await held.init('t')
  await held.add('t', '1000/0', ['a-0'])
  held.holds = true
  const ending = held.end('t', '1000/0', true)
  await held.world.advance(30_000)
  assert.equal(await ending, error(ErrorCode.COORDINATOR_NOT_AVAILABLE))
  assert.equal(await held.end('t', '1000/0', false), error(CONCURRENT_TRANSACTIONS))
  held.holds = false
  await held.commit()
  assert.equal(held.state('t'), 'CompleteCommit 1000/0')
  assert.deepEqual(held.markers, ['commit 1000/0 a-0'])
})

test('a transaction that can still grow can still end, whatever its end adds to the record', async () => {
  const longest = 'n'.repeat(249)
  for (const [version, epoch, transactionVersion] of [
    [0, 5, 0],
    [2, 5, 0],
    [2, 32_766, 2],
  ] as const) {
    for (let maxBytes = 900; maxBytes < 1100; maxBytes += 7) {
      const held = await unled({ transactionVersion }).stored('t', { producerId: 7, producerEpoch: epoch }).lead()
      held.topic(longest, 500)
      held.log.config.maxMessageBytes = maxBytes
      const producer = `7/${epoch}`
      let added = 0
      let told: number = NONE
      for (; told === NONE; added++) told = await held.add('t', producer, [`${longest}-${added}`], version)
      assert.equal(told, ErrorCode.UNKNOWN_SERVER_ERROR)
      assert.ok(added > 80, `${added} partitions of ${maxBytes} bytes`)
      const ended = await held.end('t', producer, true, version)
      assert.doesNotMatch(ended, /error/, `version ${version}, ${maxBytes} bytes`)
      await held.world.settle()
      assert.equal(held.markers.length, added - 1)
      assert.match(held.state('t'), /^CompleteCommit/)
    }
  }
})

test('an id that would be longer as a record than a record may hold is refused: cut, it would be another’s', async () => {
  const held = await made()
  assert.equal(await held.init('\u{fffd}'.repeat(10_923)), error(ErrorCode.UNKNOWN_SERVER_ERROR))
  assert.equal(await held.init('\u{fffd}'.repeat(10_922)), '1000/0')
  assert.equal(held.records.length, 1)
})

test('loading, led by somebody else, stopped', async () => {
  const held = new HeldTransactions()
  assert.equal(await held.init('t'), error(ErrorCode.NOT_COORDINATOR))
  let open = () => {}
  held.log.gate = new Promise((resolve) => (open = resolve))
  held.log.logEndOffset = 1
  void held.lead()
  assert.equal(await held.init('t'), error(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS))
  assert.equal(held.state('t'), error(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS))
  assert.equal((await held.coordinator.list(ALL)).error, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
  open()
  await held.world.settle()
  assert.equal(await held.init('t'), '1000/0')
  held.holds = true
  const adding = held.add('t', '1000/0', ['a-0'])
  await held.world.settle()
  held.lose()
  assert.equal(await adding, ErrorCode.NOT_COORDINATOR)
  assert.equal(held.state('t'), error(ErrorCode.NOT_COORDINATOR))
  held.coordinator.stop()
  assert.equal(held.state('t'), error(ErrorCode.COORDINATOR_NOT_AVAILABLE))
  assert.equal((await held.coordinator.list(ALL)).error, ErrorCode.COORDINATOR_NOT_AVAILABLE)
  assert.equal(await held.init('t'), error(ErrorCode.COORDINATOR_NOT_AVAILABLE))
})

test('transactions are listed by state, producer, duration and name', async () => {
  const held = await made()
  await held.init('one')
  await held.init('two')
  await held.add('two', '1001/0', ['a-0'])
  await held.world.advance(500)
  const list = async (more: object) => {
    const { transactions } = await held.coordinator.list({ ...ALL, ...more })
    return transactions.map(({ transactionalId, producerId, transactionState }) => [
      transactionalId,
      producerId,
      transactionState,
    ])
  }
  assert.deepEqual(await list({}), [
    ['one', 1000, 'Empty'],
    ['two', 1001, 'Ongoing'],
  ])
  assert.deepEqual(await list({ states: new Set(['Ongoing']) }), [['two', 1001, 'Ongoing']])
  assert.deepEqual(await list({ producerIds: new Set([1000, 7]) }), [['one', 1000, 'Empty']])
  assert.deepEqual(await list({ durationMs: 500, states: new Set(['Ongoing']) }), [])
  assert.deepEqual(await list({ durationMs: 499, states: new Set(['Ongoing']) }), [['two', 1001, 'Ongoing']])
  assert.deepEqual(await list({ pattern: await compileClientPattern('on.') }), [['one', 1000, 'Empty']])
})

test('a list of very many ids, or a pattern that takes long, lets other work have its turns', async () => {
  const count = 60_000
  const names = Array.from({ length: count }, (_, i) => `id${i}`)
  const held = await unled()
    .storedTogether(names.map((name) => [name, {}] as const))
    .stored('a'.repeat(20_000), {})
    .stored('b'.repeat(20_000), {})
    .lead()
  const turnsDuring = async (filter: object): Promise<[turns: number, found: number]> => {
    let turns = 0
    let isDone = false
    const tick = () => {
      if (isDone) return
      turns++
      held.world.turn.later(tick)
    }
    held.world.turn.later(tick)
    const { transactions } = await held.coordinator.list({ ...ALL, ...filter })
    isDone = true
    return [turns, transactions.length]
  }
  const [all, none, slow] = [
    await turnsDuring({}),
    await turnsDuring({ states: new Set(['Ongoing']), durationMs: 10 }),
    await turnsDuring({ pattern: await compileClientPattern('(a?){400}a*') }),
  ]
  assert.deepEqual([all[1], none[1], slow[1]], [count + 2, 0, 1])
  assert.ok(all[0] >= 2 && none[0] >= 2, `${all[0]} and ${none[0]} turns`)
  assert.ok(slow[0] >= 50, `${slow[0]} turns`)
})
