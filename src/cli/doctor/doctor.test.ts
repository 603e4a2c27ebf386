/** Each trouble that the doctor knows, on a network in memory: what it says, and the line that mends it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OperatorError } from '../../base/errors.ts'
import { FakeBroker, pass } from '../../client/testing/fake-broker.ts'
import { MemoryWorld } from '../../io/memory/world.ts'
import { ApiKey } from '../../protocol/apis.ts'
import { examine } from './examine.ts'
import type { Finding } from './findings.ts'
import type { RegisteredBroker } from './registered.ts'

interface ClusterOptions {
  advertised: { host: string; port: number }
  settings?: Record<string, string>
  clusterId?: string
  topics?: { name: string; partitions: { partitionIndex: number; leaderId: number; replicaNodes: number[] }[] }[]
}

/** A broker at host1 that tells clients what `options` say. */
async function clusterOfOne(world: MemoryWorld, options: ClusterOptions, id = 1): Promise<FakeBroker> {
  const broker = new FakeBroker(id)
  const { advertised, settings, topics = [], clusterId = 'C' } = options
  broker.serve(ApiKey.Metadata, 12, () => ({
    clusterId,
    controllerId: id,
    brokers: [{ nodeId: id, host: advertised.host, port: advertised.port || broker.port }],
    topics,
  }))
  if (settings !== undefined) {
    broker.serve(ApiKey.DescribeConfigs, 4, ({ resources }) => ({
      results: resources.map(({ resourceName, resourceType }) => ({
        resourceName,
        resourceType,
        errorCode: resourceName === String(id) ? 0 : 42,
        configs: Object.entries(settings).map(([name, value]) => ({ name, value })),
      })),
    }))
  }
  await broker.listen(world)
  return broker
}

async function diagnose(world: MemoryWorld, ...addresses: { host: string; port: number }[]) {
  return pass(
    world,
    examine(world, addresses, async () => null),
  )
}

/** Something at host9 that answers `reply` to whatever comes. */
async function peer(world: MemoryWorld, reply: (asked: Buffer) => Uint8Array | 'close' | null, port = 2181) {
  const own = new MemoryWorld({ beside: world, host: 'host9' })
  await own.net.listen({ host: 'host9', port }, (socket) => {
    socket.handle({
      data(bytes) {
        const answer = reply(Buffer.from(bytes))
        if (answer === 'close') socket.destroy()
        else if (answer !== null) socket.write([answer])
      },
      drain() {},
      ended: () => socket.end(),
      closed() {},
    })
  })
  return { host: 'host9', port }
}

const bad = (findings: readonly Finding[]): Finding[] => findings.filter(({ verdict }) => verdict === 'bad')

test('a broker that is what it says: nothing to mend', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 }, settings: {} })
  const { reached, findings } = await diagnose(world, { host: 'host1', port: broker.port })
  assert.equal(reached, true)
  assert.deepEqual(
    findings.map(({ verdict }) => verdict),
    ['ok', 'ok'],
  )
})

test('an advertised address where nobody is: the line has the address that was reached, other listeners stay', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, {
    advertised: { host: 'kafka', port: 29092 },
    settings: {
      'advertised.listeners': 'INTERNAL://kafka:29092,OUT://host7:9094',
      'listener.security.protocol.map': 'INTERNAL:PLAINTEXT,OUT:SSL',
    },
  })
  const { reached, findings } = await diagnose(world, { host: 'host1', port: broker.port })
  assert.equal(reached, true)
  const [one, ...others] = bad(findings)
  assert.equal(others.length, 0)
  assert.match(one!.text, /are told kafka:29092: nothing listens on port 29092/)
  assert.match(one!.fix!, new RegExp(`^advertised.listeners=INTERNAL://host1:${broker.port},OUT://host7:9094;`))
  assert.match(findings.at(-1)!.text, /listener OUT \(SSL\) tells host7:9094: no TLS answers there/)
})

