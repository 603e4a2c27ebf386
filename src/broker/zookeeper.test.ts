import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { OperatorError } from '../base/errors.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { FakeZooKeeper } from '../metadata/stores/zookeeper/testing/fake-server.ts'
import { ApiKey } from '../protocol/apis.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { RunningBroker } from './main.ts'
import { startBroker } from './main.ts'
import { ask, eventually } from './testing/groups.ts'

let server: FakeZooKeeper
let port: number
let dir: string

beforeEach(async () => {
  server = new FakeZooKeeper(makeNodeWorld())
  port = await server.listen(0)
  dir = mkdtempSync(join(tmpdir(), 'odradek-zookeeper-'))
})
afterEach(async () => {
  await server.goAway()
  rmSync(dir, { recursive: true, force: true })
})

function start(flags: Record<string, string> = {}): Promise<RunningBroker> {
  const connect = `127.0.0.1:${port}/kafka`
  const short = { 'zookeeper.session.timeout.ms': '2000', 'zookeeper.connection.timeout.ms': '500' }
  return startBroker({ port: 0, flags: { 'zookeeper.connect': connect, 'log.dirs': dir, ...short, ...flags } })
}

async function createTopic(broker: RunningBroker, name: string): Promise<number> {
  const topics = [{ name, numPartitions: 1, replicationFactor: 1 }]
  const answer = await ask(broker, ApiKey.CreateTopics, 5, { topics, timeoutMs: 5000 })
  return answer.topics[0]!.errorCode
}

async function produce(broker: RunningBroker, topic: string): Promise<number> {
  const records = buildBatch([{ timestamp: 1, value: Buffer.from('x') }])
  const topicData = [{ name: topic, partitionData: [{ index: 0, records }] }]
  const answer = await ask(broker, ApiKey.Produce, 9, { transactionalId: null, acks: -1, timeoutMs: 5000, topicData })
  return answer.responses[0]!.partitionResponses[0]!.errorCode
}

async function setCredential(broker: RunningBroker): Promise<number> {
  const salt = Buffer.from('salt')
  const upsertion = { name: 'u', mechanism: 1, iterations: 4096, salt, saltedPassword: Buffer.alloc(32) }
  const answer = await ask(broker, ApiKey.AlterUserScramCredentials, 0, { deletions: [], upsertions: [upsertion] })
  return answer.results[0]!.errorCode
}

const text = async (path: string) => Buffer.from((await server.tree.get(path)).data ?? []).toString()

test('a broker takes its number from the sequence and keeps it; its nodes go with a clean stop', async () => {
  const first = await start()
  assert.equal(first.brokerId, 1001)
  assert.equal(await createTopic(first, 't'), ErrorCode.NONE)
  assert.match(await text('/kafka/cluster/id'), new RegExp(first.clusterId))
  assert.match(await text('/kafka/controller'), /"brokerid":1001/)
  await first.stop()
  assert.equal(await server.tree.exists('/kafka/brokers/ids/1001'), null)
  assert.equal(await server.tree.exists('/kafka/controller'), null)
  const second = await start()
  assert.deepEqual([second.brokerId, second.clusterId], [1001, first.clusterId])
  assert.equal(await produce(second, 't'), ErrorCode.NONE)
  await second.stop()
  await assert.rejects(start({ 'broker.id': '5' }), /belongs to broker 1001, but broker.id is 5/)
  await assert.rejects(start({ 'broker.id': '1001' }), /above reserved.broker.max.id \(1000\)/)
})

test('when its session expired, a broker registers again, is elected again, and served all along', async () => {
  const broker = await start({ 'broker.id': '3', 'odradek.admin.listeners': '127.0.0.1:0' })
  assert.equal(await createTopic(broker, 't'), ErrorCode.NONE)
  const before = await server.tree.exists('/kafka/brokers/ids/3')
  for (let epoch = 2; epoch <= 4; epoch++) {
    await server.expire()
    assert.equal(await produce(broker, 't'), ErrorCode.NONE)
    await eventually(async () => {
      assert.equal(await text('/kafka/controller_epoch'), String(epoch))
      assert.notEqual(await server.tree.exists('/kafka/controller'), null)
    })
    assert.equal(await createTopic(broker, `t${epoch}`), ErrorCode.NONE)
    assert.equal(await produce(broker, `t${epoch}`), ErrorCode.NONE)
  }
  const after = await server.tree.exists('/kafka/brokers/ids/3')
  assert.ok(after!.czxid > before!.czxid)
  const page = await (await fetch(`${broker.adminUrls[0]}/metrics`)).text()
  for (const line of ['zookeeperexpires_total 3', 'zookeepersyncconnects_total 4', 'sessionstate 1']) {
    assert.ok(page.includes(`kafka_server_sessionexpirelistener_${line}\n`), line)
  }
  assert.match(page, /zookeeperrequestlatencyms_count [1-9]/)
  await broker.stop()
})

