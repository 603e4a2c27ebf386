// The container's entry point beside a real ZooKeeper, as another user, with the images' variables: node compat/zookeeper/entry-point.ts
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Image, makeImage, type Started, serve, startEntry } from '../../docker/testing.ts'
import { startZooKeeper } from '../apache/apache.ts'
import { freePort } from '../lib/net.ts'
import { lookInto, zooKeeperDir, zooKeeperOrSkip } from './cluster.ts'

const started = await zooKeeperOrSkip()
const { work } = started
let { zk } = started
let image: Image
const WAIT_MS = 30_000

before(() => {
  image = makeImage()
})
after(async () => {
  await zk.kill()
  await started.clean()
  image.remove()
})

async function said(broker: Started, what: RegExp): Promise<void> {
  const endMs = Date.now() + WAIT_MS
  while (!what.test(broker.out())) {
    if (Date.now() > endMs) throw new Error(`not said within ${WAIT_MS} ms: ${what}\n${broker.out()}`)
    await sleep(20)
  }
}

/** What is in ZooKeeper below `chroot`: brokers that are registered, topics, the controller's node. */
async function look(chroot: string) {
  const tree = await lookInto(`${zk.address}${chroot}`)
  try {
    const { names: ids } = await tree.children('/brokers/ids')
    const { names: topics } = await tree.children('/brokers/topics')
    return { ids, topics: topics.sort(), isLed: (await tree.exists('/controller')) !== null }
  } finally {
    await tree.close()
  }
}