test('addresses that nobody can mean: 0.0.0.0, and the loopback of another machine', async () => {
  for (const [host, words] of [
    ['0.0.0.0', /no client can connect to it/],
    ['localhost', /each client's own machine/],
  ] as const) {
    const world = new MemoryWorld()
    const broker = await clusterOfOne(world, { advertised: { host, port: 9092 }, settings: {} })
    const [one] = bad((await diagnose(world, { host: 'host1', port: broker.port })).findings)
    assert.match(one!.text, words)
    assert.match(one!.fix!, new RegExp(`^advertised.listeners=PLAINTEXT://host1:${broker.port};`))
  }
})

test('who begins at 0.0.0.0 begins at this machine: no line advertises it', async () => {
  const world = new MemoryWorld()
  const advertised = { host: 'kafka', port: 29092 }
  const settings = { 'advertised.listeners': 'PLAINTEXT://kafka:29092' }
  const { port } = await clusterOfOne(world, { advertised, settings })
  const beside = new MemoryWorld({ beside: world, host: 'host1' })
  const [one] = bad(
    (
      await pass(
        world,
        examine(beside, [{ host: '0.0.0.0', port }], async () => null),
      )
    ).findings,
  )
  assert.match(one!.fix!, new RegExp(`^advertised.listeners=PLAINTEXT://127.0.0.1:${port};`))
})

test('a broker of another cluster at the advertised address', async () => {
  const world = new MemoryWorld()
  const other = await clusterOfOne(world, { advertised: { host: 'host2', port: 0 }, clusterId: 'D' }, 2)
  const broker = await clusterOfOne(world, { advertised: { host: 'host2', port: other.port } })
  const [one] = bad((await diagnose(world, { host: 'host1', port: broker.port })).findings)
  assert.match(one!.text, /a broker of another cluster \(D\) answers there/)
  // Its settings could not be read, so which address is right is not known.
  assert.match(one!.fix!, /advertised.listeners=PLAINTEXT:\/\/HOST:/)
})

test('who else answers at the port: ZooKeeper, TLS, HTTP, nobody, or nothing at all', async () => {
  const zookeeper = (asked: Buffer) =>
    asked.toString() === 'srvr' ? Buffer.from('Zookeeper version: 3.8.4-x, built on') : 'close'
  const notListed = (asked: Buffer) =>
    asked.toString() === 'srvr' ? Buffer.from('srvr is not executed because it is not in the whitelist.\n') : 'close'
  const alert = Buffer.from('15030300020228', 'hex')
  const tls = (asked: Buffer) => (asked[0] === 0x16 ? alert : 'close')
  const http = (asked: Buffer) =>
    asked.toString('latin1').startsWith('GET ') ? Buffer.from('HTTP/1.1 404 Not Found\r\n\r\n') : null
  const cases: [(asked: Buffer) => Uint8Array | 'close' | null, RegExp, RegExp][] = [
    [zookeeper, /ZooKeeper answers there/, /--bootstrap-server/],
    [notListed, /ZooKeeper answers there/, /--bootstrap-server/],
    [tls, /TLS is spoken there/, /security.protocol=SSL/],
    [http, /HTTP is spoken there/, /9092/],
    [() => null, /nobody answers/, /its process hangs/],
    [() => 'close', /are ended there at once/, /listeners;.*published port of a container/],
    [() => Buffer.from('220 mail.example ESMTP, at your service\r\n'), /something that is not Kafka/, /listeners/],
  ]
  for (const [reply, text, fix] of cases) {
    const world = new MemoryWorld()
    const address = await peer(world, reply)
    const { reached, findings } = await diagnose(world, address)
    assert.equal(reached, false)
    assert.match(findings[0]!.text, text)
    assert.match(findings[0]!.fix!, fix)
  }
})

test('an address without a port: the usual one is tried, and that is said', async () => {
  const world = new MemoryWorld()
  const { port } = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 }, settings: {} })
  const guessed = [{ host: 'host1', port, isPortGuessed: true }]
  const { findings } = await pass(
    world,
    examine(world, guessed, async () => null),
  )
  assert.deepEqual(
    findings.map(({ verdict }) => verdict),
    ['note', 'ok', 'ok'],
  )
  assert.match(findings[0]!.text, /no port was given/)
  assert.equal(findings[0]!.fix, `give clients host1:${port}`)
})

