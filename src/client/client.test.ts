import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryWorld } from '../io/memory/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { findOffset } from './admin.ts'
import { KafkaClient, readBootstrapServers } from './client.ts'
import { BrokerConnection } from './connection.ts'
import { UnsupportedApiError } from './errors.ts'
import { FrameAssembler, FrameError } from './frames.ts'
import { murmur2, partitionForKey } from './partitioner.ts'
import { FakeBroker, pass } from './testing/fake-broker.ts'

async function connect(world: MemoryWorld, broker: FakeBroker, options = {}): Promise<BrokerConnection> {
  return pass(world, BrokerConnection.open({ world, host: broker.host, port: broker.port, ...options }))
}

test('versions: the highest that both know, and a broker too old for ours is asked in its own', async () => {
  for (const [apiVersionsMax, metadataMax] of [
    [4, 12],
    [3, 12],
    [2, 5],
    [0, 1],
  ] as const) {
    const world = new MemoryWorld()
    const broker = new FakeBroker(1)
    broker.versions.set(ApiKey.ApiVersions, apiVersionsMax)
    broker.serve(ApiKey.Metadata, metadataMax, () => ({ controllerId: 1 }))
    await broker.listen(world)
    const connection = await connect(world, broker)
    assert.equal(connection.versionOf(ApiKey.Metadata), metadataMax)
    assert.throws(() => connection.versionOf(ApiKey.Produce), UnsupportedApiError)
    const answer = await pass(world, connection.request(ApiKey.Metadata, { topics: [] }))
    assert.equal(answer.controllerId, metadataMax >= 1 ? 1 : -1)
    assert.equal(broker.asked[0]!.version, metadataMax)
    connection.close()
  }
})

test('requests that are under way together get their own answers', async () => {
  const world = new MemoryWorld()
  const broker = new FakeBroker(1)
  broker.serve(ApiKey.Metadata, 5, ({ topics }) => ({ clusterId: topics![0]!.name }))
  await broker.listen(world)
  const connection = await connect(world, broker)
  const names = ['a', 'b', 'c', 'd']
  const answers = names.map((name) => connection.request(ApiKey.Metadata, { topics: [{ name }] }))
  assert.deepEqual(
    (await pass(world, Promise.all(answers))).map(({ clusterId }) => clusterId),
    names,
  )
})

const ANY_PORT = { host: '', port: 0 }

test('a broker that does not answer, closes, or speaks something else is a NetError', async () => {
  const world = new MemoryWorld()
  const broker = new FakeBroker(1)
  broker.serve(ApiKey.Metadata, 5, ({ topics }) => (topics!.length === 0 ? null : 'close'))
  await broker.listen(world)
  const silent = await connect(world, broker, { requestTimeoutMs: 500 })
  await assert.rejects(pass(world, silent.request(ApiKey.Metadata, { topics: [] })), { kind: 'timeout' })
  assert.equal(silent.isOpen, false)
  await assert.rejects(silent.request(ApiKey.Metadata, { topics: [] }), { kind: 'timeout' })
  const closing = await connect(world, broker)
  await assert.rejects(pass(world, closing.request(ApiKey.Metadata, { topics: [{ name: 'x' }] })), { kind: 'io' })
  await assert.rejects(pass(world, BrokerConnection.open({ world, host: 'nobody', port: 1 })), { kind: 'refused' })

  for (const bytes of ['HTTP/1.1 400 Bad Request\r\n\r\n', '\0\0\0\x08abcdefgh', '\0\0\0\0']) {
    const listener = await new MemoryWorld({ beside: world, host: 'other' }).net.listen(ANY_PORT, (socket) => {
      const data = () => socket.write([Buffer.from(bytes, 'latin1')])
      socket.handle({ data, drain() {}, ended() {}, closed() {} })
    })
    await assert.rejects(pass(world, BrokerConnection.open({ world, host: 'other', port: listener.port })), {
      kind: 'io',
    })
  }
})

test('frames: cut anywhere, bounded, and memory follows what has arrived', () => {
  const whole = Buffer.concat([Buffer.of(0, 0, 0, 5, 1, 2, 3, 4, 5), Buffer.of(0, 0, 0, 4, 6, 7, 8, 9)])
  for (let cut = 0; cut <= whole.length; cut++) {
    const frames: string[] = []
    const assembler = new FrameAssembler((frame) => frames.push(frame.toString('hex')))
    assembler.push(whole.subarray(0, cut))
    assembler.push(whole.subarray(cut))
    assert.deepEqual(frames, ['0102030405', '06070809'])
  }
  const big = Buffer.alloc(1_000_004, 7)
  big.writeInt32BE(1_000_000)
  let length = 0
  const assembler = new FrameAssembler((frame) => (length = frame.length), 1_000_000)
  for (let at = 0; at < big.length; at += 30_000) assembler.push(big.subarray(at, at + 30_000))
  assert.equal(length, 1_000_000)
  assert.throws(() => assembler.push(Buffer.of(0x7f, 0xff, 0xff, 0xff)), FrameError)
  assert.throws(() => new FrameAssembler(() => {}, 10).push(Buffer.of(0, 0, 0, 11)), FrameError)
})

