/** Settings of the broker reach the coordinators, with their units. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLogger } from '../base/logger.ts'
import { loadConfig } from '../config/load.ts'
import { MemoryWorld } from '../io/memory/world.ts'
import type { MetadataCache } from '../metadata/contract.ts'
import { GroupMeters } from '../metrics/group-metrics.ts'
import { compressionAt } from '../protocol/batch/header.ts'
import { batchPositions, openRecords } from '../protocol/batch/iterate.ts'
import { CompressionType } from '../protocol/compression/compression.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { CoordinatedReplicas, LeadershipListener, ReplicaPartition } from '../replication/contract.ts'
import { startGroups } from './group/start.ts'
import { JOIN, NOBODY, OFFSET_VALUE } from './group/testing/requests.ts'
import { FakeLog } from './runtime/testing/fake-log.ts'
import { startTransactions } from './transaction/start.ts'

const DAY_MS = 86_400_000

function made(settings: Record<string, string | number>) {
  const world = new MemoryWorld()
  const text = Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')
  const { config } = loadConfig({ file: { path: 'server.properties', text } })
  const log = new FakeLog()
  log.config.maxMessageBytes = 1 << 20
  const listeners: LeadershipListener[] = []
  const replicas = {
    partition: () => ({ partition: 0, log }),
    watchLeadership: (_topic: string, listener: LeadershipListener) => listeners.push(listener),
    verifyOwn: () => ({ error: 0, guard: undefined }),
    appendOwn: (_topic: string, _partition: number, batch: Uint8Array) => {
      log.add(Buffer.from(batch))
      return { error: 0 }
    },
  } as unknown as CoordinatedReplicas
  const metadata = { current: { topics: new Map(), brokers: new Map(), partition: () => null } }
  const parts = { world, logger: silentLogger, config, replicas, metadata: metadata as unknown as MetadataCache }
  const lead = async () => {
    for (const listener of listeners) listener.led({ partition: 0, leaderEpoch: 0, log } as unknown as ReplicaPartition)
    await world.settle()
  }
  return { world, log, parts, lead }
}

const ONE_PARTITION = { 'offsets.topic.num.partitions': 1, 'transaction.state.log.num.partitions': 1 }

function offset(commitTimestamp: number) {
  return [{ topic: 't', partition: 0, value: { ...OFFSET_VALUE, commitTimestamp } }]
}

test('offsets.retention.minutes and its check: offsets of an empty group go when both have passed', async () => {
  const { world, parts, lead } = made({
    ...ONE_PARTITION,
    'offsets.retention.minutes': 3,
    'offsets.retention.check.interval.ms': 50_000,
  })
  const groups = startGroups({ ...parts, meters: new GroupMeters() })
  await lead()
  assert.equal(await groups.commit('g', NOBODY, offset(world.clock.wallMs())), ErrorCode.NONE)
  await world.advance(3 * 60_000)
  assert.equal(groups.committedCount, 1)
  await world.advance(20_000)
  assert.equal(groups.committedCount, 0)
  assert.equal(groups.count(null), 0)
  groups.stop()
})

test('limits of members: sessions, size of a group, the wait for the first rebalance', async () => {
  const { world, parts, lead } = made({
    ...ONE_PARTITION,
    'group.min.session.timeout.ms': 100,
    'group.max.session.timeout.ms': 20_000,
    'group.max.size': 2,
    'group.initial.rebalance.delay.ms': 700,
  })
  const groups = startGroups({ ...parts, meters: new GroupMeters() })
  await lead()
  for (const sessionTimeoutMs of [99, 20_001]) {
    const { errorCode } = await groups.join('g', { ...JOIN, sessionTimeoutMs })
    assert.equal(errorCode, ErrorCode.INVALID_SESSION_TIMEOUT)
  }
  const replies = [1, 2, 3].map((n) => groups.join('g', { ...JOIN, newMemberId: `m${n}` }))
  const told: number[] = []
  for (const reply of replies) void Promise.resolve(reply).then(({ errorCode }) => told.push(errorCode))
  await world.advance(699)
  assert.deepEqual(told, [ErrorCode.GROUP_MAX_SIZE_REACHED])
  await world.advance(701)
  assert.deepEqual(told.slice(1), [ErrorCode.NONE, ErrorCode.NONE])
  groups.stop()
})

test('offsets.topic.compression.codec: what is written to the topic is compressed, and read again', async () => {
  const { log, parts, lead } = made({ ...ONE_PARTITION, 'offsets.topic.compression.codec': 1 })
  const groups = startGroups({ ...parts, meters: new GroupMeters() })
  await lead()
  assert.equal(await groups.commit('g', NOBODY, offset(1)), ErrorCode.NONE)
  const [batch] = log.batches
  assert.equal(compressionAt(batch!, 0), CompressionType.GZIP)
  const keys: string[] = []
  for (const at of batchPositions(batch!)) {
    const walk = openRecords(batch!, at)
    while (walk.next()) keys.push(Buffer.from(walk.key()!).toString('latin1'))
  }
  assert.deepEqual(keys, ['\0\x01\0\x01g\0\x01t\0\0\0\0'])
  groups.stop()
})

test('transactional.id.expiration.ms and its check, transaction.max.timeout.ms', async () => {
  const { world, parts, lead } = made({
    ...ONE_PARTITION,
    'transactional.id.expiration.ms': 2 * DAY_MS,
    'transaction.remove.expired.transaction.cleanup.interval.ms': DAY_MS / 2,
    'transaction.max.timeout.ms': 5000,
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': 300_000,
  })
  const transactions = startTransactions({
    ...parts,
    channels: { send: async () => [] },
    takeProducerId: async () => 7,
    transactionVersion: () => 2,
  })
  await lead()
  const init = (timeoutMs: number) => transactions.initProducerId('t', timeoutMs, null)
  assert.equal((await init(5001)).errorCode, ErrorCode.INVALID_TRANSACTION_TIMEOUT)
  assert.equal((await init(5000)).errorCode, ErrorCode.NONE)
  await world.advance(2 * DAY_MS - 1000)
  assert.equal(typeof transactions.describe('t'), 'object')
  await world.advance(DAY_MS / 2 + 1000)
  assert.equal(transactions.describe('t'), ErrorCode.TRANSACTIONAL_ID_NOT_FOUND)
  const { producerId, producerEpoch } = await init(1000)
  const partitions = [{ topic: 'gone', partition: 0 }]
  await transactions.addPartitions('t', { producerId, producerEpoch, partitions, clientTransactionVersion: 2 })
  const stateOf = () => {
    const found = transactions.describe('t')
    return typeof found === 'number' ? found : found.state
  }
  await world.advance(1000)
  assert.equal(stateOf(), 'Ongoing')
  await world.advance(300_000)
  assert.notEqual(stateOf(), 'Ongoing')
  transactions.stop()
})
