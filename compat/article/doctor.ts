/** The doctor beside every trouble it knows, real ones, on Odradek and on Apache Kafka: the same verdicts, the same cures. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startApache44, startApache392, startZooKeeper } from '../apache/apache.ts'
import { startOdradek } from '../lib/broker.ts'
import { compatDir } from '../lib/cache.ts'
import { freePort } from '../lib/net.ts'
import { run } from '../lib/process.ts'
import { type Ill, type Kind, type ListenerName, startIll } from './doctor-brokers.ts'

export interface Seen {
  readonly what: string
  readonly expected: readonly string[]
  readonly printed: string
  readonly exitRight: boolean
}

const [FINE, WRONG, UNREACHED] = [0, 1, 5]

export async function doctorSees(work: string): Promise<Seen[]> {
  const nobody = `127.0.0.1:${await freePort()}`
  const seen = [await nothing(nobody), await http(), await newest(work)]
  for (const kind of ['Odradek', 'Apache Kafka'] as const) {
    seen.push(await refusal(kind, work))
    const ill = await startIll(kind, nobody, work)
    try {
      for (const look of [running, registered, hanging, killed]) seen.push(...(await look(kind, ill)))
    } finally {
      await ill.stop()
    }
  }
  return seen
}

async function ask(what: string, args: readonly string[], exitCode: number, expected: string[]): Promise<Seen> {
  const command = [join(compatDir, '..', 'bin', 'odradek.js'), 'doctor', '-b', ...args]
  const { code, stdout, stderr } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', ...command])
  return { what: `the doctor: ${what}`, expected, printed: `${stdout}${stderr}`, exitRight: code === exitCode }
}

function nothing(nobody: string): Promise<Seen> {
  const port = nobody.split(':')[1]
  return ask('nothing listens', [nobody], UNREACHED, [
    `bad  ${nobody}: nothing listens on port ${port} of 127.0.0.1, as seen from here`,
    '     fix: start the broker (odradek start, or npm start), or see in its listeners which port it has…',
  ])
}

async function http(): Promise<Seen> {
  const server = createServer((_, answer) => answer.end('hello'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
  try {
    return await ask('an HTTP server', [address], UNREACHED, [
      `bad  ${address}: HTTP is spoken there, not Kafka`,
      '     fix: give clients the port of a Kafka listener, usually 9092',
    ])
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Kafka 4 does not speak with clients of before 2.1. */
async function newest(work: string): Promise<Seen> {
  const broker = await startApache44({ dir: join(work, 'newest') })
  const { address } = broker
  try {
    return await ask('Apache Kafka 4.4.0', [address], FINE, [
      `ok   ${address}: a broker of cluster … answers: 1 brokers, controller 1`,
      `note ${address}: it serves Fetch from version 4: clients older than Kafka 2.1 are refused (KIP-896)`,
      "     fix: at an old client raise its protocol version, as sarama's Config.Version",
      `ok   broker 1: clients that begin at ${address} are told ${address}, and it answers there`,
      '…',
    ])
  } finally {
    await broker.stop()
  }
}

/** 0.0.0.0 does not get as far as a client. */
async function refusal(kind: Kind, work: string): Promise<Seen> {
  const dir = join(work, `refused-${kind.replace(' ', '-')}`)
  const zookeeper = await startZooKeeper({ dir: join(dir, 'zookeeper') })
  const port = await freePort()
  const connect = { 'zookeeper.connect': zookeeper.address }
  const overrides = { ...connect, 'advertised.listeners': `PLAINTEXT://0.0.0.0:${port}` }
  const options = { dir, port, overrides }
  try {
    const broker = kind === 'Odradek' ? startOdradek(options) : startApache392({ ...options, zkPort: zookeeper.port })
    const printed = await broker.then(
      async (started) => {
        await started.stop()
        return 'it started'
      },
      (error: Error) => error.message,
    )
    const expected = {
      Odradek: `…advertised.listeners has 0.0.0.0, which no client can connect to: set advertised.listeners=PLAINTEXT://HOST:${port} …`,
      'Apache Kafka':
        '…advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.…',
    }
    return { what: `${kind}: 0.0.0.0 is refused`, expected: ['…', expected[kind], '…'], printed, exitRight: true }
  } finally {
    await zookeeper.kill()
  }
}

