import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AssertionError } from '../base/assert.ts'
import { LONG_MAX } from '../base/kinds.ts'
import { DiskError } from '../io/world.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { AppendOptions, AppendResult } from '../storage/contract.ts'
import type { FetchPartitionParams } from './contract.ts'

import { FakeLog, ID, OTHER_ID, setUp } from './test-kit.ts'

const PARAMS: FetchPartitionParams = {
  replicaId: -1,
  fetchOffset: 0,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1,
  logStartOffset: -1,
  maxBytes: 1000,
  atLeastOne: true,
  committedOnly: false,
  rackId: null,
  apiVersion: 12,
}

async function isPending(promise: unknown): Promise<boolean> {
  const pending = Symbol()
  for (let turn = 0; turn < 5; turn++) await null
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending
}

test('acks=1 answers when written, acks=all when the high watermark passed, acks=0 at once', async () => {
  const { lead, log, append } = setUp()
  await lead()
  const one = append(1)
  const all = append(-1)
  assert.ok(!(append(0) instanceof Promise))
  assert.deepEqual(
    log().appended.map((options) => options.mustFlush),
    [false, true, false],
  )
  assert.ok(await isPending(one))
  log().reach(3, 0)
  assert.equal((await one).error, ErrorCode.NONE)
  assert.ok(await isPending(all))
  log().reach(3, 3)
  assert.equal((await all).firstOffset, 1)
})

test('a consumer reads below the high watermark only, and is woken when it moves', async () => {
  const { lead, log, append, manager } = setUp()
  await lead()
  void append(1)
  const read = async (fetchOffset: number, change = {}) =>
    manager.read('t', 0, ID, { ...PARAMS, fetchOffset, ...change })
  assert.equal((await read(0)).byteLength, 0)
  let woken = 0
  manager.waitForChange([{ topic: 't', partition: 0 }], false, () => woken++)
  log().reach(1, 0)
  assert.equal(woken, 0)
  log().reach(1, 1)
  assert.equal(woken, 1)
  log().reach(1, 1)
  assert.equal(woken, 1)
  assert.equal((await read(0)).byteLength, 1)
  log().firstUnstableOffset = 0
  const committed = await read(0, { committedOnly: true })
  assert.deepEqual([committed.byteLength, committed.lastStableOffset, committed.highWatermark], [0, 0, 1])
  assert.equal((await read(2)).error, ErrorCode.OFFSET_OUT_OF_RANGE)
  const negative = await read(0, { maxBytes: -1 })
  assert.deepEqual([negative.error, negative.highWatermark], [ErrorCode.UNKNOWN_SERVER_ERROR, -1])
  assert.equal((await read(1, { maxBytes: -1 })).error, ErrorCode.NONE)
  assert.equal((await manager.read('t', 0, OTHER_ID, PARAMS)).error, ErrorCode.INCONSISTENT_TOPIC_ID)
})

test('epochs fence: fetch, offsets and epoch ends (KIP-320)', async () => {
  const { lead, manager } = setUp()
  await lead(3)
  const options = { replicaId: -1, committedOnly: false, apiVersion: 7 }
  for (const [epoch, error] of [
    [2, ErrorCode.FENCED_LEADER_EPOCH],
    [3, ErrorCode.NONE],
    [4, ErrorCode.UNKNOWN_LEADER_EPOCH],
    [-1, ErrorCode.NONE],
  ] as const) {
    assert.equal((await manager.read('t', 0, null, { ...PARAMS, currentLeaderEpoch: epoch })).error, error)
    assert.equal((await manager.listOffset('t', 0, -1, { ...options, currentLeaderEpoch: epoch })).error, error)
    assert.equal(
      manager.endOffsetForEpoch('t', 0, { replicaId: -1, currentLeaderEpoch: epoch, leaderEpoch: 3 }).error,
      error,
    )
  }
})

