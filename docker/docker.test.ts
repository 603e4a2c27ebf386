/** The container without an engine: its files are there, and its entry point honours the variables of the images people know. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { validate } from 'dockerfile-utils'
import { parse } from 'yaml'
import { loadConfig } from '../src/config/load.ts'
import { type Image, makeImage, serve, startEntry } from './testing.ts'

const root = join(import.meta.dirname, '..')
let image: Image

before(() => {
  image = makeImage()
})
after(() => image.remove())

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What HEALTHCHECK asks. */
function isHealthy(adminListeners: string): boolean {
  const check = join(image.home, 'docker/healthcheck.js')
  const env = { ODRADEK_ADMIN_LISTENERS: adminListeners }
  return spawnSync(join(image.folder, 'bin/node'), [check], { env }).status === 0
}

test('the variables of wurstmeister/kafka', async () => {
  const port = await freePort()
  const adminListeners = `127.0.0.1:${await freePort()}`
  const env = {
    ODRADEK_ADMIN_LISTENERS: adminListeners,
    KAFKA_BROKER_ID: '7',
    KAFKA_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_ADVERTISED_HOST_NAME: '127.0.0.1',
    KAFKA_ADVERTISED_PORT: String(port),
    KAFKA_CREATE_TOPICS: 'orders:3:1, b:1:1:compact',
    KAFKA_HEAP_OPTS: '-Xmx256M',
  }
  const out = await serve(image, 'wurstmeister', env, (ask) => {
    const rows = JSON.parse(ask('topic', 'list', '-b', `127.0.0.1:${port}`, '-o', 'json')) as { topic: string }[]
    assert.deepEqual(rows.map((row) => Object.values(row)[0]).sort(), ['b', 'orders'])
    assert.match(
      ask('topic', 'describe', 'b', '--configs', '-b', `127.0.0.1:${port}`, '-o', 'csv'),
      /^b,cleanup\.policy,compact,topic,/m,
    )
    assert.equal(isHealthy(adminListeners), true)
  })
  assert.equal(isHealthy(adminListeners), false)
  assert.match(out, /broker 7 of cluster/)
  assert.match(out, /KAFKA_HEAP_OPTS/)
  assert.ok(existsSync(join(image.folder, 'wurstmeister/orders-2')), 'the data are on the volume')
})

test('the variables of the apache image, those of KRaft among them', async () => {
  const port = await freePort()
  const env = {
    KAFKA_NODE_ID: '3',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '3@localhost:9093',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_NUM_PARTITIONS: '3',
    CLUSTER_ID: '4L6g3nShT-eMCtK--X86sw',
  }
  const out = await serve(image, 'apache', env, (ask) => {
    assert.match(ask('health', '-b', `127.0.0.1:${port}`), /^ok: /)
  })
  assert.match(out, /broker 3 of cluster/)
  assert.match(out, /controller\.quorum\.voters/)
})

test('the variables of bitnami/kafka', async () => {
  const port = await freePort()
  const env = {
    KAFKA_CFG_BROKER_ID: '5',
    KAFKA_CFG_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_CFG_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    ALLOW_PLAINTEXT_LISTENER: 'yes',
  }
  const ownAddress = process.platform === 'linux' ? '127.0.0.2' : '[::1]'
  const adminListeners = `${ownAddress}:${await freePort()}`
  const out = await serve(image, 'bitnami', { ...env, ODRADEK_ADMIN_LISTENERS: adminListeners }, () => {
    assert.equal(isHealthy(adminListeners), true, 'pages on an address of their own')
  })
  assert.match(out, /broker 5 of cluster/)
})

test('only advertised listeners are said, as to the images of Confluent: it listens at the same ports', async () => {
  const [inside, outside] = [await freePort(), await freePort()]
  const env = {
    KAFKA_BROKER_ID: '1',
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${inside},PLAINTEXT_HOST://localhost:${outside}`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,PLAINTEXT_HOST:PLAINTEXT',
  }
  await serve(image, 'advertised', env, (ask) => {
    const seen = ask('doctor', '-b', `127.0.0.1:${outside}`)
    assert.match(seen, new RegExp(`are told localhost:${outside}, and it answers there`))
    assert.match(seen, new RegExp(`listener PLAINTEXT .* tells 127\\.0\\.0\\.1:${inside}, and it answers there`))
  })
})

test('a settings file in the folder of the image; the environment stands over it', async () => {
  const port = await freePort()
  const config = join(image.folder, 'config')
  mkdirSync(config)
  writeFileSync(
    join(config, 'server.properties'),
    `broker.id=8\nnum.partitions=4\nlisteners=PLAINTEXT://127.0.0.1:${port}\nlog.dirs=${join(image.folder, 'file/logs')}\n`,
  )
  const env = { SERVER_PROPERTIES_FOLDERS: `/nowhere ${config}`, KAFKA_NUM_PARTITIONS: '2' }
  const out = await serve(image, 'file', env, (ask) => {
    ask('topic', 'create', 't', '-b', `127.0.0.1:${port}`)
  })
  assert.match(out, /broker 8 of cluster/)
  assert.ok(existsSync(join(image.folder, 'file/logs/t-1')))
  assert.ok(!existsSync(join(image.folder, 'file/logs/t-2')))
})