async function running(kind: Kind, ill: Ill): Promise<Seen[]> {
  const { at, told, mended } = ill
  const isApache = kind !== 'Odradek'
  const lead = (name: ListenerName) => `broker 1: clients that begin at ${at[name]} are told ${told[name]}`
  const answers = (name: ListenerName) => `ok   ${at[name]}: a broker of cluster … answers: 1 brokers, controller 1`
  const fix = (name: ListenerName) =>
    `     fix: advertised.listeners=${mended(name)}; in a container KAFKA_ADVERTISED_LISTENERS=${mended(name)}`
  const wrong = (what: string, name: ListenerName, why: string) =>
    ask(`${kind}, ${what}`, [at[name]], WRONG, [answers(name), `bad  ${lead(name)}: ${why}`, fix(name), '…'])
  const [, port] = told.PORT.split(':')
  const seen = [
    await ask(`${kind}, an address that is right, and a partition without its leader`, [at.IN], WRONG, [
      answers('IN'),
      `ok   ${lead('IN')}, and it answers there`,
      'note broker 1: listener NAME (PLAINTEXT) tells kafka:29092: …',
      'note broker 1: listener ID (PLAINTEXT) tells c0ffee123456:9092: …',
      `note broker 1: listener PORT (PLAINTEXT) tells ${told.PORT}: nothing listens on port ${port} of 127.0.0.1, as seen from here`,
      `note broker 1: listener ZOO (PLAINTEXT) tells ${told.ZOO}: ZooKeeper answers there, not a broker`,
      ...(isApache
        ? [
            'note broker 1: listener ANY (PLAINTEXT) tells [::]:9092: :: means "every address of the broker\'s machine": …',
            `ok   broker 1: listener SEC (SSL) tells ${told.SEC}, and TLS answers there`,
            `ok   broker 1: listener LOGIN (SASL_PLAINTEXT) tells ${told.LOGIN}, and it answers there`,
          ]
        : []),
      'bad  partitions: 1 have no leader (orphan-0): clients are told LEADER_NOT_AVAILABLE',
      '     fix: start broker 2, which has their records',
    ]),
    await wrong('the name of a service', 'NAME', 'the name kafka is not known here: …'),
    await wrong('the name of a container', 'ID', 'c0ffee123456 is the name of a container: …'),
    await wrong('a wrong port', 'PORT', `nothing listens on port ${port} of 127.0.0.1, as seen from here`),
    await wrong("ZooKeeper's port advertised", 'ZOO', 'ZooKeeper answers there, not a broker'),
    await ask(`${kind}, TLS on a plain listener`, [at.IN, '--tls'], WRONG, [
      `bad  ${at.IN}: Kafka is spoken there without TLS: …`,
      '     fix: security.protocol=PLAINTEXT at the client, or the port of an SSL listener',
    ]),
  ]
  if (!isApache) return seen
  return [
    ...seen,
    await wrong('an address that is every address', 'ANY', ':: means "every address of the broker\'s machine": …'),
    await ask(`${kind}, a client without TLS on a TLS listener`, [at.SEC], UNREACHED, [
      `bad  ${at.SEC}: TLS is spoken there: clients that are set to PLAINTEXT cannot use it`,
      '     fix: security.protocol=SSL at the client (with ssl.truststore or ssl.ca), or the port of a PLAINTEXT listener',
    ]),
    await ask(`${kind}, a listener that wants a login`, [at.LOGIN], WRONG, [
      `bad  ${at.LOGIN}: a broker answers, but ends the connection when it is asked for the cluster: this listener wants a login (SASL)`,
      '     fix: security.protocol=SASL_PLAINTEXT (or SASL_SSL), sasl.mechanism and the login at the client, or the port of a PLAINTEXT listener',
    ]),
    await ask(`${kind}, TLS on a TLS listener`, [at.SEC, '--tls'], FINE, [
      `ok   ${at.SEC}: TLS is spoken there; what clients are told behind it is not looked at`,
    ]),
  ]
}

/** What ZooKeeper tells of a listener, and what mends it. */
const inZooKeeper = ({ told }: Ill, name: ListenerName, wrong: string | null, fix = ''): string[] => {
  const lead = `broker 1: is registered in ZooKeeper with ${name} at ${told[name]}`
  return wrong === null ? [`ok   ${lead}, and it answers there`] : [`bad  ${lead}: ${wrong}`, `     fix: ${fix}`]
}
const IS_IT_ALIVE =
  'is its process alive? After a kill the node stays until the session ends (zookeeper.session.timeout.ms, 18 s); …'

async function registered(kind: Kind, ill: Ill): Promise<Seen[]> {
  const { address } = ill.zookeeper
  return [
    await ask(`${kind}, a client that is given ZooKeeper's address`, [address], UNREACHED, [
      `bad  ${address}: ZooKeeper answers there, not a broker: clients since Kafka 0.9 talk to brokers, not to ZooKeeper`,
      "     fix: give clients a broker's address, usually port 9092 (--bootstrap-server, not --zookeeper)",
      `ok   ZooKeeper ${address}: registered: broker 1`,
      ...inZooKeeper(ill, 'IN', null),
      ...inZooKeeper(
        ill,
        'NAME',
        'the name kafka is not known here: …',
        `advertised.listeners=IN://${ill.at.IN},NAME://HOST:29092,…`,
      ),
      '…',
    ]),
  ]
}

async function hanging(kind: Kind, ill: Ill): Promise<Seen[]> {
  const { zookeeper, broker, at } = ill
  process.kill(broker.pid, 'SIGSTOP')
  try {
    const silent = 'connections are taken there, but nobody answers'
    return [
      await ask(`${kind}, a broker that hangs`, [at.IN, '-z', zookeeper.address], UNREACHED, [
        `bad  ${at.IN}: ${silent}`,
        '     fix: when it is a broker, its process hangs or was stopped: …',
        `ok   ZooKeeper ${zookeeper.address}: registered: broker 1`,
        ...inZooKeeper(ill, 'IN', silent, IS_IT_ALIVE),
        '…',
      ]),
    ]
  } finally {
    process.kill(broker.pid, 'SIGCONT')
  }
}

async function killed(kind: Kind, ill: Ill): Promise<Seen[]> {
  const { zookeeper, broker, at } = ill
  await broker.kill()
  const nobody = `nothing listens on port ${at.IN.split(':')[1]} of 127.0.0.1, as seen from here`
  return [
    await ask(
      `${kind}, a broker that was killed and is still registered`,
      [at.IN, '-z', zookeeper.address],
      UNREACHED,
      [
        `bad  ${at.IN}: ${nobody}`,
        '     fix: start the broker …',
        `ok   ZooKeeper ${zookeeper.address}: registered: broker 1`,
        ...inZooKeeper(ill, 'IN', nobody, IS_IT_ALIVE),
        '…',
      ],
    ),
  ]
}
