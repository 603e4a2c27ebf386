// The life of a broker on a real ZooKeeper, which is killed, paused and away: node compat/zookeeper/life.ts
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask as askBroker } from '../../src/broker/testing/groups.ts'
import type { ZooKeeperTree } from '../../src/metadata/stores/zookeeper/zookeeper-tree.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import type { KnownApiKey, RequestInputOf } from '../../src/protocol/codec.ts'
import { type ApacheProcess, startZooKeeper } from '../apache/apache.ts'
import type { OdradekProcess } from '../lib/broker.ts'
import { createTopic } from '../lib/client.ts'
import { freePort } from '../lib/net.ts'
import type { Daemon } from '../lib/process.ts'
import { checkPartition } from '../proofs/kill-check.ts'
import { PersistentProducer } from '../proofs/persistent-producer.ts'
import { lookInto, odradekOn, zooKeeperDir, zooKeeperOrSkip } from './cluster.ts'

const started = await zooKeeperOrSkip()
const { work } = started
let zk: ApacheProcess = started.zk
const connect = `${zk.address}/life`
const port = await freePort()
const SESSION_MS = 4000
const TOPIC = 'kept'
let broker: OdradekProcess
let tree: ZooKeeperTree
let producer: PersistentProducer
let producing: Promise<void>

const start = () =>
  odradekOn(connect, work, { port, overrides: { 'broker.id': 4, 'zookeeper.session.timeout.ms': SESSION_MS } })

const ask = <K extends KnownApiKey>(apiKey: K, version: number, body: RequestInputOf<K>) =>
  askBroker({ bootstrapServers: broker.address, stop: async () => {} }, apiKey, version, body)

before(async () => {
  broker = await start()
  tree = await lookInto(connect)
  await createTopic(broker.address, TOPIC)
  const given = await ask(ApiKey.InitProducerId, 1, { transactionalId: null, transactionTimeoutMs: 1000 })
  const { producerId } = given
  producer = new PersistentProducer({
    address: broker.address,
    topic: TOPIC,
    partition: 0,
    name: 'p',
    producerId,
    valueBytes: 100,
  })
  producing = producer.run()
})
after(async () => {
  await tree.close()
  await broker.stop()
  await zk.kill()
  await started.clean()
})

/** As long as it takes, within a minute. */
async function eventually(what: string, holds: () => Promise<boolean>, pauseMs = 50): Promise<void> {
  const endMs = Date.now() + 60_000
  while (!(await holds().catch(() => false))) {
    if (Date.now() > endMs) throw new Error(`not within a minute: ${what}`)
    await sleep(pauseMs)
  }
}

const goesOn = async (): Promise<void> => {
  const before = producer.confirmed.length
  await eventually('records are confirmed', async () => producer.confirmed.length > before + 20)
}
const isController = async (): Promise<boolean> => (await tree.exists('/controller')) !== null
const epoch = async (): Promise<number> => Number(Buffer.from((await tree.get('/controller_epoch')).data!).toString())
let made = 0
const canCreate = () =>
  eventually('a topic can be made', async () => {
    const topics = [{ name: `made-${++made}`, numPartitions: 1, replicationFactor: 1 }]
    return (await ask(ApiKey.CreateTopics, 5, { topics, timeoutMs: 2000 })).topics[0]!.errorCode === 0
  })

test('a second broker with the same number says so and stops', async () => {
  const overrides = { 'broker.id': 4, 'zookeeper.session.timeout.ms': SESSION_MS }
  const second = odradekOn(connect, work, { name: 'second', overrides })
  await assert.rejects(second, /Another broker with the id 4 is registered in this cluster/)
  await assert.rejects(
    odradekOn(connect, work, { name: 'third', overrides: { 'broker.id': 5 } }),
    /serves as the only one/,
  )
  await goesOn()
})