test('a settings file among the arguments stands alone, and what it says is not said again, however it is written', async () => {
  const port = await freePort()
  const [elsewhere, folder] = [join(image.folder, 'named/logs'), join(image.folder, 'named')]
  mkdirSync(folder)
  writeFileSync(join(folder, 'server.properties'), 'broker.id=1\n')
  const named = join(folder, 'my own.properties')
  writeFileSync(named, `broker.id=11\nlog.dirs ${elsewhere}\n  listeners : PLAINTEXT://127.0.0.1:${port}\n`)
  const env = {
    SERVER_PROPERTIES_FOLDERS: folder,
    ODRADEK_ADMIN_LISTENERS: '',
  }
  const broker = startEntry(image, folder, env, ['start', '-X', 'num.partitions=2', named])
  await broker.ready
  broker.child.kill('SIGTERM')
  assert.equal(await broker.ended, 0)
  assert.match(broker.out(), /broker 11 of cluster/)
  assert.match(broker.out(), new RegExp(`clients 127\\.0\\.0\\.1:${port}`))
  assert.ok(existsSync(join(elsewhere, 'meta.properties')))
})

test('a variable of several lines says what its own name says', async () => {
  const port = await freePort()
  const env = {
    KAFKA_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    KAFKA_SUPER_USERS: 'User:a\nKAFKA_LOG_DIRS=nowhere',
  }
  await serve(image, 'lines', env)
  assert.ok(existsSync(join(image.folder, 'lines/meta.properties')), 'the data are on the volume')
})

test('what asks to run a command is refused, and a folder that cannot be written is named', async () => {
  const refused = startEntry(image, join(image.folder, 'command'), { BROKER_ID_COMMAND: 'hostname' })
  assert.equal(await refused.ended, 1)
  assert.match(refused.out(), /BROKER_ID_COMMAND asks to run a command/)
  const closed = startEntry(image, join(image.folder, 'closed'), {
    KAFKA_LOG_DIRS: join(image.home, 'data'),
    ODRADEK_ADMIN_LISTENERS: '',
  })
  assert.equal(await closed.ended, 1)
  assert.match(closed.out(), new RegExp(join(image.home, 'data')))
})

test('settings among the arguments stand over what the image adds, and nothing is left in its volume', async () => {
  const [volume, elsewhere] = [join(image.folder, 'arguments'), join(image.folder, 'arguments/elsewhere')]
  const settings = { 'log.dirs': elsewhere, listeners: `PLAINTEXT://127.0.0.1:${await freePort()}` }
  const overrides = Object.entries(settings).flatMap(([name, value]) => ['--override', `${name}=${value}`])
  const broker = startEntry(image, volume, { ODRADEK_ADMIN_LISTENERS: '' }, ['start', ...overrides])
  await broker.ready
  broker.child.kill('SIGTERM')
  assert.equal(await broker.ended, 0)
  assert.deepEqual(readdirSync(volume), ['elsewhere'])
  assert.ok(existsSync(join(elsewhere, 'meta.properties')))
})

test('a volume with files that this user may not write', async () => {
  const volume = join(image.folder, 'others')
  mkdirSync(volume)
  writeFileSync(join(volume, '.lock'), '', { mode: 0o444 })
  const broker = startEntry(image, volume, { ODRADEK_ADMIN_LISTENERS: '' })
  assert.equal(await broker.ended, 1)
  assert.match(broker.out(), /no folder of log\.dirs can be used .*\.lock: EACCES \(the user of this process may not\)/)
})

test('any other command of odradek', async () => {
  const version = startEntry(image, join(image.folder, 'other'), {}, ['--version'])
  assert.equal(await version.ended, 0)
  assert.match(version.out(), /^odradek \d/)
})

test('the Dockerfile: a linter has nothing to say, and every path that it copies is there', () => {
  const text = readFileSync(join(root, 'docker/Dockerfile'), 'utf8')
  assert.deepEqual(
    validate(text, { deprecatedMaintainer: 2 }).map(({ message, range }) => `${range.start.line + 1}: ${message}`),
    [],
  )
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
  const copied = [...text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap((match) => match[1]!.split(' '))
  assert.ok(copied.length > 8)
  for (const path of copied) {
    assert.ok(existsSync(join(root, path)), `${path} is not there`)
    const kept = ignored.some(
      (line) => line === `!${path}` || (line.startsWith('!') && path.startsWith(`${line.slice(1)}/`)),
    )
    assert.ok(kept, `${path} is left out by .dockerignore`)
  }
  assert.match(text, /^USER node$/m)
  assert.match(text, /^HEALTHCHECK /m)
})

test('the compose files: settings that are known, listeners whose ports are published', () => {
  for (const name of ['compose.yml', 'compose.three.yml']) {
    const { services } = parse(readFileSync(join(root, 'docker', name), 'utf8'), { merge: true }) as {
      services: Record<string, { environment?: Record<string, string | number>; ports: string[] }>
    }
    const brokers = Object.entries(services).filter(([, { environment }]) => environment !== undefined)
    assert.equal(brokers.length, name === 'compose.yml' ? 1 : 3)
    const ids = new Set<number>()
    for (const [service, { environment, ports }] of brokers) {
      const env = Object.fromEntries(Object.entries(environment!).map(([key, value]) => [key, String(value)]))
      const { config, warnings } = loadConfig({ env })
      assert.deepEqual(warnings, [], `${name} ${service}`)
      ids.add(config.number('broker.id'))
      const [inside, outside] = config.list('advertised.listeners')
      assert.equal(inside, `INSIDE://${service}:19092`)
      const port = /^OUTSIDE:\/\/localhost:(\d+)$/.exec(outside!)![1]
      assert.ok(ports.includes(`${port}:${port}`))
    }
    assert.equal(ids.size, brokers.length)
  }
})