test('a port whose connections are reset while they are made', async () => {
  const world = new MemoryWorld()
  const own = new MemoryWorld({ beside: world, host: 'host9' })
  const listener = await own.net.listen({ host: 'host9', port: 9092 }, (socket) => {
    // As many as look for Kafka; those that come after them are not taken.
    void listener.close()
    socket.destroy()
  })
  const [one] = bad((await diagnose(world, { host: 'host9', port: 9092 })).findings)
  assert.match(one!.text, /are ended there at once/)
})

test("brokers that ZooKeeper knows: one answers, one is gone; a port of ZooKeeper's tells them, too", async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 } })
  const zookeeper = await peer(world, (asked) =>
    asked.toString() === 'srvr' ? Buffer.from('Zookeeper version: 3.8') : 'close',
  )
  const plain = { listener: 'PLAINTEXT', securityProtocol: 'PLAINTEXT' }
  const registered: RegisteredBroker[] = [
    { id: 1, endpoints: [{ ...plain, host: 'host1', port: broker.port }] },
    { id: 3, endpoints: [{ ...plain, host: 'host3', port: 9092 }] },
  ]
  const { reached, findings } = await pass(
    world,
    examine(world, [zookeeper], async (where) => (where === 'host9:2181' ? registered : null)),
  )
  assert.equal(reached, false)
  assert.deepEqual(
    findings.map(({ verdict, subject }) => `${verdict} ${subject}`),
    ['bad host9:2181', 'ok ZooKeeper host9:2181', 'ok broker 1', 'bad broker 3'],
  )
  assert.match(findings[3]!.text, /registered in ZooKeeper with PLAINTEXT at host3:9092: nothing listens/)
  assert.match(findings[3]!.fix!, /zookeeper.session.timeout.ms/)

  const told = async (brokers: RegisteredBroker[] | null) =>
    (
      await pass(
        world,
        examine(world, [{ host: 'host1', port: broker.port }], async () => brokers, { zookeeper: 'zk:2181/k' }),
      )
    ).findings.at(-1)!
  assert.match((await told(null)).fix!, /chroot/)
  const damaged = await told([{ id: 4, endpoints: [], unreadable: 'no JSON' }])
  assert.match(`${damaged.subject} ${damaged.text}`, /^broker 4 its node in ZooKeeper cannot be read: no JSON/)
  assert.match((await told([])).text, /no broker is registered now/)
})

test('a broker that answers at one of the addresses it is registered with is alive: the others are wrong', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 } })
  const plain = { securityProtocol: 'PLAINTEXT' }
  const endpoints = [
    { ...plain, listener: 'IN', host: 'host1', port: broker.port },
    { ...plain, listener: 'OUT', host: '::', port: 9092 },
  ]
  const from = [{ host: 'host1', port: broker.port }]
  const looking = examine(world, from, async () => [{ id: 1, endpoints }], { zookeeper: 'zk:2181' })
  const last = (await pass(world, looking)).findings.at(-1)!
  assert.match(last.text, /with OUT at \[::\]:9092: :: means "every address of the broker's machine"/)
  assert.match(last.fix!, new RegExp(`^advertised.listeners=IN://host1:${broker.port},OUT://HOST:9092 `))
})

test('a ZooKeeper that cannot be asked is told like everything else', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 } })
  const away = async () => {
    throw new OperatorError('ZooKeeper (zk:2181) cannot be reached')
  }
  const looking = examine(world, [{ host: 'host1', port: broker.port }], away, { zookeeper: 'zk:2181' })
  const { findings } = await pass(world, looking)
  assert.deepEqual(
    findings.map(({ verdict, subject }) => `${verdict} ${subject.replace(/\d{5}/, 'N')}`),
    ['ok host1:N', 'ok broker 1', 'bad ZooKeeper zk:2181'],
  )
  assert.match(findings[2]!.text, /cannot be reached/)
})

test('a client with TLS at a plain port, and at one with TLS', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 } })
  const secure = await peer(world, (asked) => (asked[0] === 0x16 ? Buffer.from('15030300020228', 'hex') : 'close'))
  const addresses = [{ host: 'host1', port: broker.port }, secure]
  const { findings } = await pass(
    world,
    examine(world, addresses, async () => null, { tls: true }),
  )
  assert.deepEqual(
    findings.map(({ verdict }) => verdict),
    ['bad', 'ok'],
  )
  assert.match(findings[0]!.text, /without TLS/)
  assert.match(findings[0]!.fix!, /security.protocol=PLAINTEXT/)
})