test('after kill -9 it comes back by itself, with the same number and a higher epoch', async () => {
  for (const how of ['its session is ended', 'it waits until its session has expired']) {
    const before = await tree.exists('/brokers/ids/4')
    await broker.kill()
    if (how !== 'its session is ended') rmSync(join(broker.dataDir, 'odradek-zookeeper-session'))
    broker = await start()
    const now = await tree.exists('/brokers/ids/4')
    assert.ok(now!.czxid > before!.czxid)
    assert.ok(
      readFileSync(broker.logFile, 'utf8').includes(
        how === 'its session is ended' ? 'is ended' : 'waiting for its end',
      ),
    )
    await goesOn()
  }
})

test('ZooKeeper killed and started again: the session goes on', async () => {
  const { sessionId } = tree
  const controllers = await epoch()
  await zk.kill()
  await goesOn()
  zk = await startZooKeeper({ dir: zooKeeperDir(work), port: zk.port })
  await canCreate()
  assert.deepEqual([tree.sessionId, await epoch()], [sessionId, controllers])
  await goesOn()
})

test('ZooKeeper paused for longer than a session lives: a new session, registered and elected again', async () => {
  const before = await tree.exists('/brokers/ids/4')
  process.kill(zk.pid, 'SIGSTOP')
  for (let i = 0; i < 3; i++) {
    await sleep(SESSION_MS)
    await goesOn()
  }
  process.kill(zk.pid, 'SIGCONT')
  await canCreate()
  await eventually('it is the controller', isController)
  const now = await tree.exists('/brokers/ids/4')
  assert.ok(now !== null && now.czxid >= before!.czxid)
  await goesOn()
})

test('sixty seconds without ZooKeeper: records flow, and nothing is lost after all of it', {
  timeout: 240_000,
}, async () => {
  await zk.kill()
  const until = Date.now() + 60_000
  while (Date.now() < until) await goesOn()
  zk = await startZooKeeper({ dir: zooKeeperDir(work), port: zk.port })
  await canCreate()
  await eventually('it is the controller', isController)
  await goesOn()
  producer.stop()
  await producing
  assert.deepEqual(producer.problems, [])
  const examples: string[] = []
  const verdict = await checkPartition(broker.address, TOPIC, 0, producer.confirmed, () => true, examples)
  console.log(`${verdict.records} records, ${verdict.confirmed} confirmed`)
  assert.deepEqual([verdict.lost, verdict.duplicated, verdict.misplaced], [0, 0, 0], examples.join('\n'))
})

test('a clean stop takes its nodes away at once', async () => {
  await broker.stop()
  assert.equal(await tree.exists('/brokers/ids/4'), null)
  assert.equal(await isController(), false)
  assert.ok(existsSync(join(broker.dataDir, '.kafka_cleanshutdown')))
  assert.match(readFileSync(join(broker.dataDir, 'meta.properties'), 'utf8'), /broker\.id=4/)
})

test('stopped (SIGSTOP) in the middle of its start for longer than its session lives, it serves all the same', async () => {
  const overrides = { 'broker.id': 4, 'zookeeper.session.timeout.ms': SESSION_MS }
  let wasReady = true
  const spawned = async ({ pid }: Daemon, logFile: string) => {
    await eventually('a session began', async () => readFileSync(logFile, 'utf8').includes('A session with'), 1)
    process.kill(pid, 'SIGSTOP')
    wasReady = readFileSync(logFile, 'utf8').includes('This broker is the controller')
    await sleep(3 * SESSION_MS)
    process.kill(pid, 'SIGCONT')
  }
  const slept = await odradekOn(connect, work, { name: 'slept', overrides, spawned })
  try {
    await eventually('it is registered', async () => (await tree.exists('/brokers/ids/4')) !== null)
    await eventually('it is the controller', isController)
    assert.match(readFileSync(slept.logFile, 'utf8'), /The session with ZooKeeper has expired/)
    console.log(wasReady ? 'it was ready before' : 'its start was under way')
  } finally {
    await slept.stop()
  }
})