test('a follower that is not assigned, or says to be this broker, is sent away', async () => {
  const { lead, manager } = setUp()
  await lead(3)
  for (const replicaId of [1, 2]) {
    const ask = async (currentLeaderEpoch: number) =>
      (await manager.read('t', 0, null, { ...PARAMS, replicaId, currentLeaderEpoch })).error
    assert.equal(await ask(-1), ErrorCode.NOT_LEADER_OR_FOLLOWER)
    assert.equal(await ask(3), ErrorCode.UNKNOWN_LEADER_EPOCH)
  }
})

test('a fetch after a longer history is told where they part, one from an unknown epoch is out of range', async () => {
  const { lead, log, manager } = setUp()
  await lead(3)
  log().logEndOffset = 10
  log().reach(10, 10)
  log().endOffsetForEpoch = () => ({ leaderEpoch: 2, endOffset: 7 })
  const diverging = await manager.read('t', 0, null, { ...PARAMS, fetchOffset: 9, lastFetchedEpoch: 2 })
  assert.deepEqual([diverging.error, diverging.divergingEpoch], [ErrorCode.NONE, { epoch: 2, endOffset: 7 }])
  log().endOffsetForEpoch = () => ({ leaderEpoch: -1, endOffset: -1 })
  assert.equal(
    (await manager.read('t', 0, null, { ...PARAMS, fetchOffset: 9, lastFetchedEpoch: 2 })).error,
    ErrorCode.OFFSET_OUT_OF_RANGE,
  )
})