test('without a session it is not the controller, and says so where only that one may act', async () => {
  const broker = await start({ 'broker.id': '3' })
  assert.equal(await createTopic(broker, 't'), ErrorCode.NONE)
  server.refusesSessions = true
  await server.expire()
  await eventually(async () => assert.equal(await setCredential(broker), ErrorCode.NOT_CONTROLLER))
  const featureUpdates = [{ feature: 'transaction.version', maxVersionLevel: 2, upgradeType: 1 }]
  const features = await ask(broker, ApiKey.UpdateFeatures, 1, { timeoutMs: 1000, featureUpdates, validateOnly: false })
  assert.equal(features.errorCode, ErrorCode.NOT_CONTROLLER)
  const topics = [{ name: 't', partitions: [{ partitionIndex: 0, replicas: [3] }] }]
  const moved = await ask(broker, ApiKey.AlterPartitionReassignments, 0, { timeoutMs: 1000, topics })
  assert.equal(moved.errorCode, ErrorCode.NOT_CONTROLLER)
  server.refusesSessions = false
  await eventually(async () => assert.equal(await setCredential(broker), ErrorCode.NONE))
  await broker.stop()
})

test('without ZooKeeper what needs none is served, requests that need it are answered in time, and it heals', async () => {
  const broker = await start({ 'broker.id': '3' })
  assert.equal(await createTopic(broker, 't'), ErrorCode.NONE)
  await server.goAway()
  assert.equal(await produce(broker, 't'), ErrorCode.NONE)
  const metadata = await ask(broker, ApiKey.Metadata, 9, { topics: [{ name: 't' }] })
  assert.equal(metadata.topics[0]!.partitions[0]!.leaderId, 3)
  assert.equal(await createTopic(broker, 'later'), ErrorCode.REQUEST_TIMED_OUT)
  const resources = [
    { resourceType: 2, resourceName: 't', configs: [{ name: 'retention.ms', configOperation: 0, value: '1' }] },
  ]
  const altered = await ask(broker, ApiKey.IncrementalAlterConfigs, 1, { resources, validateOnly: false })
  assert.equal(altered.responses[0]!.errorCode, ErrorCode.REQUEST_TIMED_OUT)
  assert.equal(await setCredential(broker), ErrorCode.REQUEST_TIMED_OUT)
  const producer = { transactionalId: null, transactionTimeoutMs: 1000, producerId: -1, producerEpoch: -1 }
  const given = await ask(broker, ApiKey.InitProducerId, 4, producer)
  assert.equal(given.errorCode, ErrorCode.COORDINATOR_NOT_AVAILABLE)
  await server.listen(port)
  await eventually(async () => assert.equal(await createTopic(broker, 'after'), ErrorCode.NONE))
  assert.equal(await produce(broker, 'after'), ErrorCode.NONE)
  await broker.stop()
})

test('a stop does not wait for a ZooKeeper that is not there', async () => {
  const broker = await start({ 'broker.id': '3' })
  assert.equal(await createTopic(broker, 't'), ErrorCode.NONE)
  await server.goAway()
  const waiting = createTopic(broker, 'later').catch(() => 'the connection was closed')
  await broker.stop()
  await waiting
  assert.equal(await broker.ended, null)
})

test('a start that is not wanted any more does not wait for ZooKeeper', async () => {
  await server.goAway()
  const flags = {
    'zookeeper.connect': `127.0.0.1:${port}`,
    'zookeeper.connection.timeout.ms': '60000',
    'log.dirs': dir,
  }
  const early = startBroker({ port: 0, flags, stopEarly: AbortSignal.abort() })
  await assert.rejects(early, /connection-loss/)
  const stop = new AbortController()
  const log = (line: string) => (line.includes('trying on') ? stop.abort() : undefined)
  await assert.rejects(startBroker({ port: 0, flags, stopEarly: stop.signal, log }), /connection-loss/)
})

test('a ZooKeeper that does not allow what a broker has to do is named in the sentence that ends its start', async () => {
  server.forbidden = '/kafka/brokers'
  const says = /does not let this broker use \/brokers.*: set odradek\.zookeeper\.digest/
  await assert.rejects(start(), (error) => error instanceof OperatorError && says.test(error.message))
})

test('a folder of a broker that ran alone is not taken for one of a cluster', async () => {
  const alone = await startBroker({ port: 0, flags: { 'log.dirs': dir } })
  await alone.stop()
  await assert.rejects(start(), /run "odradek zk migrate"/)
})
