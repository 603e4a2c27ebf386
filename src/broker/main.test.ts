import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Fault, FaultDisk, isChange } from '../io/fault/disk.ts'
import { makeNodeWorld } from '../io/node/world.ts'
import { ApiKey } from '../protocol/apis.ts'
import { buildBatch } from '../protocol/batch/builder.ts'
import type { KnownApiKey, RequestInputOf, ResponseOf } from '../protocol/codec.ts'
import { decodeResponse, encodeRequest } from '../protocol/frame.ts'
import type { MetadataResponse } from '../protocol/generated/003-metadata.js'
import { startBroker } from './main.ts'

/** One request on a connection of its own. */
async function ask<K extends KnownApiKey>(
  bootstrap: string,
  apiKey: K,
  version: number,
  body: RequestInputOf<K>,
): Promise<ResponseOf<K>> {
  const [host, port] = bootstrap.split(':')
  const socket = net.connect(Number(port), host)
  try {
    socket.write(Buffer.concat(encodeRequest(apiKey, version, 7, 'test', body)))
    let bytes = Buffer.alloc(0)
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk as Buffer])
      if (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) break
    }
    return decodeResponse(apiKey, version, bytes.subarray(4)).body
  } finally {
    socket.destroy()
  }
}

test('a broker of a test starts on a free port, serves, and leaves nothing behind', async () => {
  const broker = await startBroker({ port: 0 })
  const metadata = await ask(broker.bootstrapServers, ApiKey.Metadata, 9, { topics: null })
  assert.equal(metadata.controllerId, 1)
  assert.equal(metadata.clusterId, broker.clusterId)
  const [dir] = broker.logDirs
  assert.ok(existsSync(join(dir!, 'meta.properties')))
  await broker.stop()
  assert.equal(await broker.ended, null)
  assert.ok(!existsSync(dir!))
})

test('a start that fails late, or is not wanted any more, closes what it opened', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-test-'))
  try {
    const flags = { 'log.dirs': dir }
    const wrong = { ...flags, 'odradek.admin.listeners': 'nonsense' }
    await assert.rejects(startBroker({ port: 0, flags: wrong }), /odradek.admin.listeners has the entry "nonsense"/)
    assert.ok(existsSync(join(dir, '.kafka_cleanshutdown')))
    await assert.rejects(startBroker({ port: 0, flags, stopEarly: AbortSignal.abort() }), /stopped before it was ready/)
    const broker = await startBroker({ port: 0, flags })
    await broker.stop()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('two brokers live in one process', async () => {
  const [one, two] = await Promise.all([startBroker({ port: 0 }), startBroker({ port: 0 })])
  assert.notEqual(one.bootstrapServers, two.bootstrapServers)
  assert.notEqual(one.clusterId, two.clusterId)
  await Promise.all([one.stop(), two.stop()])
})

test('topics, ids and the cluster stay over a clean stop; wanted topics are made once', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-test-'))
  try {
    const options = { port: 0, flags: { 'log.dirs': dir }, env: { KAFKA_CREATE_TOPICS: 'a:3:1,b:1:1' } }
    const first = await startBroker(options)
    const before = await ask(first.bootstrapServers, ApiKey.Metadata, 12, { topics: null })
    await first.stop()
    assert.ok(existsSync(join(dir, '.kafka_cleanshutdown')))
    assert.match(readFileSync(join(dir, 'meta.properties'), 'utf8'), new RegExp(`cluster.id=${first.clusterId}`))
    const second = await startBroker(options)
    const after = await ask(second.bootstrapServers, ApiKey.Metadata, 12, { topics: null })
    assert.equal(second.clusterId, first.clusterId)
    const ids = (metadata: MetadataResponse) =>
      metadata.topics.map((topic) => [topic.name, topic.topicId, topic.partitions.length] as const)
    assert.deepEqual(ids(after), ids(before))
    assert.deepEqual(
      ids(after)
        .map(([name, , count]) => [name, count])
        .sort(),
      [
        ['a', 3],
        ['b', 1],
      ],
    )
    await second.stop()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})

test('a second broker on the folder is refused with a sentence that says so', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-test-'))
  const first = await startBroker({ port: 0, flags: { 'log.dirs': dir } })
  try {
    await assert.rejects(startBroker({ port: 0, flags: { 'log.dirs': dir } }), /is in use by another broker/)
  } finally {
    await first.stop()
    rmSync(dir, { recursive: true, force: true })
  }
})

test('what cannot be is refused with the fix, and nothing stays open', async () => {
  const refused = (env: Record<string, string>, message: RegExp) =>
    assert.rejects(startBroker({ port: 0, env }), { name: 'OperatorError', message })
  const away = { KAFKA_ZOOKEEPER_CONNECT: '127.0.0.1:1/x', KAFKA_ZOOKEEPER_CONNECTION_TIMEOUT_MS: '50' }
  await refused(away, /ZooKeeper \(127\.0\.0\.1:1\) cannot be reached within 50 ms .*ECONNREFUSED/)
  await refused({ KAFKA_ZOOKEEPER_CONNECT: 'zk:port' }, /"zk:port" is no host:port/)
  await refused({ KAFKA_ZOOKEEPER_CONNECT: 'zk', KAFKA_ZOOKEEPER_SET_ACL: 'true' }, /odradek.zookeeper.digest/)
  await refused({ KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://0.0.0.0:9092' }, /0\.0\.0\.0/)
  const taken = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as net.AddressInfo
  await assert.rejects(startBroker({ port }), /is taken by another process/)
  taken.close()
})

test('when the first log folder fails, the metadata move and the other folder goes on, also over a restart', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'odradek-test-'))
  const [one, two] = [join(dir, 'one'), join(dir, 'two')]
  try {
    const world = makeNodeWorld()
    let failed = false
    const disk = new FaultDisk(world.disk, (operation): Fault | null =>
      failed && operation.path.startsWith(one) && isChange(operation) ? { act: 'fail', kind: 'io' } : null,
    )
    const flags = { 'log.dirs': `${one},${two}` }
    const broker = await startBroker({
      port: 0,
      flags,
      world: { ...world, disk },
      env: { KAFKA_CREATE_TOPICS: 'a:4:1' },
    })
    failed = true
    const records = buildBatch([{ timestamp: 1, key: null, value: Buffer.from('v'), headers: [] }], {})
    const produce = async (bootstrap: string) => {
      const partitionData = [0, 1, 2, 3].map((index) => ({ index, records }))
      const body = { acks: -1, timeoutMs: 5000, topicData: [{ name: 'a', partitionData }] }
      const answer = await ask(bootstrap, ApiKey.Produce, 9, body)
      return answer.responses[0]!.partitionResponses.map(({ errorCode }) => errorCode).sort((a, b) => a - b)
    }
    assert.deepEqual(await produce(broker.bootstrapServers), [0, 0, 56, 56])
    const create = { topics: [{ name: 'b', numPartitions: 1, replicationFactor: 1 }], timeoutMs: 5000 }
    const created = await ask(broker.bootstrapServers, ApiKey.CreateTopics, 5, create)
    assert.equal(created.topics[0]!.errorCode, 0)
    assert.ok(existsSync(join(two, 'odradek-metadata')))
    await broker.stop()
    failed = false
    const again = await startBroker({ port: 0, flags })
    const metadata = await ask(again.bootstrapServers, ApiKey.Metadata, 9, { topics: null })
    assert.deepEqual(metadata.topics.map(({ name }) => name).sort(), ['a', 'b'])
    assert.deepEqual(await produce(again.bootstrapServers), [0, 0, 0, 0])
    await again.stop()
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