test('LeaderAndIsr: older controllers, older or equal epochs and other ids change nothing', async () => {
  const { lead, log, manager } = setUp()
  const codeOf = async (...args: Parameters<typeof lead>) =>
    (await lead(...args)).topics[0]?.partitionErrors[0]?.errorCode
  assert.equal(await codeOf(5, {}, 2), ErrorCode.NONE)
  assert.deepEqual(log().epochs, [[5, 0]])
  assert.equal((await lead(6, {}, 1)).errorCode, ErrorCode.STALE_CONTROLLER_EPOCH)
  assert.equal(await codeOf(5, {}, 2), ErrorCode.STALE_CONTROLLER_EPOCH)
  assert.equal(await codeOf(4, {}, 2), ErrorCode.STALE_CONTROLLER_EPOCH)
  assert.equal(await codeOf(6, {}, 2, OTHER_ID), ErrorCode.INCONSISTENT_TOPIC_ID)
  assert.equal(await codeOf(6, { replicas: [2] }, 2), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  assert.equal(manager.partition('t', 0)?.leaderEpoch, 5)
  assert.equal(await codeOf(6, { leader: 2, replicas: [1, 2], isr: [2] }, 2), ErrorCode.NONE)
  assert.equal(manager.partition('t', 0)?.isLeader, false)
})

test('those who wait are answered when leadership goes, when the topic goes, and in time', async () => {
  const { lead, append, manager, world, deleted } = setUp()
  await lead()
  const first = append(-1)
  await lead(1, { leader: -1 })
  assert.equal((await first).error, ErrorCode.NOT_LEADER_OR_FOLLOWER)
  assert.equal((await append(-1)).error, ErrorCode.NOT_LEADER_OR_FOLLOWER)
  await lead(2)
  const second = append(-1, 250)
  await world.clock.advance(200)
  assert.ok(await isPending(second))
  await world.clock.advance(200)
  assert.equal((await second).error, ErrorCode.REQUEST_TIMED_OUT)
  const third = append(1)
  const stopped = await manager.stopReplicas({
    controllerId: 1,
    controllerEpoch: 1,
    topicStates: [{ topicName: 't', partitionStates: [{ partitionIndex: 0, leaderEpoch: -2, deletePartition: true }] }],
  })
  assert.equal(stopped.partitionErrors[0]?.errorCode, ErrorCode.NONE)
  assert.equal((await third).error, ErrorCode.NOT_LEADER_OR_FOLLOWER)
  assert.deepEqual(deleted, ['t-0'])
  assert.equal((await append(1)).error, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
})

test('a partition that others hold is NOT_LEADER_OR_FOLLOWER, one that nobody holds UNKNOWN_TOPIC_OR_PARTITION', async () => {
  const { append, known } = setUp()
  assert.equal((await append(1)).error, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  known.add('t')
  assert.equal((await append(1)).error, ErrorCode.NOT_LEADER_OR_FOLLOWER)
})

test('below min.insync.replicas acks=all is refused and the high watermark stands still', async () => {
  const { lead, log, append } = setUp()
  await lead(0, { replicas: [1, 2], isr: [1] })
  log().config = { ...log().config, minInsyncReplicas: 2 }
  assert.equal((await append(-1)).error, ErrorCode.NOT_ENOUGH_REPLICAS)
  const one = append(1)
  log().reach(1, 1)
  assert.equal((await one).error, ErrorCode.NONE)
  assert.equal(log().highWatermark, 0)
})

test('with one replica min.insync.replicas counts as one (3.7)', async () => {
  const { lead, log, append } = setUp()
  await lead()
  log().config = { ...log().config, minInsyncReplicas: 2 }
  const all = append(-1)
  log().reach(1, 1)
  assert.equal((await all).error, ErrorCode.NONE)
})

test('a lost folder answers KAFKA_STORAGE_ERROR to everybody, a full disk to those whose bytes were taken back', async () => {
  const { lead, log, append, manager, fakeLogs } = setUp()
  await lead()
  const kept = append(1)
  const lost = append(1)
  log().onAppendsLost?.(1)
  assert.equal((await lost).error, ErrorCode.KAFKA_STORAGE_ERROR)
  assert.ok(await isPending(kept))
  fakeLogs.onLogDirOffline?.('/data', ['t-0'])
  assert.equal((await kept).error, ErrorCode.KAFKA_STORAGE_ERROR)
  assert.equal((await append(-1)).error, ErrorCode.KAFKA_STORAGE_ERROR)
  assert.equal((await manager.read('t', 0, null, PARAMS)).error, ErrorCode.KAFKA_STORAGE_ERROR)
  assert.equal((await lead(1)).topics[0]?.partitionErrors[0]?.errorCode, ErrorCode.KAFKA_STORAGE_ERROR)
})

test('DeleteRecords: -1 is the high watermark; beyond it, internal and undeletable topics are refused', async () => {
  const { lead, log, manager } = setUp()
  await lead()
  log().logEndOffset = 10
  log().reach(10, 8)
  assert.deepEqual(await manager.deleteRecords('t', 0, 9, 100), {
    error: ErrorCode.OFFSET_OUT_OF_RANGE,
    lowWatermark: -1,
  })
  assert.deepEqual(await manager.deleteRecords('t', 0, LONG_MAX, 100), {
    error: ErrorCode.OFFSET_OUT_OF_RANGE,
    lowWatermark: -1,
  })
  assert.deepEqual(await manager.deleteRecords('t', 0, 3, 100), { error: ErrorCode.NONE, lowWatermark: 3 })
  assert.deepEqual(await manager.deleteRecords('t', 0, -1, 100), { error: ErrorCode.NONE, lowWatermark: 8 })
  assert.equal((await manager.deleteRecords('__consumer_offsets', 0, 3, 100)).error, ErrorCode.INVALID_TOPIC_EXCEPTION)
  log().config = { ...log().config, delete: false }
  assert.equal((await manager.deleteRecords('t', 0, 3, 100)).error, ErrorCode.POLICY_VIOLATION)
})

test('DeleteRecords is answered when the new start is on disk, and with an error when it cannot be', async () => {
  const { lead, log, manager, fakeLogs } = setUp()
  await lead()
  log().logEndOffset = 10
  log().reach(10, 8)
  const written: number[] = []
  fakeLogs.persistLogStarts = async (logDir) => {
    assert.equal(logDir, log().logDir)
    await Promise.resolve()
    written.push(log().logStartOffset)
  }
  assert.deepEqual(await manager.deleteRecords('t', 0, 3, 100), { error: ErrorCode.NONE, lowWatermark: 3 })
  assert.deepEqual(written, [3])
  fakeLogs.persistLogStarts = async () => {
    throw new DiskError('full', '/data', 'no room')
  }
  const refused = { error: ErrorCode.KAFKA_STORAGE_ERROR, lowWatermark: -1 }
  assert.deepEqual(await manager.deleteRecords('t', 0, 4, 100), refused)
  assert.deepEqual(await manager.deleteRecords('t', 0, 4, 100), refused, 'asked again')
})

test('ListOffsets 0: where segments begin, by when they were written, newest first', async () => {
  const { lead, log, manager } = setUp()
  await lead(0)
  log().logEndOffset = 10
  log().logStartOffset = 1
  log().reach(10, 10)
  const ask = async (timestamp: number, maxOffsets = 10, replicaId = -1) => {
    const { error, offsets } = await manager.listSegmentOffsets('t', 0, timestamp, { replicaId, maxOffsets })
    assert.equal(error, ErrorCode.NONE)
    return offsets
  }
  assert.deepEqual(await ask(-1), [10, 4, 2, 1])
  assert.deepEqual(await ask(-1, 2), [10, 4])
  assert.deepEqual(await ask(-1, 0), [])
  assert.deepEqual(await ask(-2), [1])
  assert.deepEqual(await ask(999), [])
  assert.deepEqual(await ask(1000), [1])
  assert.deepEqual(await ask(1003), [2, 1])
  assert.deepEqual(await ask(Number.MAX_SAFE_INTEGER, 3), [10, 4, 2])
  log().highWatermark = 3
  assert.deepEqual(await ask(-1), [3, 2, 1])
  assert.deepEqual(await ask(-1, 10, -2), [10, 4, 2, 1])
  const options = { replicaId: -1, maxOffsets: -1 }
  assert.equal((await manager.listSegmentOffsets('t', 0, -1, options)).error, ErrorCode.UNKNOWN_SERVER_ERROR)
  const unknown = await manager.listSegmentOffsets('t', 9, -1, { replicaId: -1, maxOffsets: 1 })
  assert.equal(unknown.error, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
})

test('a refused append tells where the log begins, unless the request itself is wrong', async () => {
  const { lead, log, manager } = setUp()
  await lead()
  log().logStartOffset = 7
  const start = async (error: number, ofRequest = false) => {
    log().append = () => ({ ...REFUSED, error, ofRequest })
    const options = { acks: 1, timeoutMs: 100, apiVersion: 9, topicId: null, transactionalId: null }
    const answer = await manager.append('t', 0, Buffer.from('records'), options)
    assert.equal(answer.error, error)
    return answer.logStartOffset
  }
  assert.equal(await start(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER), 7)
  assert.equal(await start(ErrorCode.INVALID_RECORD), 7)
  assert.equal(await start(ErrorCode.INVALID_RECORD, true), -1)
  assert.equal(await start(ErrorCode.CORRUPT_MESSAGE), -1)
})

const REFUSED: AppendResult = {
  error: -1,
  errorMessage: null,
  recordErrors: [],
  firstOffset: -1,
  lastOffset: -1,
  logAppendTimeMs: -1,
  logStartOffset: -1,
  duplicate: false,
}

test('ListOffsets: the sentinels, timestamps, and nothing above what the client may read', async () => {
  const { lead, log, manager } = setUp()
  await lead(0)
  log().logEndOffset = 10
  log().logStartOffset = 2
  log().reach(10, 8)
  log().firstUnstableOffset = 4
  const ask = async (timestamp: number, change = {}) => {
    const { error, found } = await manager.listOffset('t', 0, timestamp, {
      replicaId: -1,
      currentLeaderEpoch: -1,
      committedOnly: false,
      apiVersion: 9,
      ...change,
    })
    assert.equal(error, ErrorCode.NONE)
    return found === null ? null : [found.timestamp, found.offset]
  }
  assert.deepEqual(await ask(-1), [-1, 8])
  assert.deepEqual(await ask(-1, { committedOnly: true }), [-1, 4])
  assert.deepEqual(await ask(-1, { replicaId: -2 }), [-1, 10])
  assert.deepEqual(await ask(-2), [-1, 2])
  assert.deepEqual(await ask(-4), [-1, 2])
  assert.deepEqual(await ask(-5), [-1, -1])
  assert.deepEqual(await ask(-3), [2000, 4])
  assert.deepEqual(await ask(-3, { committedOnly: true }), null)
  assert.deepEqual(await ask(900), [1000, 3])
  assert.deepEqual(await ask(1001), null)
})

test('an append whose bytes a full disk took back while it was under way is not acknowledged', async () => {
  const { lead, log, manager } = setUp()
  await lead()
  let finish: (result: AppendResult) => void = () => {}
  const plain = log().append.bind(log())
  log().append = ((records: Uint8Array, options: AppendOptions) => {
    const result = plain(records, options)
    return new Promise<AppendResult>((resolve) => (finish = () => resolve(result)))
  }) as never
  const big = manager.append('t', 0, new Uint8Array(1), {
    acks: -1,
    timeoutMs: 1000,
    apiVersion: 9,
    topicId: null,
    transactionalId: null,
  })
  log().logEndOffset = 0
  log().onAppendsLost?.(0)
  finish(undefined as never)
  log().append = plain as never
  const small = manager.append('t', 0, new Uint8Array(1), {
    acks: -1,
    timeoutMs: 1000,
    apiVersion: 9,
    topicId: null,
    transactionalId: null,
  })
  log().reach(1, 1)
  assert.equal((await small).error, ErrorCode.NONE)
  assert.equal((await big).error, ErrorCode.KAFKA_STORAGE_ERROR)
})

test('a log that moved to another folder settles those who waited for the old one', async () => {
  const { lead, log, append, fakeLogs } = setUp()
  await lead()
  const waiting = append(-1)
  const moved = new FakeLog('t', 0, ID)
  Object.assign(moved, { logEndOffset: 1, writtenOffset: 1, stableEndOffset: 1 })
  assert.equal(log().onStable === null, false)
  fakeLogs.onLogReplaced?.(moved)
  assert.equal((await waiting).error, ErrorCode.NONE)
})

test('a replica that finds no room on its disk is served when there is some, and can be deleted before', async () => {
  const { lead, append, manager, fakeLogs, world } = setUp()
  const make = fakeLogs.getOrCreate
  const full = async () => {
    throw new DiskError('full', '/data', 'no room')
  }
  Object.assign(fakeLogs, { getOrCreate: full })
  assert.equal((await lead()).topics[0]?.partitionErrors[0]?.errorCode, ErrorCode.NONE)
  assert.equal((await append(1)).error, ErrorCode.KAFKA_STORAGE_ERROR)
  await world.clock.advance(5000)
  assert.equal((await append(1)).error, ErrorCode.KAFKA_STORAGE_ERROR)
  Object.assign(fakeLogs, { getOrCreate: make })
  await world.clock.advance(5000)
  assert.equal(manager.partition('t', 0)?.isLeader, true)
  assert.equal((await append(0)).error, ErrorCode.NONE)
})

test('an assertion in an append, at once or later, takes its partition offline and no other (ADR 11)', async () => {
  const bug = () => new AssertionError('what cannot be')
  const throwing: (() => AppendResult | Promise<AppendResult>)[] = [
    () => {
      throw bug()
    },
    () => Promise.reject(bug()),
  ]
  for (const append of throwing) {
    const kit = setUp()
    await kit.lead()
    await kit.lead(0, { partitionIndex: 1 })
    const healthy = kit.append(1)
    kit.log().reach(1, 1)
    assert.equal((await healthy).error, ErrorCode.NONE)
    kit.log().append = append as never
    await assert.rejects(async () => kit.append(1), { name: 'AssertionError' })
    assert.equal((await kit.append(1)).error, ErrorCode.KAFKA_STORAGE_ERROR)
    assert.equal((await kit.manager.read('t', 0, null, PARAMS)).error, ErrorCode.KAFKA_STORAGE_ERROR)
    assert.equal((await kit.manager.read('t', 1, null, PARAMS)).error, ErrorCode.NONE)
  }
})
