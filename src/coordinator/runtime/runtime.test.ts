/** The runtime with a kind of coordinator that adds up numbers, over a log whose appends end when the test says so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../../base/logger.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import type { MetadataCache } from '../../metadata/contract.ts'
import { buildBatch, buildEndTransactionMarker } from '../../protocol/batch/builder.ts'
import { isTransactionalAt, producerEpochAt, producerIdAt } from '../../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../../protocol/batch/iterate.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { TextTooLongError } from '../../protocol/writer.ts'
import type { LeadershipListener, OwnAppend, ProduceAppend, ReplicaPartition } from '../../replication/contract.ts'
import type { CoordinatorKind, CoordinatorState, PartitionAccess } from './contract.ts'
import { CoordinatorRuntime } from './runtime.ts'
import { FakeLog } from './testing/fake-log.ts'

const utf8 = new TextEncoder()
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

class Names implements CoordinatorState<string> {
  readonly seen: string[] = []
  readonly access: PartitionAccess<string>
  isUnloaded = false
  isLoaded = false
  constructor(access: PartitionAccess<string>) {
    this.access = access
  }
  replay(record: string, producerId: number, loading: boolean) {
    this.seen.push(`${record}${producerId === -1 ? '' : `@${producerId}`}${loading ? '' : '!'}`)
  }
  endTransaction(producerId: number, commit: boolean) {
    this.seen.push(`${commit ? 'commit' : 'abort'}@${producerId}`)
  }
  loaded() {
    this.isLoaded = true
  }
  unloaded() {
    this.isUnloaded = true
  }
}

const kind: CoordinatorKind<string, Names> = {
  topic: '__names',
  encode: (record) => {
    if (record === 'endless') throw new TextTooLongError(40_000)
    return { key: utf8.encode(record), value: utf8.encode(record) }
  },
  decode: (key) => {
    const name = text(key)
    if (name === 'bad') throw new Error('not understood')
    return name === 'other' ? null : name
  },
  makeState: (access) => new Names(access),
}

function held(more: { compression?: number; told?: (line: string) => void } = {}) {
  const world = new MemoryWorld()
  const log = new FakeLog()
  const replica = { partition: 0, log }
  const appends: {
    names: string[]
    bytes: Uint8Array
    options: OwnAppend | undefined
    settle: (error: number) => void
  }[] = []
  let listener: LeadershipListener | null = null
  const runtime = new CoordinatorRuntime<string, Names>({
    world,
    logger: { ...silentLogger, warn: more.told ?? silentLogger.warn },
    replicas: {
      partition: () => replica as unknown as ReplicaPartition,
      watchLeadership: (_topic, told) => (listener = told),
      verifyOwn: () => ({ error: 0, guard: undefined }),
      appendOwn: (_topic, _partition, records, options) => {
        const names: string[] = []
        for (const at of batchPositions(records)) {
          const walk = openRecords(records, at)
          while (walk.next()) names.push(text(walk.key()!))
        }
        return new Promise((resolve) =>
          appends.push({ names, bytes: records, options, settle: (error) => resolve({ error } as ProduceAppend) }),
        )
      },
    },
    metadata: { current: { topics: new Map() } } as unknown as MetadataCache,
    kind,
    partitionsConfigured: 1,
    loadPieceBytes: 100,
    writeTimeoutMs: 5000,
    compression: more.compression ?? 0,
  })
  const lead = (leaderEpoch = 0) => listener!.led({ partition: 0, leaderEpoch, log } as unknown as ReplicaPartition)
  const lose = () => listener!.notLed(0)
  const state = () => {
    const found = runtime.stateOf('key')
    assert.ok(typeof found !== 'number', `answered ${found}`)
    return found
  }
  return { world, log, replica, appends, runtime, lead, lose, state }
}

test('not led, loading, led, and not led again', async () => {
  const { world, log, runtime, lead, lose, state } = held()
  assert.equal(runtime.stateOf('key'), ErrorCode.NOT_COORDINATOR)
  let open = () => {}
  log.gate = new Promise((resolve) => (open = resolve))
  log.add(buildBatch([{ timestamp: 1, key: utf8.encode('a'), value: null }]))
  lead()
  assert.equal(runtime.stateOf('key'), ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
  assert.equal(runtime.isLoading, true)
  open()
  await world.settle()
  const first = state()
  assert.deepEqual(first.seen, ['a'])
  assert.ok(first.isLoaded)
  lead(1)
  assert.equal(state(), first)
  lose()
  assert.ok(first.isUnloaded)
  assert.equal(runtime.stateOf('key'), ErrorCode.NOT_COORDINATOR)
  lead(2)
  await world.settle()
  assert.deepEqual(state().seen, ['a'])
  runtime.stop()
  assert.equal(runtime.stateOf('key'), ErrorCode.COORDINATOR_NOT_AVAILABLE)
})

test('a load goes through transactions, other records, damage and gaps to where the log ended', async () => {
  const { world, log, lead, state } = held()
  const record = (name: string, offsetDelta?: number) => ({
    timestamp: 1,
    key: utf8.encode(name),
    value: null,
    offsetDelta,
  })
  log.add(
    buildBatch([record('a'), record('bad'), record('other'), { timestamp: 1, key: null, value: null }, record('b')]),
  )
  log.add(buildBatch([record('t')], { producerId: 7, producerEpoch: 0, transactional: true, baseSequence: 0 }))
  log.add(
    buildEndTransactionMarker({ producerId: 7, producerEpoch: 0, commit: true, coordinatorEpoch: 0, timestamp: 1 }),
  )
  log.add(buildBatch([record('c', 2), record('d', 9)], { lastOffsetDelta: 20, compression: 1 }))
  lead()
  await world.settle()
  assert.deepEqual(state().seen, ['a', 'b', 't@7', 'commit@7', 'c', 'd'])
  assert.equal(log.reads, 4)
})

test('a log that is moved to another folder while it is read is read on there; one that cannot be read is not served', async () => {
  const { world, log, replica, runtime, appends, lead, lose, state } = held()
  for (const name of ['a', 'b', 'c']) log.add(buildBatch([{ timestamp: 1, key: utf8.encode(name), value: null }]))
  const moved = new FakeLog()
  moved.batches = [...log.batches]
  moved.logEndOffset = log.logEndOffset
  const read = log.read.bind(log)
  const closed = { error: ErrorCode.KAFKA_STORAGE_ERROR, records: [], byteLength: 0, abortedTransactions: null }
  log.read = async (from) => {
    if (from < 2) return read(from)
    replica.log = moved
    return closed
  }
  lead()
  await world.settle()
  assert.deepEqual(state().seen, ['a', 'b', 'c'])
  lose()
  moved.read = async () => closed
  lead(1)
  await world.settle()
  assert.equal(runtime.stateOf('key'), ErrorCode.NOT_COORDINATOR)
  // It takes the ends of transactions all the same: they end in other partitions, too.
  let ended = -1
  const bytes = buildBatch([{ timestamp: 1, key: utf8.encode('end'), value: null }])
  const marker = { producerId: 7, commit: true, bytes, transactionVersion: 1, timeoutMs: 30_000 }
  runtime.writeMarker(0, marker, (error) => (ended = error))
  await world.settle()
  appends.at(-1)!.settle(ErrorCode.NONE)
  await world.settle()
  assert.equal(ended, ErrorCode.NONE)
})

test('however many records are not understood, the log has two lines of them', async () => {
  const lines: string[] = []
  const { world, log, lead, state } = held({ told: (line) => lines.push(line) })
  for (const name of ['bad', 'a', 'bad', 'bad'])
    log.add(buildBatch([{ timestamp: 1, key: utf8.encode(name), value: null }]))
  lead()
  await world.settle()
  assert.deepEqual(state().seen, ['a'])
  assert.deepEqual(lines, [
    'a record of __names-0 is not understood and passed over',
    '3 records of __names-0 were passed over',
  ])
})

test('a log whose beginning goes while it is read is read from where it begins then', async () => {
  const { world, log, lead, state } = held()
  for (const name of ['a', 'b', 'c']) log.add(buildBatch([{ timestamp: 1, key: utf8.encode(name), value: null }]))
  let open = () => {}
  log.gate = new Promise((resolve) => (open = resolve))
  lead()
  await world.settle()
  log.logStartOffset = 2
  open()
  await world.settle()
  assert.deepEqual(state().seen, ['c'])
})

test('what is written in one turn is one batch, and counts when it is committed', async () => {
  const { world, appends, lead, state } = held()
  lead()
  await world.settle()
  const done: string[] = []
  const write = (...names: string[]) => state().access.write(names, (error) => done.push(`${names.join('+')} ${error}`))
  write('a', 'b')
  write('c')
  write()
  assert.deepEqual(done, [' 0'])
  await world.settle()
  write('d')
  await world.settle()
  assert.deepEqual(
    appends.map(({ names }) => names),
    [['a', 'b', 'c'], ['d']],
  )
  assert.deepEqual(state().seen, [])
  // The second is answered first: the order of the log counts.
  appends[1]!.settle(0)
  await world.settle()
  assert.deepEqual(state().seen, [])
  appends[0]!.settle(0)
  await world.settle()
  assert.deepEqual(state().seen, ['a!', 'b!', 'c!', 'd!'])
  assert.deepEqual(done, [' 0', 'a+b 0', 'c 0', 'd 0'])
})

test('a marker counts in its place between the records, when it is committed', async () => {
  const { world, appends, runtime, lead, state } = held()
  const done: string[] = []
  const end = (commit: boolean, name: string) =>
    runtime.writeMarker(
      0,
      {
        producerId: 7,
        commit,
        bytes: buildBatch([{ timestamp: 1, key: utf8.encode(name), value: null }]),
        transactionVersion: 1,
        timeoutMs: 30_000,
      },
      (error) => done.push(`${name} ${error}`),
    )
  end(true, 'not led')
  lead()
  end(true, 'loading')
  assert.deepEqual(done, [`not led ${ErrorCode.NOT_COORDINATOR}`, `loading ${ErrorCode.COORDINATOR_LOAD_IN_PROGRESS}`])
  await world.settle()
  state().access.write(['a'], () => {})
  end(true, 'first')
  state().access.write(['b'], () => {})
  end(false, 'second')
  end(false, 'refused')
  await world.settle()
  assert.deepEqual(
    appends.map(({ names, options }) => `${names} ${options?.markerOf}`),
    ['a undefined', 'first 1', 'b undefined', 'second 1', 'refused 1'],
  )
  appends[4]!.settle(ErrorCode.INVALID_PRODUCER_EPOCH)
  for (const { settle } of appends.slice(1)) settle(ErrorCode.NONE)
  await world.settle()
  assert.deepEqual(state().seen, [])
  appends[0]!.settle(ErrorCode.NONE)
  await world.settle()
  assert.deepEqual(state().seen, ['a!', 'commit@7', 'b!', 'abort@7'])
  assert.deepEqual(done.slice(2), ['first 0', 'second 0', `refused ${ErrorCode.INVALID_PRODUCER_EPOCH}`])
})

test('records of a transaction are a batch of their own, with their producer and what was verified', async () => {
  const { world, appends, lead, state } = held()
  lead()
  await world.settle()
  state().access.write(['a'], () => {})
  state().access.writeInTransaction({ producerId: 7, producerEpoch: 3, guard: 5 }, ['t', 'u'], () => {})
  state().access.write(['b'], () => {})
  await world.settle()
  assert.deepEqual(
    appends.map(({ names, options, bytes }) => [
      names,
      options?.guard,
      producerIdAt(bytes, 0),
      producerEpochAt(bytes, 0),
    ]),
    [
      [['a'], undefined, -1, -1],
      [['t', 'u'], 5, 7, 3],
      [['b'], undefined, -1, -1],
    ],
  )
  assert.deepEqual(
    appends.map(({ bytes }) => isTransactionalAt(bytes, 0)),
    [false, true, false],
  )
  for (const { settle } of appends) settle(ErrorCode.NONE)
  await world.settle()
  assert.deepEqual(state().seen, ['a!', 't@7!', 'u@7!', 'b!'])
})

test('what is refused changes nothing and says why; more than a batch holds goes in several', async () => {
  const { world, appends, lead, state } = held({ compression: 1 })
  lead()
  await world.settle()
  const errors: number[] = []
  for (const name of ['x'.repeat(400), 'y'.repeat(400)]) state().access.write([name], (error) => errors.push(error))
  await world.settle()
  assert.equal(appends.length, 2)
  appends[0]!.settle(ErrorCode.NOT_ENOUGH_REPLICAS)
  appends[1]!.settle(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
  await world.settle()
  assert.deepEqual(errors, [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND])
  assert.deepEqual(state().seen, [`${'y'.repeat(400)}!`])
})

test('more than can be appended is refused before it is made', async () => {
  const { world, appends, lead, state } = held()
  lead()
  await world.settle()
  let encoded = 0
  const names = Array.from({ length: 1000 }, () => 'z'.repeat(100))
  const counted = new Proxy(names, {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^[0-9]+$/.test(name)) encoded++
      return Reflect.get(target, name, receiver)
    },
  })
  const errors: number[] = []
  state().access.write(counted, (error) => errors.push(error))
  await world.settle()
  assert.deepEqual(errors, [ErrorCode.MESSAGE_TOO_LARGE])
  assert.equal(appends.length, 0)
  assert.ok(encoded < 10)
})

test('a write of many small records is taken when their batch fits, whatever they might have needed', async () => {
  const { world, appends, lead, state } = held()
  lead()
  await world.settle()
  const errors: number[] = []
  const names = Array.from({ length: 100 }, (_, i) => String.fromCharCode(0x41 + (i % 26)))
  state().access.write(names, (error) => errors.push(error))
  state().access.write(['b'], (error) => errors.push(error))
  await world.settle()
  assert.deepEqual(
    appends.map((one) => one.names.length),
    [100, 1],
  )
  assert.ok(appends[0]!.bytes.length <= 1000)
  // What may not, since something has to fit beside it, is judged with care.
  state().access.write(names, (error) => errors.push(error), 1)
  assert.deepEqual(errors, [ErrorCode.MESSAGE_TOO_LARGE])
})

test('what cannot be stored as it is is refused, and what comes with it', async () => {
  const { world, appends, lead, state } = held()
  lead()
  await world.settle()
  const errors: number[] = []
  state().access.write(['a', 'endless'], (error) => errors.push(error))
  state().access.write(['b'], (error) => errors.push(error))
  await world.settle()
  assert.deepEqual(errors, [ErrorCode.UNKNOWN_SERVER_ERROR])
  assert.deepEqual(
    appends.map(({ names }) => names),
    [['b']],
  )
})

test('who waits too long is told so, and the record counts when it comes', async () => {
  const { world, appends, lead, state } = held()
  lead()
  await world.settle()
  const errors: number[] = []
  state().access.write(['slow'], (error) => errors.push(error))
  await world.advance(5000)
  assert.deepEqual(errors, [ErrorCode.REQUEST_TIMED_OUT])
  appends[0]!.settle(0)
  await world.settle()
  assert.deepEqual(state().seen, ['slow!'])
  assert.equal(errors.length, 1)
})

test('decisions on what is committed wait for what is under way, and are called when the leadership goes', async () => {
  const { world, appends, lead, lose, state } = held()
  lead()
  await world.settle()
  const calls: string[] = []
  const found = state()
  found.access.afterWrites(() => calls.push('at once'))
  found.access.write(['a'], () => calls.push('a'))
  found.access.afterWrites(() => calls.push('after a'))
  await world.settle()
  assert.deepEqual(calls, ['at once'])
  appends[0]!.settle(0)
  await world.settle()
  assert.deepEqual(calls, ['at once', 'a', 'after a'])
  found.access.write(['b'], (error) => calls.push(`b ${error}`))
  found.access.afterWrites(() => calls.push(`after b ${found.isUnloaded}`))
  await world.settle()
  lose()
  assert.deepEqual(calls.slice(3), [`b ${ErrorCode.NOT_LEADER_OR_FOLLOWER}`, 'after b true'])
  appends[1]!.settle(0)
  await world.settle()
  assert.deepEqual(found.seen, ['a!'])
})
