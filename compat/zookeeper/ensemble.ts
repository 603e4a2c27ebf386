// An ensemble of three servers, each killed and started again in turn, its leader among them: node compat/zookeeper/ensemble.ts
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask } from '../../src/broker/testing/groups.ts'
import { ApiKey } from '../../src/protocol/apis.ts'
import { type ApacheProcess, type Properties, startZooKeeper } from '../apache/apache.ts'
import type { OdradekProcess } from '../lib/broker.ts'
import { freePort } from '../lib/net.ts'
import { Unavailable } from '../lib/process.ts'
import { lookInto, odradekOn } from './cluster.ts'

const SERVERS = [1, 2, 3]
const work = mkdtempSync(join(tmpdir(), 'odradek-ensemble-'))
const overrides: Properties = { tickTime: 500, initLimit: 20, syncLimit: 10 }
const ports = new Map<number, number>()
for (const id of SERVERS) {
  overrides[`server.${id}`] = `127.0.0.1:${await freePort()}:${await freePort()}`
  ports.set(id, await freePort())
  mkdirSync(join(work, `zk${id}`, 'data'), { recursive: true })
  writeFileSync(join(work, `zk${id}`, 'data', 'myid'), `${id}\n`)
}
const startServer = (id: number) => startZooKeeper({ dir: join(work, `zk${id}`), port: ports.get(id)!, overrides })

const servers = new Map<number, ApacheProcess>()
try {
  for (const id of SERVERS) servers.set(id, await startServer(id))
} catch (error) {
  if (!(error instanceof Unavailable)) throw error
  console.log(`skipped: no ZooKeeper can be had here: ${error.message}`)
  rmSync(work, { recursive: true, force: true })
  process.exit(0)
}
const connect = `${SERVERS.map((id) => `127.0.0.1:${ports.get(id)}`).join(',')}/kafka`
let broker: OdradekProcess

before(async () => {
  const settings = { 'broker.id': 1, 'zookeeper.session.timeout.ms': 10_000, 'zookeeper.connection.timeout.ms': 30_000 }
  broker = await odradekOn(connect, work, { overrides: settings })
})
after(async () => {
  await broker.stop()
  for (const server of servers.values()) await server.kill()
  rmSync(work, { recursive: true, force: true })
})

let made = 0
async function makeTopic(): Promise<void> {
  const to = { bootstrapServers: broker.address, stop: async () => {} }
  for (let attempt = 0; attempt < 60; attempt++) {
    const topics = [{ name: `t${++made}`, numPartitions: 1, replicationFactor: 1 }]
    const answer = await ask(to, ApiKey.CreateTopics, 5, { topics, timeoutMs: 5000 })
    if (answer.topics[0]!.errorCode === 0) return
    await sleep(500)
  }
  throw new Error('no topic could be made within thirty seconds')
}

async function state(): Promise<{ owner: bigint; epoch: string }> {
  const tree = await lookInto(connect)
  try {
    const owner = (await tree.exists('/brokers/ids/1'))?.ephemeralOwner ?? 0n
    return { owner, epoch: Buffer.from((await tree.get('/controller_epoch')).data!).toString() }
  } finally {
    await tree.close()
  }
}

test('whichever server is killed, the session goes on at another', async () => {
  await makeTopic()
  const first = await state()
  assert.notEqual(first.owner, 0n)
  for (const id of [...SERVERS, ...SERVERS]) {
    await servers.get(id)!.kill()
    await makeTopic()
    servers.set(id, await startServer(id))
    await makeTopic()
    // Until it has caught up: two are needed at any time.
    await sleep(3000)
  }
  assert.deepEqual(await state(), first)
})