test('a wrong port: the usual one is tried, and named when a broker is there', async () => {
  const world = new MemoryWorld()
  const nobody = await diagnose(world, { host: 'host9', port: 9093 })
  assert.match(nobody.findings[0]!.text, /nothing listens on port 9093/)
  assert.match(nobody.findings[0]!.fix!, /start the broker/)
  const versions = new FakeBroker(1, 'host9')
  await versions.listen(world)
  const relay = new MemoryWorld({ beside: world, host: 'host9' })
  // The broker's port is not 9092 in this network: pass bytes on from there.
  await relay.net.listen({ host: 'host9', port: 9092 }, (near) => {
    relay.net.connect({ host: 'host9', port: versions.port }).then((far) => {
      near.handle({ data: (b) => far.write([Buffer.from(b)]), drain() {}, ended: () => far.end(), closed() {} })
      far.handle({ data: (b) => near.write([Buffer.from(b)]), drain() {}, ended: () => near.end(), closed() {} })
    })
  })
  const found = await diagnose(world, { host: 'host9', port: 9093 })
  assert.match(found.findings[0]!.fix!, /a broker answers at host9:9092/)
})

test('a firewall on the way: a word on what to open', async () => {
  const world = new MemoryWorld()
  world.network.setLink('127.0.0.1', 'host9', { blocked: true })
  const { findings } = await diagnose(world, { host: 'host9', port: 9092 })
  assert.match(findings[0]!.text, /a firewall on the way/)
  assert.match(findings[0]!.fix!, /port 9092 is open/)
})

test('a listener that wants a login ends the connection when it is asked for the cluster', async () => {
  const world = new MemoryWorld()
  const broker = new FakeBroker(1)
  broker.serve(ApiKey.Metadata, 12, () => 'close')
  await broker.listen(world)
  const [one] = bad((await diagnose(world, { host: 'host1', port: broker.port })).findings)
  assert.match(one!.text, /wants a login/)
  assert.match(one!.fix!, /SASL_PLAINTEXT/)
})

test('partitions without a leader: which broker has to come back', async () => {
  const world = new MemoryWorld()
  const partitions = [
    { partitionIndex: 0, leaderId: 1, replicaNodes: [1] },
    { partitionIndex: 1, leaderId: -1, replicaNodes: [3, 1] },
  ]
  const broker = await clusterOfOne(world, {
    advertised: { host: 'host1', port: 0 },
    topics: [{ name: 't', partitions }],
  })
  const [one] = bad((await diagnose(world, { host: 'host1', port: broker.port })).findings)
  assert.match(one!.text, /^1 have no leader \(t-1\): clients are told LEADER_NOT_AVAILABLE/)
  assert.match(one!.fix!, /start broker 3/)
})

test('a broker that does not speak with old clients any more says so', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 } })
  for (const oldest of [0, 4]) {
    broker.versions.set(ApiKey.Fetch, 17)
    broker.oldest.set(ApiKey.Fetch, oldest)
    const { findings } = await diagnose(world, { host: 'host1', port: broker.port })
    const notes = findings.filter(({ verdict }) => verdict === 'note')
    assert.equal(notes.length, oldest === 0 ? 0 : 1)
    if (oldest > 0) assert.match(notes[0]!.text, /Fetch from version 4: clients older than Kafka 2\.1 are refused/)
  }
})

test('several bootstrap addresses: each is tried, a broker is looked at once', async () => {
  const world = new MemoryWorld()
  const broker = await clusterOfOne(world, { advertised: { host: 'host1', port: 0 } })
  const { reached, findings } = await diagnose(
    world,
    { host: 'host8', port: 9092 },
    { host: 'host1', port: broker.port },
    { host: 'host1', port: broker.port },
  )
  assert.equal(reached, true)
  assert.deepEqual(
    findings.map(({ verdict, subject }) => [verdict, subject.replace(/\d{5}/, 'N')]),
    [
      ['bad', 'host8:9092'],
      ['ok', 'host1:N'],
      ['ok', 'broker 1'],
      ['ok', 'host1:N'],
    ],
  )
})