/** The article's `docker run`, with a chroot. */
async function articleVariables(chroot: string): Promise<{ address: string; env: Record<string, string> }> {
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  const env = {
    ODRADEK_ADMIN_LISTENERS: '',
    KAFKA_BROKER_ID: '0',
    KAFKA_ZOOKEEPER_CONNECT: `${zk.address}${chroot}`,
    KAFKA_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${address}`,
  }
  return { address, env }
}

test("the article's variables: it waits for a ZooKeeper that starts later, makes its topics, and leaves nothing behind", async () => {
  const { address, env } = await articleVariables('/article/kafka')
  await zk.kill()
  const volume = join(image.folder, 'article')
  const broker = startEntry(image, volume, { ...env, KAFKA_CREATE_TOPICS: 'web_log:2:1,kept:1:1:compact' })
  try {
    await said(broker, /No server of ZooKeeper can be reached; trying on/)
    zk = await startZooKeeper({ dir: zooKeeperDir(work), port: zk.port })
    await broker.ready
    assert.match(broker.out(), /broker 0 of cluster/)
    assert.match(
      broker.ask('topic', 'describe', 'kept', '--configs', '-b', address, '-o', 'csv'),
      /^kept,cleanup\.policy,compact,topic,/m,
    )
    assert.deepEqual(await look('/article/kafka'), { ids: ['0'], topics: ['kept', 'web_log'], isLed: true })
    broker.child.kill('SIGTERM')
    assert.equal(await broker.ended, 0, broker.out())
  } finally {
    broker.child.kill('SIGKILL')
  }
  assert.deepEqual(await look('/article/kafka'), { ids: [], topics: ['kept', 'web_log'], isLed: false })
  assert.ok(existsSync(join(volume, 'web_log-1')), 'the data are on the volume')
  assert.ok(existsSync(join(volume, '.kafka_cleanshutdown')))
  // Who started it is not who ran it.
  if (process.getuid?.() === 0) assert.notEqual(statSync(join(volume, 'meta.properties')).uid, 0)
})

test('killed and started again at once, as "docker restart" after a crash: the same broker goes on', async () => {
  const { env } = await articleVariables('/killed')
  const volume = join(image.folder, 'killed')
  const first = startEntry(image, volume, env)
  await first.ready
  first.child.kill('SIGKILL')
  await first.ended
  const again = await serve(image, 'killed', env)
  assert.match(again, /The session of this broker before it was killed is ended/)
  assert.deepEqual((await look('/killed')).ids, [])
})

test('KAFKA_BROKER_ID=-1: a number from the sequence, remembered in the volume', async () => {
  const { env } = await articleVariables('/sequence')
  const unnamed = { ...env, KAFKA_BROKER_ID: '-1' }
  for (const [volume, id] of [
    ['sequence-a', 1001],
    ['sequence-a', 1001],
    ['sequence-b', 1002],
  ] as const) {
    assert.match(await serve(image, volume, unnamed), new RegExp(`broker ${id} of cluster`))
    assert.match(
      readFileSync(join(image.folder, volume, 'meta.properties'), 'utf8'),
      new RegExp(`^broker.id=${id}$`, 'm'),
    )
  }
})

test('the variables of the apache image, with ZooKeeper', async () => {
  const [inside, outside] = [await freePort(), await freePort()]
  const env = {
    KAFKA_BROKER_ID: '3',
    KAFKA_ZOOKEEPER_CONNECT: `${zk.address}/apache`,
    KAFKA_LISTENERS: `INTERNAL://127.0.0.1:${inside},EXTERNAL://127.0.0.1:${outside}`,
    KAFKA_ADVERTISED_LISTENERS: `INTERNAL://127.0.0.1:${inside},EXTERNAL://localhost:${outside}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'INTERNAL:PLAINTEXT,EXTERNAL:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_LOG4J_ROOT_LOGLEVEL: 'WARN',
    CLUSTER_ID: '4L6g3nShT-eMCtK--X86sw',
  }
  const out = await serve(image, 'apache', env, async (ask) => {
    assert.match(ask('health', '-b', `127.0.0.1:${inside}`), /^ok: /)
    assert.match(
      ask('doctor', '-b', `127.0.0.1:${outside}`),
      new RegExp(`are told localhost:${outside}, and it answers`),
    )
    assert.deepEqual((await look('/apache')).ids, ['3'])
  })
  assert.match(out, /broker 3 of cluster/)
})

test('the variables of bitnami/kafka, with ZooKeeper', async () => {
  const [inside, outside] = [await freePort(), await freePort()]
  const env = {
    KAFKA_ENABLE_KRAFT: 'no',
    KAFKA_CFG_BROKER_ID: '5',
    KAFKA_CFG_ZOOKEEPER_CONNECT: `${zk.address}/bitnami`,
    KAFKA_CFG_LISTENERS: `CLIENT://127.0.0.1:${inside},EXTERNAL://127.0.0.1:${outside}`,
    KAFKA_CFG_ADVERTISED_LISTENERS: `CLIENT://127.0.0.1:${inside},EXTERNAL://localhost:${outside}`,
    KAFKA_CFG_LISTENER_SECURITY_PROTOCOL_MAP: 'CLIENT:PLAINTEXT,EXTERNAL:PLAINTEXT',
    KAFKA_CFG_INTER_BROKER_LISTENER_NAME: 'CLIENT',
    KAFKA_CFG_AUTO_CREATE_TOPICS_ENABLE: 'false',
    ALLOW_PLAINTEXT_LISTENER: 'yes',
    BITNAMI_DEBUG: 'true',
  }
  const out = await serve(image, 'bitnami', env, async (ask) => {
    assert.match(ask('topic', 'create', 't', '-b', `127.0.0.1:${outside}`), /\bt\b/)
    assert.deepEqual(await look('/bitnami'), { ids: ['5'], topics: ['t'], isLed: true })
  })
  assert.doesNotMatch(out, /unknown setting/)
})

test('a ZooKeeper that does not come: one sentence; a stop while it waits is a stop', async () => {
  const { env } = await articleVariables('')
  const absent = `127.0.0.1:${await freePort()}`
  const away = { ...env, KAFKA_ZOOKEEPER_CONNECT: absent }
  const tired = startEntry(image, join(image.folder, 'tired'), {
    ...away,
    KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: '500',
  })
  assert.equal(await tired.ended, 1)
  assert.match(
    tired.out(),
    new RegExp(`ZooKeeper \\(${absent}\\) cannot be reached within 500 ms .*: start it, or set`),
  )
  const stopped = startEntry(image, join(image.folder, 'stopped'), away)
  await said(stopped, /trying on/)
  stopped.child.kill('SIGTERM')
  assert.equal(await stopped.ended, 0, stopped.out())
  assert.doesNotMatch(stopped.out(), /cannot be reached within/, 'it did not wait for the end of its patience')
})