/** Two brokers; the leader of t-0 is what `leader` says. */
async function cluster(world: MemoryWorld) {
  const state = { leader: 1, controller: 2, exists: true }
  const brokers = [new FakeBroker(1), new FakeBroker(2)]
  const metadata = () => ({
    brokers: brokers.map(({ id, host, port }) => ({ nodeId: id, host, port })),
    controllerId: state.controller,
    topics: state.exists
      ? [{ name: 't', partitions: [{ partitionIndex: 0, leaderId: state.leader, leaderEpoch: state.leader }] }]
      : [{ name: 't', errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }],
  })
  for (const broker of brokers) {
    broker.serve(ApiKey.Metadata, 9, metadata)
    broker.serve(ApiKey.ListOffsets, 5, () => {
      const isLeader = broker.id === state.leader
      const partition = isLeader
        ? { offset: 100 + broker.id }
        : { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, offset: -1 }
      return { topics: [{ name: 't', partitions: [partition] }] }
    })
    await broker.listen(world)
  }
  const bootstrapServers = `${brokers[0]!.host}:${brokers[0]!.port}`
  const client = new KafkaClient({ world, bootstrapServers, deliveryTimeoutMs: 8000 })
  return { state, brokers, client }
}

test('a request goes to the leader, and after it when the leader has changed', async () => {
  const world = new MemoryWorld()
  const { state, client } = await cluster(world)
  assert.equal((await pass(world, findOffset(client, 't', 0, -1))).offset, 101)
  state.leader = 2
  assert.equal((await pass(world, findOffset(client, 't', 0, -1))).offset, 102)
  client.close()
})

test('a leader that is gone is waited for, as long as deliveryTimeoutMs allows', async () => {
  const world = new MemoryWorld()
  const { state, brokers, client } = await cluster(world)
  assert.equal((await pass(world, findOffset(client, 't', 0, -1))).offset, 101)
  state.leader = -1
  brokers[0]!.serve(ApiKey.ListOffsets, 5, () => 'close')
  const waiting = findOffset(client, 't', 0, -1)
  await world.advance(5000)
  state.leader = 2
  assert.equal((await pass(world, waiting)).offset, 102)
  state.leader = -1
  await assert.rejects(pass(world, findOffset(client, 't', 0, -1)), { code: ErrorCode.LEADER_NOT_AVAILABLE })
  client.close()
})

test('a topic that does not exist is said to be so at once', async () => {
  const world = new MemoryWorld()
  const { state, client } = await cluster(world)
  state.exists = false
  const before = world.clock.monotonicMs()
  const unknown = { code: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION }
  await assert.rejects(pass(world, findOffset(client, 't', 0, -1)), unknown)
  await assert.rejects(pass(world, client.topic('t')), unknown)
  assert.ok(world.clock.monotonicMs() - before < 100)
})

test('the controller is asked where it is, and one connection serves each broker', async () => {
  const world = new MemoryWorld()
  const { brokers, client } = await cluster(world)
  for (const broker of brokers) broker.serve(ApiKey.CreateTopics, 4, () => ({ topics: [] }))
  const create = () => client.toController(ApiKey.CreateTopics, { topics: [], timeoutMs: 1, validateOnly: false })
  await pass(world, Promise.all([create(), create(), create()]))
  assert.equal(brokers[1]!.asked.filter(({ apiKey }) => apiKey === ApiKey.CreateTopics).length, 3)
  assert.deepEqual(
    brokers.map(({ connections }) => connections),
    [1, 1],
  )
})

test('bootstrap servers: one after another until one answers', async () => {
  const world = new MemoryWorld()
  const { brokers } = await cluster(world)
  const bootstrapServers = ['nobody:1', `${brokers[1]!.host}:${brokers[1]!.port}`]
  const client = new KafkaClient({ world, bootstrapServers })
  assert.equal((await pass(world, client.metadata(['t']))).topics[0]!.name, 't')
  const alone = new KafkaClient({ world, bootstrapServers: 'nobody:1' })
  await assert.rejects(pass(world, alone.metadata(null)), { kind: 'refused' })
})

test('addresses', () => {
  assert.deepEqual(readBootstrapServers('a:1, b ,[::1]:3,PLAINTEXT://c:4'), [
    { host: 'a', port: 1 },
    { host: 'b', port: 9092 },
    { host: '::1', port: 3 },
    { host: 'c', port: 4 },
  ])
  for (const bad of ['a:x', 'a:0', 'a:99999', 'a b', ':1']) assert.throws(() => readBootstrapServers(bad), /no address/)
})

test("keys belong to the partitions that Java's client gives them", () => {
  const hashes: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ]
  for (const [key, hash] of hashes) assert.equal(murmur2(Buffer.from(key)), hash, key)
  assert.equal(partitionForKey(Buffer.from('foobar'), 10), (-790332482 & 0x7fffffff) % 10)
})
